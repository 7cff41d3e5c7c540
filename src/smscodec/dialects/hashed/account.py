"""003, chapters 3 and 7: what is left, and another password.

There are two balances, of SMS and of MMS. XML says ``Sucess`` (sic), JSON ``Success``. A wrong
login is refused as a send would be.

For a new password both travel in clear: the login is made with
``make_hashed_login(…, plaintext=True)``, and one that holds an MD5 is not written, as it is no
password. It is read, as some clients send it.
"""

from __future__ import annotations

import re

from ...logins import HashedLogin
from ...messages import Balance, ChangePassword, FetchBalance, PasswordChanged, Refused
from ...wire.bodies import Json, Xml
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.tables import Table, const, field
from ...wire.values import TRIMMED, Value, at_most
from ..rows import BALANCE_XML, PASSWORD_XML, balance_xml
from .shared import LINES, LOGIN

__all__ = [
    "NEW_PASSWORD_CHARACTERS",
    "balance",
    "balance_json",
    "balance_mms",
    "change_password",
]

NEW_PASSWORD_CHARACTERS = 20


def _write_clear(password: str) -> str:
    if re.fullmatch("[0-9A-Fa-f]{32}", password):
        raise ValueError("cannot write an MD5 here: the old password goes in clear")
    return password


CLEAR: Value[str] = Value("password", _write_clear, str)

# fmt: off

# ---- 3. balance ------------------------------------------------------------------------------

FORM = Form(const("action", "overage"), LOGIN, Table(FetchBalance))

balance: Endpoint[HashedLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "hashed.balance",
    paths   = {"utf-8": "sms.aspx", "gbk": "smsGBK.aspx"},
    form    = FORM,
    replies = {"xml": Xml("returnsms", BALANCE_XML, LINES)},
)

balance_json: Endpoint[HashedLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "hashed.balance_json",
    paths   = {"utf-8": "smsJson.aspx"},
    form    = FORM,
    replies = {"json": Json(balance_xml("Success", "Sucess"))},
)

balance_mms: Endpoint[HashedLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "hashed.balance_mms",
    paths   = {"utf-8": "mms.aspx"},
    form    = FORM,
    replies = {"xml": Xml("returnsms", BALANCE_XML, LINES)},
)

# ---- 7. password change ----------------------------------------------------------------------

change_password: Endpoint[HashedLogin, ChangePassword, PasswordChanged | Refused] = Endpoint(
    name    = "hashed.change_password",
    paths   = {"utf-8": "pwd.aspx"},
    form    = Form(
        Table(HashedLogin,
            field("userid",   "user_id",  TRIMMED),
            field("account",  "account",  TRIMMED),
            field("password", "password", CLEAR),
        ),
        Table(ChangePassword,
            field("newpassword", "new_password", at_most(NEW_PASSWORD_CHARACTERS)),
        ),
    ),
    replies = {"xml": Xml("returnsms", PASSWORD_XML, LINES)},
)
