"""``smscodec preview``: what a text will cost and what may stop it."""

from __future__ import annotations

from typing import Any, Literal

import click

from .. import DecodeError, Preview, decode_text
from .. import preview as preview_text
from . import options
from .report import InputError, naming, say
from .source import SNIFF, CharsetChoice, open_input, sniff

__all__ = ["preview"]


@click.command(short_help="Say what a text costs.")
@click.argument("text", required=False)
@click.option("--file", metavar="FILE", help="Read the text from a file (- is standard input).")
@options.charset
@options.units
@options.as_json
def preview(
    *,
    text: str | None,
    file: str | None,
    charset: CharsetChoice,
    units: Literal["utf16", "code_points"],
    as_json: bool,
) -> None:
    """Say what a text costs: segments, units left before it costs one more, its signature, the
    characters that GBK cannot carry, and what a platform would refuse (codes of document 003). One
    line break at the end of a file does not count.

    \b
    Example:
      smscodec preview '您的验证码是1234，五分钟内有效。【示例】'
    """
    if text is None and file is not None:
        text = _read(file, charset)
    elif text is None or file is not None:
        raise click.UsageError("give either TEXT or --file")
    found = preview_text(text, units=units)
    say((_for_machines if as_json else _for_people)(found), as_json=as_json)


def _read(path: str, choice: CharsetChoice) -> str:
    with open_input(path) as (file, name), naming(name):
        data = file.read()
    charset, mark = sniff(data[:SNIFF], choice, name)
    try:
        text = decode_text(data[len(mark) :], charset)
    except DecodeError as error:
        line = data.count(b"\n", 0, len(mark) + (error.offset or 0)) + 1
        raise InputError(error.reason, file=name, line=line) from None
    # editors end a file with a line break that nobody means to send
    return text.removesuffix("\n").removesuffix("\r")


def _for_machines(found: Preview) -> dict[str, Any]:
    return {
        "segments": found.segments,
        "units": found.units,
        "units_left": found.units_left,
        "signature": found.signature and found.signature._asdict(),
        "unsendable": [{"offset": at, "character": c} for at, c in found.unsendable],
        "refusals": [refusal._asdict() for refusal in found.refusals],
    }


def _for_people(found: Preview) -> dict[str, Any]:
    signature = found.signature
    lost = [f"{c} (U+{ord(c):04X}) at character {at + 1}" for at, c in found.unsendable]
    refused = [f"{code} {name}: {reason}" for code, name, reason in found.refusals]
    return {
        "segments": found.segments,
        "units": found.units,
        "units_left": found.units_left,
        "signature": signature and f"【{signature.name}】 at the {signature.place}",
        "beyond_GBK": ", ".join(lost) or None,
        "refused": ", ".join(refused) or None,
    }
