"""Tables: which attribute of a message stands under which name on a wire.

A ``Table`` binds a message class to rows. One row serves both directions: it writes an attribute
under its wire name, and reads it back. ::

    send = Table(Send,
        field("mobile",   "mobiles",   mobiles()),
        field("sendTime", "send_at",   blank(DATETIME)),
        optional("extno", "extension", digits(5)),
    )

A table knows nothing of bytes. It writes *nodes*: ``(name, node)`` pairs, where a node is a text, a
``JsonNumber``, a list of pairs (something inside) or a tuple of such lists (the same thing many
times). It reads *trees*: dicts from lower-case names to texts, trees, or lists of either. Forms,
XML and JSON are made of nodes and into trees in ``bodies``.

A table checks itself when it is built: an attribute mapped twice, one that does not exist, a
required one without a row, or a wire name used twice fails at import.

What stands on the wire twice where one text belongs is an error: two readers could take different
ones. An attribute that its class leaves out of ``repr`` is a secret: no error shows any of it.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, Protocol, TypeGuard

from ..errors import DecodeError, EncodeError
from ..primitives.safejson import JsonNumber
from .values import Value

Node = Any  # str | JsonNumber | list[Pair] | tuple[list[Pair], ...]
Pair = tuple[str, Node]
Tree = dict[str, Any]


class Row(Protocol):
    """One line of a table."""

    @property
    def names(self) -> tuple[str, ...]:
        """Wire names it writes or reads."""
        ...

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes it fills."""
        ...

    def fits(self, tree: Tree) -> bool:
        """Whether the tree may be one of this table's; most rows cannot tell."""
        ...

    def write(self, thing: Any, out: list[Pair]) -> None: ...

    def read(self, tree: Tree, into: dict[str, Any]) -> None: ...


def first(tree: Tree, names: Iterable[str]) -> Any:
    """What stands under the first of the names that is there; "" where none is."""
    for name in names:
        found = tree.get(name)
        if isinstance(found, list):
            if len(found) > 1:
                raise DecodeError("is said twice", path=f"$.{name}")
            found = found[0] if found else None
        if found is not None:
            return found
    return ""


def text_of(found: Any, name: str) -> str:
    """A leaf's text; null is nothing, true and false are words, as .NET writes them."""
    if isinstance(found, str):
        return found
    if isinstance(found, bool):
        return "true" if found else "false"
    if found is None or found == {}:
        return ""
    raise DecodeError(f"{name} holds more than a text", path=f"$.{name}")


def unreadable(error: ValueError, step: str = "") -> DecodeError:
    """What a value says of a text, as an error with a place; a sharper one stays what it is."""
    if isinstance(error, DecodeError):
        return error.under(step)
    if isinstance(error, EncodeError):
        return DecodeError(error.reason, path=error.path, offset=error.offset).under(step)
    return DecodeError(str(error), path=f"${step}")


def unwritable(error: ValueError, step: str = "") -> EncodeError:
    """What a value says of a thing, as an error with a place."""
    if isinstance(error, EncodeError):
        return error.under(step)
    if isinstance(error, DecodeError):
        return EncodeError(error.reason, path=error.path, offset=error.offset).under(step)
    return EncodeError(str(error), path=f"${step}")


def _reading(value: Value[Any], text: str, name: str) -> Any:
    try:
        return value.read(text)
    except ValueError as error:
        raise unreadable(error, f".{name}") from None


def _writing(value: Value[Any], thing: Any, name: str) -> Node:
    try:
        text = value.write(thing)
    except ValueError as error:
        raise unwritable(error, f".{name}") from None
    return _number_or_text(text) if value.json == "number" else text


def _number_or_text(text: str) -> str:
    return JsonNumber(text) if _NUMBER.fullmatch(text) else text


_NUMBER = re.compile("0|-?[1-9][0-9]{0,17}")  # no more: readers make longer ones floats


# ---- rows ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute under one name."""

    name: str
    attribute: str
    value: Value[Any]
    aliases: tuple[str, ...] = ()
    left_out: bool = False
    """Left out when its text is empty, instead of written empty."""
    key: str = ""
    """The name in trees; filled in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.lower())

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        try:
            node = self.value.write(getattr(thing, self.attribute))
        except ValueError as error:
            raise unwritable(error, f".{self.name}") from None
        if self.value.json == "number":
            node = _number_or_text(node)
        if node or not self.left_out:
            out.append((self.name, node))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found = tree.get(self.key)
        if not isinstance(found, str):  # a text is the rule, and reports have many
            found = text_of(first(tree, map(str.lower, self.names)), self.name)
        try:
            into[self.attribute] = self.value.read(found)
        except ValueError as error:
            raise unreadable(error, f".{self.name}") from None


def field(name: str, attribute: str, value: Value[Any], *aliases: str) -> Field:
    """An attribute that is always written, empty where it is unset; read absent or empty alike."""
    return Field(name, attribute, value, aliases)


def optional(name: str, attribute: str, value: Value[Any], *aliases: str) -> Field:
    """An attribute whose name is left out where it is unset."""
    return Field(name, attribute, value, aliases, left_out=True)


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed text: written always, and by it the table is known when reading."""

    name: str
    text: str
    aliases: tuple[str, ...] = ()
    told: bool = True
    """Whether a table is known by it."""
    node: Node = ""
    key: str = ""
    """The name in trees; filled in."""
    spellings: tuple[str, ...] = ()
    """All that is read, in lower case; filled in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.lower())
        object.__setattr__(self, "spellings", tuple(map(str.lower, (self.text, *self.aliases))))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return ()

    def fits(self, tree: Tree) -> bool:
        if not self.told:
            return True
        found = first(tree, (self.key,))
        return isinstance(found, str) and found.strip().lower() in self.spellings

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, self.node or self.text))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        if not self.fits(tree):
            found = first(tree, (self.key,))
            raise DecodeError(f"is {found!r:.40}, not {self.text!r}", path=f"$.{self.name}")


def const(name: str, text: str, *aliases: str) -> Const:
    """A fixed text that tells one table from another; aliases are read too, all without case."""
    return Const(name, text, aliases)


def constant(name: str, text: str) -> Const:
    """A fixed text that is written, and whatever stands there is read."""
    return Const(name, text, told=False)


@dataclass(frozen=True, slots=True)
class When:
    """Nothing on the wire: tells a table by a word inside what another row reads."""

    name: str
    holds: Callable[[str], bool]

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        found = first(tree, (self.name.lower(),))
        return isinstance(found, str) and self.holds(found)

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Present:
    """Nothing on the wire: tells a table by a name that is there, be it empty."""

    name: str

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return self.name.lower() in tree

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Obeying:
    """Nothing on the wire: a rule about several attributes, which raises when it is broken."""

    rule: Callable[[Any], None]

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        self.rule(thing)

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


def obeying(rule: Callable[[Any], None]) -> Obeying:
    """A rule that what is written has to keep; what is read need not."""
    return Obeying(rule)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing on the wire: the table for no bytes, ``null`` and the like."""

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return not tree

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Again:
    """The same text once more, as where a new password is typed twice."""

    name: str
    attribute: str
    of: str
    attributes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, getattr(thing, self.attribute)))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        if first(tree, (self.name.lower(),)) != first(tree, (self.of.lower(),)):
            raise DecodeError(f"differs from {self.of}", path=f"$.{self.name}")


def again(name: str, attribute: str, of: str) -> Again:
    """What another row writes, once more; refused when read where the two differ."""
    return Again(name, attribute, of)


@dataclass(frozen=True, slots=True)
class Spread:
    """Several attributes in one text: the value writes and reads a tuple of them."""

    name: str
    attributes: tuple[str, ...]
    value: Value[tuple[Any, ...]]
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        things = tuple(getattr(thing, attribute) for attribute in self.attributes)
        out.append((self.name, _writing(self.value, things, self.name)))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found = first(tree, map(str.lower, self.names))
        things = _reading(self.value, text_of(found, self.name), self.name)
        into.update(zip(self.attributes, things, strict=True))


def spread(
    name: str, attributes: tuple[str, ...], value: Value[tuple[Any, ...]], *aliases: str
) -> Spread:
    """Several attributes in one text."""
    return Spread(name, attributes, value, aliases)


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of things, each a table of its own: repeated elements in XML, an array in JSON.

    An empty one says nothing, and is no thing.
    """

    name: str
    attribute: str
    table: Table
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        many = getattr(thing, self.attribute)
        nodes = []
        for number, each in enumerate(many):
            try:
                nodes.append(self.table.write(each))
            except EncodeError as error:
                raise error.under(f".{self.name}[{number}]") from None
        out.append((self.name, tuple(nodes)))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found: Any = ()
        for name in self.names:
            found = tree.get(name.lower())
            if found:
                break
        items = found if isinstance(found, list) else [found] if found else []
        into[self.attribute] = tuple(self.things(items))

    def things(self, items: Iterable[Any], start: int = 0) -> Iterator[Any]:
        """What the items say; ``start`` is the number of the first."""
        for number, item in enumerate(items, start):
            try:
                if isinstance(item, dict) and item:
                    yield self.table.read(item)
                elif item and not (isinstance(item, str) and item.isspace()):
                    raise DecodeError("should have members")
            except DecodeError as error:
                raise error.under(f".{self.name}[{number}]") from None


def many(name: str, attribute: str, table: Table, *aliases: str) -> Many:
    """A tuple of things under one name."""
    return Many(name, attribute, table, aliases)


@dataclass(frozen=True, slots=True)
class Inside:
    """Rows that stand one level deeper; a table is known by the level being there."""

    name: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(attribute for row in self.rows for attribute in row.attributes)

    def _inner(self, tree: Tree) -> Tree | None:
        found = first(tree, (self.name.lower(),))
        return found if isinstance(found, dict) else None

    def fits(self, tree: Tree) -> bool:
        inner = self._inner(tree)
        return inner is not None and all(row.fits(inner) for row in self.rows)

    def write(self, thing: Any, out: list[Pair]) -> None:
        inner: list[Pair] = []
        try:
            for row in self.rows:
                row.write(thing, inner)
        except EncodeError as error:
            raise error.under(f".{self.name}") from None
        out.append((self.name, inner))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        try:
            for row in self.rows:
                row.read(self._inner(tree) or {}, into)
        except DecodeError as error:
            raise error.under(f".{self.name}") from None


def inside(name: str, *rows: Row) -> Inside:
    """Rows one level deeper."""
    return Inside(name, rows)


# ---- tables ----------------------------------------------------------------------------------


class Table:
    """A message class and its rows."""

    def __init__(self, cls: type[Any], *rows: Row) -> None:
        self.cls = cls
        self.rows = rows
        mapped = [attribute for row in rows for attribute in row.attributes]
        known = {each.name: each for each in fields(cls)}
        names = [name.lower() for row in rows for name in row.names]
        for things, what in ((mapped, "attribute"), (names, "wire name")):
            twice = {thing for thing in things if things.count(thing) > 1}
            if twice:
                raise TypeError(f"{cls.__name__}: {what} twice: {', '.join(sorted(twice))}")
        if unknown := set(mapped) - set(known):
            raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
        self._others: dict[str, Any] = {}
        for name in known:
            if name in mapped:
                continue
            if known[name].default is MISSING:
                raise TypeError(f"{cls.__name__}.{name} has no row")
            self._others[name] = known[name].default
        self._telling = [row for row in rows if not isinstance(row, _SILENT)]
        self._columns = _Columns(rows) if _Columns.suits(rows) else None

    def fits(self, tree: Tree) -> bool:
        """Whether every row that can tell says that the tree is one of these."""
        return all(row.fits(tree) for row in self._telling)

    def unsaid(self, thing: Any) -> str | None:
        """What it says that there is no row for, if anything."""
        for name, default in self._others.items():
            if getattr(thing, name) != default:
                return name
        return None

    @property
    def secrets(self) -> frozenset[str]:
        """Wire names of what its class leaves out of ``repr``."""
        hidden = {each.name for each in fields(self.cls) if not each.repr}
        return frozenset(
            name.lower()
            for row in self.rows
            if hidden & {*row.attributes, row.attribute if isinstance(row, Again) else ""}
            for name in row.names
        )

    def write(self, thing: Any) -> list[Pair]:
        """Its nodes; ``EncodeError`` for what this table has no word for."""
        if type(thing) is not self.cls:
            raise EncodeError(f"cannot say {type(thing).__name__} here, only {self.cls.__name__}")
        unsaid = self.unsaid(thing)
        if unsaid is not None:
            raise EncodeError(f"there is no word for {unsaid} here", path=f"$.{unsaid}")
        out = self._columns.write(thing) if self._columns else None
        if out is None:
            out = []
            for row in self.rows:
                row.write(thing, out)
        return out

    def read(self, tree: Tree) -> Any:
        """The message a tree says."""
        into = self._columns.read(tree) if self._columns else None
        if into is None:
            into = {}
            for row in self.rows:
                row.read(tree, into)
        return self.cls(**into)


class _Columns:
    """The rows of a table of nothing but plain fields, in one go: reports come by the thousand.

    It gives ``None`` where something is not just a text, or is refused: then the rows themselves
    are asked, which know all there is to know and say what is wrong where.
    """

    def __init__(self, rows: Iterable[Field]) -> None:
        self._writes = [(row.name, row.attribute, row.value.write) for row in rows]
        self._reads = [(row.key, row.attribute, row.value.read) for row in rows]

    @staticmethod
    def suits(rows: Iterable[Row]) -> TypeGuard[tuple[Field, ...]]:
        return all(
            isinstance(row, Field) and not row.left_out and row.value.json == "string"
            for row in rows
        )

    def write(self, thing: Any) -> list[Pair] | None:
        try:
            return [(name, w(getattr(thing, attribute))) for name, attribute, w in self._writes]
        except ValueError:
            return None

    def read(self, tree: Tree) -> dict[str, Any] | None:
        into: dict[str, Any] = {}
        try:
            for key, attribute, read in self._reads:
                text = tree.get(key)
                if not isinstance(text, str):
                    return None
                into[attribute] = read(text)
        except ValueError:
            return None
        return into


_SILENT = (Field, Again, Spread, Many)
"""Rows that cannot tell whether a tree is one of their table's."""


class OneOf:
    """Several tables for what may be said in one place; the order decides where two would do."""

    def __init__(self, *tables: Table) -> None:
        self.tables: Sequence[Table] = tables

    def write(self, thing: Any) -> list[Pair]:
        """The nodes of the first table that can say it and would be found when they are read."""
        fault: EncodeError | None = None
        able = False  # whether the fault is that of a table that has words for everything
        for table in self.tables:
            if type(thing) is not table.cls:
                continue
            try:
                pairs = table.write(thing)
                found = self._table_of(_outline(pairs))
                if found is table:
                    return pairs
                raise EncodeError(f"this would be read as another {found.cls.__name__}")
            except EncodeError as error:
                if not able:
                    fault, able = error, table.unsaid(thing) is None
        if fault:
            raise fault
        names = ", ".join(dict.fromkeys(table.cls.__name__ for table in self.tables))
        raise EncodeError(f"cannot say {type(thing).__name__} here, only {names}")

    def read(self, tree: Tree) -> Any:
        """The message of the first table that fits, else of the last."""
        return self._table_of(tree).read(tree)

    def _table_of(self, tree: Tree) -> Table:
        for table in self.tables[:-1]:
            if table.fits(tree):
                return table
        return self.tables[-1]


def _outline(pairs: list[Pair]) -> Tree:
    """The tree these nodes would become, without what stands in it many times."""
    return {
        name.lower(): _outline(node) if isinstance(node, list) else "" if node == () else node
        for name, node in pairs
    }
