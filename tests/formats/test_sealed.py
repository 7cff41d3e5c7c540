"""The message inside a Text64: the printed bytes, what other clients write, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec import errors
from smscodec.formats.sealed import (
    SealedMessage,
    check_secret,
    make_secret,
    open_message,
    pack_sealed,
    seal_message,
    unpack_sealed,
)
from smscodec.formats.text64 import Text64Error, seal_text64

# Document 003, section 1.5, step 1.
PRINTED = (
    '{"UserName":"test","Secret":"2A8D628159B0D4D3D4D58A3EB17F3082","Stamp":"0414174715",'
    '"Moblie":"15510331875","Text":"我的验证码是：7890。【奥创时代】","Ext":"","SendTime":""}'
)
PRINTED_MESSAGE = SealedMessage(
    user_name="test",
    secret="2A8D628159B0D4D3D4D58A3EB17F3082",
    stamp="0414174715",
    mobiles=("15510331875",),
    text="我的验证码是：7890。【奥创时代】",
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DIGITS = st.from_regex("[0-9]{1,20}", fullmatch=True)
MESSAGE = st.builds(
    SealedMessage,
    user_name=TEXT,
    secret=TEXT,
    stamp=TEXT,
    mobiles=st.lists(DIGITS, max_size=4).map(tuple),
    text=TEXT,
    extension=st.just("") | DIGITS,
    send_at=st.none() | st.datetimes().map(lambda at: at.replace(microsecond=0)),
)


def from_vector(value: dict[str, Any]) -> SealedMessage:
    """The message of a vector's ``value``."""
    send_at = value["send_at"] and datetime.fromisoformat(value["send_at"])
    return SealedMessage(**{**value, "mobiles": tuple(value["mobiles"]), "send_at": send_at})


def with_members(**members: Any) -> bytes:
    """The printed JSON with other members."""
    return json.dumps(json.loads(PRINTED) | members, ensure_ascii=False).encode()


# ---- known answers -------------------------------------------------------------------------------


def test_the_printed_example() -> None:
    """The document's JSON, byte for byte, in both directions."""
    assert pack_sealed(PRINTED_MESSAGE) == PRINTED.encode()
    assert unpack_sealed(PRINTED.encode()) == PRINTED_MESSAGE


@pytest.mark.parametrize("case", cases("text64", password=True, value=True))
def test_vectors(case: dict[str, Any]) -> None:
    """Key order, escapes, nulls, lines and passwords as clients of seven languages send them."""
    message = from_vector(case["value"])
    assert open_message(case["wire"], case["password"]) == message
    if case.get("reproducible"):
        assert seal_message(message, case["password"]) == case["wire"]


@pytest.mark.parametrize("case", cases("text64", error=True))
def test_vectors_refused(case: dict[str, Any]) -> None:
    """Whatever the step and the fault: the same error with the platform's code."""
    with pytest.raises(Text64Error) as caught:
        open_message(case["wire"], case["password"])
    assert type(caught.value).__name__ == case["error"]
    assert caught.value.code == case["code"]
    assert vars(caught.value) == vars(Text64Error())


# ---- laws ----------------------------------------------------------------------------------------


@given(MESSAGE)
def test_what_is_packed_comes_back(message: SealedMessage) -> None:
    """And is JSON to any other reader: flat, all texts, in the document's order."""
    packed = pack_sealed(message)
    assert unpack_sealed(packed) == message
    members = json.loads(packed)
    assert list(members) == ["UserName", "Secret", "Stamp", "Moblie", "Text", "Ext", "SendTime"]
    assert all(isinstance(value, str) for value in members.values())


@given(MESSAGE)
def test_what_is_sealed_opens(message: SealedMessage) -> None:
    """Through the whole envelope."""
    assert open_message(seal_message(message, "secret123"), "secret123") == message


@given(MESSAGE, st.randoms(use_true_random=False), st.booleans(), st.sampled_from([None, 1]))
def test_any_spelling_of_the_json_is_read(
    message: SealedMessage, random: Any, escape: bool, indent: int | None
) -> None:
    """Order, case of names, escapes and blanks carry no meaning."""
    members = list(json.loads(pack_sealed(message)).items())
    random.shuffle(members)
    spelt = {random.choice([name, name.lower(), name.upper()]): text for name, text in members}
    data = json.dumps(spelt, ensure_ascii=escape, indent=indent).replace("/", "\\/")
    assert unpack_sealed(data.encode()) == message


def test_size_is_limited() -> None:
    """The limit of the envelope can be set from here too."""
    text64 = seal_message(PRINTED_MESSAGE, "test")
    assert open_message(text64, "test", max_length=len(text64)) == PRINTED_MESSAGE
    with pytest.raises(Text64Error):
        open_message(text64, "test", max_length=len(text64) - 1)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=3,
)
NAME = st.sampled_from([*json.loads(PRINTED), "Mobile", "EXT", "other"])


@given(
    st.one_of(
        st.binary(),
        st.text().map(str.encode),
        JSON_LIKE.map(json.dumps).map(str.encode),
        st.dictionaries(NAME, JSON_LIKE).map(
            lambda members: json.dumps(json.loads(PRINTED) | members).encode()
        ),
    )
)
def test_any_bytes_give_a_message_or_our_error(data: bytes) -> None:
    """Nothing else escapes; from ``open_message`` it is always the same."""
    try:
        message = unpack_sealed(data)
    except errors.DecodeError:
        with pytest.raises(Text64Error):
            open_message(seal_text64(data, "secret123"), "secret123")
    else:
        assert open_message(seal_text64(data, "secret123"), "secret123") == message


# ---- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name", "read"),
    [
        (b"15510331875", "mobiles", ("15510331875",)),
        (b'""', "mobiles", ()),
        (b'","', "mobiles", ("", "")),
        (b'"15510331875, 1551033187x"', "mobiles", ("15510331875", " 1551033187x")),
        (b"1.50", "mobiles", ("1.50",)),
        (b"1e400", "mobiles", ("1e400",)),
        (b"-0", "mobiles", ("-0",)),
        (b"9" * 5000, "mobiles", ("9" * 5000,)),
        (b'"\\ud83d\\ude00"', "mobiles", ("😀",)),
    ],
)
def test_values_are_kept_as_they_came(written: bytes, name: str, read: object) -> None:
    """A number is the characters it is written in; odd ones are the platform's business."""
    data = PRINTED.encode().replace(b'"15510331875"', written)
    assert getattr(unpack_sealed(data), name) == read


@pytest.mark.parametrize("ext", [b"", b',"Ext":null', b',"Ext":""', b',"ext":""'])
@pytest.mark.parametrize("time", [b"", b',"SendTime":null', b',"SendTime":""', b',"sendtime":""'])
def test_optional_members_may_be_missing(ext: bytes, time: bytes) -> None:
    """Missing, null and empty are the same."""
    data = PRINTED.encode().replace(b',"Ext":""', ext).replace(b',"SendTime":""', time)
    assert unpack_sealed(data) == PRINTED_MESSAGE


@pytest.mark.parametrize(
    "extra",
    [
        b'"Other":"x"',
        b'"Other":{"Text":"x","a":[1,{}]}',
        b'"Other":1,"Other":2',
        b'"\\ud83d":1e999',
        b'"":"\\ud83d"',
        b'"Text ":"x"',
        '"Ｔext":null'.encode(),
    ],
)
def test_unknown_members_are_ignored(extra: bytes) -> None:
    """Even nested, twice or hardly a text: they mean nothing here."""
    assert unpack_sealed(b"{" + extra + b"," + PRINTED.encode()[1:]) == PRINTED_MESSAGE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018-02-02 09:08:10", datetime(2018, 2, 2, 9, 8, 10)),
        ("2018-2-2 9:8:0", datetime(2018, 2, 2, 9, 8)),
        ("2024-02-29 23:59:59", datetime(2024, 2, 29, 23, 59, 59)),
        ("0001-01-01 00:00:00", datetime(1, 1, 1)),
    ],
)
def test_times_are_read(written: str, read: datetime) -> None:
    """Zero padding may be missing; a time without a zone is Beijing time."""
    assert unpack_sealed(with_members(SendTime=written)).send_at == read


@pytest.mark.parametrize(
    "written",
    [
        " ",
        "2018-02-02",
        "2018-02-02T09:08:10",
        "2018/02/02 09:08:10",
        "20180202090810",
        "now",
        "2018-02-02 09:08",
        "2018-02-02 09:08:10.5",
        "2018-02-30 09:08:10",
        "2018-02-02 24:00:00",
        "2018-13-02 09:08:10",
        "2018-02-02  09:08:10",
        " 2018-02-02 09:08:10",
        "２０１８-02-02 09:08:10",
        "2018-02-02 09:08:10\n",
        "18-02-02 09:08:10",
        "0000-01-01 00:00:00",
        "2018-02-02 09:08:60",
    ],
)
def test_other_times_are_refused(written: str) -> None:
    """A message must not leave at a time that was guessed."""
    with pytest.raises(errors.DecodeError) as caught:
        unpack_sealed(with_members(SendTime=written))
    assert str(caught.value) == "not a time like 2018-02-02 09:08:10 - at `$.SendTime`"


@pytest.mark.parametrize("bad", [True, False, [], {}, ["15510331875"], {"a": "b"}])
@pytest.mark.parametrize("name", json.loads(PRINTED))
def test_members_are_texts(name: str, bad: object) -> None:
    """Only a number passes for one."""
    with pytest.raises(errors.DecodeError) as caught:
        unpack_sealed(with_members(**{name: bad}))
    assert str(caught.value) == f"member is not a text - at `$.{name}`"


@pytest.mark.parametrize("name", ["UserName", "Secret", "Stamp", "Moblie", "Text"])
def test_required_members_are_required(name: str) -> None:
    """Null is as good as missing."""
    members = json.loads(PRINTED)
    del members[name]
    for data in (with_members(**{name: None}), json.dumps(members).encode()):
        with pytest.raises(errors.DecodeError) as caught:
            unpack_sealed(data)
        assert str(caught.value) == f"member is missing - at `$.{name}`"


@pytest.mark.parametrize(
    ("again", "path"),
    [
        ('"Text":"x"', "$.Text"),
        ('"TEXT":"x"', "$.Text"),
        ('"Te\\u0078t":"x"', "$.Text"),
        ('"Mobile":"15510331875"', "$.Moblie"),
        ('"moblie":"15510331875"', "$.Moblie"),
        ('"ext":null', "$.Ext"),
    ],
)
def test_nothing_is_said_twice(again: str, path: str) -> None:
    """Two readers could take different ones, even if they are alike now."""
    with pytest.raises(errors.DecodeError) as caught:
        unpack_sealed(f"{PRINTED[:-1]},{again}}}".encode())
    assert str(caught.value) == f"member is said twice - at `{path}`"


@pytest.mark.parametrize("lone", [b"\\ud83d", b"\\ude00", b"\\ude00\\ud83d", b"a\\uD83Db"])
@pytest.mark.parametrize("name", ["UserName", "Text", "Ext"])
def test_lone_surrogates_are_no_text(name: str, lone: bytes) -> None:
    """JSON can escape half a character; nobody can send it on."""
    data = with_members(**{name: "@"}).replace(b'"@"', b'"' + lone + b'"')
    with pytest.raises(errors.DecodeError) as caught:
        unpack_sealed(data)
    assert str(caught.value) == f"a lone surrogate, which is no character - at `$.{name}`"


@pytest.mark.parametrize(
    ("data", "words", "offset"),
    [
        (b"", "not JSON: ", 0),
        (b"\xef\xbb\xbf", "not JSON: ", 3),
        (b"null", "not a JSON object", None),
        (b'"text"', "not a JSON object", None),
        (b"[]", "not a JSON object", None),
        (b"[{}]", "not a JSON object", None),
        (b"{}{}", "not JSON: ", 2),
        (b"{}\0", "not JSON: ", 2),
        ("{'字':1}".encode(), "not JSON: ", 1),
        ('{"字":x}'.encode(), "not JSON: ", 7),
        ('\ufeff{"字":x}'.encode(), "not JSON: ", 10),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"a":1}', "not JSON: ", 3),
        (b'{"Text":"a\nb"}', "not JSON: ", 10),
        (b'{"a":NaN}', "not JSON: NaN is no value", None),
        (b'{"Text":-Infinity}', "not JSON: -Infinity is no value", None),
        (b'{"Text":"\xe5\xaf"}', "not utf-8 text: ", 9),
        (b'{"Text":"\xed\xa0\xbd"}', "not utf-8 text: ", 9),
        ('{"Text":"内容"}'.encode("gbk"), "not utf-8 text: ", 9),
        ('{"Text":"a"}'.encode("utf-16"), "not utf-8 text: ", 0),
        (b'{"a":' * 100_000, "JSON is nested too deep", None),
        (b"[" * 1_000_000, "JSON is nested too deep", None),
    ],
)
def test_what_is_not_the_json(data: bytes, words: str, offset: int | None) -> None:
    """Bombs, other charsets and other notations, each with its byte where there is one."""
    with pytest.raises(errors.DecodeError) as caught:
        unpack_sealed(data)
    assert caught.value.reason.startswith(words)
    assert caught.value.offset == offset


# ---- writing -------------------------------------------------------------------------------------


def message(**changed: Any) -> SealedMessage:
    """A message with some attributes of its own."""
    usual = {"user_name": "demo", "secret": "S", "stamp": "0", "mobiles": (), "text": "t"}
    return SealedMessage(**(usual | changed))


def test_only_what_json_wants_is_escaped() -> None:
    """Quotes, backslashes and controls; not the slash, not <, not U+2028, not an emoji."""
    packed = pack_sealed(message(text="\"\\\b\f\n\r\t\0\x1f\x7f/<&>'\u2028😀字"))
    text = b'"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f/<&>\'' + "\u2028😀字".encode() + b'"'
    assert b'"Text":' + text + b',"Ext"' in packed


@pytest.mark.parametrize(
    ("send_at", "written"),
    [
        (datetime(2018, 2, 2, 9, 8, 10), "2018-02-02 09:08:10"),
        (datetime(2018, 2, 2, 1, 8, 10, tzinfo=timezone.utc), "2018-02-02 09:08:10"),
        (datetime(2018, 2, 1, 20, 8, tzinfo=timezone(timedelta(hours=-5))), "2018-02-02 09:08:00"),
        (datetime(1, 1, 1), "0001-01-01 00:00:00"),
    ],
)
def test_times_are_written_in_beijing_time(send_at: datetime, written: str) -> None:
    """Always 19 characters."""
    assert f'"SendTime":"{written}"'.encode() in pack_sealed(message(send_at=send_at))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mobiles": ("",)}, "a mobile is digits 0-9 and nothing else - at `$.Moblie[0]`"),
        (
            {"mobiles": ("13800138000", "13800138001,13800138002")},
            "a mobile is digits 0-9 and nothing else - at `$.Moblie[1]`",
        ),
        ({"mobiles": ("１３８",)}, "a mobile is digits 0-9 and nothing else - at `$.Moblie[0]`"),
        ({"extension": "12a"}, "an extension is digits 0-9 and nothing else - at `$.Ext`"),
        ({"extension": "１２"}, "an extension is digits 0-9 and nothing else - at `$.Ext`"),
        (
            {"send_at": datetime(2018, 2, 2, 9, 8, 10, 1)},
            "a time has fractions of a second - at `$.SendTime`",
        ),
        ({"text": "a\ud83d"}, "a lone surrogate, which UTF-8 cannot carry - at `$.Text`"),
        ({"user_name": "\udcff"}, "a lone surrogate, which UTF-8 cannot carry - at `$.UserName`"),
    ],
)
def test_what_cannot_be_said(changed: dict[str, Any], words: str) -> None:
    """Refused before anything is sent, with the place."""
    with pytest.raises(errors.EncodeError) as caught:
        pack_sealed(message(**changed))
    assert str(caught.value) == words


# ---- the secret ----------------------------------------------------------------------------------


def test_the_printed_secret() -> None:
    """MD5 of ``test0414174715``; compared without case."""
    secret = make_secret("test", "0414174715")
    assert secret == PRINTED_MESSAGE.secret
    assert check_secret(secret, "test", "0414174715")
    assert check_secret(secret.lower(), "test", "0414174715")


@pytest.mark.parametrize(
    ("secret", "password", "stamp"),
    [
        ("", "test", "0414174715"),
        ("2A8D628159B0D4D3D4D58A3EB17F3083", "test", "0414174715"),
        (PRINTED_MESSAGE.secret, "test1", "0414174715"),
        (PRINTED_MESSAGE.secret, "test", "0414174716"),
        ("２A8D628159B0D4D3D4D58A3EB17F3082", "test", "0414174715"),
    ],
)
def test_another_secret_is_refused(secret: str, password: str, stamp: str) -> None:
    """A verdict, not an exception: all of the password counts here."""
    assert not check_secret(secret, password, stamp)


def test_the_secret_is_not_shown() -> None:
    """Neither by ``repr`` nor by ``str``, nor by an error that unpacking raises."""
    assert PRINTED_MESSAGE.secret not in repr(PRINTED_MESSAGE) + str(PRINTED_MESSAGE)
    assert "user_name='test'" in repr(PRINTED_MESSAGE)
    for data in (PRINTED[:-1], PRINTED.replace("2A8D", "2A8D\\ud83d"), PRINTED + "x"):
        with pytest.raises(errors.DecodeError) as caught:
            unpack_sealed(data.encode())
        assert "2A8D" not in str(caught.value)
