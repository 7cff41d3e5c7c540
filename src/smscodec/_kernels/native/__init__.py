"""The C core as Python sees it: marshals arguments, no more. ``reference`` is the specification.

One module for each file of ``csrc/``; what the core expects of its caller is in ``smscore.h``.
"""

from .form import encode_form
from .index import MobileIndex
from .join import Joiner
from .segments import count_segments
from .tms import pack_tms, scan_tms

__all__ = ["Joiner", "MobileIndex", "count_segments", "encode_form", "pack_tms", "scan_tms"]
