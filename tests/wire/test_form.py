"""Forms: parameters in the document's order, and what the variant has to say among them."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

import pytest

from smscodec.errors import DecodeError, EncodeError
from smscodec.wire.form import Form, Spoken
from smscodec.wire.request import Parameters
from smscodec.wire.tables import Table, const, field, optional
from smscodec.wire.values import TEXT, TRIMMED
from smscodec.wire.variant import Call, Encoded, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    name: str
    key: str = attribute(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    text: str = ""
    more: str = ""


LOGIN = Table(Who, field("User", "name", TRIMMED), field("Key", "key", TEXT))
MESSAGE = Table(What, field("Text", "text", TEXT), optional("More", "more", TEXT))
RT = Spoken(
    "rt",
    say=lambda variant: variant.format,
    hear=lambda text: {"format": "json"} if text == "json" else {},
)
CODE = Spoken(
    "m",
    say=lambda variant: variant.method or "plain",
    hear=lambda text: {"method": "" if text == "plain" else text},
    told=lambda text: text in ("plain", "loud"),
)
FORM = Form(const("action", "say"), RT, LOGIN, MESSAGE, CODE)
WHO, WHAT = Who(name="u", key="k"), What(text="t")
USUAL, GBK = Variant(), Variant(charset="gbk")


def body(
    what: What = WHAT, variant: Variant = USUAL, who: Who = WHO, form: Form | None = None
) -> str:
    return (form or FORM).body(who, what, variant).decode("ascii")


def read(**values: str) -> Call[Any, Any]:
    return FORM.read(Parameters({name: text.encode() for name, text in values.items()}), "utf-8")


def test_parameters_stand_in_the_order_of_the_form() -> None:
    """Those of the variant among them; left out where there is nothing to say."""
    assert body() == "action=say&User=u&Key=k&Text=t&m=plain"
    loud = Variant(format="json", method="loud")
    assert body(What(more="x"), loud) == "action=say&rt=json&User=u&Key=k&Text=&More=x&m=loud"


def test_text_is_percent_encoded_in_the_charset() -> None:
    """Blanks as ``+``, hexadecimal in upper case; bare are letters, digits and ``_.-~``."""
    text = "内 a+b&c=d%_.-~*\r\n"
    assert "Text=%E5%86%85+a%2Bb%26c%3Dd%25_.-~%2A%0D%0A&" in body(What(text=text))
    assert "Text=%C4%DA+a%2Bb%26c" in body(What(text=text), GBK)
    assert "Text=%80&" in body(What(text="€"), GBK)
    assert "Text=%EF%BC%91&" in body(What(text="１"))


def test_what_is_encoded_travels_as_it_is() -> None:
    """A finished batch would be ruined by a second time."""
    assert "Text=a%2B%2F&" in body(What(text=Encoded("a%2B%2F")))


def test_what_gbk_lacks_is_an_error_or_a_policy() -> None:
    """With its place; of a secret nothing is shown, and no other secret is sent."""
    with pytest.raises(EncodeError, match=r"gbk cannot carry '😀' .* at `\$\.Text\[1\]`, byte 1"):
        body(What(text="a😀"), GBK)
    replacing = Variant(charset="gbk", unencodable="replace")
    assert "Text=a%3F&" in body(What(text="a😀"), replacing)
    for variant in (GBK, replacing):
        with pytest.raises(EncodeError) as caught:
            body(variant=variant, who=Who(name="u", key="k😀"))
        assert str(caught.value) == "holds a character that gbk cannot carry - at `$.Key`"


def test_what_would_not_be_heard_is_refused() -> None:
    """A format or method that no parameter can say."""
    silent = Form(LOGIN, MESSAGE)
    with pytest.raises(EncodeError, match=r"there is no format 'json' here - at `\$\.format`"):
        body(variant=Variant(format="json"), form=silent)
    with pytest.raises(EncodeError, match=r"there is no method 'loud' here - at `\$\.method`"):
        body(variant=Variant(method="loud"), form=silent)
    with pytest.raises(EncodeError, match="no format 'soap12'"):
        body(variant=Variant(format="soap12"))


def test_a_call_is_what_a_form_says() -> None:
    """Login, message and variant; other names mean nothing."""
    call = read(action="SAY", rt="json", user="u", key="k", text="t", m="loud", other="x")
    assert call == Call(login=WHO, message=WHAT, variant=Variant(format="json", method="loud"))
    assert read(action="say").variant == Variant()


def test_repeated_names_are_handed_on() -> None:
    """For whoever minds."""
    parameters = Parameters({"action": b"say"}, ("text",))
    assert FORM.read(parameters, "utf-8").repeated == ("text",)


def test_another_action_is_another_form() -> None:
    """Told by ``fits`` and by an error; a parameter of the variant may tell, too."""

    def fits(**values: bytes) -> bool:
        return FORM.fits(Parameters(values))

    assert fits(action=b" Say ", m=b"loud")
    assert not fits(action=b"shout", m=b"loud")
    assert not fits(action=b"say", m=b"soft")
    with pytest.raises(DecodeError, match=r"is 'shout', not 'say' - at `\$\.action`"):
        read(action="shout")


def test_what_is_no_text_is_refused() -> None:
    """With its byte; of a secret none."""

    def fault(name: str) -> str:
        with pytest.raises(DecodeError) as caught:
            FORM.read(Parameters({"action": b"say", name: b"ab\xff"}), "utf-8")
        return str(caught.value)

    assert fault("text") == "not utf-8 text: byte 0xFF does not belong here - at `$.Text`, byte 2"
    assert fault("key") == "not utf-8 text - at `$.Key`"


def test_forms_check_themselves() -> None:
    """Two tables, and no name twice, in whatever case."""
    with pytest.raises(TypeError, match="parameter twice: text"):
        Form(const("TEXT", "x"), LOGIN, MESSAGE)
    with pytest.raises(TypeError, match="two tables, login and message, not 1"):
        Form(LOGIN)
    with pytest.raises(TypeError, match="not 3"):
        Form(LOGIN, MESSAGE, MESSAGE)
    assert FORM.secrets == {"key"}
    assert FORM.names == ("action", "rt", "User", "Key", "Text", "More", "m")
