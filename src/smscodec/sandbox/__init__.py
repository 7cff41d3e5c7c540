"""A local gateway for all five dialects, so that nobody needs the vendor to test."""

from .config import Account, Config, ConfigError, Delivery, Text, load_config, read_config
from .sandbox import Sandbox, Unknown
from .store import StoreError

__all__ = [
    "Account",
    "Config",
    "ConfigError",
    "Delivery",
    "Sandbox",
    "StoreError",
    "Text",
    "Unknown",
    "load_config",
    "read_config",
]
