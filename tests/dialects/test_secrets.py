"""Passwords, digests and keys are in no ``repr``, ``str`` or error, whatever goes wrong."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.endpoints import ENDPOINTS

from smscodec import Call, DecodeError, EncodeError, Request, SmsCodecError, Variant
from smscodec.testing import logins, messages, variants
from smscodec.wire.request import read_parameters

MARK = "S3cretMARK"
DRESSES = (
    MARK,
    f"{MARK}𠮷",  # GBK lacks the last
    f"{MARK}\ud800",  # UTF-8 does
    f"{MARK}\0",  # XML does
    f" {MARK} ",
    f"&{MARK};",
    f"<{MARK}>",
    f"a<{MARK}",
    "0" * 30 + MARK,
    "9" * 30 + MARK + "%",
)
SOME = settings(
    max_examples=max(20, settings().max_examples // 3),
    suppress_health_check=[HealthCheck.too_slow],
)


def secrets_of(thing: Any) -> list[str]:
    """Attributes that its class leaves out of ``repr``."""
    return [each.name for each in fields(thing) if not each.repr] if thing else []


def marked(thing: Any, dress: str) -> Any:
    """The same thing with this for its secrets."""
    return replace(thing, **dict.fromkeys(secrets_of(thing), dress)) if thing else thing


def require_silence(*things: object) -> None:
    """None of them shows the secret."""
    for thing in things:
        shown = f"{thing!r} {thing!s}"
        if isinstance(thing, SmsCodecError):
            shown += f"{vars(thing)} {thing.args} " + "".join(traceback.format_exception(thing))
        assert MARK not in shown
        assert "𠮷" not in shown


def faults(request: Request) -> Iterator[Request]:
    """The request with one thing wrong, here and there."""
    body = request.body
    yield replace(request, path="nowhere.aspx")
    yield replace(request, content_type="multipart/form-data; boundary=x")
    yield replace(request, query="\ud800")
    yield replace(request, body=body + b"&" + body.replace(MARK.encode(), b"other"))
    yield replace(request, body=body.replace(b"</", b"<"))
    yield replace(request, body=body.replace(b"&lt;", b"<").replace(b"&amp;", b"&"))
    for stray in (b"%FF", b"%00", b"\xff", b"\0", b"<", b"&"):
        yield replace(request, body=body.replace(MARK.encode(), MARK.encode() + stray))
        for separator in (b"&", b"</"):
            yield replace(request, body=body.replace(separator, stray + separator))
    for name in {part.partition(b"=")[0] for part in body.split(b"&")}:
        yield replace(request, body=body.replace(name + b"=", b"x="))


def run_on(request: Request) -> Iterator[Request]:
    """The request with its parameters run together, or in its path."""
    for begin in ("?", "&", ";", "/", "%3F", "%26"):
        path = f"{request.path}{begin}{request.body.decode('latin-1')}"
        yield replace(request, path=path, body=b"")
        yield replace(request, path=path.replace("=", "%3d"), body=b"")
    for separator in (b";", b"&amp;", b"\n", b", "):
        for equals in (b"=", b" =", b" = "):
            run = request.body.replace(b"&", separator).replace(b"=", equals)
            yield replace(request, body=run)
            yield replace(request, body=run.replace(separator, b"&", 1))


@pytest.mark.parametrize("name", ENDPOINTS)
def test_secrets_are_silent(name: str) -> None:
    """A recognisable secret is planted, everything is broken, and everything shown is searched."""
    endpoint = ENDPOINTS[name]

    @SOME
    @given(logins(endpoint), messages(endpoint), variants(endpoint), st.sampled_from(DRESSES))
    def law(login: Any, message: Any, variant: Variant, dress: str) -> None:
        login, message = marked(login, dress), marked(message, dress)
        require_silence(login, message, Call(login=login, message=message, variant=variant))
        try:
            request = endpoint.encode_request(login, message, variant)
        except EncodeError as error:
            require_silence(error)
            return
        require_silence(request)
        for faulty in faults(request):
            try:
                require_silence(read_parameters(faulty))
                call = endpoint.decode_request(faulty)
            except DecodeError as error:
                require_silence(error)
            else:
                require_silence(call.login)
        for faulty in run_on(request):
            try:
                require_silence(endpoint.decode_request(faulty).login)
            except DecodeError as error:
                require_silence(error)

    law()


def test_logins_have_secrets() -> None:
    """All of them but that whose secret is inside the envelope; so the law above has work to do."""
    tables = [getattr(endpoint.form, "login", None) for endpoint in ENDPOINTS.values()]
    classes = {table.cls for table in tables if table}
    silent = {cls.__name__ for cls in classes if all(each.repr for each in fields(cls))}
    assert silent == {"SealedLogin"}
