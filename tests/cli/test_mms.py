"""``smscodec mms``: a folder becomes a message, and a message a page."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.media import GIF, JPEG, MIDI, PNG

from smscodec.formats.frames import pack_frames
from smscodec.formats.mms_page import render_page
from smscodec.formats.parts import Part
from smscodec.formats.slideshow import (
    Page,
    Slideshow,
    slideshow_from_elements,
    slideshow_to_elements,
    slideshow_to_frames,
)
from smscodec.formats.tms import pack_tms, unpack_tms

Run = Callable[..., Any]

SHOW = Slideshow(
    (
        Page(duration_ms=5000, text="你好，€5", image=Part("jpg", JPEG)),
        Page(duration_ms=5000, image=Part("gif", GIF)),
    )
)
TMS = pack_tms(slideshow_to_elements(SHOW))
FRAMES = pack_frames(slideshow_to_frames(SHOW)).encode()


@pytest.fixture
def slides() -> Callable[..., Path]:
    """Makes a folder of slides; texts are written in UTF-8."""

    def slides(**files: str | bytes) -> Path:
        folder = Path("slides")
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            Path(folder, name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return folder

    return slides


def built(path: str = "out.tms") -> Slideshow:
    return slideshow_from_elements(unpack_tms(Path(path).read_bytes()))


# ---- build ---------------------------------------------------------------------------------------


def test_a_folder_becomes_a_container(run: Run, slides: Run) -> None:
    """Files with the same number are a page; case, leading zeros and the rest do not matter."""
    slides(
        **{
            "01.txt": "你好，€5\r\n",
            "1-cover.JPEG": JPEG,
            "10.gif": GIF,
            ".DS_Store": b"\0",
            "Thumbs.db": b"\0",
        }
    )
    done = run("mms", "build", "slides", "--out", "out.tms")
    assert (done.exit_code, done.stderr) == (0, "")
    assert Path("out.tms").read_bytes() == TMS
    assert sorted(path.name for path in Path().iterdir()) == ["out.tms", "slides"]


def test_pages_come_in_the_order_of_their_numbers(run: Run, slides: Run) -> None:
    """Of the numbers, not of the letters."""
    slides(**{"10.txt": "ten", "9.txt": "nine", "002.txt": "two"})
    run("mms", "build", "slides", "--out", "out.tms")
    assert [page.text for page in built().pages] == ["two", "nine", "ten"]


def test_every_type_finds_its_place(run: Run, slides: Run) -> None:
    """Text, picture, video and sound of one page."""
    slides(**{"1.txt": "x", "1.png": PNG, "1.mp4": b"\0\0\0\x18ftyp", "1.midi": MIDI})
    assert run("mms", "build", "slides", "--out", "out.tms").stderr == ""
    (page,) = built().pages
    parts = (page.image, page.video, page.sound)
    assert [part and part.type for part in parts] == ["png", "mp4", "mid"]


def test_durations(run: Run, slides: Run) -> None:
    """``durations.txt`` for the pages it names, ``--duration`` for all others."""
    folder = slides(**{"1.txt": "a", "2.txt": "b", "3.txt": "c"})
    Path(folder, "durations.txt").write_text("# page seconds\n\n03 2.5\n1\t999999\n")
    run("mms", "build", "slides", "--out", "out.tms", "--duration", "8.125")
    assert [page.duration_ms for page in built().pages] == [999_999_000, 8125, 2500]


def test_frames_instead(run: Run, slides: Run) -> None:
    """``--frames`` writes exactly what stands behind ``content=``, before percent-encoding."""
    slides(**{"1.txt": "你好，€5", "1.jpg": JPEG, "2.gif": GIF})
    assert run("mms", "build", "slides", "--frames", "--out", "out.txt").exit_code == 0
    assert Path("out.txt").read_bytes() == FRAMES


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-8", "中文\n再来".encode()),
        ("utf-8", b"\xef\xbb\xbf" + "中文\n再来\n".encode()),
        ("gbk", "中文\n再来\r\n".encode("gbk")),
    ],
)
def test_charset_of_the_texts(run: Run, slides: Run, charset: str, data: bytes) -> None:
    """UTF-8 with or without a mark, GBK on request; one line break at the end does not count."""
    slides(**{"1.txt": data})
    assert run("mms", "build", "slides", "--out", "out.tms", "--charset", charset).exit_code == 0
    assert built().pages[0].text == "中文\n再来"


def test_build_says_what_it_did(run: Run, slides: Run) -> None:
    """The same facts for people and machines, and one object for machines."""
    slides(**{"1.txt": "a", "2.jpg": PNG})
    args = ("mms", "build", "slides", "--out", "out.tms", "--duration", "2.5")
    done = run(*args, "--json")
    reason = "the image is called jpg and begins like png"
    size = Path("out.tms").stat().st_size
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "written_as": "TMS",
        "pages": 2,
        "seconds": 5,
        "bytes": size,
        "max_bytes": 102_400,
        "out": "out.tms",
        "warnings": [{"finding": "type", "reason": reason, "path": str(Path("slides/2.jpg"))}],
    }
    done = run(*args)
    assert done.stdout == (
        f"written as  TMS\npages       2\nseconds     5\nbytes       {size}\n"
        "max bytes   102,400\nout         out.tms\n"
    )
    said = f"smscodec: slides: warning: {reason} - at `{Path('slides/2.jpg')}`\n"
    assert done.stderr == said


def test_what_gbk_cannot_carry_names_file_line_and_character(run: Run, slides: Run) -> None:
    """Before anybody is billed."""
    slides(**{"1.txt": "好\n一😀二ก😀"})
    failed = run("mms", "build", "slides", "--out", "out.tms")
    assert failed.exit_code == 1
    place = f"{Path('slides/1.txt')}:2:"
    reason = "GBK cannot carry '😀' (U+1F600), nor 2 more"
    assert failed.stderr == f"smscodec: {place} {reason}\n"
    assert not Path("out.tms").exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "slides: there are no slides in it"),
        ({".hidden": b"x", "durations.txt": b""}, "slides: there are no slides in it"),
        ({"cover.jpg": JPEG}, "cover.jpg: the name has to be like 01.txt or 01-cover.jpg"),
        ({"1": b"x"}, "1: the name has to be like"),
        ({"١.txt": b"x"}, "١.txt: the name has to be like"),
        ({"1.webp": b"x"}, "1.webp: a slide cannot hold 'webp'; it can: txt, jpg"),
        ({"1.svg": b"x"}, "1.svg: a slide cannot hold 'svg'"),
        ({"1.jpg": JPEG, "01.png": PNG}, "1.jpg: page 1 has its image already: 01.png"),
        ({"1.txt": b""}, "1.txt: the file is empty"),
        ({"1.txt": b"\xef\xbb\xbf\r\n"}, "1.txt: the file is empty"),
        ({"1.jpg": b""}, "1.jpg: the file is empty"),
        ({"1.txt": b"a\n\xff"}, "1.txt:2: not utf-8 text: byte 0xFF does not belong here"),
        ({"1.txt": "中".encode("utf-16")}, "1.txt:1: file is UTF-16: save it as UTF-8 or GBK"),
        ({"1.txt": b"x", "durations.txt": b"1 5\n2 5"}, "durations.txt:2: there is no page 2"),
        ({"1.txt": b"x", "durations.txt": b"1 5\n01 5"}, "durations.txt:2: page 01 stands here"),
        ({"1.txt": b"x", "durations.txt": b"5"}, "durations.txt:1: a line has to be a page and"),
        ({"1.txt": b"x", "durations.txt": b"x 5"}, "durations.txt:1: a line has to be a page and"),
        ({"1.txt": b"x", "durations.txt": b"1 0"}, "durations.txt:1: '0' seconds: more than 0"),
        ({"1.txt": b"x", "durations.txt": b"1 5s"}, "durations.txt:1: '5s' is no number of sec"),
    ],
)
def test_a_folder_that_is_none_of_slides(
    run: Run, slides: Run, files: dict[str, bytes], said: str
) -> None:
    """The first fault with its file and line; nothing is left out unnoticed, nothing written."""
    slides(**files)
    failed = run("mms", "build", "slides", "--out", "out.tms")
    assert failed.exit_code == 1
    assert said in failed.stderr
    assert not Path("out.tms").exists()


def test_a_folder_among_the_slides(run: Run, slides: Run) -> None:
    """Is not read, and not passed over."""
    Path(slides(**{"1.txt": "x"}), "2.jpg").mkdir()
    failed = run("mms", "build", "slides", "--out", "out.tms")
    assert (failed.exit_code, "2.jpg: is no ordinary file" in failed.stderr) == (1, True)


@pytest.mark.parametrize(
    ("files", "options", "said"),
    [
        ({"1.jpg": JPEG, "1.mid": MIDI}, (), "1.mid: a frame cannot hold 'mid'"),
        ({"1.bmp": b"BM"}, (), "1.bmp: a frame cannot hold 'bmp'"),
        ({"1.txt": b"x"}, ("--duration", 2.5), "1.txt: a frame lasts 0 to 999999 whole seconds"),
    ],
)
def test_what_frames_cannot_say(
    run: Run, slides: Run, files: dict[str, bytes], options: tuple[Any, ...], said: str
) -> None:
    """The file to blame is named."""
    slides(**files)
    failed = run("mms", "build", "slides", "--frames", "--out", "out.txt", *options)
    assert (failed.exit_code, said in failed.stderr) == (1, True)


def test_the_largest_files_of_too_large_a_message(run: Run, slides: Run) -> None:
    """Named with their sizes, largest first, and no more than three."""
    sizes = {"1.jpg": 60_000, "2.jpg": 100_000, "3.jpg": 900, "4.jpg": 70_000}
    slides(**{name: JPEG.ljust(size, b"\0") for name, size in sizes.items()})
    failed = run("mms", "build", "slides", "--out", "out.tms")
    assert failed.exit_code == 1
    assert failed.stderr == (
        "smscodec: slides: its media are too large: 230,900 bytes of 102,400; "
        "largest: 2.jpg 100,000, 4.jpg 70,000, 1.jpg 60,000\n"
    )


@pytest.mark.parametrize("options", [(), ("--frames",)])
def test_the_limit_is_exact(run: Run, slides: Run, options: tuple[str, ...]) -> None:
    """A message of exactly ``--max-bytes`` is built, one of a byte more is not."""
    slides(**{"1.txt": "x" * 2000})
    args = ("mms", "build", "slides", "--out", "out.tms", *options)
    size = json.loads(run(*args, "--json").stdout)["bytes"]
    Path("out.tms").unlink()
    failed = run(*args, "--max-bytes", size - 1)
    reason = f"the message is too large: {size:,} bytes of {size - 1:,}; largest: 1.txt 2,000"
    assert failed.stderr == f"smscodec: slides: {reason}\n"
    assert not Path("out.tms").exists()
    assert run(*args, "--max-bytes", size).exit_code == 0


# ---- preview -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "form", "size"),
    [
        (TMS, "TMS", len(TMS)),
        (b64encode(TMS) + b"\n", "base64 of TMS", len(TMS)),
        (FRAMES + b"\n", "frames", len(JPEG) + len(GIF) + len("你好，5".encode("gbk")) + 1),
    ],
)
def test_a_message_becomes_a_page(run: Run, data: bytes, form: str, size: int) -> None:
    """The library's page, and what it was read as."""
    Path("message").write_bytes(data)
    done = run("mms", "preview", "message", "--out", "page.html", "--subject", "主题<", "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "read_as": form,
        "pages": 2,
        "seconds": 10,
        "bytes": size,
        "out": "page.html",
        "warnings": [],
    }
    assert Path("page.html").read_bytes().decode() == render_page(SHOW, subject="主题<")


def test_warnings_are_told_beside_the_result(run: Run) -> None:
    """On standard error for people, in the object for machines; the page is there all the same."""
    Path("message").write_bytes(FRAMES.replace(b"5,", b"05,").replace(b";", b" ;"))
    done = run("mms", "preview", "message", "--out", "page.html")
    assert done.exit_code == 0
    assert "read as  frames\n" in done.stdout
    assert "smscodec: message: warning: the duration is written 05 - at `$[0]`\n" in done.stderr
    said = json.loads(run("mms", "preview", "message", "--out", "page.html", "--json").stdout)
    findings = [warning["finding"] for warning in said["warnings"]]
    assert findings == ["leading-zero", "blanks", "leading-zero"]


def test_standard_input_and_output(run: Run) -> None:
    """``-`` stands for both: the page alone on standard output, the rest beside it."""
    done = run("mms", "preview", "-", "--out", "-", "--language", "en", stdin=TMS)
    assert done.stdout_bytes.decode() == render_page(SHOW, language="en")
    assert done.stderr == "smscodec: <stdin>: read as TMS\n"
    assert list(Path().iterdir()) == []


def test_build_writes_to_standard_output(run: Run, slides: Run) -> None:
    """So that one can be piped into the other."""
    slides(**{"1.txt": "你好，€5", "1.jpg": JPEG, "2.gif": GIF})
    done = run("mms", "build", "slides", "--out", "-")
    assert (done.stdout_bytes, done.stderr) == (TMS, "")


def test_what_cannot_be_shown(run: Run) -> None:
    """The file, what it was read as, the reason and the place; an old page stays as it was."""
    Path("message").write_bytes(TMS[:-1])
    Path("page.html").write_text("old")
    failed = run("mms", "preview", "message", "--out", "page.html")
    assert failed.exit_code == 1
    assert re.match(
        r"smscodec: message: read as TMS: an element claims [0-9]+ bytes, and [0-9]+ are left "
        r"- at `\$\[3\]`, byte [0-9]+\n",
        failed.stderr,
    )
    assert Path("page.html").read_text() == "old"
    failed = json.loads(run("mms", "preview", "message", "--out", "page.html", "--json").stdout)
    assert (failed["error"], failed["file"], failed["exit_code"]) == ("bad data", "message", 1)


def test_a_file_that_is_no_message_by_its_size(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not read to its end."""
    monkeypatch.setattr(sys.modules["smscodec.cli.mms"], "MAX_INPUT", len(TMS) - 1)
    Path("message").write_bytes(TMS)
    failed = run("mms", "preview", "message", "--out", "page.html")
    reason = f"file has more than {len(TMS) - 1} bytes"
    assert failed.stderr == f"smscodec: message: {reason}\n"


def test_a_page_appears_only_when_it_is_complete(run: Run) -> None:
    """It is written beside its place; what a killed run has left there is not touched."""
    Path("message").write_bytes(TMS)
    Path("page.html").write_text("old")
    Path("page.html.partial").write_text("half")
    failed = run("mms", "preview", "message", "--out", "page.html")
    assert failed.exit_code == 1
    assert "page.html.partial: exists: another run is at work or was killed" in failed.stderr
    assert (Path("page.html").read_text(), Path("page.html.partial").read_text()) == ("old", "half")
    Path("page.html.partial").unlink()
    assert run("mms", "preview", "message", "--out", "page.html").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["message", "page.html"]


# ---- both ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["preview", "build"])
def test_help_has_an_example(run: Run, command: str) -> None:
    """Every command shows how it is used."""
    done = run("mms", command, "--help")
    assert done.exit_code == 0
    assert f"Example:\n    smscodec mms {command} " in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("build", "slides"), "--out"),
        (("build", "slides", "--out", "slides/out.tms"), "lies in SLIDES"),
        (("build", "slides", "--out", "slides"), "exists and is no ordinary file"),
        (("build", "slides", "--out", "-", "--json"), "--out - and --json exclude each other"),
        (("build", "slides", "--out", "x", "--duration", "0"), "more than 0"),
        (("build", "slides", "--out", "x", "--duration", "nan"), "is no number of seconds"),
        (("build", "slides", "--out", "x", "--duration", "1.0001"), "at most three decimals"),
        (("build", "slides", "--out", "x", "--duration", "1e99"), "up to 999999"),
        (("preview", "message", "--out", "message"), "is the input"),
        (("preview", "message", "--out", "x", "--language", "de"), "'zh', 'en'"),
    ],
)
def test_wrong_usage(run: Run, slides: Run, args: tuple[str, ...], said: str) -> None:
    """Exit code 2, and nothing is written."""
    slides(**{"1.txt": "x"})
    Path("message").write_bytes(TMS)
    failed = run("mms", *args)
    assert failed.exit_code == 2
    assert said in (failed.stderr or failed.stdout)
    assert sorted(path.name for path in Path().iterdir()) == ["message", "slides"]
    assert [path.name for path in Path("slides").iterdir()] == ["1.txt"]
    assert Path("message").read_bytes() == TMS


@pytest.mark.parametrize("args", [("build", "none"), ("preview", "none")])
def test_what_is_not_there(run: Run, args: tuple[str, ...]) -> None:
    """The system's word for it."""
    failed = run("mms", *args, "--out", "out")
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: none: No such file or directory\n"
