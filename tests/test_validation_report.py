"""A report: order, groups, counts, messages and labels in the reader's language, and its formats."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.validation import Report, validate, validate_files

EX = "https://example.org/"
PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPES = """
ex:CityShape a sh:NodeShape ; sh:targetClass ex:City ;
    sh:property [ sh:path ex:size ; sh:maxCount 1 ;
            sh:message "Keep one size."@en , "Оставьте один размер."@ru ] ,
        [ sh:path ex:founded ; sh:datatype xsd:gYear ; sh:severity sh:Info ;
            sh:message "Write {?value} as a year."@en , "Санаро ҳамчун сол нависед: {?value}."@tg ] ,
        [ sh:path ( ex:size ex:unit ) ; sh:maxCount 0 ] .
ex:NameShape a sh:NodeShape ; sh:targetSubjectsOf ex:name ; sh:severity sh:Warning ;
    sh:message "fallback" ; sh:not [ sh:class ex:City ] .
"""
DATA = """
ex:dushanbe a ex:City ; skos:prefLabel "Dushanbe"@en , "Душанбе"@ru , "Душанбе"@tg ;
    ex:size 1 , 2 ;
    ex:founded "1924"^^xsd:gYear , "May 1924" ;
    ex:name "<b>Душанбе</b> & Co"@tg .
ex:khujand a ex:City ; rdfs:label "Khujand" ; ex:size 1 , 2 .
ex:kulob a ex:City ; ex:size 1 , 2 .
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(PREFIXES + SHAPES, encoding="utf-8")
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    return shapes, data


@pytest.fixture
def report(files: tuple[Path, Path]) -> Report:
    return validate_files(files[1], files[0])


def test_results_come_gravest_first(report: Report) -> None:
    assert [result.severity.rpartition("#")[2] for result in report] == [
        *["Violation"] * 3,
        "Warning",
        "Info",
    ]
    assert report.counts() == {"Violation": 3, "Warning": 1, "Info": 1}
    assert not report.conforms
    assert len(report) == len(list(report)) == len(report.results)


def test_results_are_python_values(report: Report) -> None:
    year = report.results[-1]
    assert year.focus_node == IRI(f"{EX}dushanbe")
    assert isinstance(year.focus_node, IRI)
    assert (year.path, year.value) == (f"{EX}founded", "May 1924")
    assert year.component == "http://www.w3.org/ns/shacl#DatatypeConstraintComponent"
    warning = report.results[-2]
    assert (warning.path, warning.value) == (None, IRI(f"{EX}dushanbe"))


def test_groups_are_by_named_shape(report: Report) -> None:
    groups = report.by_shape()
    assert {shape: len(results) for shape, results in groups.items()} == {
        f"{EX}CityShape": 4,
        f"{EX}NameShape": 1,
    }
    assert [result for results in groups.values() for result in results if result.focus_label] != []


@pytest.mark.parametrize(
    ("lang", "labels", "messages"),
    [
        ("en", {"Dushanbe", "Khujand", None}, {"Keep one size.", "Write May 1924 as a year.", "fallback"}),
        (
            "ru",
            {"Душанбе", "Khujand", None},
            {"Оставьте один размер.", "Write May 1924 as a year.", "fallback"},
        ),
        (
            "tg",
            {"Душанбе", "Khujand", None},
            {"Keep one size.", "Санаро ҳамчун сол нависед: May 1924.", "fallback"},
        ),
    ],
)
def test_messages_and_labels_are_in_the_language(
    lang: str, labels: set[str | None], messages: set[str], files: tuple[Path, Path]
) -> None:
    report = validate_files(files[1], files[0], lang=lang)
    assert {result.focus_label for result in report} == labels
    assert {result.message for result in report} == messages


def test_another_language_is_refused(files: tuple[Path, Path]) -> None:
    with pytest.raises(ParameterError, match="'fr' is not a language"):
        validate_files(files[1], files[0], lang="fr")  # type: ignore[arg-type]


def test_places(report: Report, files: tuple[Path, Path]) -> None:
    where = {(result.focus_node.rpartition("/")[2], result.short_path): result.line for result in report}
    city = "<https://example.org/size>"
    assert where == {
        ("dushanbe", city): 6,
        ("khujand", city): 9,
        ("kulob", city): 10,
        ("dushanbe", None): 5,
        ("dushanbe", "<https://example.org/founded>"): 7,
    }
    assert {result.file for result in report} == {str(files[1])}
    assert report.results[0].place == f"{files[1]}:6"


def test_without_files_there_are_no_places(files: tuple[Path, Path]) -> None:
    report = validate(ox.parse(path=str(files[1])), files[0])
    assert {(result.file, result.line, result.place) for result in report} == {(None, None, "")}
    assert report.results == validate_files(files[1], files[0]).results, (
        "places are not part of what a result says"
    )


def test_text_is_grouped_and_says_what_to_do(report: Report, files: tuple[Path, Path]) -> None:
    text = report.to_text()
    assert text.splitlines()[0] == (
        "Does not conform: 5 results (3 violations, 1 warning, 1 info) in 3 focus nodes against 6 shapes."
    )
    assert f"  violation  <{EX}dushanbe> (Dushanbe)  <{EX}size>  ({files[1]}:6)\n    Keep one size.\n" in text
    assert str(report) == text


def test_twenty_thousand_results_make_a_short_text(report: Report) -> None:
    many = [replace(report.results[0], focus_term=ox.NamedNode(f"{EX}n{number}")) for number in range(20_000)]
    report = replace(report, results=tuple(many))
    assert "… and 19,995 more" in report.to_text()
    assert len(report.to_text()) < 2_000
    assert len(report.to_html()) < 10_000
    assert report.to_text(limit=None).count("violation  ") == 20_000


def test_long_values_are_cut(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(
        PREFIXES + "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxLength 5 ] ."
    )
    data.write_text(PREFIXES + f'ex:a ex:p """{"x" * 5000}\n""" .')
    report = validate_files(data, shapes)
    assert len(report.to_text()) < 600
    assert len(next(iter(report)).value) == 5001


def test_values_are_spelled_as_in_turtle(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(
        PREFIXES + "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:in () ] ."
    )
    data.write_text(PREFIXES + 'ex:a ex:p 300 , "да"@ru , "1939"^^ex:year , ex:b .')
    report = validate_files(data, shapes)
    for value in ('"300"^^xsd:integer', '"да"@ru', f'"1939"^^<{EX}year>', f"<{EX}b>"):
        assert f"<{EX}a>  <{EX}p>  {value}  ({data}:" in report.to_text()
    assert '"datatype": "http://www.w3.org/2001/XMLSchema#integer"' in report.to_json()


def test_a_long_message_is_wrapped_to_its_end(report: Report) -> None:
    said = f"Let it be {'one or ' * 60}the other, as in <{EX}{'x-' * 30}>: then all is well."
    text = replace(report, results=(replace(report.results[0], message=said),)).to_text()
    lines = text.splitlines()[4:]
    assert len(lines) > 4
    assert all(line.startswith("    ") and len(line) <= 100 for line in lines)
    assert " ".join(map(str.strip, lines)) == said


def test_a_message_that_quotes_a_document_is_cut(report: Report) -> None:
    for said in ("many words " * 5000, "x" * 50_000):
        text = replace(report, results=(replace(report.results[0], message=said),)).to_text()
        assert len(text.splitlines()) < 20
        assert text.endswith(" …\n")
        assert len(text) < 2000


def test_html_is_escaped(tmp_path: Path, files: tuple[Path, Path]) -> None:
    shapes = tmp_path / "more.ttl"
    shapes.write_text(
        f"""{PREFIXES} ex:S sh:targetNode ex:dushanbe ;
            sh:property [ sh:path ex:name ; sh:maxLength 1 ; sh:message "<i>{{?value}}</i>" ] ."""
    )
    report = validate_files(files[1], shapes)
    html = report.to_html()
    assert "&lt;b&gt;Душанбе&lt;/b&gt; &amp; Co" in html
    assert "&lt;i&gt;" in html
    assert "<b>Душанбе" not in html
    assert html == report._repr_html_()
    assert html.count("<section") == html.count("</section>") == 1
    assert html.count("<tr>") == html.count("</tr>")


def test_json_has_everything_and_is_stable(report: Report, files: tuple[Path, Path]) -> None:
    told = json.loads(report.to_json())
    assert (told["conforms"], told["focusNodes"], told["shapes"]) == (False, 3, 6)
    assert told["results"][-1] == {
        "severity": "http://www.w3.org/ns/shacl#Info",
        "sourceShape": f"{EX}CityShape",
        "focusNode": {"type": "uri", "value": f"{EX}dushanbe"},
        "focusLabel": "Dushanbe",
        "path": f"{EX}founded",
        "value": {"type": "literal", "value": "May 1924"},
        "message": "Write May 1924 as a year.",
        "component": "http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
        "file": str(files[1]),
        "line": 7,
    }


def test_json_is_the_same_under_every_hash_seed(files: tuple[Path, Path]) -> None:
    program = """
import sys
from atsmu_kg.validation import validate_files
for engine in ("pyshacl", "shifty"):
    report = validate_files(sys.argv[2], sys.argv[1], engine=engine)
    sys.stdout.write(report.to_json() + report.to_text() + report.to_html())
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", program, *map(str, files)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(told) == 1


def test_data_frame(report: Report) -> None:
    pytest.importorskip("pandas")
    frame = report.to_dataframe()
    assert list(frame.columns) == [
        *("severity", "shape", "focus_node", "label", "path", "value", "message", "component", "file", "line")
    ]
    assert len(frame) == 5
    assert str(frame["line"].dtype) == "Int64"
    assert frame["line"].tolist() == [result.line for result in report]
    assert frame["component"].iloc[-1] == "sh:DatatypeConstraintComponent"


def test_data_frame_of_an_empty_report_has_its_columns() -> None:
    pytest.importorskip("pandas")
    frame = Report(results=(), focus_nodes=1, shapes=1, engine="pyshacl").to_dataframe()
    assert len(frame) == 0
    assert "line" in frame.columns


def test_rdf_is_a_w3c_report(report: Report) -> None:
    triples = [quad.triple for quad in ox.parse(report.to_rdf(), format=ox.RdfFormat.TURTLE)]
    sh = "http://www.w3.org/ns/shacl#"
    assert sum(triple.predicate.value == f"{sh}result" for triple in triples) == 5
    assert ox.Literal(False) in {
        triple.object for triple in triples if triple.predicate.value == f"{sh}conforms"
    }
    assert ox.Literal("May 1924") in {
        triple.object for triple in triples if triple.predicate.value == f"{sh}value"
    }


def test_a_report_without_targets_says_that_nothing_was_checked(files: tuple[Path, Path]) -> None:
    data = ox.parse(f"<{EX}a> <{EX}b> 1 .", format=ox.RdfFormat.TURTLE)
    report = validate(data, files[0])
    assert report.conforms
    assert report.focus_nodes == 0
    assert report.to_text() == "Nothing was checked: no target of 6 shapes is in the data.\n"
    assert "differs" in report.to_html()


def test_a_good_report_says_how_much_was_checked(files: tuple[Path, Path]) -> None:
    data = ox.parse(f"<{EX}a> a <{EX}City> .", format=ox.RdfFormat.TURTLE)
    assert validate(data, files[0]).to_text() == "Conforms: 1 focus node against 6 shapes.\n"


def test_a_report_is_neither_true_nor_false(report: Report) -> None:
    with pytest.raises(TypeError, match=r"report\.conforms"):
        bool(report)


def test_a_repeated_result_is_told_once() -> None:
    shapes = f"""{PREFIXES} ex:S sh:targetNode ex:a ; sh:targetSubjectsOf ex:p ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:minCount 2 ; sh:targetNode ex:a ."""
    data = ox.parse(f"<{EX}a> <{EX}p> 1 .", format=ox.RdfFormat.TURTLE)
    assert len(validate(data, ox.parse(shapes, format=ox.RdfFormat.TURTLE))) == 1


def test_values_that_differ_in_form_only_are_two_results() -> None:
    shapes = PREFIXES + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minInclusive 10 ] ."
    data = list(ox.parse(f'<{EX}a> <{EX}p> 7 , 007 , "x"@en .', format=ox.RdfFormat.TURTLE))
    for engine in ("pyshacl", "shifty"):
        report = validate(data, ox.parse(shapes, format=ox.RdfFormat.TURTLE), engine=engine)
        assert sorted(str(result.value_term) for result in report) == [
            '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"x"@en',
        ]
        assert Text("x", "en") in [result.value for result in report]


MESSAGES = '''
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
ex:S sh:targetNode ex:a ; sh:message "of the shape" ; sh:sparql [ sh:prefixes ex: ;
        sh:message "{$this} {?value} {?sum} {?other} {?lost} {$path}"@en ;
        sh:select """SELECT $this ?value ?path ?sum ?other WHERE {
            $this ?path ?value ; ex:o ?other BIND (?value / 2 AS ?sum) }""" ] ,
    [ sh:prefixes ex: ; sh:select "SELECT $this ?value WHERE { $this ex:o ?value }" ] .
'''


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_messages_show_what_the_query_binds(engine: str) -> None:
    data = ox.parse(f"<{EX}a> <{EX}p> 9 ; <{EX}o> <{EX}x> .", format=ox.RdfFormat.TURTLE)
    report = validate(data, ox.parse(PREFIXES + MESSAGES, format=ox.RdfFormat.TURTLE), engine=engine)
    said = {result.message for result in report if result.value == 9 or result.path is None}
    assert said == {f"<{EX}a> 9 4.5 <{EX}x> {{?lost}} <{EX}p>", "of the shape"}


def test_a_report_can_be_pickled() -> None:
    empty = Report((), 0, 0, "pyshacl")
    assert pickle.loads(pickle.dumps(empty)) == empty
