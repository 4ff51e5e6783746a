"""Terms and values: there and back, and as engines see what `render` and `bind` make of them."""

from __future__ import annotations

import copy
import pickle
import string
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.datatypes import DATATYPES, XSD, Year, python_value, well_formed
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, RDF, checked
from atsmu_kg.rdf.terms import (
    BNode,
    Literal,
    Text,
    readable,
    render,
    spell,
    to_python,
    to_term,
    with_language,
)
from atsmu_kg.sparql.binding import bind

XSD_YEAR = IRI(f"{XSD}gYear")

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def typed(lexical: str, datatype: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(datatype if ":" in datatype else XSD + datatype))


def same(one: object, other: object) -> bool:
    """Equal, of one type, and NaN equal to NaN."""
    return type(one) is type(other) and (one == other or (one != one and other != other))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (ox.NamedNode("https://ror.org/"), IRI("https://ror.org/")),
        (ox.BlankNode("b1"), BNode("b1")),
        (ox.Literal("x"), "x"),
        (ox.Literal("1939"), "1939"),
        (ox.Literal("да", language="ru"), Text("да", "ru")),
        (ox.Literal("نعم", language="ar", direction=ox.BaseDirection.RTL), Text("نعم", "ar--rtl")),
        (typed("https://ror.org/", "anyURI"), "https://ror.org/"),
        (typed("007", "integer"), 7),
        (typed("-128", "byte"), -128),
        (typed("18446744073709551615", "unsignedLong"), 2**64 - 1),
        (typed("+5", "nonNegativeInteger"), 5),
        (typed("68.80", "decimal"), Decimal("68.80")),
        (typed(".5", "decimal"), Decimal("0.5")),
        (typed("1.5e3", "double"), 1500.0),
        (typed("INF", "double"), float("inf")),
        (typed("-INF", "float"), float("-inf")),
        (typed("NaN", "float"), float("nan")),
        (typed("1", "boolean"), True),
        (typed("false", "boolean"), False),
        (typed("1939-02-28", "date"), date(1939, 2, 28)),
        (typed("1939-02-28T12:00:00.5Z", "dateTime"), datetime(1939, 2, 28, 12, 0, 0, 500000, UTC)),
        (typed("12:00:00+05:00", "time"), time(12, tzinfo=timezone(timedelta(hours=5)))),
        (typed("1939", "gYear"), Year(1939)),
        (typed("-0044", "gYear"), Year(-44)),
        (typed("P1DT2H3M4.5S", "dayTimeDuration"), timedelta(1, 7384, 500000)),
        (typed("-PT36H", "dayTimeDuration"), -timedelta(1.5)),
        (typed("POINT(68.8 38.6)", WKT), Literal("POINT(68.8 38.6)", WKT)),
        (typed("P1Y", "duration"), Literal("P1Y", XSD + "duration")),
        (ox.Triple(ox.BlankNode("s"), ox.NamedNode("a:p"), ox.Literal(1)), (BNode("s"), IRI("a:p"), 1)),
        (None, None),
    ],
    ids=str,
)
def test_terms_have_the_values_that_python_has_for_them(term: Any, value: object) -> None:
    assert same(to_python(term), value)


@pytest.mark.parametrize(
    ("datatype", "lexical"),
    [
        *[
            ("integer", lexical)
            for lexical in ("", "forty", " 1", "1 ", "1_000", "٣", "1.0", "0x1", "--1", "9" * 5000)
        ],
        *[("byte", lexical) for lexical in ("128", "-129")],
        *[("unsignedByte", lexical) for lexical in ("256", "-1")],
        *[("positiveInteger", "0"), ("negativeInteger", "0"), ("nonPositiveInteger", "1")],
        *[("decimal", lexical) for lexical in ("1e3", "NaN", ".", "INF", "1,5", "٣.٥")],
        *[("double", lexical) for lexical in ("1e999", "nan", "inf", "infinity", "1_0.0", "0x1p3", "1 ")],
        *[("boolean", lexical) for lexical in ("True", "yes", "")],
        *[
            ("date", lexical)
            for lexical in ("1939-02-30", "1939-2-3", "19390203", "1939-02-28Z", "0000-01-01")
        ],
        *[("date", lexical) for lexical in ("-0044-03-15", "12345-01-01", "1939-W01-1")],
        *[("dateTime", lexical) for lexical in ("1939-02-28", "1939-02-28 12:00:00", "1939-02-28T12:00")],
        *[("dateTime", lexical) for lexical in ("1939-02-28T25:00:00", "1939-02-28T12:00:00.1234567")],
        *[("dateTime", lexical) for lexical in ("1939-02-28T12:00:00+15:00", "1939-02-28T12:00:00+0500")],
        *[("time", lexical) for lexical in ("12:00", "12:60:00", "T12:00:00", "12:00:00,5")],
        *[
            ("gYear", lexical)
            for lexical in ("39", "+1939", "01939", "1939Z", "1939-01-01", "٣٣٣٣", "1" * 5000)
        ],
        *[
            ("dayTimeDuration", lexical)
            for lexical in ("P", "PT", "P1DT", "P1Y", "PT1.S", "+P1D", "PT1.1234567S")
        ],
        *[("dayTimeDuration", lexical) for lexical in (f"P{'9' * 20}D", f"P{'9' * 5000}D", "P1H")],
    ],
)
def test_a_lexical_form_without_a_value_is_kept(datatype: str, lexical: str) -> None:
    value = to_python(typed(lexical, datatype))
    assert value == Literal(lexical, XSD + datatype)
    assert to_term(value) == typed(lexical, datatype)


@given(
    st.text(),
    st.sampled_from(["integer", "decimal", "double", "date", "dateTime", "time", "gYear", "dayTimeDuration"]),
)
def test_no_lexical_form_raises_or_is_dropped(lexical: str, datatype: str) -> None:
    assert to_python(typed(lexical, datatype)) is not None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", '"x"'),
        (True, f'"true"^^<{XSD}boolean>'),
        (1, f'"1"^^<{XSD}integer>'),
        (-1, f'"-1"^^<{XSD}integer>'),
        (1e22, f'"1E+22"^^<{XSD}double>'),
        (float("nan"), f'"NaN"^^<{XSD}double>'),
        (float("-inf"), f'"-INF"^^<{XSD}double>'),
        (Decimal("1E+3"), f'"1000"^^<{XSD}decimal>'),
        (Decimal("1E-7"), f'"0.0000001"^^<{XSD}decimal>'),
        (Decimal("68.80"), f'"68.80"^^<{XSD}decimal>'),
        (Year(800), f'"0800"^^<{XSD}gYear>'),
        (date(1939, 1, 2), f'"1939-01-02"^^<{XSD}date>'),
        (datetime(1939, 1, 2, tzinfo=UTC), f'"1939-01-02T00:00:00+00:00"^^<{XSD}dateTime>'),
        (time(1, 2), f'"01:02:00"^^<{XSD}time>'),
        (timedelta(0), f'"P0DT0S"^^<{XSD}dayTimeDuration>'),
        (-timedelta(1.5, 0, 5), f'"-P1DT43200.000005S"^^<{XSD}dayTimeDuration>'),
        (Text("да", "RU"), '"да"@ru'),
        (Text("نعم", "ar--rtl"), '"نعم"@ar--rtl'),
        (Literal("P1Y", XSD + "duration"), f'"P1Y"^^<{XSD}duration>'),
        (IRI("https://ror.org/"), "<https://ror.org/>"),
        (BNode("b1"), "_:b1"),
        (
            (IRI("a:s"), IRI("a:p"), (IRI("a:s"), IRI("a:p"), "o")),
            '<<( <a:s> <a:p> <<( <a:s> <a:p> "o" )>> )>>',
        ),
        ('"\\\n\r\t\0\x7f', r'"\"\\\n\r\t\U00000000\U0000007F"'),
        ("\\u0041 \\U00000041 u", r'"\\\U000000750041 \\\U0000005500000041 u"'),
    ],
    ids=repr,
)
def test_rendered_forms(value: object, text: str) -> None:
    assert render(value) == text
    assert render(to_term(value)) == text


@pytest.mark.parametrize(
    ("foreign", "value"),
    [
        (rdflib.URIRef("https://ror.org/"), IRI("https://ror.org/")),
        (rdflib.BNode("b1"), BNode("b1")),
        (rdflib.Literal("x"), "x"),
        (rdflib.Literal("x", datatype=rdflib.XSD.string), "x"),
        (rdflib.Literal("да", lang="ru"), Text("да", "ru")),
        (rdflib.Literal("007", datatype=rdflib.XSD.integer, normalize=False), 7),
        (rdflib.Literal("1939", datatype=rdflib.XSD.gYear), Year(1939)),
        (np.int64(7), 7),
        (np.uint8(7), 7),
        (np.float64(1.5), 1.5),
        (np.float32(1.5), 1.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (pd.Timestamp("1939-01-02T03:04:05.5"), datetime(1939, 1, 2, 3, 4, 5, 500000)),
        (pd.Timedelta("1 day"), timedelta(1)),
    ],
    ids=repr,
)
def test_terms_of_rdflib_and_scalars_of_numpy_and_pandas(foreign: object, value: object) -> None:
    assert same(to_python(to_term(foreign)), value)


def test_the_characters_of_an_rdflib_literal_are_kept() -> None:
    literal = rdflib.Literal("007", datatype=rdflib.XSD.integer, normalize=False)
    assert render(literal) == f'"007"^^<{XSD}integer>'


def test_text_knows_its_language() -> None:
    text = Text("gift", "EN")
    assert (text.lang, str(text), len(text)) == ("en", "gift", 4)
    assert type(str(text)) is str
    assert text == Text("gift", "en")
    assert text != Text("gift", "de")
    assert text != Text("Gift", "en")
    assert text != "gift"
    assert "gift" != text  # noqa: SIM300
    assert len({text, Text("gift", "en"), Text("gift", "de"), "gift"}) == 3
    assert repr(text) == "Text('gift', 'en')"


def test_years_are_numbers_that_look_like_years() -> None:
    assert Year(1939) == 1939
    assert f"{Year(1939)}" == "1939"
    assert [str(Year(year)) for year in (0, 800, -44, 12345)] == ["0000", "0800", "-0044", "12345"]
    assert repr(Year(1939)) == "Year(1939)"
    assert sorted([Year(2000), Year(1939)]) == [1939, 2000]


def test_literals_are_equal_by_both_parts() -> None:
    literal = Literal("x", WKT)
    assert literal == Literal("x", WKT)
    assert literal != Literal("x", XSD + "token")
    assert literal != "x"
    assert len({literal, Literal("x", WKT)}) == 1
    assert (str(literal), literal.datatype.curie) == ("x", "geo:wktLiteral")
    assert repr(literal) == f"Literal('x', '{WKT}')"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
@pytest.mark.parametrize(
    "value", [Text("x", "en"), Literal("x", WKT), Year(1), BNode("b"), IRI("a:b")], ids=repr
)
def test_values_survive_pickle_and_copy(value: object, again: Callable[[object], object]) -> None:
    assert same(again(value), value)
    assert repr(again(value)) == repr(value)


def is_iri(text: str) -> bool:
    try:
        ox.NamedNode(checked(text))
    except (ParameterError, ValueError):
        return False
    return True


# What may break out of a string, an IRI or a comment, or change when escapes are replaced before parsing.
nasty = st.text(
    st.sampled_from("\"'\\\n\r\t\b\f\0\x7f uU0041nt{}<>()^@#?$.;:,-%&|`~é\x85\u2028\ufeff\uffff𐀀")
)
texts = st.text() | nasty
iris = (
    (st.text(string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@/?#é中𐀀") | nasty)
    .map(lambda tail: f"http://example.org/{tail}")
    .filter(is_iri)
    .map(IRI)
)
languages = st.sampled_from(
    ["en", "ru", "tg", "zh-hant", "en-us", "sl-rozaj-biske-1994", "de-ch-x-phonebk", "x-own"]
)
zones = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
values = st.one_of(
    texts,
    st.builds(Text, texts, languages),
    st.builds(Literal, texts, iris | st.sampled_from([WKT, XSD + "integer", XSD + "gYear", XSD + "gMonth"])),
    iris,
    st.booleans(),
    st.integers(),
    st.integers(-(10**60), 10**60),
    st.floats(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17, places=12),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.integers(-9999, 99999).map(Year),
    st.dates(),
    st.datetimes(timezones=zones),
    st.times(timezones=zones),
    st.timedeltas(),
)


@given(values)
def test_values_come_back_from_terms(value: object) -> None:
    back = to_python(to_term(value))
    assert same(back, value) or to_term(back) == to_term(value)


@given(values)
def test_what_is_rendered_is_one_term_of_n_triples(value: object) -> None:
    [quad] = ox.parse(f"<a:s> <a:p> {render(value)} .", format=ox.RdfFormat.N_TRIPLES)
    assert quad.object == to_term(value)


ours = st.builds("{}{}".format, st.sampled_from(sorted(PREFIXES.values())), texts).filter(is_iri).map(IRI)
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


@given(
    values | ours | st.builds(Literal, texts, ours.filter(lambda iri: not iri.endswith("angString"))), ours
)
def test_what_is_spelled_is_turtle_with_our_prefixes(value: object, predicate: IRI) -> None:
    statement = spell(IRI("a:s"), predicate, value)
    [triple] = ox.parse(f"{HEADER}{statement} .", format=ox.RdfFormat.TURTLE)
    assert triple == ox.Quad(ox.NamedNode("a:s"), to_term(predicate), to_term(value))


@pytest.mark.parametrize(
    ("term", "spelled"),
    [
        (ox.NamedNode("https://w3id.org/atsmu-kg/id/country/TJ"), "country:TJ"),
        (ox.NamedNode("https://example.org/a"), "<https://example.org/a>"),
        (ox.BlankNode("b1"), "_:b1"),
        (typed("007", "integer"), '"007"^^xsd:integer'),
        (typed("forty", "integer"), '"forty"^^xsd:integer'),
        (typed("5", "byte"), '"5"^^xsd:byte'),
        (typed("POINT(68.8 38.6)", WKT), '"POINT(68.8 38.6)"^^geo:wktLiteral'),
        (typed("x", "https://example.org/d"), '"x"^^<https://example.org/d>'),
        (ox.Literal('say "да"', language="ru"), '"say \\"да\\""@ru'),
        (
            ox.Triple(ox.BlankNode("s"), ox.NamedNode(RDF.type), ox.Literal(1)),
            '<<( _:s rdf:type "1"^^xsd:integer )>>',
        ),
    ],
    ids=str,
)
def test_terms_are_spelled_for_readers(term: Any, spelled: str) -> None:
    assert spell(term) == spelled


EVERYWHERE = """
SELECT ?place ?v {
  { BIND("bind" AS ?place) BIND(?x AS ?v) }
  UNION { VALUES (?place ?v) { ("values"?x)} }
  UNION { ?s <a:p> ?v FILTER(sameTerm(?v,?x)) BIND("filter" AS ?place) } # "?x" '?x
  UNION { ?s <a:p>?x. ?s <a:p> ?v BIND("object" AS ?place) }
  UNION { SELECT ("select" AS ?place) (?x AS ?v) {} }
}
"""
PLACES = ["bind", "filter", "object", "select", "values"]
PARTS = "SELECT (STR(?x) AS ?text) (LANG($x) AS ?lang) (DATATYPE(?x) AS ?datatype) WHERE {}"


def oxigraph(query: str, term: Any) -> list[list[Any]]:
    store = ox.Store()
    subjects = [ox.NamedNode("a:s"), ox.NamedNode("a:t")]
    store.extend(
        ox.Quad(s, ox.NamedNode("a:p"), o)
        for s, o in zip(subjects, [term, ox.NamedNode("a:decoy")], strict=True)
    )
    return [list(row) for row in store.query(query)]  # type: ignore[union-attr, arg-type]


def rdflib_memory(query: str, term: Any) -> list[list[Any]]:
    graph = rdflib.Graph()
    node = (
        rdflib.URIRef(term.value)
        if isinstance(term, ox.NamedNode)
        else rdflib.Literal(term.value, lang=term.language)
        if term.language
        else rdflib.Literal(
            term.value, datatype=None if term.datatype.value == XSD + "string" else term.datatype.value
        )
    )
    graph.add((rdflib.URIRef("a:s"), rdflib.URIRef("a:p"), node))
    graph.add((rdflib.URIRef("a:t"), rdflib.URIRef("a:p"), rdflib.URIRef("a:decoy")))
    return [[None if cell is None else to_term(cell) for cell in row] for row in graph.query(query)]  # type: ignore[union-attr]


@pytest.fixture(params=[oxigraph, rdflib_memory], ids=["pyoxigraph", "rdflib"])
def engine(request: pytest.FixtureRequest) -> Iterator[Callable[[str, Any], list[list[Any]]]]:
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield request.param
    rdflib.NORMALIZE_LITERALS = normalize


once_for_all_examples = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once_for_all_examples
@given(value=values)
@example(value="\\u0041")
@example(value="\\\\U00000041")
@example(value='" } #')
@example(value="\\u0022 } #")
@example(value='"@en')
@example(value='"^^<a:b>')
@example(value='"""')
@example(value="?x $x")
@example(value="\0" + "0041")
@example(value=Literal('"', "http://example.org/#'"))
def test_engines_see_the_value_wherever_it_stands(engine: Callable[[str, Any], Any], value: object) -> None:
    term = to_term(value)
    rows = engine(bind(EVERYWHERE, {"x": render(value)}), term)
    assert sorted(place.value for place, _ in rows) == PLACES
    for place, seen in rows:
        assert same(to_python(seen), to_python(term)), place.value


@once_for_all_examples
@given(value=texts | st.builds(Text, texts, languages) | st.builds(Literal, texts, iris))
def test_engines_see_each_part_of_a_literal(engine: Callable[[str, Any], Any], value: object) -> None:
    term = to_term(value)
    [[text, lang, datatype]] = engine(bind(PARTS, {"x": render(value)}), term)
    assert isinstance(term, ox.Literal)
    assert (text.value, lang.value, datatype) == (term.value, term.language or "", term.datatype)


@pytest.mark.parametrize(
    ("query", "result"), [("?n-?x", 3), ("?n- ?x", 3), ("?n+?x", 1), ("?x-?n", -3), ("-?x", 1)]
)
def test_a_negative_number_keeps_its_sign_apart(
    engine: Callable[[str, Any], Any], query: str, result: int
) -> None:
    text = bind(f"SELECT ({query} AS ?v) {{ VALUES ?n {{ 2 }} }}", {"x": render(-1)})
    assert engine(text, ox.Literal(1)) == [[ox.Literal(result)]]


@pytest.mark.parametrize("name", sorted(DATATYPES))
@given(lexical=st.one_of(st.text(max_size=12), st.from_regex(r"[+-]?[0-9]{1,20}(\.[0-9]+)?", fullmatch=True)))
def test_a_value_in_python_is_of_a_lexical_form_that_the_datatype_allows(name: str, lexical: str) -> None:
    """The forms that Python's types hold are some of those that the datatype has."""
    datatype = DATATYPES[name]
    if datatype.kind not in ("", "string") and python_value(lexical, datatype.iri) is not None:
        assert well_formed(lexical, datatype.iri)


@pytest.mark.parametrize(
    ("value", "text", "told"),
    [
        (XSD_YEAR, "xsd:gYear", "xsd:gYear"),
        (ox.NamedNode(XSD_YEAR), "xsd:gYear", "xsd:gYear"),
        (Text("Эрон", "tg"), "Эрон", "Эрон @tg"),
        (ox.Literal("Эрон", language="tg"), "Эрон", "Эрон @tg"),
        (ox.Literal("007", datatype=ox.NamedNode(f"{XSD}integer")), "007", "007"),
        (Literal("forty", f"{XSD}integer"), "forty", "forty"),
        (True, "true", "true"),
        (Year(800), "0800", "0800"),
        (BNode("b1"), "_:b1", "_:b1"),
        (ox.BlankNode("b1"), "_:b1", "_:b1"),
        (
            (BNode("b"), XSD_YEAR, Text("да", "ru")),
            "<<( _:b xsd:gYear да @ru )>>",
            "<<( _:b xsd:gYear да @ru )>>",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_people_read_of_a_term_and_of_its_python_value(value: object, text: str, told: str) -> None:
    assert (readable(value), with_language(value)) == (text, told)
