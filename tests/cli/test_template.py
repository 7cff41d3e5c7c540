"""Templates of ``smscodec pack``."""

from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.cli.template import bind, of_column, parse_template

COLUMNS = {"a": 0, "b c": 1, "名字": 2}
FIELDS = ["1%s", "{a}", "王一"]


def fill(text: str) -> str:
    return bind(parse_template(text), COLUMNS.__getitem__)(FIELDS)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("plain 100% %s %%", "plain 100% %s %%"),
        ("{a}", "1%s"),
        ("%{a}%", "%1%s%"),
        ("{ a }{b c}{名字}", "1%s{a}王一"),
        ("{{a}}", "{a}"),
        ("{{{a}}}", "{1%s}"),
        ("}}{{", "}{"),
        ("{a}{a}", "1%s1%s"),
    ],
)
def test_template_is_filled(template: str, text: str) -> None:
    """Values are never read as templates themselves."""
    assert fill(template) == text


@pytest.mark.parametrize(
    "template", ["{", "}", "a{b", "a}b", "{{}", "{}}", "{a}}", "{{a}", "{a{a}}"]
)
def test_lone_brace_is_refused(template: str) -> None:
    """With its place; nobody has to guess which was meant."""
    with pytest.raises(
        click.UsageError, match=r"template: the [{}] at character \d has no partner"
    ):
        parse_template(template)


@pytest.mark.parametrize("name", ["a.__class__", "a[0]", "a!r", "a:>10", "0", ""])
def test_only_columns_can_be_reached(name: str) -> None:
    """Attributes, indexes, conversions and formats are column names that are not there."""
    with pytest.raises(KeyError):
        fill(f"{{{name}}}")


@given(st.text())
def test_doubled_braces_carry_any_text(text: str) -> None:
    """A template made of a text with its braces doubled is that text."""
    assert fill(text.replace("{", "{{").replace("}", "}}")) == text


def test_column_is_a_template() -> None:
    """``--content name`` is the template ``{name}``."""
    assert of_column("名字") == parse_template("{名字}")
