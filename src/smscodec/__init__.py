"""smscodec speaks China's white-label SMS/MMS gateway interfaces, as pure functions.

Formats, the same for every vendor, are here; campaigns are in ``smscodec.bulk``.
"""

from . import bulk
from ._kernels import BACKEND, LineBreaks
from .errors import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError
from .formats.batch import Entry, pack_batch, unpack_batch
from .formats.frames import Frame, pack_frames, read_frames, unpack_frames
from .formats.parts import Part, part_text, text_part
from .formats.preview import Preview, preview
from .formats.rules import Caps, SendingLimits, check_caps, check_sending
from .formats.sealed import SealedMessage, make_secret, open_message, seal_message
from .formats.segments import count_many_segments, count_segments, split_segments
from .formats.signature import (
    Signature,
    SignatureVerdict,
    add_signature,
    check_signature,
    find_signature,
)
from .formats.slideshow import (
    Page,
    Slideshow,
    slideshow_from_elements,
    slideshow_from_frames,
    slideshow_to_elements,
    slideshow_to_frames,
)
from .formats.stamp import check_stamp, make_stamp
from .formats.template_values import pack_values, render, unpack_values
from .formats.templates import check_template, matches
from .formats.text64 import Text64Error, open_text64, seal_text64
from .formats.tms import Element, pack_tms, unpack_tms
from .formats.tms_rules import check_tms
from .primitives.charset import decode_text, encode_text, unsendable

__all__ = [
    "BACKEND",
    "Caps",
    "DecodeError",
    "Element",
    "EncodeError",
    "Entry",
    "Frame",
    "LimitError",
    "LineBreaks",
    "Page",
    "Part",
    "Preview",
    "SealedMessage",
    "SendingLimits",
    "Signature",
    "SignatureVerdict",
    "Slideshow",
    "SmsCodecError",
    "Text64Error",
    "TruncatedError",
    "add_signature",
    "bulk",
    "check_caps",
    "check_sending",
    "check_signature",
    "check_stamp",
    "check_template",
    "check_tms",
    "count_many_segments",
    "count_segments",
    "decode_text",
    "encode_text",
    "find_signature",
    "make_secret",
    "make_stamp",
    "matches",
    "open_message",
    "open_text64",
    "pack_batch",
    "pack_frames",
    "pack_tms",
    "pack_values",
    "part_text",
    "preview",
    "read_frames",
    "render",
    "seal_message",
    "seal_text64",
    "slideshow_from_elements",
    "slideshow_from_frames",
    "slideshow_to_elements",
    "slideshow_to_frames",
    "split_segments",
    "text_part",
    "unpack_batch",
    "unpack_frames",
    "unpack_tms",
    "unpack_values",
    "unsendable",
]
