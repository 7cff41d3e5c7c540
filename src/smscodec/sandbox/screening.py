"""What a text must not be: empty, too long, unsigned, or with words in it that are not allowed.

A batch is looked at as a whole first; only where that finds anything, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .. import Reason, SignatureVerdict, check_signature, find_signature, matches
from ..formats.segments import count_units
from .config import Account
from .profiles import Profile
from .refusals import RefusalError

__all__ = ["Screening", "restricted_in"]

R = Reason

_INJECTION = re.compile(
    r"""['"]\s*(?:or|and)\s+\S+\s*=
      | \bunion\s+(?:all\s+)?select\b
      | ;\s*(?:drop\s+table|delete\s+from|insert\s+into|update\s+\w+\s+set|exec\s)
      | \bxp_cmdshell\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What platforms look for is published nowhere; this is what everybody would."""


def restricted_in(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words a text must not hold, in the order of the list."""
    return tuple(word for word in words if word in text)


class Screening:
    """The rules for one account on one platform."""

    def __init__(
        self,
        account: Account,
        profile: Profile,
        *,
        words: Sequence[str],
        templates: Callable[[], Sequence[str]],
    ) -> None:
        """``templates``: those of the account that are in use."""
        self._account, self._profile, self._words = account, profile, words
        self._templates = templates
        documented = {"required": True, "optional": False}
        self._wants_signature = documented.get(account.signature, profile.signature)

    @property
    def max_characters(self) -> int:
        """The lower of two limits: the document's and the account's."""
        documented = self._profile.caps.max_characters
        return min(documented or self._account.max_characters, self._account.max_characters)

    def fault(self, text: str, added: int = 0) -> RefusalError | None:
        """What is wrong with a text, if anything; ``added`` of its characters are not the sender's
        own, and are none too many."""
        if not text:
            return RefusalError(R.EMPTY_CONTENT)
        if count_units(text) - added > self.max_characters:
            return RefusalError(R.CONTENT_TOO_LONG)
        if self._profile.injection and _INJECTION.search(text):
            return RefusalError(R.INJECTION)
        if hits := restricted_in(text, self._words):
            return RefusalError(R.RESTRICTED_WORDS, *hits)
        if self._wants_signature:
            verdict = check_signature(text)
            if verdict is SignatureVerdict.MISSING:
                return RefusalError(R.SIGNATURE_REQUIRED)
            if verdict is not SignatureVerdict.OK:
                return RefusalError(R.BAD_SIGNATURE)
        if self._account.templates_only and not any(matches(t, text) for t in self._templates()):
            return RefusalError(R.WRONG_TEMPLATE, name="TemplateError")
        return None

    def faults(self, texts: Sequence[str]) -> dict[int, RefusalError]:
        """What is wrong with each of many texts, by row."""
        if self._seems_right(texts):
            return {}
        return {row: why for row, text in enumerate(texts) if (why := self.fault(text))}

    def _seems_right(self, texts: Sequence[str]) -> bool:
        together = "\n".join(texts)
        return not (
            not all(texts)
            or 2 * max(map(len, texts)) > self.max_characters
            or (self._profile.injection and _INJECTION.search(together))
            or restricted_in(together, self._words)
            or (self._wants_signature and not self._signed_alike(texts))
            or self._account.templates_only
        )

    def _signed_alike(self, texts: Sequence[str]) -> bool:
        """Whether all end in the signature that the first one ends in, and that is a good one."""
        found = find_signature(texts[0], ("end",))
        if found is None or check_signature(texts[0]) is not SignatureVerdict.OK:
            return False
        tag = f"【{found.name}】"
        return all(text.endswith(tag) for text in texts)
