"""Campaigns: any number of rows in, batches ready to post out; and back.

``pack`` streams two columns, lists or Arrow's, into ``Batch`` values, and ``columns`` names those
of a table; ``unpack`` reads one back into ``Columns``.
"""

from .arrow import columns
from .batch import Batch, Columns, unpack
from .encoder import Rejected
from .pack import pack
from .packer import DUPLICATES, Duplicates

__all__ = ["DUPLICATES", "Batch", "Columns", "Duplicates", "Rejected", "columns", "pack", "unpack"]
