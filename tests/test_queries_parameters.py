"""Parameters: the values that each type takes, and what they become in a query."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from atsmu_kg.errors import ParameterError
from atsmu_kg.queries.parameters import MOST_KNOWN, TYPES, Parameter
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI, expand
from atsmu_kg.rdf.terms import Literal as OtherLiteral
from atsmu_kg.rdf.terms import Text, render

LIBRARY = IRI("https://w3id.org/atsmu-kg/id/library")


def parameter(type: str, **more: Any) -> Parameter:
    return Parameter("query", {"name": "x", "variable": "_x", "type": type, **more})


@pytest.mark.parametrize(
    ("type", "value", "rendered"),
    [
        ("iri", "atsmu:library", render(LIBRARY)),
        ("iri", str(LIBRARY), render(LIBRARY)),
        ("iri", f"<{LIBRARY}>", render(LIBRARY)),
        ("iri", LIBRARY, render(LIBRARY)),
        ("iri", NamedNode(LIBRARY), render(LIBRARY)),
        ("iri", rdflib.URIRef(LIBRARY), render(LIBRARY)),
        ("string", 'a "b"', r'"a \"b\""'),
        ("string", Text("да", "ru"), '"да"'),
        ("xsd:integer", -5, render(-5)),
        ("xsd:integer", np.int64(5), render(5)),
        ("xsd:integer", rdflib.Literal(5), render(5)),
        ("xsd:decimal", 5, render(Decimal(5))),
        ("xsd:decimal", 0.1, render(Decimal("0.1"))),
        ("xsd:decimal", Decimal("0.10"), render(Decimal("0.10"))),
        ("xsd:gYear", 1939, render(Year(1939))),
        ("xsd:gYear", Year(1939), render(Year(1939))),
        ("xsd:boolean", True, render(True)),
    ],
)
def test_a_value_of_its_type(type: str, value: Any, rendered: str) -> None:
    assert parameter(type).render(value) == rendered


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("iri", 5),
        ("iri", "library"),
        ("iri", Text("atsmu:library", "en")),
        ("iri", rdflib.Literal("atsmu:library")),
        ("string", 5),
        ("string", LIBRARY),
        ("string", b"a"),
        ("xsd:integer", True),
        ("xsd:integer", "5"),
        ("xsd:integer", 5.0),
        ("xsd:integer", OtherLiteral("five", expand("xsd:integer"))),
        ("xsd:decimal", float("nan")),
        ("xsd:decimal", "0.1"),
        ("xsd:decimal", False),
        ("xsd:gYear", "1939"),
        ("xsd:boolean", 1),
    ],
)
def test_a_value_of_another_type(type: str, value: Any) -> None:
    with pytest.raises(ParameterError, match=f"query takes {TYPES[type]}") as caught:
        parameter(type, example="x").render(value)
    assert (caught.value.query, caught.value.parameter, caught.value.expected) == ("query", "x", type)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("iri", "atsmu:library", "atsmu:library"),
        ("string", "5", "5"),
        ("xsd:integer", "-5", -5),
        ("xsd:decimal", "0.50", Decimal("0.50")),
        ("xsd:gYear", "1939", Year(1939)),
        ("xsd:boolean", "false", False),
    ],
)
def test_a_text_stands_for_a_value(type: str, text: str, value: Any) -> None:
    read = parameter(type).from_text(text)
    assert read == value
    assert parameter(type).render(read) == parameter(type).render(value)


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("xsd:integer", "5.0"),
        ("xsd:integer", ""),
        ("xsd:decimal", "1e3"),
        ("xsd:gYear", "39"),
        ("xsd:boolean", "yes"),
    ],
)
def test_a_text_that_stands_for_no_value(type: str, text: str) -> None:
    with pytest.raises(ParameterError, match=TYPES[type]):
        parameter(type).from_text(text)


def test_choices_are_compared_as_terms() -> None:
    kind = parameter("iri", choices=["akg:Exactly", "akg:About"], example="akg:About")
    assert kind.render(expand("akg:Exactly")) == kind.render("akg:Exactly")
    with pytest.raises(ParameterError, match="takes one of akg:Exactly, akg:About"):
        kind.render("akg:MoreThan")


@pytest.mark.parametrize(
    ("type", "annotation"),
    [
        ("iri", str),
        ("string", str),
        ("xsd:integer", int),
        ("xsd:decimal", int | float | Decimal),
        ("xsd:gYear", int),
        ("xsd:boolean", bool),
    ],
)
def test_the_python_type_of_a_type(type: str, annotation: Any) -> None:
    assert parameter(type).annotation == annotation
    assert type in TYPES


def test_the_python_type_of_choices() -> None:
    assert parameter("string", choices=["en", "ru"]).annotation == Literal["en", "ru"]


@given(st.integers())
def test_integers_come_back_from_texts(number: int) -> None:
    assert parameter("xsd:integer").from_text(str(number)) == number


def test_what_is_remembered_is_bounded() -> None:
    word = parameter("string")
    for number in range(2 * MOST_KNOWN):
        assert word.render(f"word {number}") == f'"word {number}"'
    assert len(word._known) == MOST_KNOWN
