"""Forms: the parameters of a request, in the document's order.

A form is made of rows and of two tables, that of a login and, after it, that of a message.
``Spoken`` rows stand among them for what the variant decides: ``rt=json``, ``method=sendMsg``,
``code=gbk``.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..primitives.charset import Charset
from .request import Parameters
from .tables import Pair, Row, Table, Tree
from .variant import Call, Variant

__all__ = ["Form", "Spoken"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A parameter that belongs to the variant; left out where it is empty."""

    name: str
    say: Callable[[Variant], str]
    hear: Callable[[str], Mapping[str, Any]]
    """From the text ("" when it is not there) to what it says of the variant."""
    told: Callable[[str], bool] = lambda text: True
    """Whether a form with this text can be one of this endpoint's."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return ()

    def fits(self, tree: Tree) -> bool:
        return self.told(tree.get(self.name.lower(), ""))

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, self))  # the form, which knows the variant, puts the text here

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


class Form:
    """The parameters of one endpoint."""

    def __init__(self, *parts: Row | Table) -> None:
        self.parts = parts
        self.login, self.message = (part for part in parts if isinstance(part, Table))
        rows = [
            row for part in parts for row in (part.rows if isinstance(part, Table) else (part,))
        ]
        self.names = tuple(name for row in rows for name in row.names)
        self._spoken = [row for row in rows if isinstance(row, Spoken)]
        twice = {name for name in self.names if self.names.count(name) > 1}
        if twice:
            raise TypeError(f"parameter twice: {', '.join(sorted(twice))}")

    def write(self, login: Any, message: Any, variant: Variant) -> list[tuple[str, str]]:
        """The parameters, names and texts."""
        out: list[Pair] = []
        for part in self.parts:
            if part is self.login:
                out += self.login.write(login)
            elif part is self.message:
                out += self.message.write(message)
            elif not isinstance(part, Table):
                part.write(None, out)
        said = ((name, n.say(variant) if isinstance(n, Spoken) else n, n) for name, n in out)
        return [(name, text) for name, text, n in said if text or not isinstance(n, Spoken)]

    def read(self, parameters: Parameters, charset: Charset) -> Call[Any, Any]:
        """What the parameters say; the form's own names only, whatever else is there."""
        tree = self._tree(parameters, charset)
        into: dict[str, Any] = {}
        for part in self.parts:
            if not isinstance(part, Table):
                part.read(tree, into)
        said: dict[str, Any] = {"charset": charset}
        for row in self._spoken:
            said.update(row.hear(tree.get(row.name.lower(), "")))
        return Call(
            login=self.login.read(tree),
            message=self.message.read(tree),
            variant=Variant(**said),
            repeated=parameters.repeated,
        )

    def fits(self, parameters: Parameters, charset: Charset) -> bool:
        """Whether the parameters may be this endpoint's."""
        tree = self._tree(parameters, charset)
        return all(part.fits(tree) for part in self.parts)

    def _tree(self, parameters: Parameters, charset: Charset) -> Tree:
        return {
            name.lower(): parameters.text(name, charset)
            for name in self.names
            if name.lower() in parameters.values
        }
