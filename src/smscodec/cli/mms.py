"""``smscodec mms``: multimedia messages to look at, and made of a folder of slides."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, get_args

import click

from .. import DecodeError, EncodeError
from ..formats.frames import frames_size, pack_frames
from ..formats.media_type import mistyped
from ..formats.mms_file import MmsWarning, form_of, read_mms_file
from ..formats.mms_page import Language, played_ms, render_page
from ..formats.slideshow import Slideshow, slideshow_to_elements, slideshow_to_frames
from ..formats.tms import MAX_BYTES, pack_tms, tms_size
from . import options
from .partial import complete_file
from .report import InputError, naming, say, write
from .slides import Slides, milliseconds, read_slides, too_large
from .source import STDIN, Charset, open_input

__all__ = ["mms"]

STDOUT = Path("-")
MAX_INPUT = 1 << 24
"""Bytes of a message to look at: far more than any, far less than memory."""

_out = click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="File to be written (- is standard output).",
)


@click.group()
def mms() -> None:
    """Multimedia messages: look at one, or make one of a folder of slides."""


# ---- preview -------------------------------------------------------------------------------------


@mms.command(short_help="Show a message as a page for the browser.")
@click.argument("message", metavar="FILE")
@_out
@click.option("--subject", default="", metavar="TEXT", help="Subject, which stands beside content.")
@click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    default="zh",
    show_default=True,
    help="Language of the page's own words.",
)
@options.as_json
def preview(*, message: str, out: Path, subject: str, language: Language, as_json: bool) -> None:
    """Make a page that plays a message as a phone would: one HTML file, which fetches nothing.

    FILE (- is standard input) holds a TMS container, the frames of document 002, or base64 of a TMS
    container, the last two percent-encoded or not; its bytes tell which. What is odd about it is
    told on standard error. Opened as page.html#play the page starts by itself.

    \b
    Example:
      smscodec mms preview message.tms --out page.html --subject 秋日上新
    """
    _check_out(out, as_json=as_json, source=message)
    with open_input(message) as (file, name), naming(name):
        data = file.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise InputError(f"file has more than {MAX_INPUT:,} bytes", file=name)
    warnings = _Warnings(name, as_json=as_json)
    try:
        read = read_mms_file(data, on_warning=warnings.add)
    except DecodeError as error:
        raise InputError(f"read as {form_of(data)}: {error}", file=name) from None
    page = render_page(read.slideshow, subject=subject, language=language)
    _write(out, page.encode())
    facts = {"read_as": read.form, **_figures(read.slideshow), "bytes": read.size}
    if out == STDOUT:
        click.echo(f"smscodec: {name}: read as {read.form}", err=True)
    else:
        say({**facts, "out": str(out), **warnings.facts()}, as_json=as_json)


# ---- build ---------------------------------------------------------------------------------------


def _milliseconds(_context: click.Context, _option: click.Parameter, value: str) -> int:
    try:
        return milliseconds(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@mms.command(short_help="Make a message of a folder of slides.")
@click.argument("folder", metavar="SLIDES", type=click.Path(path_type=Path))
@_out
@click.option("--frames", is_flag=True, help="Write the frames of document 002 instead of a TMS.")
@click.option(
    "--duration",
    default="5",
    show_default=True,
    metavar="SECONDS",
    callback=_milliseconds,
    help="How long a page lasts of which durations.txt says nothing.",
)
@click.option(
    "--charset",
    type=click.Choice(get_args(Charset)),
    default="utf-8",
    show_default=True,
    help="Charset of the texts.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1),
    default=MAX_BYTES,
    show_default=True,
    metavar="N",
    help="Bytes of a message.",
)
@options.as_json
def build(
    *,
    folder: Path,
    out: Path,
    frames: bool,
    duration: int,
    charset: Charset,
    max_bytes: int,
    as_json: bool,
) -> None:
    """Make a message of the files in SLIDES.

    Names begin with the number of the page: 01.txt, 01.jpg, 02-lake.png, 02.mp3, … A page holds at
    most one text (txt), picture (jpg jpeg gif png bmp), video (mp4) and sound (wav mid midi amr
    mp3). Pages come in the order of their numbers; gaps do not matter. Any other file is an error,
    but for durations.txt, with lines like "02 8.5": page and seconds.

    Texts are packed in GBK; what GBK cannot carry is an error. One line break at the end of a text
    does not count. Frames know no bmp and no sound, and want whole seconds.

    \b
    Example:
      smscodec mms build slides --out message.tms
    """
    _check_out(out, as_json=as_json)
    if out != STDOUT and out.resolve().parent == folder.resolve():
        raise click.UsageError(f"--out {out} lies in SLIDES, which holds slides only")
    slides = read_slides(folder, charset=charset, default_ms=duration, max_bytes=max_bytes)
    warnings = _Warnings(str(folder), as_json=as_json)
    for page, slot, reason in mistyped(slides.slideshow):
        warnings.add(MmsWarning("type", reason, str(slides.files[page][slot])))
    try:
        packed, size = (_frames if frames else _tms)(folder, slides, max_bytes)
    except EncodeError as error:
        raise _of_file(error, folder, slides) from None
    _write(out, packed)
    if out != STDOUT:
        facts = {"written_as": "frames" if frames else "TMS", **_figures(slides.slideshow)}
        facts |= {"bytes": size, "max_bytes": max_bytes, "out": str(out)}
        say({**facts, **warnings.facts()}, as_json=as_json)


def _tms(folder: Path, slides: Slides, max_bytes: int) -> tuple[bytes, int]:
    elements = slideshow_to_elements(slides.slideshow, max_bytes=sys.maxsize)
    size = tms_size(elements)
    _check_size(size, max_bytes, folder, slides)
    return pack_tms(elements, max_bytes=max_bytes), size


def _frames(folder: Path, slides: Slides, max_bytes: int) -> tuple[bytes, int]:
    frames = slideshow_to_frames(slides.slideshow)
    size = frames_size(frames)
    _check_size(size, max_bytes, folder, slides)
    return pack_frames(frames, max_bytes=max_bytes).encode("ascii"), size


def _check_size(size: int, max_bytes: int, folder: Path, slides: Slides) -> None:
    if size > max_bytes:
        files = [path for page in slides.files for path in page.values()]
        raise too_large("the message is", size, max_bytes, folder, files)


_PAGE = re.compile(r"\$\.pages\[([0-9]+)\]\.?([a-z]*)")


def _of_file(error: EncodeError, folder: Path, slides: Slides) -> InputError:
    """The error of a page as one of the file that is to blame, or of the first of its page."""
    found = _PAGE.match(error.path)
    if not found:
        return InputError(str(error), file=str(folder))
    files = slides.files[int(found[1])]
    first = next(iter(files.values()))
    return InputError(error.reason, file=str(files.get(found[2], first)))


# ---- both ----------------------------------------------------------------------------------------


class _Warnings:
    """Tells warnings at once on standard error, or keeps them for the JSON object."""

    def __init__(self, name: str, *, as_json: bool) -> None:
        self._name = name
        self._kept: list[MmsWarning] | None = [] if as_json else None

    def add(self, warning: MmsWarning) -> None:
        if self._kept is not None:
            self._kept.append(warning)
            return
        said = f"smscodec: {self._name}: warning: {warning.reason} - at `{warning.path}`"
        click.echo(said, err=True)

    def facts(self) -> dict[str, Any]:
        """What ``--json`` says of them."""
        return {} if self._kept is None else {"warnings": [kept._asdict() for kept in self._kept]}


def _check_out(out: Path, *, as_json: bool, source: str = STDIN) -> None:
    """A usage error where writing ``out`` would destroy something or mix two things."""
    if out == STDOUT:
        if as_json:
            raise click.UsageError("--out - and --json exclude each other")
    elif out.exists() and not out.is_file():
        raise click.UsageError(f"--out {out} exists and is no ordinary file")
    elif out.exists() and source != STDIN and out.samefile(source):
        raise click.UsageError(f"--out {out} is the input")


def _write(out: Path, data: bytes) -> None:
    if out == STDOUT:
        write(data)
        return
    with complete_file(out) as file, naming(out):
        file.write(data)


def _figures(slideshow: Slideshow) -> dict[str, Any]:
    seconds = sum(map(played_ms, slideshow.pages)) / 1000
    whole = int(seconds)
    return {"pages": len(slideshow.pages), "seconds": whole if whole == seconds else seconds}
