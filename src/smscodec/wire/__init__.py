"""The engine that turns tables into bytes and back. Vendors are in ``dialects``."""
