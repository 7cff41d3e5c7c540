"""A client of a sandbox, without a network: it says messages and reads replies."""

from __future__ import annotations

import gzip
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from smscodec import (
    Request,
    SendPacked,
    Variant,
    hashed,
    make_coded_login,
    make_hashed_login,
    make_plain_login,
    make_sealed_login,
    make_signed_login,
    make_soap_login,
)
from smscodec.sandbox import Sandbox
from smscodec.wire.endpoint import Endpoint

__all__ = ["NOW", "Caller", "batch", "login_for"]

AnyEndpoint = Endpoint[Any, Any, Any]
NOW = "2026-01-05 09:00:00"
TIMESTAMP = "20260105090000"


def login_for(
    endpoint: AnyEndpoint,
    account: str = "demo",
    password: str = "secret123",
    user_id: str = "1",
    very_code: str = "code456",
) -> Any:
    """The login that an endpoint wants."""
    dialect = endpoint.name.partition(".")[0]
    if endpoint is hashed.send_sealed:
        return make_sealed_login(user_id=user_id)
    if endpoint is hashed.send_soap:
        return make_soap_login(account=account, password=password)
    if dialect == "signed":
        return make_signed_login(user_id=user_id, account=account, password=password, at=TIMESTAMP)
    if dialect == "xunchen":
        return make_coded_login(account=account, password=password, very_code=very_code)
    if dialect == "hashed":
        clear = endpoint is hashed.change_password or not password
        return make_hashed_login(
            user_id=user_id, account=account, password=password, plaintext=clear
        )
    return make_plain_login(user_id=user_id, account=account, password=password)


def batch(*rows: tuple[str, str]) -> SendPacked:
    """A batch of these rows, be they as wrong as they like."""
    lines = "\r\n".join(f"{mobile},{content}" for mobile, content in rows)
    packed = b64encode(gzip.compress(lines.encode()))
    return SendPacked(content=quote(packed, safe="").encode())


@dataclass
class Caller:
    """Speaks to a sandbox as one account."""

    box: Sandbox
    account: str = "demo"
    password: str = "secret123"
    user_id: str = "1"
    very_code: str = "code456"
    ip: str = "127.0.0.1"

    def request(self, endpoint: AnyEndpoint, message: Any, variant: Variant = Variant()) -> Request:  # noqa: B008
        """The request, as it travels."""
        login = login_for(endpoint, self.account, self.password, self.user_id, self.very_code)
        return endpoint.encode_request(login, message, variant)

    def say(self, endpoint: AnyEndpoint, message: Any, variant: Variant = Variant()) -> Any:  # noqa: B008
        """What the sandbox answers."""
        answer = self.box.answer(self.request(endpoint, message, variant), ip=self.ip)
        charset = variant.charset if endpoint.gbk_replies else "utf-8"
        return endpoint.decode_response(answer.body, answer.content_type, charset=charset)
