"""Terms that the graph does not know are told after every answer, on every way to one."""

from __future__ import annotations

import copy
import pickle

import pytest
import shells
from loopback import serving

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


TOLD = [
    ("ASK { atsmu:university akg:cooperatesWith country:TJ }", "property", "akg:cooperatesWith"),
    ("ASK { atsmu:university akg:hasStudentsFrom country:XX }", "thing", "country:XX"),
    ("SELECT (COUNT(*) AS ?n) { ?f a akg:Facultie }", "class", "akg:Facultie"),
    ("SELECT (COUNT(*) AS ?n) { ?f a akg:FacultyCount }", "class", "akg:FacultyCount"),
    ("CONSTRUCT { ?f a akg:Mine } WHERE { ?f a akg:Facultie }", "class", "akg:Facultie"),
    ("SELECT ?f { ?f a akg:Faculty OPTIONAL { ?f akg:nam ?n } }", "property", "akg:nam"),
    ("SELECT ?f { ?f a akg:Faculty FILTER NOT EXISTS { ?f akg:nam ?n } }", "property", "akg:nam"),
    ("SELECT ?f { ?f a akg:Faculty MINUS { ?f a/akg:nam ?n } }", "property", "akg:nam"),
    ("SELECT ?f { VALUES ?f { country:ZZ } ?f akg:nam ?n }", "property", "akg:nam"),
    ("SELECT ?f { ?f a akg:Faculty FILTER(?f != country:ZZ) }", "thing", "country:ZZ"),
    ("SELECT ?n { GRAPH graph:editorials { ?f skos:prefLabel ?n } }", "graph", "graph:editorials"),
    ("DESCRIBE country:ZZ", "thing", "country:ZZ"),
    ("SELECT ?n { ?f skos:prefLabel ?n FILTER(LANG(?n) = 'tj') }", "language", '"tj"'),
    ("SELECT ?n { ?f skos:prefLabel ?n FILTER(LANG(?n) IN ('en', 'tj')) }", "language", '"tj"'),
    ("SELECT ?n { ?f skos:prefLabel ?n FILTER LANGMATCHES(LANG(?n), 'tj') }", "language", '"tj"'),
    ("SELECT ?f { ?f skos:prefLabel 'Тоҷикистон'@tj }", "language", '"tj"'),
]
SILENT = [
    "ASK { atsmu:university akg:hasStudentsFrom country:IN }",
    "SELECT ?f { VALUES (?f ?n) { (country:ZZ 'x'@tj) (<http://example.org/> 'y') } ?f ?p ?n }",
    "SELECT ?f { ?f ?p ?n } VALUES ?f { country:ZZ }",
    "CONSTRUCT { ?f <http://example.org/p> akg:Mine } WHERE { ?f a akg:Faculty }",
    "SELECT ?n { ?f skos:prefLabel ?n FILTER LANGMATCHES(LANG(?n), '*') }",
    "SELECT ?n { ?f skos:prefLabel ?n FILTER(LANG(?n) = '' || LANG(?n) = 'EN') }",
    "SELECT ?n { ?f skos:prefLabel ?n FILTER(DATATYPE(?n) = xsd:gYear && ?n != 'tj') }",
    "SELECT ?f { ?f a akg:Faculty ; !akg:nam ?n }",
    "SELECT ?f { GRAPH ?g { ?f a akg:Faculty } }",
]


@pytest.mark.parametrize(("text", "kind", "term"), TOLD)
def test_what_the_graph_does_not_know_is_told(
    kg: atsmu_kg.KnowledgeGraph, capsys: pytest.CaptureFixture[str], text: str, kind: str, term: str
) -> None:
    (warning,) = kg.query(text).warnings
    assert (warning.kind, warning.term) == (kind, term)
    assert warning.text == f"the graph knows no {kind} {term}"
    assert warning.place == f"line 1, column {warning.column}"
    assert text[warning.column - 1 :].startswith((term, "'"))


@pytest.mark.parametrize("text", SILENT)
def test_what_it_knows_or_the_author_brings_is_not(kg: atsmu_kg.KnowledgeGraph, text: str) -> None:
    assert kg.query(text).warnings == ()


def test_parameters_are_values_of_the_author(kg: atsmu_kg.KnowledgeGraph) -> None:
    text = "ASK { ?who akg:hasStudentsFrom ?country OPTIONAL { ?who skos:altLabel ?name } }"
    country = IRI("https://w3id.org/atsmu-kg/id/country/ZZ")
    assert kg.query(text, country=country, bindings={"name": Text("x", "tj")}).warnings == ()
    assert kg.queries.passages_mentioning(thing="country:ZZ").warnings == ()


def test_strict_takes_any_parameter(kg: atsmu_kg.KnowledgeGraph) -> None:
    country = IRI("https://w3id.org/atsmu-kg/id/country/ZZ")
    text = "ASK { ?who akg:hasStudentsFrom ?country FILTER(?who != country:XX) }"
    with pytest.raises(atsmu_kg.errors.QueryError, match="no thing country:XX"):
        kg.query(text, country=country, strict=True)
    assert not kg.query(text.replace("XX", "TJ"), country=country, strict=True)


def test_the_nearest_are_named(kg: atsmu_kg.KnowledgeGraph) -> None:
    for text, near in [
        ("ASK { ?f a akg:Facultie }", "akg:Faculty"),
        ("ASK { country:Iran ?p ?o }", "country:IR"),
        ("ASK { atsmu:universty ?p ?o }", "atsmu:university"),
        ("ASK { GRAPH graph:editorials { ?s ?p ?o } }", "graph:editorial"),
        ("ASK { ?s ?p 'x'@tj }", '"tg"'),
    ]:
        assert near in kg.query(text).warnings[0].nearest


def test_they_are_asked_for_when_they_are_wanted(
    kg: atsmu_kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(type(kg), "warnings", lambda _, text: asked.append(text) or ())
    answer = kg.query("ASK { ?f a akg:Facultis }")
    assert asked == []
    assert (answer.warnings, answer.warnings) == ((), ())
    assert asked == [answer.written]


def test_an_endpoint_is_asked_when_they_are_wanted(kg: atsmu_kg.KnowledgeGraph) -> None:
    with serving(kg.store.engine) as server, atsmu_kg.connect(server.url) as there:
        answer = there.query("ASK { ?f a akg:Facultie }")
        before = len(server.requests)
        assert answer.told() == ()
        assert len(server.requests) == before
        assert [each.term for each in answer.warnings] == ["akg:Facultie"]


def test_a_copy_has_those_that_were_asked_for(kg: atsmu_kg.KnowledgeGraph) -> None:
    answer = kg.query("ASK { ?f a akg:Facultie }")
    assert copy.copy(answer).warnings == ()
    assert [each.term for each in answer.warnings] == ["akg:Facultie"]
    assert [each.term for each in pickle.loads(pickle.dumps(answer)).warnings] == ["akg:Facultie"]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("ASK { ?f a akg:Facultie }", "table"),
        ("ASK { ?f a akg:Facultie }", "json"),
        ("SELECT ?f { ?f a akg:Facultie }", "csv"),
        ("SELECT ?f { ?f a akg:Faculty OPTIONAL { ?f a akg:Facultie } }", "table"),
        ("CONSTRUCT WHERE { ?f a akg:Facultie }", "turtle"),
    ],
)
def test_the_shell_tells_them_beside_the_answer(
    capsys: pytest.CaptureFixture[str], text: str, format: str
) -> None:
    main(["query", text, "--format", format])
    out, err = capsys.readouterr()
    column = text.index("akg:Facultie") + 1
    assert err.startswith(f"atsmu-kg: line 1, column {column}: the graph knows no class")
    assert "Did you mean akg:Faculty" in err
    assert "Facultie" not in out


def test_an_empty_table_has_told_them(capsys: pytest.CaptureFixture[str]) -> None:
    main(["query", "SELECT ?f { ?f a akg:Facultie }"])
    out, err = capsys.readouterr()
    assert "The graph does not know akg:Facultie." in out
    assert err == ""


def test_a_notebook_shows_them(kg: atsmu_kg.KnowledgeGraph) -> None:
    for text in (
        "ASK { ?f a akg:Facultie }",
        "SELECT (COUNT(*) AS ?n) { ?f a akg:Facultie }",
        "CONSTRUCT WHERE { ?f a akg:Facultie }",
    ):
        assert "the graph knows no class akg:Facultie" in kg.query(text)._repr_html_()
    assert kg.query("ASK { ?f a akg:Faculty }")._repr_html_() is None


def test_the_magic_tells_them(capsys: pytest.CaptureFixture[str]) -> None:
    shells.shell().run_cell("%%sparql --into answer\nASK { ?f a akg:Facultie }").raise_error()
    assert capsys.readouterr().err.startswith("line 2, column 12: the graph knows no class")
