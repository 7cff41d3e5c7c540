"""Templates as 003 registers them, and their states.

A template is under review (3) until ``delivery.review`` seconds have passed; then it is in use (1),
or what ``[sandbox state=4]`` in its text says. Amended, it is under review again (9.3). Somebody
may set a state by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .. import (
    AmendTemplate,
    QueryTemplate,
    Reason,
    RegisterTemplate,
    Template,
    TemplateDone,
    Templates,
    WithdrawTemplate,
    check_template,
)
from .config import Account
from .magic import read_magic
from .profiles import PROFILES
from .records import StoredTemplate
from .refusals import RefusalError
from .store import Store

__all__ = ["Registry", "state_of"]

IN_USE, REVIEWED = "1", "3"


def state_of(template: StoredTemplate, now: datetime) -> str:
    """The state it is in now."""
    return REVIEWED if now < template.ready_at else template.state


class Registry:
    """All templates."""

    def __init__(self, store: Store, review: int) -> None:
        self._store, self._review = store, timedelta(seconds=review)

    def handle(
        self,
        account: Account,
        message: RegisterTemplate | QueryTemplate | AmendTemplate | WithdrawTemplate,
        now: datetime,
    ) -> TemplateDone | Templates:
        """The answer; ``RefusalError`` for an account without this, or a template it has not."""
        if not account.registers_templates:
            raise RefusalError(Reason.NOT_ENABLED)
        done = PROFILES["hashed"].done
        if isinstance(message, RegisterTemplate):
            number = self._store.next_number("templates")
            id = PROFILES["hashed"].new_id(number, now)
            self._put(account, number, id, message.text, now)
            return TemplateDone(template_id=id, message=done)
        mine = self._mine(account, message.template_id)
        if isinstance(message, QueryTemplate):
            found = Template(template_id=mine.id, text=mine.text, state=state_of(mine, now))
            return Templates(templates=(found,), message=done)
        if isinstance(message, AmendTemplate):
            self._put(account, mine.number, mine.id, message.text, now)
        else:
            self._store.drop_template(mine.number)
        return TemplateDone(message=done)

    def in_use(self, account: str, now: datetime) -> list[str]:
        """The texts that messages of the account may be made of."""
        mine = self._store.templates(account)
        return [each.text for each in mine if state_of(each, now) == IN_USE]

    def set_state(self, id: str, state: str, now: datetime) -> bool:
        """Ends the review of a template; whether there is one."""
        for each in self._store.templates():
            if each.id == id:
                ready_at = now if state != REVIEWED else datetime.max.replace(microsecond=0)
                self._store.put_template(replace(each, state=state, ready_at=ready_at))
                return True
        return False

    def _mine(self, account: Account, id: str) -> StoredTemplate:
        for each in self._store.templates(account.name):
            if each.id == id:
                return each
        raise RefusalError(Reason.BAD_PARAMETERS, name="TemplateIdError")

    def _put(self, account: Account, number: int, id: str, text: str, now: datetime) -> None:
        if check_template(text):
            raise RefusalError(Reason.BAD_PARAMETERS, name="TemplateError")
        magic = read_magic(text)
        state = magic.state if magic and magic.state in ("1", "2", "4") else IN_USE
        template = StoredTemplate(
            number=number,
            id=id,
            account=account.name,
            text=text,
            state=state,
            ready_at=now + self._review,
        )
        self._store.put_template(template)
