"""Forms: the parameters of a request, in the document's order.

A form is made of rows and of two tables, that of a login and, after it, that of a message.
``Spoken`` rows stand among them for what the variant decides: ``rt=json``, ``method=sendMsg``,
``code=gbk``.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from ..errors import DecodeError, EncodeError
from ..primitives.charset import Charset, encode_text
from .request import Parameters
from .tables import Pair, Row, Table, Tree
from .variant import Call, Encoded, Variant

__all__ = ["Form", "Spoken", "runs_on"]

_PARAMETER = re.compile(r"\$\.([^.\[]+)")


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
        tables = [part for part in parts if isinstance(part, Table)]
        if len(tables) != 2:
            raise TypeError(f"a form has two tables, login and message, not {len(tables)}")
        self.login, self.message = tables
        self.secrets = self.login.secrets | self.message.secrets
        """Lower-case names of parameters of which no error shows anything."""
        rows = [
            row for part in parts for row in (part.rows if isinstance(part, Table) else (part,))
        ]
        self.names = tuple(name for row in rows for name in row.names)
        self._keys = {name.lower(): name for name in self.names}
        self._spoken = [row for row in rows if isinstance(row, Spoken)]
        shown = (name for row in self.login.rows for name in row.names)
        self._shown = [name for name in shown if name.lower() not in self.secrets]
        lower = [name.lower() for name in self.names]
        twice = {name for name in lower if lower.count(name) > 1}
        if twice:
            raise TypeError(f"parameter twice: {', '.join(sorted(twice))}")

    def body(self, login: Any, message: Any, variant: Variant) -> bytes:
        """The parameters, urlencoded."""
        pairs = self.write(login, message, variant)
        quoted = [f"{name}={self._quoted(name, text, variant)}" for name, text in pairs]
        return "&".join(quoted).encode("ascii")

    def _quoted(self, name: str, text: str, variant: Variant) -> str:
        if not text or isinstance(text, Encoded) or (text.isascii() and text.isalnum()):
            return text
        secret = name.lower() in self.secrets
        try:
            policy = "strict" if secret else variant.unencodable  # no other password is sent
            return quote_plus(encode_text(text, variant.charset, policy))
        except EncodeError as error:
            if secret:
                reason = f"holds a character that {variant.charset} cannot carry"
                raise EncodeError(reason, path=f"$.{name}") from None
            raise error.under(f".{name}") from None

    def write(self, login: Any, message: Any, variant: Variant) -> list[tuple[str, str]]:
        """The parameters, names and texts."""
        if variant.method or variant.format:
            self.check_variant(variant)
        out: list[Pair] = []
        for part in self.parts:
            if part is self.login:
                out += self.login.write(login)
            elif part is self.message:
                out += self.message.write(message)
            elif not isinstance(part, Table):
                part.write(None, out)
        texts: list[tuple[str, str]] = []
        for name, node in out:
            text = node.say(variant) if isinstance(node, Spoken) else node
            if text or not isinstance(node, Spoken):
                texts.append((name, text))
        return texts

    def check_variant(self, variant: Variant) -> None:
        """``EncodeError`` for what would not be heard again: it cannot be said."""
        heard: dict[str, Any] = {"method": "", "format": ""}
        for row in self._spoken:
            heard.update(row.hear(row.say(variant)))
        for name, said in (("method", variant.method), ("format", variant.format)):
            if heard[name] != said:
                raise EncodeError(f"there is no {name} {said!r:.40} here", path=f"$.{name}")

    def read(self, parameters: Parameters, charset: Charset) -> Call[Any, Any]:
        """What the parameters say; the form's own names only, whatever else is there."""
        tree = self._tree(parameters, charset)
        self._require_apart(parameters)
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

    def discreet(self, error: DecodeError, parameters: Parameters) -> DecodeError:
        """The error; one that quotes nothing where a password may be in what it quotes."""
        named = _PARAMETER.match(error.path)
        value = parameters.values.get(named[1].lower(), b"") if named else b""
        return _run_on(error.path) if runs_on(value, self.secrets) else error

    def _require_apart(self, parameters: Parameters) -> None:
        """``DecodeError`` where a password runs on in what a login shows."""
        for name in self._shown:
            if runs_on(parameters.values.get(name.lower(), b""), self.secrets):
                raise _run_on(f"$.{name}")

    def fits(self, parameters: Parameters) -> bool:
        """Whether the parameters may be this endpoint's: by the fixed ones, which are ASCII."""
        values = parameters.values
        tree = {key: values[key].decode("latin-1") for key in self._keys if key in values}
        return all(part.fits(tree) for part in self.parts)

    def _tree(self, parameters: Parameters, charset: Charset) -> Tree:
        values = parameters.values
        return {
            key: self._text(parameters, name, charset)
            for key, name in self._keys.items()
            if key in values
        }

    def _text(self, parameters: Parameters, name: str, charset: Charset) -> str:
        try:
            return parameters.text(name, charset)
        except DecodeError:
            if name.lower() not in self.secrets:
                raise
            raise DecodeError(f"not {charset} text", path=f"$.{name}") from None


def _run_on(path: str) -> DecodeError:
    return DecodeError("cannot be read: other parameters run on in it", path=path)


_PASSWORD = ("password", "pwd")
"""How their names end in other forms, whose parameters may run on here."""


def runs_on(value: bytes, secrets: Iterable[str]) -> bool:
    """Whether a parameter holds ``password=`` or the like, as where ``;`` stands for ``&``."""
    if b"=" not in value:
        return False
    before = [piece.rstrip() for piece in value.lower().split(b"=")[:-1]]
    names = tuple(name.encode() for name in (*secrets, *_PASSWORD))
    return any(piece.endswith(names) for piece in before)
