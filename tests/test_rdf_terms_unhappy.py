"""Values that no term stands for, and attempts to break out of a term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.datatypes import RDF, XSD, Year
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import BNode, Literal, Text, render, spell, to_term


class Nowhere(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, _: datetime | None) -> None:
        return None


@pytest.mark.parametrize(
    "value",
    [
        None,
        object(),
        [],
        {},
        set(),
        b"bytes",
        1j,
        range(3),
        int,
        np.array([1, 2]),
        np.datetime64("1939"),
        pd.NA,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_of_another_kind(value: object) -> None:
    with pytest.raises(ParameterError, match="has no counterpart in RDF") as caught:
        to_term(value)
    assert type(value).__name__ in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize(
    "value",
    [
        "\ud800",
        "a\udfff",
        Text("\ud800", "en"),
        Text("a", "\ud800"),
        Literal("\ud800", XSD + "token"),
        Literal("a", "http://example.org/\ud800"),
        IRI("http://example.org/\ud800"),
        BNode("\ud800"),
        rdflib.Literal("\ud800"),
        rdflib.Literal("\ud800", lang="en"),
    ],
    ids=ascii,
)
def test_half_of_a_surrogate_pair(value: object) -> None:
    with pytest.raises(ParameterError) as caught:
        render(value)
    str(caught.value).encode()


@given(st.text(), st.characters(categories=["Cs"]), st.text())
def test_half_of_a_surrogate_pair_anywhere(before: str, half: str, after: str) -> None:
    with pytest.raises(ParameterError, match="surrogates not allowed"):
        render(before + half + after)


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "relative",
        "/relative",
        "//example.org/",
        "#relative",
        ":a",
        "1a:b",
        "http://a b",
        "http://a>",
        "http://a<",
        'http://a"',
        "http://a{}",
        "http://a|b",
        "http://a^b",
        "http://a`",
        "http://a\\u0020",
        "http://a\n",
        "http://a\0",
        "http://a\x7f",
        "http://a\x85",
        "http://a/%zz",
        "http://a/\ufffe",
        "a:b> } ; DROP ALL #",
    ],
    ids=ascii,
)
@pytest.mark.parametrize(
    "make", [IRI, rdflib.URIRef, lambda iri: Literal("x", iri)], ids=["IRI", "URIRef", "datatype"]
)
def test_what_is_not_an_absolute_iri(iri: str, make: type) -> None:
    with pytest.raises(ParameterError) as caught:
        render(make(iri))
    assert caught.value.advice


def test_an_iri_that_an_engine_let_through() -> None:
    [quad] = ox.parse(b'<a:s> <a:p q> "x"^^<a b> .', format=ox.RdfFormat.N_TRIPLES, lenient=True)
    for term in (quad.predicate, quad.object):
        with pytest.raises(ParameterError, match="is not an absolute IRI"):
            render(term)


def test_a_datatype_that_an_rdflib_literal_tries_to_break_out_with() -> None:
    literal = rdflib.Literal("x", datatype=rdflib.URIRef('a:b> . ?s ?p "'))
    with pytest.raises(ParameterError, match="is not an absolute IRI"):
        render(literal)


@pytest.mark.parametrize(
    "lang",
    [
        "",
        "e n",
        "en_US",
        "en-",
        "-en",
        "englishlanguage",
        "1",
        "рус",
        "en@",
        'en"',
        "en\n",
        "en--",
        "en--up",
        "--ltr",
    ],
)
def test_what_is_not_a_language_tag(lang: str) -> None:
    with pytest.raises(ParameterError, match="this Text can't be an RDF term"):
        render(Text("x", lang))


@pytest.mark.parametrize("name", ["langString", "dirLangString"])
def test_a_language_string_without_a_language(name: str) -> None:
    with pytest.raises(ParameterError, match="write it as a Text"):
        render(Literal("x", RDF + name))


@pytest.mark.parametrize("label", ["", "a b", "a>", "-a", "a."])
def test_what_is_not_a_label_of_a_blank_node(label: str) -> None:
    with pytest.raises(ParameterError, match="this BNode can't be an RDF term"):
        render(BNode(label))


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1E+999999"),
        Decimal("0E-999999"),
        Decimal("-1E-999999"),
        10**5000,
        Year(10**5000),
        datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=4, minutes=35, seconds=12))),
        datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=15))),
        datetime(1900, 1, 1, tzinfo=Nowhere()),
        time(12, tzinfo=ZoneInfo("Asia/Dushanbe")),
        pd.NaT,
        pd.Timestamp("1939-01-02T03:04:05.123456789"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_its_datatype_has_no_room_for(value: object) -> None:
    with pytest.raises(ParameterError, match="can't be an RDF term") as caught:
        to_term(value)
    assert caught.value.advice
    assert len(repr(caught.value)) < 10_000


def test_a_time_of_day_with_a_fixed_offset_is_fine() -> None:
    assert render(time(12, tzinfo=UTC)) == f'"12:00:00+00:00"^^<{XSD}time>'


@pytest.mark.parametrize(
    "value",
    [(), ("a",), (IRI("a:s"), IRI("a:p")), ("s", IRI("a:p"), "o"), (IRI("a:s"), "p", "o"), (1, 2, 3, 4)],
    ids=repr,
)
def test_a_tuple_that_is_not_a_triple(value: object) -> None:
    with pytest.raises(ParameterError, match="this tuple can't be an RDF term"):
        to_term(value)


def test_an_rdflib_variable_is_not_a_string() -> None:
    with pytest.raises(ParameterError, match="Variable has no counterpart in RDF"):
        render(rdflib.Variable("x"))


@pytest.mark.parametrize("write", [to_term, render, spell])
def test_an_integer_of_more_digits_than_python_writes(write: Callable[[object], object]) -> None:
    with pytest.raises(ParameterError, match="so many digits") as caught:
        write(10**5000)
    assert "Literal" in str(caught.value)
    assert render(Literal("1" + "0" * 5000, f"{XSD}integer")).startswith('"1000')


def test_an_integer_too_long_to_quote_is_named_in_the_error() -> None:
    with pytest.raises(ParameterError, match="not an int of too many digits to write") as caught:
        atsmu_kg.load().queries.certainly_at_least(floor=10**5000)
    assert "value=an int of too many digits" in repr(caught.value)
