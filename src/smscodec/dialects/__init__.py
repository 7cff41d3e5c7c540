"""How each vendor says it: tables and nothing else, one file for each way of speaking."""
