"""Tables of every operation, made from the endpoints and the wire samples.

``python -m support.operations``, in the folder ``tests``, writes them into the pages that show
them, behind ``<!-- operations -->`` and the page's own heading rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from inspect import get_annotations
from operator import attrgetter
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, get_args, get_type_hints

from smscodec import dialects
from smscodec.dialects.find import ALL
from smscodec.wire.document import Push
from smscodec.wire.endpoint import Endpoint
from smscodec.wire.request import Request
from smscodec.wire.soap import SoapRequest

from .pages import ROOT
from .vectors import FOLDER, load

AnyEndpoint = Endpoint[Any, Any, Any]
Samples = Mapping[tuple[str, str, str], str]
"""``(endpoint, direction, tongue)`` to the file that has a sample which is read, and written."""

PAGES = ("README.md", "README.zh-CN.md", "docs/supported.md")
TONGUES = {
    "utf-8": "UTF-8",
    "gbk": "GBK",
    "xml": "XML",
    "json": "JSON",
    "plain": "text",
    "soap": "SOAP 1.1",
    "soap12": "SOAP 1.2",
}


NOT_TO_THE_BYTE = {("hashed.send_batch", "requests", "utf-8")}
"""gzip, which another engine or version writes otherwise."""


def endpoints() -> list[AnyEndpoint]:
    """Every endpoint there is."""
    return [endpoint for dialect in ALL for endpoint in dialect.ENDPOINTS]


# ---- tongues ---------------------------------------------------------------------------------


def request_tongues(endpoint: AnyEndpoint) -> list[str]:
    """What its requests are said in: a charset, a version of SOAP, or the XML of a push."""
    if isinstance(endpoint.form, SoapRequest):
        return reply_tongues(endpoint)
    return ["xml"] if isinstance(endpoint.form, Push) else list(endpoint.paths)


def reply_tongues(endpoint: AnyEndpoint) -> list[str]:
    """What its replies are said in."""
    return [format or "soap" for format in endpoint.replies]


def _request_tongue(endpoint: AnyEndpoint, case: dict[str, Any]) -> str:
    call = endpoint.decode_request(Request(body=case["bytes"], **case["request"]))
    if isinstance(endpoint.form, SoapRequest):
        return call.variant.format or "soap"
    return "xml" if isinstance(endpoint.form, Push) else call.variant.charset


def _reply_tongue(endpoint: AnyEndpoint, case: dict[str, Any]) -> str:
    tongues = reply_tongues(endpoint)
    if len(tongues) == 1:
        return tongues[0]
    start = case["bytes"].lstrip()[:1]
    if "soap" in tongues:
        return "soap12" if b"http://www.w3.org/2003/05/soap-envelope" in case["bytes"] else "soap"
    return "json" if start in (b"{", b"[") else "xml" if start == b"<" else ""


# ---- samples ---------------------------------------------------------------------------------


def samples(*, written: bool) -> Samples:
    """Where samples are that are read, or also ``written`` again to the byte."""
    found: dict[tuple[str, str, str], str] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for case in load(path.stem):
            if "endpoint" not in case or "error" in case:
                continue
            if written and not case.get("reproducible"):
                continue
            kind, tongue_of = _KINDS["request" in case]
            tongue = tongue_of(_endpoint(case["endpoint"]), case)
            place = path.relative_to(ROOT).as_posix()
            found.setdefault((case["endpoint"], kind, tongue), place)
    return found


_KINDS = {True: ("requests", _request_tongue), False: ("replies", _reply_tongue)}


def _endpoint(name: str) -> AnyEndpoint:
    dialect, _, rest = name.partition(".")
    found: AnyEndpoint = attrgetter(rest)(import_module(f"smscodec.dialects.{dialect}"))
    return found


def missing() -> list[tuple[str, str, str]]:
    """What no sample proves in both directions."""
    proven = {*samples(written=True), *(samples(written=False).keys() & NOT_TO_THE_BYTE)}
    return [
        key
        for endpoint in endpoints()
        for kind, tongues in (
            ("requests", request_tongues(endpoint)),
            ("replies", reply_tongues(endpoint)),
        )
        for tongue in tongues
        if (key := (endpoint.name, kind, tongue)) not in proven
    ]


# ---- tables ----------------------------------------------------------------------------------


def rows(page: str) -> list[str]:
    """The rows of a page's table."""
    return _with_samples() if page.startswith("README") else _with_messages()


def _with_samples() -> list[str]:
    """Operation, and what requests and replies are said in, each with its samples."""
    found, homes = samples(written=False), _homes()

    def cell(name: str, kind: str, tongues: Iterable[str]) -> str:
        places = ((TONGUES[tongue], found.get((name, kind, tongue))) for tongue in tongues)
        return ", ".join(f"[{word}]({place})" if place else word for word, place in places)

    return [
        _row(
            f"[`{each.name}`]({homes[each.name]})",
            cell(each.name, "requests", request_tongues(each)),
            cell(each.name, "replies", reply_tongues(each)),
        )
        for each in endpoints()
    ]


def _with_messages() -> list[str]:
    """Operation, paths, what is said, and what may be answered."""
    said = _said()
    return [
        _row(
            f"`{each.name}`",
            _code(filter(None, dict.fromkeys(each.paths.values()))) or "the receiver's own",
            *map(_code, said[each.name]),
        )
        for each in endpoints()
    ]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _modules() -> Iterable[ModuleType]:
    for found in walk_packages(dialects.__path__, f"{dialects.__name__}."):
        if not found.ispkg:
            yield import_module(found.name)


def _homes() -> dict[str, str]:
    """The file of each endpoint."""
    return {
        thing.name: f"src/{module.__name__.replace('.', '/')}.py"
        for module, name in _annotated()
        if isinstance(thing := getattr(module, name), Endpoint)
    }


def _said() -> dict[str, tuple[list[str], list[str]]]:
    """Names of the messages and replies, as each endpoint's annotation has them."""
    said = {}
    for module, name in _annotated():
        thing = getattr(module, name)
        if isinstance(thing, Endpoint):
            _, message, reply = get_args(get_type_hints(module)[name])
            said[thing.name] = (_names(message), _names(reply))
    return said


def _annotated() -> Iterator[tuple[ModuleType, str]]:
    """Every module-level name of the dialects that has a type."""
    for found in walk_packages(dialects.__path__, f"{dialects.__name__}."):
        module = import_module(found.name)
        for name in get_annotations(module):
            yield module, name


def _names(hint: Any) -> list[str]:
    return [each.__name__ for each in get_args(hint) or (hint,)]


# ---- pages -----------------------------------------------------------------------------------

_TABLE = re.compile(r"(?<=^<!-- operations -->\n\n)((?:\|.*\n){2})((?:\|.*\n)*)", re.MULTILINE)


def shown(page: str) -> list[str]:
    """The rows a page shows."""
    found = _TABLE.search((ROOT / page).read_text("utf-8"))
    assert found, f"{page} has no table of operations"
    return found[2].splitlines()


def _renew(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    body = "".join(f"{row}\n" for row in rows(page))
    (ROOT / page).write_text(_TABLE.sub(lambda table: table[1] + body, text), "utf-8")


if __name__ == "__main__":
    for page in PAGES:
        _renew(page)
