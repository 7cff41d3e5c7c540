"""The kernels in plain Python: the specification of the C core, and what runs where there is none.

Written to be read. ``native`` has the same modules with the same names and the same behaviour,
faults included; the tests hold the two together over everything Hypothesis can think of.
"""

from .deflate import deflate_rows, group_rows
from .form import encode_form
from .index import MobileFilter, MobileIndex
from .inflate import inflate
from .join import Joiner
from .lines import split_lines
from .press import Press
from .segments import count_segments
from .table import Table
from .tms import pack_tms, scan_tms
from .unform import decode_form
from .unpack import unpack_rows

__all__ = [
    "Joiner",
    "MobileFilter",
    "MobileIndex",
    "Press",
    "Table",
    "count_segments",
    "decode_form",
    "deflate_rows",
    "encode_form",
    "group_rows",
    "inflate",
    "pack_tms",
    "scan_tms",
    "split_lines",
    "unpack_rows",
]
