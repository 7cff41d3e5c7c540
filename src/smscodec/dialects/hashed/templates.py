"""003, chapter 9: templates, laid before the platform; one path, ``action`` says what is meant.

What a template has to be (``@`` for what varies, five in a row at most) is for ``check_template``
in ``formats.templates`` to say. One that is amended is under review again.

The examples leave ``userid`` out, so it is left out where it is unset; registration has no example
and writes it empty. Where ``Status`` and ``StatusCode`` contradict each other, it is a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...logins import HashedLogin
from ...messages import (
    AmendTemplate,
    QueryTemplate,
    Refused,
    RegisterTemplate,
    Template,
    TemplateDone,
    Templates,
    WithdrawTemplate,
)
from ...wire.bodies import Json
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.nested import empty_list
from ...wire.tables import OneOf, Row, Table, When, const, constant, field, many, optional, spread
from ...wire.values import TEXT, TRIMMED, in_json_number
from .codes import RESULT_CODES, SUCCESS, refusal_code
from .shared import LOGIN

__all__ = ["ENDPOINTS", "STATES", "amend", "query", "register", "withdraw"]

STATES: Mapping[str, str] = {"1": "启用", "2": "禁用", "3": "审核", "4": "退回"}
"""The document's words for ``Template.state``."""

# fmt: off

PATH = "freeTemplate.aspx"

LOGIN_IF_ANY = Table(HashedLogin,
    optional("userid", "user_id",  TRIMMED),
    field("account",   "account",  TRIMMED),
    field("password",  "password", TEXT),
)
DONE = (
    When("Status",       lambda word: word.strip().lower() in ("", "success", "sucess")),
    constant("Status",   "Success"),
    const("StatusCode",  SUCCESS),
    field("Description", "message", TRIMMED),
)


def _refused(*more: Row) -> Table:
    return Table(Refused,
        constant("Status",   "Faild"),                             # sic
        spread("StatusCode", ("code", "reason"), refusal_code(RESULT_CODES, SUCCESS)),
        field("Description", "message", TRIMMED),
        *more,
    )


# ---- 9.1 registration ------------------------------------------------------------------------

register: Endpoint[HashedLogin, RegisterTemplate, TemplateDone | Refused] = Endpoint(
    name    = "hashed.templates.register",
    paths   = {"utf-8": PATH},
    form    = Form(
        LOGIN,
        Table(RegisterTemplate, field("template", "text", TEXT)),
        const("action", "Add"),                                    # sic
    ),
    replies = {"json": Json(OneOf(
        Table(TemplateDone, *DONE, field("TemplateId", "template_id", TRIMMED)),
        _refused(constant("TemplateId", "")),
    ))},
)

# ---- 9.2 query -------------------------------------------------------------------------------

query: Endpoint[HashedLogin, QueryTemplate, Templates | Refused] = Endpoint(
    name    = "hashed.templates.query",
    paths   = {"utf-8": PATH},
    form    = Form(
        const("action", "query"),
        LOGIN_IF_ANY,
        Table(QueryTemplate, field("templateid", "template_id", TRIMMED)),
    ),
    replies = {"json": Json(OneOf(
        Table(Templates, *DONE, many("TemplateList", "templates", Table(Template,
            field("TemplateId", "template_id", TRIMMED),
            field("Status",     "state",       in_json_number(TRIMMED)),
            field("Template",   "text",        TEXT),
        ))),
        _refused(empty_list("TemplateList")),
    ))},
)

# ---- 9.3 amendment ---------------------------------------------------------------------------

amend: Endpoint[HashedLogin, AmendTemplate, TemplateDone | Refused] = Endpoint(
    name    = "hashed.templates.amend",
    paths   = {"utf-8": PATH},
    form    = Form(
        const("action", "update"),
        LOGIN_IF_ANY,
        Table(AmendTemplate,
            field("templateid", "template_id", TRIMMED),
            field("template",   "text",        TEXT),
        ),
    ),
    replies = {"json": Json(OneOf(Table(TemplateDone, *DONE), _refused()))},
)

# ---- 9.4 withdrawal --------------------------------------------------------------------------

withdraw: Endpoint[HashedLogin, WithdrawTemplate, TemplateDone | Refused] = Endpoint(
    name    = "hashed.templates.withdraw",
    paths   = {"utf-8": PATH},
    form    = Form(
        const("action", "del"),
        LOGIN_IF_ANY,
        Table(WithdrawTemplate, field("templateid", "template_id", TRIMMED)),
    ),
    replies = {"json": Json(OneOf(Table(TemplateDone, *DONE), _refused()))},
)

ENDPOINTS = (register, query, amend, withdraw)
