from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

import atsmu_kg
from atsmu_kg.citations import cite
from atsmu_kg.citations.citation import Citation
from atsmu_kg.citations.statements import Statement
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.results import Result
from atsmu_kg.stores.embedded import EmbeddedStore

TEXT = "Ҷумлаи аввал. The second one."
PASSAGES = ((0, 13), (14, 29))


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def small() -> KnowledgeGraph:
    """Two passages of one document, an authority and an entailed statement."""
    document = "https://w3id.org/atsmu-kg/source/small.txt"
    described = [
        f'<{document}> schema:sha256 "{_digest(TEXT)}" .',
        "authority:a a akg:AuthorityGraph ; skos:prefLabel 'Авторитет'@ru , '<i>Authority</i> & {co}'@en ;"
        " akg:verification akg:SingleSource ; dcterms:rights 'Say so.' ; dcterms:license <a:licence> .",
    ]
    for number, (start, end) in enumerate(PASSAGES, start=1):
        described += [
            f"graph:s{number} a akg:PassageGraph ; prov:wasDerivedFrom <{document}#char={start},{end}> ;"
            f" skos:prefLabel 'Small, sentence {number}'@en .",
            f"<{document}#char={start},{end}> oa:hasSource <{document}> ; schema:position {number} ;"
            f' oa:hasSelector <a:selector{number}> ; schema:sha256 "{_digest(TEXT[start:end])}" .',
            f"<a:selector{number}> oa:start {start} ; oa:end {end} .",
        ]
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    trig = prefixes + (
        "graph:s1 { <a:s> <a:p> <a:t> , <a:u> } graph:s2 { <a:s> <a:p> <a:t> ; <a:age> 042 }"
        "authority:a { <a:t> <a:q> 1 . <a:narrow> rdfs:subClassOf <a:wide> . <a:s> a <a:narrow> }"
        "graph:entailed { <a:s> a <a:wide> ; <a:p> <a:t> }"
        "graph:provenance { graph:entailed a akg:DerivedGraph }"
        f"graph:provenance {{ {' '.join(described)} }}"
    )
    store = EmbeddedStore.memory()
    quads = list(ox.parse(trig, ox.RdfFormat.TRIG))
    store.extend([*quads, *(ox.Quad(*quad.triple) for quad in quads)])
    return KnowledgeGraph(store)


def cited(kg: KnowledgeGraph, text: str) -> Citation:
    return cite(kg.store, text, kg.query(text))  # type: ignore[arg-type]


def statements(citation: Citation, row: int = 0) -> list[str]:
    return [str(each) for each in citation.rows[row].statements]


def graphs(citation: Citation, row: int = 0) -> list[str]:
    return [graph.curie for graph in citation.rows[row].graphs]


# They count all that there is, and so rest on all of it.
LONG = {"graphs", "properties"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if name in LONG else ())
        for name in sorted(atsmu_kg.load().queries)
    ],
)
def test_catalogue_queries_are_cited(kg: KnowledgeGraph, name: str) -> None:
    query = kg.queries[name]
    result = query(**query.example)
    citation = cite(kg.store, result.query, result)
    assert [each.row for each in citation] == list(result.rows)
    for each in citation:
        assert each.statements, f"no statement supports {each.row}"
        for statement in each.statements:
            assert statement.graphs, f"no named graph states {statement}; run make data"
            assert not statement.entailed or citation.premises_of([statement]), (
                f"{statement} follows from nothing"
            )
        assert all(source.kind != "unknown" for source in each.sources), "graph:provenance lacks a graph"


def test_a_statement_cites_all_graphs_that_make_it_but_not_the_entailed_one(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT ?o { <a:s> <a:p> ?o FILTER(?o = <a:t>) }")
    assert graphs(citation) == ["graph:s1", "graph:s2"]


def test_a_group_cites_what_has_its_key(small: KnowledgeGraph) -> None:
    for text in ("?s <a:age>|<a:q> ?v", "?s ?p ?v FILTER(ISNUMERIC(?v))", "GRAPH ?g { ?s ?p ?v }"):
        citation = cited(small, f"SELECT ?v (COUNT(?s) AS ?n) {{ {text} }} GROUP BY ?v HAVING(?v > 0)")
        found = {row.row.v: {each.object for each in row.statements} for row in citation}
        assert {1, 42} <= found.keys()
        assert all(objects == {key} for key, objects in found.items())


@pytest.mark.parametrize("name", ["classes", "languages"])
def test_reading_all_statements_finds_what_looking_them_up_finds(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    result = kg.queries[name]()
    found = []
    for worth in (0, kg.store.size):
        monkeypatch.setattr("atsmu_kg.citations.statements.WORTH", worth)
        found.append([(each.statements, each.premises) for each in cite(kg.store, result.query, result)])
    assert found[0] == found[1]


def test_a_graph_pattern_cites_the_graph_that_it_asked(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT ?g { GRAPH ?g { <a:s> <a:p> <a:t> } }")
    assert sorted(each.row.g.curie for each in citation) == ["graph:entailed", "graph:s1", "graph:s2"]
    assert all(each.statements[0].graphs == (each.row.g,) for each in citation)


def test_from_cites_the_graphs_that_it_names_only(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT ?o FROM graph:s2 { <a:s> <a:p> ?o }")
    assert graphs(citation) == ["graph:s2"]


def test_an_entailed_statement_cites_what_it_follows_from(small: KnowledgeGraph) -> None:
    citation = cited(small, "ASK { <a:s> a <a:wide> }")
    (row,) = citation
    assert [each.entailed for each in row.statements] == [True]
    assert sorted(map(str, row.premises)) == [
        "<a:narrow> rdfs:subClassOf <a:wide>",
        "<a:s> rdf:type <a:narrow>",
    ]
    assert [source.kind for source in row.sources] == ["authority", "entailed"]
    assert "since <a:s> rdf:type <a:narrow> [1]" in citation.to_text(full=True)


def test_entailment_through_entailed_statements_ends_at_stated_ones(kg: KnowledgeGraph) -> None:
    (row,) = cited(kg, "ASK { atsmu:university a foaf:Agent }")
    assert row.premises
    assert not any(each.entailed for each in row.premises)
    assert "atsmu:university rdf:type akg:University" in map(str, row.premises)


def test_one_thing_is_counted_as_one(small: KnowledgeGraph) -> None:
    citation = cited(small, "ASK { <a:s> <a:age> 42 }")
    assert repr(citation) == "<Citation of 1 row: 1 source>"
    assert repr(citation[0]) == "<Sources: 1 statement in 1 graph>"
    assert repr(citation[0].statements[0]) == '<Statement <a:s> <a:age> "42"^^xsd:integer in 1 graph>'


def test_a_statement_is_spelled_with_the_datatype_that_it_has() -> None:
    cells = ("<a:s>", "<a:p>", '"4"^^<http://www.w3.org/2001/XMLSchema#byte>')
    assert str(Statement(cells, ())) == '<a:s> <a:p> "4"^^xsd:byte'


def test_constants_are_cited_as_the_store_keeps_them(small: KnowledgeGraph) -> None:
    citation = cited(small, "ASK { <a:s> <a:age> 0042 }")
    assert statements(citation) == ['<a:s> <a:age> "42"^^xsd:integer']


@pytest.mark.parametrize(
    ("path", "end", "used"),
    [
        ("org:hasUnit", "atsmu:library", 1),
        ("^org:unitOf", "atsmu:library", 1),
        ("akg:x|org:hasUnit", "atsmu:library", 1),
        ("org:hasUnit/a", "akg:Library", 2),
        ("!(a|akg:x)", "atsmu:library", 1),
        ("org:hasUnit?", "atsmu:university", 1),
        ("(org:hasUnit|akg:x)*", "atsmu:library", 1),
        ("a/rdfs:subClassOf+", "org:Organization", 3),
        ("(a/rdfs:subClassOf*)", "org:FormalOrganization", 2),
    ],
)
def test_paths_are_cited_step_by_step(kg: KnowledgeGraph, path: str, end: str, used: int) -> None:
    (row,) = cited(kg, f"ASK {{ atsmu:university {path} {end} }}")
    assert len(row.statements) == used


def test_a_repeated_path_cites_a_shortest_way() -> None:
    store = EmbeddedStore.memory()
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "x"), ("x", "d"), ("d", "a")]
    node, step = (lambda name: ox.NamedNode(f"a:{name}")), ox.NamedNode("a:p")
    store.extend([ox.Quad(node(start), step, node(end)) for start, end in edges])
    kg = KnowledgeGraph(store)
    assert statements(cited(kg, "ASK { <a:a> <a:p>+ <a:d> }")) == ["<a:a> <a:p> <a:x>", "<a:x> <a:p> <a:d>"]
    assert len(statements(cited(kg, "ASK { <a:a> <a:p>+ <a:a> }"))) == 3


def test_rows_that_look_the_same_are_cited_for_one_witness_each(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT ?s { ?s <a:p> ?o }")
    assert sorted(map(tuple, (statements(citation, 0), statements(citation, 1)))) == [
        ("<a:s> <a:p> <a:t>",),
        ("<a:s> <a:p> <a:u>",),
    ]
    (row,) = cited(small, "SELECT DISTINCT ?s { ?s <a:p> ?o }")
    assert [str(row.statements[0]), str(row.alternatives[0][0])] == ["<a:s> <a:p> <a:t>", "<a:s> <a:p> <a:u>"]


def test_an_aggregate_cites_all_its_inputs(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT (COUNT(?o) AS ?n) { ?s <a:p> ?o } GROUP BY STR(?s)")
    assert statements(citation) == ["<a:s> <a:p> <a:t>", "<a:s> <a:p> <a:u>"]
    assert citation.rows[0].caveats == (
        "1:9: COUNT is right if these are all such statements, and that there are no others can't be cited",
    )


@pytest.mark.parametrize(
    ("where", "note"),
    [
        (
            "OPTIONAL { ?s <a:none> ?x }",
            "1:32: OPTIONAL found nothing because the graph has no such statements",
        ),
        ("MINUS { ?s <a:none> ?x }", "1:32: MINUS left the row in because the graph has no such statements"),
        (
            "FILTER NOT EXISTS { ?s <a:none> ?x }",
            "1:39: NOT EXISTS left the row in because the graph has no such",
        ),
        (
            "FILTER(!EXISTS { ?s <a:none> ?x })",
            "1:40: EXISTS left the row in because the graph has no such statements",
        ),
        (
            "FILTER NOT EXISTS { ?s <a:p> ?o FILTER NOT EXISTS { ?s <a:p> ?o } }",
            "1:39: NOT EXISTS left the row in, also because of statements",
        ),
        (
            "{ SELECT ?s { ?s <a:p> ?o } LIMIT 1 }",
            "1:34: which rows are within LIMIT or OFFSET depends on the other rows",
        ),
    ],
)
def test_what_can_not_be_cited_is_said(small: KnowledgeGraph, where: str, note: str) -> None:
    citation = cited(small, f"SELECT * {{ ?s <a:q>|<a:age> ?v {where} }}")
    assert all(any(each.startswith(note) for each in row.caveats) for row in citation), citation.to_text()
    assert len(citation) > 0


@pytest.mark.parametrize("slice", ["LIMIT 1", "OFFSET 1", "LIMIT 1 OFFSET 1", "LIMIT 9"])
@pytest.mark.parametrize(
    "head", ["SELECT * { ?s <a:p> ?o }", "CONSTRUCT { ?s <a:r> ?o } WHERE { ?s <a:p> ?o }"]
)
def test_a_slice_of_the_whole_answer_rests_on_the_other_solutions(
    small: KnowledgeGraph, head: str, slice: str
) -> None:
    note = (
        "1:1: which rows are within LIMIT or OFFSET depends on the other rows, whose statements are not cited"
    )
    assert [row.caveats for row in cited(small, head)] == [(), ()]
    citation = cited(small, f"{head} ORDER BY ?o {slice}")
    assert len(citation) > 0
    assert [row.caveats for row in citation] == [(note,)] * len(citation), citation.to_text()


def test_optional_that_found_something_has_no_note(small: KnowledgeGraph) -> None:
    (row,) = cited(small, "SELECT * { ?s <a:age> ?v OPTIONAL { ?s <a:p> ?o FILTER(?o = <a:u>) } }")
    assert len(row.statements) == 2
    assert row.caveats == ()


def test_exists_is_cited(small: KnowledgeGraph) -> None:
    (row,) = cited(small, "SELECT ?v { ?s <a:age> ?v FILTER EXISTS { ?s <a:p> <a:u> } }")
    assert [str(each) for each in row.statements][1:] == ["<a:s> <a:p> <a:u>"]
    assert row.caveats == ()


def test_no_is_cited_for_nothing(small: KnowledgeGraph) -> None:
    (row,) = cited(small, "ASK { <a:s> <a:none> ?x }")
    assert row.row is False
    assert row.statements == ()
    assert "1:1: the answer is 'no'" in row.caveats[0]


def test_construct_is_cited_triple_by_triple(small: KnowledgeGraph) -> None:
    text = "CONSTRUCT { ?o <a:of> ?s . ?s <a:old> ?age } { ?s <a:p> ?o OPTIONAL { ?s <a:age> ?age } }"
    citation = cited(small, text)
    assert [each.row.subject for each in citation] == [each.subject for each in small.query(text).triples]  # type: ignore[union-attr]
    assert len(citation) == 3
    assert '<a:s> <a:age> "42"^^xsd:integer' in statements(citation, 0)


def test_passages_are_described(small: KnowledgeGraph) -> None:
    (row,) = cited(small, "ASK { <a:s> <a:age> ?age }")
    (passage,) = row.passages
    assert (passage.position, passage.start, passage.end) == (2, *PASSAGES[1])
    assert passage.document == "https://w3id.org/atsmu-kg/source/small.txt"
    assert passage.sha256 == _digest("The second one.")
    assert passage.text is None


def test_authorities_are_described(small: KnowledgeGraph) -> None:
    (row,) = cited(small, "ASK { <a:t> <a:q> ?v }")
    (authority,) = row.authorities
    assert authority.name == "<i>Authority</i> & {co}"
    assert authority.licences == ("a:licence",)
    assert authority.rights == ("Say so.",)
    assert authority.verification is not None
    assert authority.verification.curie == "akg:SingleSource"


def test_a_copy_of_the_document_shows_the_passages(small: KnowledgeGraph, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(TEXT.encode())
    text = "SELECT ?o { <a:s> <a:p> ?o } ORDER BY ?o"
    citation = cite(small.store, text, small.query(text), source=copy)  # type: ignore[arg-type]
    assert [each.text for each in citation.rows[0].passages] == ["Ҷумлаи аввал.", "The second one."]
    assert "“Ҷумлаи аввал.”" in citation.to_text()
    assert "Ҷумлаи аввал." in citation._repr_html_()
    assert json.loads(citation.to_csl_json())[1]["abstract"] == "Ҷумлаи аввал."


def test_text_numbers_the_sources(small: KnowledgeGraph) -> None:
    citation = cited(small, "SELECT ?o { <a:s> <a:p> ?o FILTER(?o = <a:t>) }")
    short, full = citation.to_text(), citation.to_text(full=True)
    assert str(citation) == short
    assert short.startswith("Sources\n[1] Small, sentence 1. ")
    assert "\n\nRows\n1. o <a:t> [1][2]\n\nGraph" in short.replace("Query", "Graph")
    assert "SHA-256" not in short.rpartition("\n")[0]
    assert "characters 14 to 29" in full
    assert "\n1. o <a:t> [1][2]\n   <a:s> <a:p> <a:t> [1][2]\n" in full


def test_a_citation_of_many_rows_reads_in_one_screen(kg: KnowledgeGraph) -> None:
    citation = kg.queries.partner_countries(lang="tg").cite()
    assert len(citation) == 12
    assert len(citation.to_text().splitlines()) < 26
    page = citation._repr_html_()
    assert page.index("<ol>") < page.index("<table>")
    assert page.count("<details>") == 12
    assert "<details open" not in page


def test_a_caveat_is_told_once_with_its_rows(small: KnowledgeGraph) -> None:
    text = (
        "SELECT * { VALUES ?s { <a:s> <a:t> <a:s> <a:u> } "
        "OPTIONAL { ?s <a:age> ?age } OPTIONAL { ?s <a:q> ?q } "
        "OPTIONAL { <a:s> <a:p> ?x FILTER(?x = <a:u>) } }"
    )
    citation = cited(small, text)
    found = "found nothing because the graph has no such statements, and what is not there can't be cited"
    (caveat,) = [line for line in citation.to_text().splitlines() if "found nothing" in line]
    assert caveat == f"rows 1–4: OPTIONAL {found} (query 1:79; 1:50)"
    assert citation._repr_html_().count("found nothing") == 1
    assert " · x <a:u> [1]" in citation.to_text()


def test_a_caveat_of_some_rows_names_them(small: KnowledgeGraph) -> None:
    text = "SELECT * { VALUES ?s { <a:t> <a:s> <a:u> <a:v> } OPTIONAL { ?s <a:age> ?age } }"
    assert "\nrows 1, 3–4: OPTIONAL found nothing" in cited(small, text).to_text()
    text = "SELECT * { VALUES ?s { <a:t> <a:s> } OPTIONAL { ?s <a:age> ?age } }"
    assert "\nrow 1: OPTIONAL found nothing" in cited(small, text).to_text()


def test_a_statement_with_a_blank_node_is_cited() -> None:
    trig = "<a:g> { <a:s> <a:p> _:x . _:x <a:q> 1 } <a:h> { <a:s> <a:p> _:y . <a:s> <a:q> 2 }"
    store = EmbeddedStore.memory()
    quads = list(ox.parse(trig, ox.RdfFormat.TRIG))
    store.extend([*quads, *(ox.Quad(*quad.triple) for quad in quads)])
    citation = cited(KnowledgeGraph(store), "SELECT ?v { <a:s> <a:p> ?x . ?x <a:q> ?v }")
    assert [each.graphs for each in citation[0].statements] == [("a:g",), ("a:g",)]
    assert "no named graph" not in citation.to_text(full=True)
    both = cited(KnowledgeGraph(store), "SELECT ?x ?v { <a:s> <a:p> ?x ; <a:q> ?v } ORDER BY ?v")
    assert {each.graphs for row in both for each in row.statements} == {("a:g",), ("a:h",)}


def test_html_is_escaped(small: KnowledgeGraph) -> None:
    page = cited(small, "SELECT * { <a:t> <a:q> ?v BIND('<script>' AS ?evil) }")._repr_html_()
    assert "<script>" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;" in page


def test_bibtex_is_escaped_and_hashes_the_query(small: KnowledgeGraph) -> None:
    text = "SELECT * { <a:t> <a:q> ?v }"
    entries = cited(small, text).to_bibtex()
    assert r"title = {<i>Authority</i> \& \{co\}}" in entries
    assert _digest(text) in entries
    assert entries.count("@misc{") == 2


def test_csl_json_has_version_and_hash(kg: KnowledgeGraph) -> None:
    result = kg.queries.faculties(lang="en")
    graph, *sources = json.loads(cite(kg.store, result.query, result).to_csl_json())
    assert graph["version"] == kg.version
    assert graph["note"] == f"Query SHA-256 {_digest(result.query)}"
    assert {"id", "type", "title", "URL", "license"} <= sources[0].keys()


def test_long_lists_of_statements_are_cut_in_text_only(kg: KnowledgeGraph) -> None:
    result = kg.query("SELECT (COUNT(*) AS ?n) { ?s a akg:Figure ; ?p ?o }")
    citation = result.cite()
    assert "more statements; all are from [1]" in citation.to_text(full=True)
    assert len(citation.rows[0].statements) > 30


def test_no_rows_no_citation(kg: KnowledgeGraph) -> None:
    result = kg.query("SELECT ?x { ?x a akg:Nothing }")
    assert isinstance(result, Result)
    citation = result.cite()
    assert len(citation) == 0
    assert citation.to_text().startswith("Graph version")


@pytest.mark.parametrize("kept", ["HAVING(?o != <a:u>)", "HAVING(?o = <a:t> || ?p = <a:age>) (TRUE)"])
def test_having_without_groups_is_a_filter(small: KnowledgeGraph, kept: str) -> None:
    citation = cited(small, f"SELECT ?o {{ <a:s> ?p ?o FILTER(?p = <a:p>) }} {kept}")
    assert [statements(citation, row) for row in range(len(citation))] == [["<a:s> <a:p> <a:t>"]]


def test_an_aggregate_within_exists_makes_no_groups(small: KnowledgeGraph) -> None:
    inner = "EXISTS { { SELECT (COUNT(*) AS ?n) { ?t <a:q> ?x } } }"
    citation = cited(small, f"SELECT ?o ({inner} AS ?e) {{ <a:s> <a:p> ?o }} ORDER BY ?o")
    assert [statements(citation, row)[0] for row in range(2)] == ["<a:s> <a:p> <a:t>", "<a:s> <a:p> <a:u>"]


def test_what_is_built_of_groups_cites_what_has_their_key(small: KnowledgeGraph) -> None:
    text = (
        "CONSTRUCT { ?thing a <a:thing> } WHERE { ?s <a:p> ?o } GROUP BY (?s AS ?thing) HAVING (COUNT(*) > 1)"
    )
    assert statements(small.construct(text).cite()) == ["<a:s> <a:p> <a:t>", "<a:s> <a:p> <a:u>"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s (COUNT(*) AS ?n) { ?s <a:age> ?o } GROUP BY ?s ?s",
        "SELECT * { <a:s> <a:age> ?o OPTIONAL { SELECT * { ?o <a:none> ?x } } }",
        "SELECT ?o { <a:s> <a:age> ?o { SELECT ?o { ?t <a:age> ?o } } }",
        "ASK { ?s <a:age> ?o } HAVING (COUNT(*) = 1)",
        "ASK { ?s <a:age> ?o } ORDER BY COUNT(*)",
    ],
)
def test_groups_and_sub_selects_in_odd_places(small: KnowledgeGraph, text: str) -> None:
    assert statements(cited(small, text)) == ['<a:s> <a:age> "42"^^xsd:integer']
