"""File and line of each triple: exact for Turtle, TriG, N-Triples and N-Quads, whatever the layout."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.parsers.notation3 import SinkParser

from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.lines import Places, statements
from atsmu_kg.validation.paths import path_text

EX = "https://example.org/"
LAYOUT = """@prefix ex: <https://example.org/> .
ex:a ex:p 007 ,
   +5.0 , # a comment
   1e3, true,
   \"\"\"two
lines\"\"\" , [ ex:q ex:r ;
     ex:s ( 1
       2 ) ] .
_:x ex:p
  ex:o ; ex:z

  ex:a
  .
PREFIX other: <https://example.com/>
other:b a ex:C ; ex:p "x"@tg , 'y'^^ex:type .
[ ex:u ex:v ] .
"""


def lines(path: Path) -> dict[tuple[str, str, str], int | None]:
    def text(term: object) -> str:
        return "_" if isinstance(term, ox.BlankNode) else str(term).replace(EX, "")

    return {(text(s), text(p), text(o)): line for s, p, o, line in statements(str(path))}


def test_turtle(tmp_path: Path) -> None:
    file = tmp_path / "layout.ttl"
    file.write_text(LAYOUT, encoding="utf-8")
    found = lines(file)
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert found["<a>", "<p>", f'"007"^^<{xsd}integer>'] == 2
    assert found["<a>", "<p>", f'"+5.0"^^<{xsd}decimal>'] == 3
    assert found["<a>", "<p>", f'"1e3"^^<{xsd}double>'] == 4
    assert found["<a>", "<p>", f'"true"^^<{xsd}boolean>'] == 4
    assert found["<a>", "<p>", '"two\\nlines"'] == 5
    assert found["<a>", "<p>", "_"] == 6
    assert found["_", "<q>", "<r>"] == 6
    assert found["_", "<s>", "_"] == 7
    assert found["_", "<p>", "<o>"] == 10
    assert found["_", "<z>", "<a>"] == 12
    assert (
        found["<https://example.com/b>", f"<{'http://www.w3.org/1999/02/22-rdf-syntax-ns#'}type>", "<C>"]
        == 15
    )
    assert found["_", "<u>", "<v>"] == 16


@pytest.mark.parametrize("name", ["data/profile.trig", "data/authority.trig", "ontology/atsmu-kg.ttl"])
def test_the_packaged_files_are_read_as_they_are_written(name: str, root: Path) -> None:
    found = {(s, p, o) for s, p, o, _ in statements(str(root / name))}
    assert found == {(q.subject, q.predicate, q.object) for q in ox.parse(path=str(root / name))}


@pytest.mark.parametrize("name", ["data/profile.trig", "ontology/atsmu-kg.ttl"])
def test_each_line_has_what_it_is_said_to_have(name: str, root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8").splitlines()
    for _, _, value, line in statements(str(root / name)):
        assert line is not None
        word = value.value.rpartition("/")[2].rpartition("#")[2].partition('"')[0].partition("\n")[0]
        assert word in text[line - 1]


def test_n_quads(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    file.write_text(f"# first\n\n<{EX}a> <{EX}p> _:x <{EX}g> .\r\n_:x <{EX}p> 'y' .\n".replace("'", '"'))
    assert lines(file) == {("<a>", "<p>", "_"): 3, ("_", "<p>", '"y"'): 4}


PARTS = [
    "",
    "  ",
    "\t# <a:a> <a:b> <a:c> .",
    '<a:a> <a:b> "# .\\n" .',
    "\t<a:a> <a:b> _:c . # end",
    " <a:a> <a:b> <a:c>.",
]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))))
def test_n_triples_with_comments_and_any_ends_of_lines(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, str]]
) -> None:
    text = "".join(part + end for part, end in parts)
    by_line = [
        number
        for number, line in enumerate(text.encode().split(b"\n"), 1)
        for _ in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    ]
    file = tmp_path_factory.getbasetemp() / "lines.nt"
    file.write_bytes(text.encode())
    assert [statement.line for statement in statements(str(file))] == by_line


def test_the_nearest_place_is_found(tmp_path: Path) -> None:
    first, second = tmp_path / "one.ttl", tmp_path / "two.ttl"
    first.write_text(f"<{EX}a> <{EX}p> 1 ;\n <{EX}q> 2 .\n<{EX}b> <{EX}p> <{EX}a> .\n")
    second.write_text(f"<{EX}a> <{EX}p> 1 ,\n 3 .\n<{EX}c> <{EX}p> <{EX}d> .\n")
    a, d, p, q, none = (ox.NamedNode(EX + name) for name in ("a", "d", "p", "q", "none"))
    places = Places([str(first), str(second)], {a, d})
    assert places.find(a, p, ox.Literal(1)) == (str(first), 1)
    assert places.find(a, p, ox.Literal(3)) == (str(second), 2)
    assert places.find(a, q, ox.Literal(9)) == (str(first), 2)
    assert places.find(a, None, ox.Literal(2)) == (str(first), 2)
    assert places.find(a, none) == (str(first), 1)
    assert places.find(d) == (str(second), 3)
    assert places.find(none) == (None, None)
    assert places.find(ox.BlankNode("b1")) == (None, None)
    assert Places([str(first)], {a}).find(ox.BlankNode("b1")) == (str(first), None)


def test_syntax_that_rdflib_does_not_know_costs_the_lines_only(tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(f'VERSION "1.2"\n<{EX}a> <{EX}p> "x"@en--ltr .\n')
    assert [(statement.subject.value, statement.line) for statement in statements(str(file))] == [
        (f"{EX}a", None)
    ]


def test_an_rdflib_without_the_methods_that_are_overridden_costs_the_lines_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(f"<{EX}a> <{EX}p> 1 .\n")
    monkeypatch.delattr(SinkParser, "loadBuf")
    assert [(statement.subject.value, statement.line) for statement in statements(str(file))] == [
        (f"{EX}a", None)
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ex:p", f"{EX}p"),
        ("[ sh:inversePath ex:p ]", f"^<{EX}p>"),
        ("( ex:p skos:broader )", f"<{EX}p>/skos:broader"),
        ("[ sh:inversePath ( ex:p skos:broader ) ]", f"^(<{EX}p>/skos:broader)"),
        ("( [ sh:alternativePath ( ex:p ex:q ) ] ex:r )", f"(<{EX}p>|<{EX}q>)/<{EX}r>"),
        ("[ sh:zeroOrMorePath [ sh:inversePath ex:p ] ]", f"(^<{EX}p>)*"),
        ("[ sh:oneOrMorePath skos:broader ]", "skos:broader+"),
        ("[ sh:alternativePath ( skos:broader [ sh:zeroOrOnePath ex:p ] ) ]", f"skos:broader|<{EX}p>?"),
    ],
)
def test_paths_read_as_sparql(path: str, text: str) -> None:
    prefixes = f"""@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."""
    facts = Facts(ox.parse(f"{prefixes} ex:S sh:path {path} .", format=ox.RdfFormat.TURTLE))
    [node] = facts.values(ox.NamedNode(f"{EX}S"), "http://www.w3.org/ns/shacl#path")
    assert path_text(node, facts) == text
    sparql = f"<{text}>" if "<" not in text and ":" in text and "//" in text else text
    ox.Store().query(f"PREFIX skos: <urn:skos:> ASK {{ ?s {sparql} ?o }}")
