"""The C core and its specification agree on every value and every fault.

``CASES`` has one entry for each name in ``KERNELS``; a kernel without a case fails the first test.
"""

from __future__ import annotations

import gzip
import importlib
import inspect
import itertools
import re
import zlib
from base64 import b64encode
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.streams import STREAMS, deflated

from smscodec import _kernels
from smscodec._kernels import (
    KERNELS,
    LINE_BREAKS,
    Code,
    Element,
    JoinRules,
    KernelFault,
    Lines,
    Member,
    SplitRules,
    TableColumn,
    reference,
)

native = pytest.importorskip("smscodec._kernels.native", reason="built without the C core")
lib = importlib.import_module("smscodec._kernels._core").lib

CSRC = Path(__file__, "../../../csrc").resolve()
HEADER = (CSRC / "smscore.h").read_text(encoding="ascii")
FOR_PYTHON = (CSRC / "python.h").read_text(encoding="ascii")
CALLS = 32
"""Codes from here on concern a whole call."""

# ---- what rows look like: mostly good, every kind of bad ------------------------------------

# fmt: off
HOSTILE = st.sampled_from([
    "", "\0", "\r", "\n", "\r\n", "\\", "\\r", "\\n", "\x1f", "\x7f", "\t", ",", "😀", "\ud83d",
    "\ude00",    "\ud83d\ude00", "【示例】", "字", "é", "a",
    "\x80", "\u07ff", "\u0800", "\uffff", "\U0010ffff",
])
# fmt: on
CONTENT = st.one_of(
    st.lists(HOSTILE, max_size=8).map("".join),
    st.text(),
    st.text(st.characters(), max_size=8).map(lambda text: text * 40),
    st.just("".join(map(chr, range(0x20)))),  # every separator at once
)
MOBILE = st.one_of(
    st.integers(0, 20).map(lambda n: f"138001380{n:02}"),
    st.sampled_from(
        ["", "1380013800", "138001380000", "1380013800a", "１３８００１３８０００", "138\0"]
    ),
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    st.text(max_size=12),
)
ROWS = st.lists(st.tuples(MOBILE, CONTENT), max_size=12)
RULES = st.builds(
    JoinRules,
    min_width=st.sampled_from([1, 11]),
    max_width=st.sampled_from([11, 18]),
    line_breaks=st.sampled_from(LINE_BREAKS),
    refuse_controls=st.booleans(),
    code_points=st.booleans(),
    full_at=st.sampled_from([0, 40, 300, 1 << 30]),
)


def outcome(call: Any, *args: Any) -> Any:
    """The value, or the fault where there is one."""
    try:
        return call(*args)
    except KernelFault as stop:
        return stop.fault


@st.composite
def join_script(draw: st.DrawFn) -> Any:
    """Slices of rows over several batches, with one index for all, for each batch, or none."""
    batches = draw(st.lists(st.lists(ROWS, max_size=3), max_size=3))
    return draw(RULES), draw(st.sampled_from(["job", "batch", "none"])), batches


def run_joiner(twin: Any, script: Any) -> Any:
    rules, duplicates, batches = script
    first, *others = [run_batches(twin, each, duplicates, batches) for each in joiners(twin, rules)]
    assert all(other == first for other in others)
    return first


def joiners(twin: Any, rules: JoinRules) -> list[Any]:
    """One joiner; of the core three: all instructions, none that are special, no AVX-512."""
    if twin is reference:
        return [twin.Joiner(rules)]
    made = [twin.Joiner(rules) for _ in range(3)]
    for portable, joiner in enumerate(made):
        joiner._rules.portable = portable
    return made


def run_batches(twin: Any, joiner: Any, duplicates: str, batches: Any) -> Any:
    """What the joiner makes of each slice."""
    index = None if duplicates == "none" else twin.MobileIndex()
    seen, row = [], 0
    for batch in batches:
        for rows in batch:
            mobiles, contents = [m for m, _ in rows], [c for _, c in rows]
            joined = joiner.add(mobiles, contents, row, index)
            row += len(rows)
            seen.append((joined, joiner.rows, joiner.size))
        seen.append(all_of(joiner.take()))
        if duplicates == "batch":
            index.clear()
        seen.append(None if index is None else len(index))
    return seen


def all_of(lines: Lines) -> Any:
    """What lines hold, and what their halves do."""
    half = len(lines) // 2
    parts = [lines.part(0, half), lines.part(half, len(lines))] if half else []
    seen = [
        (bytes(each.data), list(each.ends), list(each.counts), each.segments)
        for each in (lines, *parts)
    ]
    lines.close()
    return seen


def run_press(twin: Any, case: Any) -> Any:
    """What a press makes of rows that come in parts; only what it inflates to is sure."""
    rules, rows, at, most = case
    press = twin.Press(rules)
    press.begin(most, insist=True)
    taken = []
    for some in filter(None, (rows[:at], rows[at:])):
        mobiles, contents = map(list, zip(*some, strict=True))
        taken.append(press.add(mobiles, contents))
    made = [
        (gzip.decompress(twin.decode_form(pressed.packed)), pressed.segments)
        for pressed in press.pressed
    ]
    is_last = bool(made) and len(rows) == most * len(made) and all(each.taken for each in taken)
    return taken, made, bytes(press.lines) if is_last else None


def run_index(index: Any, twin: Any, mobiles: list[str]) -> Any:
    joiner = twin.Joiner(JoinRules(min_width=1, max_width=18))
    found = [joiner.add([mobile], ["x"], row, index) for row, mobile in enumerate(mobiles)]
    return found, len(index)


def joined(rows: list[bytes]) -> tuple[bytes, list[int]]:
    """Lines, and where each ends."""
    return b"\r\n".join(rows), [end - 2 for end in accumulate(len(row) + 2 for row in rows)]


PLUSES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(list(b"\xff\xfb\xef\xbe\x00")), max_size=90).map(bytes),  # + and /
)


def run_form(twin: Any, data: bytes) -> Any:
    form = twin.encode_form(data)
    if twin is native:
        assert all(twin.encode_form(data, portable=some) == form for some in (1, 2))
    return form


ELEMENTS = st.lists(st.builds(Element, st.binary(max_size=6), st.binary(max_size=30)), max_size=5)
CONTAINER = st.one_of(
    st.binary(max_size=60),
    st.lists(st.tuples(st.binary(min_size=1, max_size=4), st.binary(max_size=9)), max_size=5).map(
        lambda items: b"".join(n + b"\0" + len(d).to_bytes(4, "little") + d for n, d in items)
    ),
)
NUMBERS = st.from_regex(r"0{0,3}[0-9]{1,5}", fullmatch=True)

# ---- tables, forms, lines --------------------------------------------------------------------

COLUMN = st.builds(
    TableColumn,
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3),
    st.sampled_from(["u", "l", "tss:"]),
    st.lists(st.none() | st.binary(max_size=200), min_size=1, max_size=3).map(tuple),
    st.integers(0, 3),
)


def run_table(twin: Any, case: Any) -> Any:
    rows, columns = case
    table = twin.Table(rows, columns)
    assert table.columns == tuple(table.column(number) for number in range(len(columns)))
    return len(table), table.names, table.columns


FORM = st.one_of(
    st.binary(max_size=40),
    st.binary(max_size=90).map(reference.encode_form),
    st.binary(max_size=30).map(lambda data: reference.encode_form(data).lower()),
    st.lists(
        st.sampled_from(
            [b"A", b"9", b"+", b"/", b"%2B", b"%2f", b"%41", b"=", b"%3D", b"%", b"%2"]
        ),
        max_size=16,
    ).map(b"".join),
)

# fmt: off
PIECE = st.sampled_from([
    b"13800138000,", b"1,", b"1" * 18 + b",", b"1" * 19 + b",", b",", b"\0", b"x", b"a" * 31,
    b"\r\n", b"\r\n", b"\r", b"\n", b"\\", b"\\r", b"\\n", b"\\\\",
    "字".encode(), "字".encode() * 11, "é".encode(), "😀".encode(),
    b"\xed\xa0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xc0\x80",
    b"\xff", b"\x80", b"\xe5", b"\xe5\xad", b"\xf0\x9f\x98",
])
# fmt: on
GOOD_LINE = st.builds(
    lambda mobile, content: mobile + b"," + content.encode(),
    st.from_regex(rb"[0-9]{1,18}", fullmatch=True),
    st.text(st.one_of(st.characters(exclude_characters="\r\n\\", codec="utf-8"), st.just("字")))
    | st.integers(0, 80).map("字".__mul__),
)
LINES = st.one_of(
    st.binary(max_size=80),
    st.lists(PIECE, max_size=14).map(b"".join),
    st.lists(GOOD_LINE, max_size=12).map(b"\r\n".join),
    st.tuples(st.lists(GOOD_LINE, max_size=5), st.lists(PIECE, max_size=5)).map(
        lambda parts: b"\r\n".join([*parts[0], b"".join(parts[1])])
    ),
)
SPLIT_RULES = st.builds(
    SplitRules,
    line_breaks=st.sampled_from(LINE_BREAKS),
    strict=st.booleans(),
    wide=st.booleans(),
    portable=st.booleans(),
)


def run_split(twin: Any, case: Any) -> Any:
    lines, rules, max_rows = case
    split = twin.split_lines(lines, rules, max_rows)
    return split and (len(split.table), split.table.columns, split.stopped_at)


def run_inflate(twin: Any, case: Any) -> Any:
    data, start, room = case
    start = min(start, len(data))
    return twin.inflate(data, start, room, lambda inside, *more: (bytes(inside), *more))


def run_unpack(twin: Any, case: Any) -> Any:
    lines, rules, max_rows, damage = case
    stream = deflated(lines)
    member = Member(0, len(stream), len(lines) + damage[0], zlib.crc32(lines) ^ damage[1])
    table = twin.unpack_rows(stream + bytes(8), member, rules, max_rows)
    return table and table.columns


CASES: dict[str, tuple[Any, Any]] = {
    "Joiner": (join_script(), run_joiner),
    "MobileFilter": (
        st.lists(NUMBERS, max_size=60),
        lambda twin, mobiles: run_index(twin.MobileFilter(), twin, mobiles),
    ),
    "MobileIndex": (
        st.lists(NUMBERS, max_size=60),
        lambda twin, mobiles: run_index(twin.MobileIndex(shards=4), twin, mobiles),
    ),
    "Press": (
        st.tuples(
            RULES,
            st.lists(st.tuples(MOBILE, CONTENT), min_size=1, max_size=9),
            st.integers(0, 9),
            st.integers(1, 9),
        ),
        run_press,
    ),
    "Table": (st.tuples(st.integers(0, 9), st.lists(COLUMN, max_size=3)), run_table),
    "count_segments": (
        st.tuples(st.lists(CONTENT, max_size=9), st.booleans()),
        lambda twin, args: twin.count_segments(*args),
    ),
    "decode_form": (
        st.tuples(FORM, st.booleans()),
        lambda twin, args: twin.decode_form(args[0], portable=args[1]),
    ),
    "deflate_rows": (
        st.lists(st.binary(max_size=40), min_size=1, max_size=20),
        lambda twin, rows: gzip.decompress(twin.deflate_rows(*joined(rows), insist=True)),
    ),
    "encode_form": (PLUSES, run_form),
    "group_rows": (
        st.lists(st.binary(max_size=40), min_size=1, max_size=20),
        lambda twin, rows: sorted(twin.group_rows(*joined(rows))),
    ),
    "inflate": (st.tuples(STREAMS, st.integers(0, 2), st.integers(0, 600)), run_inflate),
    "pack_tms": (ELEMENTS, lambda twin, elements: outcome(twin.pack_tms, elements)),
    "scan_tms": (
        st.tuples(CONTAINER, st.integers(0, 60), st.integers(0, 4)),
        lambda twin, args: outcome(twin.scan_tms, args[0][: -args[1] or None], args[2]),
    ),
    "split_lines": (st.tuples(LINES, SPLIT_RULES, st.sampled_from([0, 1, 10**6])), run_split),
    "unpack_rows": (
        st.tuples(
            LINES,
            SPLIT_RULES,
            st.sampled_from([0, 1, 10**6]),
            st.sampled_from([(0, 0)] * 4 + [(1, 0), (-1, 0), (0, 1)]),
        ),
        run_unpack,
    ),
}


def test_every_kernel_has_a_case() -> None:
    """No kernel without its proof, and no proof of something else."""
    assert tuple(CASES) == KERNELS


@pytest.mark.parametrize("portable", [0, 1, 2])
@pytest.mark.parametrize("step", [0, 1, 7, 64, 101])
def test_forms_of_every_length_are_encoded_alike(step: int, portable: int) -> None:
    """With as many + and / as there can be, none, and some in every place."""
    for first in (0x00, 0xFB, 0xFF):
        data = bytes((first + step * at) % 256 for at in range(400))
        for size in range(len(data)):
            expected = reference.encode_form(data[:size])
            assert native.encode_form(data[:size], portable=portable) == expected


@given(
    data=st.binary(min_size=20, max_size=200) | st.integers(4000, 4100).map(bytes),
    edit=st.tuples(st.integers(0, 10**4), st.integers(0, 3), FORM),
)
def test_long_forms_are_decoded_alike(data: bytes, edit: tuple[int, int, bytes]) -> None:
    """Bare, percent-encoded, and with something put into the middle."""
    for text in (b64encode(data), reference.encode_form(data)):
        at = edit[0] % (len(text) + 1)
        for case in (text, text[:at] + edit[2] + text[at + edit[1] :]):
            decoded = reference.decode_form(case)
            assert native.decode_form(case) == decoded
            assert native.decode_form(case, portable=True) == decoded


@pytest.mark.parametrize("escape", [b"%25", b"%\0\0", b"%%2"])
def test_a_percent_that_is_none_begins_no_other(escape: bytes) -> None:
    """``%252B`` is a percent sign and 2B, not a plus sign."""
    for before, behind in itertools.product(range(40), range(45)):
        text = b"Q" * before + escape + b"2B" + b"Q" * behind
        assert reference.decode_form(text) is None
        assert native.decode_form(text) is None


def test_every_byte_is_a_digit_or_not_wherever_it_stands() -> None:
    """Bare and percent-encoded, in each place of a block."""
    for place in (*range(40), 4090, 4097):
        for byte in range(256):
            for spelt in (bytes([byte]), b"%%%02x" % byte, b"%%%02X" % byte):
                text = b"Q" * place + spelt + b"Q" * (79 - place % 4)
                assert native.decode_form(text) == reference.decode_form(text)


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("strange", ["", "😀", "\udc80", "\\", "\r", "\r\n", "\\n"])
def test_lines_are_split_alike_wherever_blocks_end(strange: str, portable: bool) -> None:
    """Every place in two blocks of 32 bytes, whole and cut off after every byte."""
    for before in range(66):
        line = b"13800138000," + b"." * before + strange.encode("utf-8", "surrogateescape") + b"1,b"
        for lines in (line, line[: 13 + before], line[: 14 + before], b"1,x\r\n" + line):
            for line_breaks in LINE_BREAKS:
                rules = SplitRules(line_breaks=line_breaks, strict=True, portable=portable)
                case = lines, rules, 9
                assert run_split(native, case) == run_split(reference, case)


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("max_rows", [10**6, 6001, 6000, 5999])
@pytest.mark.parametrize("end", [b"", b"\r\n", b"\r\nx", b"\r\n1,\xff", b"\r\n1,a" * 90])
def test_any_number_of_rows_is_found(end: bytes, max_rows: int, portable: bool) -> None:
    """Though it is guessed by the first 64 KiB: with many more behind them, and with none."""
    for first in (b"x" * 70_000, b"1\r\n13800138000," * 5000 + b"x" * 70_000):
        lines = b"13800138000," + first + b"\r\n1,a" * 6000 + end
        case = lines, SplitRules(portable=portable), max_rows
        assert run_split(native, case) == run_split(reference, case)
        assert run_unpack(native, (*case, (0, 0))) in (None, run_unpack(reference, (*case, (0, 0))))


@pytest.mark.parametrize("name", KERNELS)
@given(data=st.data())
def test_twins_agree(name: str, data: st.DataObject) -> None:
    """Same arguments: same value, or same fault at the same row and byte."""
    strategy, run = CASES[name]
    case = data.draw(strategy)
    assert run(native, case) == run(reference, case)


# ---- the list of kernels is complete -------------------------------------------------------


def public_names(module: Any) -> set[str]:
    """Functions and classes that a twin defines and does not hide."""
    return {
        name
        for name, thing in vars(module).items()
        if not inspect.ismodule(thing)
        and getattr(thing, "__module__", "").startswith(module.__name__)
    }


@pytest.mark.parametrize("twin", [native, reference])
def test_twins_define_the_kernels_and_nothing_else(twin: Any) -> None:
    """A function added to one twin has to be in the list, and so in the other and in the cases."""
    assert public_names(twin) == set(KERNELS) == set(twin.__all__)
    assert all(getattr(_kernels, name) is getattr(native, name) for name in KERNELS)


def test_every_declaration_is_used() -> None:
    """What the headers declare, ``native`` calls: no dead or unproven C function."""
    modules = Path(native.__file__).parent.glob("*.py")
    calls = "".join(module.read_text(encoding="utf-8") for module in modules)
    for header, call in (
        (HEADER, r"lib\.(smscore_\w+)"),
        (FOR_PYTHON, r'locked\(\s*"(smscore_\w+)"'),
    ):
        declared = set(re.findall(r"^[A-Za-z][\w ]* \*?(smscore_\w+)\(", header, re.MULTILINE))
        assert declared == set(re.findall(call, calls))


def test_codes_are_those_of_the_header() -> None:
    """The first enum of the header, but for what concerns a whole call, is the enum of Python."""
    [first] = re.findall(r"^enum \{\n.*?SMSCORE_OK.*?^\};", HEADER, re.MULTILINE | re.DOTALL)
    declared = dict(re.findall(r"SMSCORE_(\w+) = (\d+)", first))
    of_calls = {name for name in declared if name == "OK" or int(declared[name]) >= CALLS}
    assert {code.name: str(code.value) for code in Code} == {
        name: value for name, value in declared.items() if name not in of_calls
    }
    for number, policy in enumerate(LINE_BREAKS):
        assert getattr(lib, f"SMSCORE_{policy.upper()}") == number
