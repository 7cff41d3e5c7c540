"""What comes out, in the words of Arrow and of Spark."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["ARROW_SCHEMA", "SCHEMA", "pa"]

try:
    pa: Any = import_module("pyarrow")
except ImportError:
    raise ImportError('smscodec.spark needs pyarrow: pip install "smscodec[spark]"') from None

SCHEMA = (
    "batch_id string, first_row bigint, last_row bigint, rows bigint, segments bigint, "
    "content binary, sha256 string, "
    "rejected array<struct<row: bigint, key: string, reason: string>>"
)

ARROW_SCHEMA: Any = pa.schema(
    {
        "batch_id": pa.string(),
        "first_row": pa.int64(),
        "last_row": pa.int64(),
        "rows": pa.int64(),
        "segments": pa.int64(),
        "content": pa.binary(),
        "sha256": pa.string(),
        "rejected": pa.list_(
            pa.struct({"row": pa.int64(), "key": pa.string(), "reason": pa.string()})
        ),
    }
)
