"""What can't be a name, and what would slow a search down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import ParameterError, UnknownNameError
from atsmu_kg.graph import load
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records import Records
from atsmu_kg.records.names import Names


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(load().queries)


@pytest.mark.parametrize("text", ["", "  ", "—?!", "\ud800", "\u0301", None, 762, "x" * 1001], ids=repr)
def test_what_can_not_be_looked_for_is_an_error(records: Records, text: str) -> None:
    with pytest.raises(ParameterError, match="can't be looked for\n  Give a name or a code") as caught:
        records.find(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "text",
    [
        *("x" * 1000, "xy" * 500, "ab zz " * 166, "ъьъь", "名前"),
        *("'; DROP TABLE names; --", '"} UNION { ?s ?p ?o', "(((zq.*)+)+)+$"),
    ],
    ids=lambda text: text[:20],
)
def test_what_no_thing_is_called_finds_nothing(records: Records, text: str) -> None:
    assert records.find(text) == ()


@given(st.text(min_size=1, max_size=40))
def test_any_text_is_answered_or_refused(records: Records, text: str) -> None:
    try:
        found = records.find(text)
    except ParameterError:
        assert not any(each.isalnum() for each in text)
    else:
        assert len(found) <= 10


def test_a_missing_language_is_an_error_that_lists_the_others() -> None:
    with pytest.raises(KeyError) as caught:
        Names([Text("Iran", "en")])["tg"]
    assert isinstance(caught.value, UnknownNameError)
    assert "The languages are: en" in str(caught.value)


@pytest.mark.parametrize("lang", ["", "englisch!", ">20", "e"])
def test_a_language_is_a_tag(lang: str) -> None:
    with pytest.raises(ParameterError, match="is not a language tag"):
        Names([Text("Iran", "en")]).best(lang)
