"""smscodec speaks China's white-label SMS/MMS gateway interfaces, as pure functions.

Formats, the same for every vendor, are here; campaigns are in ``smscodec.bulk``.
"""

from . import bulk
from ._kernels import BACKEND, LineBreaks
from .errors import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError
from .formats.batch import Entry, pack_batch, unpack_batch
from .formats.preview import Preview, preview
from .formats.segments import count_many_segments, count_segments, split_segments
from .formats.signature import (
    Signature,
    SignatureVerdict,
    add_signature,
    check_signature,
    find_signature,
)
from .primitives.charset import decode_text, encode_text, unsendable

__all__ = [
    "BACKEND",
    "DecodeError",
    "EncodeError",
    "Entry",
    "LimitError",
    "LineBreaks",
    "Preview",
    "Signature",
    "SignatureVerdict",
    "SmsCodecError",
    "TruncatedError",
    "add_signature",
    "bulk",
    "check_signature",
    "count_many_segments",
    "count_segments",
    "decode_text",
    "encode_text",
    "find_signature",
    "pack_batch",
    "preview",
    "split_segments",
    "unpack_batch",
    "unsendable",
]
