"""Campaigns: any number of rows in, batches ready to post out; and back.

``pack`` streams two columns, lists or Arrow's, into ``Batch`` values, ``render`` a template and the
columns of its variables; ``columns`` names those of a table. ``unpack`` reads a batch back into
``Columns``.
"""

from .arrow import columns
from .batch import Batch, Columns, unpack
from .encoder import Rejected
from .pack import pack
from .packer import DUPLICATES, Duplicates
from .render import render
from .rendered import Rendered, rendered

__all__ = [
    "DUPLICATES",
    "Batch",
    "Columns",
    "Duplicates",
    "Rejected",
    "Rendered",
    "columns",
    "pack",
    "render",
    "rendered",
    "unpack",
]
