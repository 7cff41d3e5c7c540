"""A local gateway for all five dialects, so that nobody needs the vendor to test."""

from .config import Account, Config, ConfigError, Delivery, Text, load_config, read_config
from .database import StoreError
from .sandbox import NotFoundError, Sandbox

__all__ = [
    "Account",
    "Config",
    "ConfigError",
    "Delivery",
    "NotFoundError",
    "Sandbox",
    "StoreError",
    "Text",
    "load_config",
    "read_config",
]
