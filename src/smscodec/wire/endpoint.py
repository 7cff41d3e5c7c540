"""An endpoint is four functions: encode and decode a request, encode and decode its reply.

A client uses the first and the last, a gateway the two between. ::

    request = signed.send.encode_request(login, Send(mobiles=("13800138000",), content="内容"))
    call    = signed.send.decode_request(request)         # call.message == Send(...)
    body    = signed.send.encode_response(Accepted(task_id="1"), call.variant)
    reply   = signed.send.decode_response(body.body, body.content_type)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from urllib.parse import quote_plus

from ..errors import DecodeError, EncodeError, SmsCodecError
from ..primitives.charset import Charset, encode_text
from ..primitives.safexml import settle_charset
from .bodies import Body
from .form import Form
from .request import Parameters, Request, Response, read_parameters
from .variant import Call, Encoded, Variant

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")

__all__ = ["Endpoint"]

MAX_REPLY = 64 << 20
"""Bytes of a reply that is read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Generic[L, M, R]):
    """One operation of one dialect."""

    name: str
    """As ``signed.send``; errors say it in ``where``."""
    paths: Mapping[Charset, str]
    """The last segment of the path for each charset of the request."""
    form: Form
    replies: Mapping[str, Body]
    """By format; the first is what the platform answers when nothing is said."""
    gbk_replies: bool = True
    """Whether a GBK request is answered in GBK; reports and inbound messages stay UTF-8."""
    charset_of: Callable[[Parameters], Charset] | None = None
    """How to tell the charset where the path does not."""

    # ---- requests -----------------------------------------------------------------------------

    def encode_request(self, login: L, message: M, variant: Variant = Variant()) -> Request:  # noqa: B008
        """The request to post.

        Raises ``EncodeError`` for what this endpoint has no word for, or the charset cannot carry.
        """
        with self._telling("request"):
            self._check_variant(variant)
            pairs = self.form.write(login, message, variant)
            body = "&".join(f"{name}={_quoted(text, name, variant)}" for name, text in pairs)
            declared = {"utf-8": "utf-8", "gbk": "gb2312"}[variant.charset]
            return Request(
                path=self.paths[variant.charset],
                body=body.encode("ascii"),
                content_type=f"application/x-www-form-urlencoded; charset={declared}",
            )

    def decode_request(self, request: Request) -> Call[L, M]:
        """What a request says, and in which variant it says it.

        Raises ``DecodeError`` where the request is not one of this endpoint's.
        """
        with self._telling("request"):
            parameters = read_parameters(request)
            charset = self._charset(request, parameters)
            return self.form.read(parameters, charset)

    def _charset(self, request: Request, parameters: Parameters) -> Charset:
        last = request.path.rstrip("/").rpartition("/")[2].lower()
        mine: list[Charset] = [c for c, path in self.paths.items() if _last(path) == last]
        if not mine:
            raise DecodeError(
                f"path ends in {last!r:.60}, not in {' or '.join(self.paths.values())}"
            )
        return self.charset_of(parameters) if self.charset_of else mine[0]

    def fits(self, request: Request) -> bool:
        """Whether a request may be one of this endpoint's, by its path and fixed parameters."""
        try:
            parameters = read_parameters(request)
            charset = self._charset(request, parameters)
            return self.form.fits(parameters, charset)
        except DecodeError:
            return False

    # ---- replies ------------------------------------------------------------------------------

    def encode_response(self, reply: R, variant: Variant = Variant()) -> Response:  # noqa: B008
        """The answer in the tongue it was asked in."""
        with self._telling("response"):
            self._check_variant(variant)
            body = self._body(variant.format)
            charset: Charset = variant.charset if self.gbk_replies else "utf-8"
            data = encode_text(body.write(reply, charset), charset)
            declared = {"utf-8": "utf-8", "gbk": "gb2312"}[charset]
            return Response(body=data, content_type=f"{body.content_type}; charset={declared}")

    def decode_response(self, body: bytes, content_type: str = "") -> R:
        """What a reply says; XML or JSON is seen from its first character.

        Raises ``DecodeError`` for bytes that are no reply of this endpoint.
        """
        with self._telling("response"):
            if len(body) > MAX_REPLY:
                raise DecodeError(f"reply of {len(body)} bytes, more than {MAX_REPLY}")
            text = settle_charset(body, content_type=content_type).text
            reply: R = self._body(_format_of(text)).read(text)
            return reply

    def _body(self, format: str) -> Body:
        usual = next(iter(self.replies.values()))
        return self.replies.get(format, usual)

    def _check_variant(self, variant: Variant) -> None:
        if variant.charset not in self.paths:
            raise EncodeError(f"there is no {variant.charset} path here", path="$.charset")
        if variant.format and variant.format not in self.replies:
            raise EncodeError(f"there is no {variant.format} reply here", path="$.format")

    @contextmanager
    def _telling(self, direction: str) -> Generator[None]:
        try:
            yield
        except SmsCodecError as error:
            error.where = f"{self.name} {direction}"
            raise


def _quoted(text: str, name: str, variant: Variant) -> str:
    if isinstance(text, Encoded):
        return text
    try:
        return quote_plus(encode_text(text, variant.charset, variant.unencodable))
    except EncodeError as error:
        raise error.under(f".{name}") from None


def _last(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _format_of(text: str) -> Literal["json", "xml", "plain"]:
    start = text.lstrip()[:1]
    return "json" if start in ("{", "[") else "xml" if start == "<" else "plain"
