"""An endpoint is four functions: encode and decode a request, encode and decode its reply.

A client uses the first and the last, a gateway the two between. ::

    request = signed.send.encode_request(login, Send(mobiles=("13800138000",), content="内容"))
    call    = signed.send.decode_request(request)         # call.message == Send(...)
    body    = signed.send.encode_response(Accepted(task_id="1"), call.variant)
    reply   = signed.send.decode_response(body.body, body.content_type)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from ..errors import DecodeError, EncodeError, LimitError, SmsCodecError
from ..primitives.charset import Charset, encode_text
from ..primitives.safexml import settle_charset
from .bodies import Body, Json, Xml, require_encodable
from .document import Document
from .form import Form
from .request import Parameters, Request, Response, bare_path, read_parameters
from .stream import stream_reply
from .variant import Call, Variant

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")

__all__ = ["Endpoint"]

_NAMES: Mapping[Charset, str] = {"utf-8": "utf-8", "gbk": "gb2312"}
"""As the platforms declare them."""

MAX_REPLY = 64 << 20
"""Bytes of a reply that is read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Generic[L, M, R]):
    """One operation of one dialect."""

    name: str
    """As ``signed.send``; errors say it in ``where``."""
    paths: Mapping[Charset, str]
    """The last segment of the path for each charset of the request; "" for any path."""
    form: Form | Document
    replies: Mapping[str, Body]
    """By format; the first is what the platform answers when nothing is said."""
    gbk_replies: bool = True
    """Whether a GBK request is answered in GBK; reports and inbound messages stay UTF-8."""
    charset_of: Callable[[Parameters], Charset] | None = None
    """How to tell the charset where the path does not."""
    post_only: bool = False
    """Whether a request by any other method is refused."""
    any_reply: bool = False
    """Whether every reply says something, whatever its bytes, as the answer to a push does."""

    # ---- requests -----------------------------------------------------------------------------

    def encode_request(self, login: L, message: M, variant: Variant = Variant()) -> Request:  # noqa: B008
        """The request to post.

        Raises ``EncodeError`` for what this endpoint has no word for, or the charset cannot carry.
        """
        with self._telling("request"):
            self._check_variant(variant)
            if not isinstance(self.form, Form):
                return self.form.request(self.paths[variant.charset], login, message, variant)
            charset = _NAMES[variant.charset]
            return Request(
                path=self.paths[variant.charset],
                body=self.form.body(login, message, variant),
                content_type=f"application/x-www-form-urlencoded; charset={charset}",
            )

    def decode_request(self, request: Request) -> Call[L, M]:
        """What a request says, and in which variant it says it.

        Raises ``DecodeError`` where the request is not one of this endpoint's.
        """
        with self._telling("request"):
            charset = self._charset(request)
            if not isinstance(self.form, Form):
                return self.form.call(request)
            parameters = read_parameters(request)
            try:
                charset = self.charset_of(parameters) if self.charset_of else charset
                return self.form.read(parameters, charset)
            except DecodeError as error:
                raise self.form.discreet(error, parameters) from None

    def _charset(self, request: Request) -> Charset:
        """By the path; ``DecodeError`` for a path or method that is not this endpoint's."""
        if self.post_only and request.method.upper() != "POST":
            raise DecodeError(f"only POST is taken here, not {request.method!r:.20}")
        last = request.path.rstrip("/").rpartition("/")[2].lower()
        for charset, path in self.paths.items():
            if not path or _last(path) == last:
                return charset
        if bare_path(request.path) != request.path:
            raise DecodeError("the path holds a query, which has a place of its own")
        raise DecodeError(f"path ends in {last!r:.60}, not in {' or '.join(self.paths.values())}")

    def speaks(self, variant: Variant) -> bool:
        """Whether requests can be made in this variant."""
        try:
            self._check_variant(variant)
            self.form.check_variant(variant)
        except EncodeError:
            return False
        return True

    def fits(self, request: Request, parameters: Parameters | None = None) -> bool:
        """Whether a request may be one of this endpoint's, by its path and fixed parameters.

        ``parameters`` are those of the request, where somebody has read them already.
        """
        try:
            self._charset(request)
            if not isinstance(self.form, Form):
                return self.form.fits(request)
            return self.form.fits(parameters or read_parameters(request))
        except DecodeError:
            return False

    # ---- replies ------------------------------------------------------------------------------

    def encode_response(self, reply: R, variant: Variant = Variant()) -> Response:  # noqa: B008
        """The answer in the tongue it was asked in."""
        with self._telling("response"):
            self._check_variant(variant)
            body = self._body(variant.format)
            charset: Charset = variant.charset if self.gbk_replies else "utf-8"
            text = body.write(reply, charset)
            try:
                data = encode_text(text, charset, variant.unencodable)
            except EncodeError:
                if isinstance(body, (Json, Xml)):
                    require_encodable(body.table.write(reply), charset)
                raise
            content_type = f"{body.content_type}; charset={_NAMES[charset]}"
            if charset == "gbk" and settle_charset(data, content_type=content_type).doubted:
                raise EncodeError("in GBK this would be read as UTF-8")
            return Response(body=data, content_type=content_type)

    def decode_response(
        self, body: bytes, content_type: str = "", *, charset: Charset = "utf-8"
    ) -> R:
        """What a reply says; XML or JSON is seen from its first character.

        ``charset`` is that of the request, believed where the reply does not say its own. Raises
        ``DecodeError`` for bytes that are no reply of this endpoint.
        """
        text = self.response_text(body, content_type, charset=charset)
        with self._telling("response"):
            reply: R = self.body_of(text).read(text)
            return reply

    def response_text(
        self, body: bytes, content_type: str = "", *, charset: Charset = "utf-8"
    ) -> str:
        """The text of a reply, its charset settled; the arguments are those above."""
        with self._telling("response"):
            if self.any_reply:
                return body.decode("utf-8-sig", "replace")
            if len(body) > MAX_REPLY:
                reason = f"reply of {len(body)} bytes, more than {MAX_REPLY}"
                raise LimitError(reason, limit=MAX_REPLY)
            return settle_charset(body, content_type=content_type, default=charset).text

    def body_of(self, text: str) -> Body:
        """What a reply is read as, by its first character."""
        return self._body(_format_of(text))

    def stream_response(
        self, chunks: Iterable[bytes], content_type: str = "", *, charset: Charset = "utf-8"
    ) -> Iterator[Any]:
        """The reports or messages of a reply in XML, one by one as its bytes come in.

        A refusal comes as the only thing. Raises what ``decode_response`` raises, when it gets
        there; ``TypeError`` where nothing comes many times. See ``wire.stream``.
        """
        body = self._body("xml")
        if not isinstance(body, Xml):
            raise TypeError(f"{self.name} has no reply in XML")
        with self._telling("response"):
            yield from stream_reply(body, chunks, content_type=content_type, charset=charset)

    def _body(self, format: str) -> Body:
        return self.replies.get(format) or next(iter(self.replies.values()))

    def _check_variant(self, variant: Variant) -> None:
        if variant.charset not in self.paths:
            raise EncodeError(f"there is no {variant.charset} path here", path="$.charset")
        if variant.format and variant.format not in self.replies:
            raise EncodeError(f"there is no {variant.format} reply here", path="$.format")

    def _telling(self, direction: str) -> _Telling:
        return _Telling(self.name, direction)


class _Telling:
    """Has errors say where they come from."""

    __slots__ = ("_direction", "_name")

    def __init__(self, name: str, direction: str) -> None:
        self._name, self._direction = name, direction

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, SmsCodecError):
            error.where = f"{self._name} {self._direction}"


def _last(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _format_of(text: str) -> Literal["json", "xml", "plain"]:
    start = text.lstrip()[:5]
    if start[:1] in ("{", "[") or start.strip() == "null":
        return "json"
    return "xml" if start[:1] == "<" else "plain"
