"""``smscodec explain``: what a captured thing is, and what it says."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ..explain import MAX_BYTES, explain_data, in_words
from . import options
from .report import InputError, naming, write
from .source import open_input

__all__ = ["explain"]


@click.command(short_help="Say what a captured message or payload is.")
@click.argument("file", metavar="FILE")
@options.as_json
def explain(*, file: str, as_json: bool) -> None:
    """Say what something captured is and what it says: an HTTP message with its head, a URL, a
    form, the body of a reply or push, or a payload. FILE is read as it is (- is standard input).

    Passwords, signs and the like are masked, envelopes stay closed, long lists are cut.

    \b
    Example:
      smscodec explain request.txt
    """
    with open_input(file) as (source, name), naming(name):
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"file has more than {MAX_BYTES:,} bytes", file=name)
    found = explain_data(data)
    write(json.dumps(asdict(found)) + "\n" if as_json else in_words(found))
