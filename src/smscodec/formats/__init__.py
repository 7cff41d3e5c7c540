"""Payloads with SMS meaning, the same for every vendor. Nothing here knows a dialect or a wire."""
