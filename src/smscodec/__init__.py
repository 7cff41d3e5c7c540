"""smscodec speaks China's white-label SMS/MMS gateway interfaces, as pure functions.

Five ways of speaking (``plain``, ``signed``, ``mms``, ``hashed``, ``xunchen``) are modules of
endpoints, each of which is four functions. What they say are messages, the same for every vendor;
who says it are logins. Payload formats are functions here; campaigns are in ``smscodec.bulk``.
"""

from . import bulk
from ._kernels import BACKEND, LineBreaks
from .dialects import hashed, mms, plain, signed, xunchen
from .dialects.find import ALL, find
from .dialects.reasons import refuse
from .errors import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError
from .explain import explain
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
from .logins import (
    CodedLogin,
    HashedLogin,
    PlainLogin,
    SealedLogin,
    SignedLogin,
    SoapLogin,
    check_login,
    make_coded_login,
    make_hashed_login,
    make_plain_login,
    make_sealed_login,
    make_signed_login,
    make_soap_login,
)
from .messages import (
    Accepted,
    AmendTemplate,
    Balance,
    ChangePassword,
    CheckWords,
    DeliveryReport,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    InboundMessage,
    PasswordChanged,
    PersonalisedSend,
    PushAnswer,
    QueryTemplate,
    Reason,
    Refused,
    RefusedError,
    RegisterTemplate,
    Reports,
    Send,
    SendMms,
    SendPacked,
    SendSealed,
    SendTemplate,
    Template,
    TemplateDone,
    Templates,
    WithdrawTemplate,
    WordsVerdict,
)
from .primitives.charset import decode_text, encode_text, unsendable
from .wire.endpoint import Endpoint
from .wire.request import Request, Response
from .wire.variant import Call, Variant

__all__ = [
    "ALL",
    "BACKEND",
    "Accepted",
    "AmendTemplate",
    "Balance",
    "Call",
    "Caps",
    "ChangePassword",
    "CheckWords",
    "CodedLogin",
    "DecodeError",
    "DeliveryReport",
    "Element",
    "EncodeError",
    "Endpoint",
    "Entry",
    "FetchBalance",
    "FetchInbound",
    "FetchReports",
    "Frame",
    "HashedLogin",
    "Inbound",
    "InboundMessage",
    "LimitError",
    "LineBreaks",
    "Page",
    "Part",
    "PasswordChanged",
    "PersonalisedSend",
    "PlainLogin",
    "Preview",
    "PushAnswer",
    "QueryTemplate",
    "Reason",
    "Refused",
    "RefusedError",
    "RegisterTemplate",
    "Reports",
    "Request",
    "Response",
    "SealedLogin",
    "SealedMessage",
    "Send",
    "SendMms",
    "SendPacked",
    "SendSealed",
    "SendTemplate",
    "SendingLimits",
    "Signature",
    "SignatureVerdict",
    "SignedLogin",
    "Slideshow",
    "SmsCodecError",
    "SoapLogin",
    "Template",
    "TemplateDone",
    "Templates",
    "Text64Error",
    "TruncatedError",
    "Variant",
    "WithdrawTemplate",
    "WordsVerdict",
    "add_signature",
    "bulk",
    "check_caps",
    "check_login",
    "check_sending",
    "check_signature",
    "check_stamp",
    "check_template",
    "check_tms",
    "count_many_segments",
    "count_segments",
    "decode_text",
    "encode_text",
    "explain",
    "find",
    "find_signature",
    "hashed",
    "make_coded_login",
    "make_hashed_login",
    "make_plain_login",
    "make_sealed_login",
    "make_secret",
    "make_signed_login",
    "make_soap_login",
    "make_stamp",
    "matches",
    "mms",
    "open_message",
    "open_text64",
    "pack_batch",
    "pack_frames",
    "pack_tms",
    "pack_values",
    "part_text",
    "plain",
    "preview",
    "read_frames",
    "refuse",
    "render",
    "seal_message",
    "seal_text64",
    "signed",
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
    "xunchen",
]
