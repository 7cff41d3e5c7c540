"""The house: who may import whom, and what nobody in the codec may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import smscodec

PACKAGE = Path(smscodec.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS: tuple[set[str], ...] = (
    {"errors"},
    {"messages"},
    {"_kernels"},
    {"primitives"},
    {"formats", "wire"},
    {"logins"},
    {"dialects"},
    {"bulk", "explain", "transport"},
    {"facade"},
    {"sandbox", "spark", "testing"},
    {"cli"},
)
"""Lower layers first. A room imports from layers below it and itself, never from a neighbour.
``facade`` is ``smscodec/__init__.py``: what stands on the public API imports from there."""

ROOMS = set().union(*LAYERS)

CODEC = {
    "errors",
    "messages",
    "logins",
    "_kernels",
    "primitives",
    "formats",
    "wire",
    "dialects",
    "bulk",
    "explain",
}
BANNED = {
    "time",
    "random",
    "secrets",
    "socket",
    "os",
    "pathlib",
    "threading",
    "logging",
    "subprocess",
}
BANNED |= {"io", "tempfile", "asyncio", "locale", "uuid"}


def room(path: Path) -> str:
    """``formats`` for ``formats/batch.py``, ``errors`` for ``errors.py``."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs: all but what stands under ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from statements(node)


def imports(path: Path) -> list[tuple[str, bool]]:
    """Top names a module imports: ``(name, whether it is one of our rooms)``."""
    found: list[tuple[str, bool]] = []
    for node in statements(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], False) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            home = path.relative_to(PACKAGE).parts[: -node.level] if node.level else ()
            target = [*home, *(node.module.split(".") if node.module else [])]
            if node.level == 0 and target[0] != "smscodec":
                found.append((target[0], False))
                continue
            inner = target if node.level else target[1:]
            names = inner[:1] or [alias.name for alias in node.names]
            found += [(name if name in ROOMS else "facade", True) for name in names]
    return found


def layer(name: str) -> int:
    """The number of a room's layer; a room without one has to be given one above."""
    return next(number for number, rooms in enumerate(LAYERS) if name in rooms)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """errors -> _kernels -> primitives -> formats | wire -> dialects -> bulk, cli, ..."""
    here = room(path)
    if here == "__init__":
        return
    for name, ours in imports(path):
        if ours and name != here:
            assert layer(name) < layer(here), f"{here} imports {name}"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room(p) in CODEC], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_codec_is_sans_io(path: Path) -> None:
    """No clock, socket, file, randomness or process in the codec."""
    assert not BANNED & {name for name, ours in imports(path) if not ours}
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not calls & {"open", "print", "input", "now", "today", "utcnow", "exec", "eval"}


def test_facade_offers_what_it_lists() -> None:
    """``__all__`` is true."""
    assert all(hasattr(smscodec, name) for name in smscodec.__all__)
