"""Columns of other libraries, read where they lie: the Arrow PyCapsule protocol.

https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html. Nothing of those
libraries is imported; their text is read whether it has 32-bit or 64-bit offsets, is views, or the
keys of a dictionary.

==================  ============================================================
``exchange``        streams and arrays as they are handed over, each released once
``layouts``         what the columns are, and whether their buffers are all there
``walk``            columns chunk by chunk, and two of them in step
==================  ============================================================
"""

from .exchange import ArrayLike, ArrowLike, StreamLike, is_array, is_arrow
from .walk import (
    NamedColumn,
    called,
    columns,
    in_step,
    of_texts,
    read_arrays,
    read_column,
    read_table,
)

__all__ = [
    "ArrayLike",
    "ArrowLike",
    "NamedColumn",
    "StreamLike",
    "called",
    "columns",
    "in_step",
    "is_array",
    "is_arrow",
    "of_texts",
    "read_arrays",
    "read_column",
    "read_table",
]
