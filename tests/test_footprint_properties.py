"""Any query has the same answer from its footprint as from the whole graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atsmu_kg.sparql import parse
from atsmu_kg.sparql.footprint import footprint
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.ordered import index_of

NAMES = "pqr"
GRAPHS = "gh"
nodes = st.sampled_from([ox.NamedNode(f"a:{name}") for name in NAMES])
literals = st.sampled_from(
    [
        ox.Literal("1"),
        ox.Literal("n", language="en"),
        ox.Literal("n@en"),
        ox.Literal("n", language="tg"),
        ox.Literal(1),
        ox.Literal(' <a:p> "<a:q> <a:g> .\n'),
        ox.Triple(ox.NamedNode("a:p"), ox.NamedNode("a:q"), ox.Literal("x", language="en")),
    ]
)
quads = st.builds(
    ox.Quad,
    nodes,
    nodes,
    nodes | literals,
    st.sampled_from([ox.NamedNode(f"a:{name}") for name in GRAPHS + "p"]),
)

variables = st.sampled_from(["?u", "?v", "?w", "?x"])
iris = st.sampled_from([f"<a:{name}>" for name in NAMES])
graph_names = st.sampled_from(["<a:g>", "<a:p>", "?g", "?u"])


@st.composite
def paths(draw: st.DrawFn) -> str:
    shape = draw(
        st.sampled_from(["{0}/{1}", "{0}|{1}", "^{0}", "{0}/^{1}", "({0}|^{1})/{2}", "{0}+", "!{0}"])
    )
    return shape.format(*(draw(iris) for _ in range(3)))


predicates = st.one_of(iris, iris, iris, variables, paths())
objects = st.one_of(variables, variables, iris, st.sampled_from(['"1"', '"n"@en', "1"]))
patterns = st.builds("{} {} {} .".format, st.one_of(variables, variables, iris), predicates, objects)
conditions = st.one_of(
    st.builds("FILTER({} IN ({}, {}))".format, variables, iris, iris),
    st.builds("FILTER({} = {} && BOUND({}))".format, variables, iris, variables),
    st.builds("FILTER({} = {})".format, iris, variables),
    st.builds('FILTER(LANG({}) = "en")'.format, variables),
    st.builds("FILTER(!BOUND({}))".format, variables),
    st.builds("FILTER({} != {})".format, variables, variables),
)
bindings = st.one_of(
    st.builds("VALUES {} {{ {} {} }}".format, variables, iris, iris),
    st.builds("VALUES {} {{ {} UNDEF }}".format, variables, iris),
)


def nested(groups: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.one_of(
        patterns,
        patterns,
        conditions,
        bindings,
        st.builds("OPTIONAL {{ {} }}".format, groups),
        st.builds("OPTIONAL {{ {} }}".format, groups),
        st.builds("MINUS {{ {} }}".format, groups),
        st.builds("{{ {} }}".format, groups),
        st.builds("{{ {} }} UNION {{ {} }}".format, groups, groups),
        st.builds("GRAPH {} {{ {} {} }}".format, graph_names, patterns, groups),
        st.builds("FILTER EXISTS {{ {} }}".format, groups),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, groups),
        st.builds("{{ SELECT {} {{ {} }} }}".format, variables, groups),
        st.builds("{{ SELECT DISTINCT * {{ {} }} ORDER BY {} }}".format, groups, variables),
        st.builds("{{ SELECT {0} (COUNT(*) AS ?n) {{ {1} }} GROUP BY {0} }}".format, variables, groups),
        st.builds("{{ SELECT (COUNT(*) AS ?n) {{ {} }} }}".format, groups),
        st.builds(
            "{{ SELECT {0} (COUNT(*) AS ?n) {{ {1} {{ ?s ?w ?o }} }} GROUP BY {0} }}".format,
            st.sampled_from(["?u", "?v", "?w"]),
            st.sampled_from(["", "GRAPH ?u", "GRAPH ?v"]),
        ),
    )
    return st.lists(element, min_size=1, max_size=4).map(" ".join)


groups = st.recursive(st.lists(patterns, min_size=1, max_size=3).map(" ".join), nested, max_leaves=6)
# BIND may name no variable that is bound before it.
queries = st.one_of(
    st.builds("SELECT * {{ {} }}".format, groups),
    st.builds(
        "SELECT * {{ {} BIND({} AS ?b) ?b {} ?c }}".format, groups, st.one_of(iris, variables), predicates
    ),
    st.builds("SELECT * {{ {} BIND(EXISTS {{ {} }} AS ?b) }}".format, groups, groups),
)


# Shapes in which what limits a variable in one place must not do so in another.
QUESTIONS = [
    "SELECT * { ?s <a:p> ?o }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> <a:o> } }",
    "SELECT * { GRAPH <a:g> { ?s <a:q> ?o } }",
    "SELECT * { ?s <a:q> ?o OPTIONAL { GRAPH ?g { ?s <a:q> ?o } ?g <a:r>/<a:s> ?source } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { ?o <a:q>/^<a:p> ?x } } }",
    "SELECT * { GRAPH ?g { { ?s <a:p> ?o } UNION { ?s <a:q> <a:o> } } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o FILTER NOT EXISTS { ?s <a:q> ?x } } }",
    "SELECT * { ?s <a:p> ?o MINUS { GRAPH ?g { ?s <a:q> ?o } } }",
    "SELECT * { GRAPH ?g { ?s <a:r>+ ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o { SELECT (COUNT(*) AS ?n) { ?x <a:q> ?y } } } }",
    "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, <a:r>)) }",
    "SELECT * { GRAPH ?g { ?s ?p <a:o> } FILTER(?p IN (<a:q>, <a:r>)) }",
    "SELECT * { ?s <a:p> ?o OPTIONAL { ?o ?p ?x FILTER(?p IN (<a:p>, <a:r>)) } }",
    "SELECT * { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } OPTIONAL { ?p <a:p> ?o } }",
    "SELECT * { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } MINUS { ?g <a:p> ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?x { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } } }",
    "SELECT * { GRAPH ?g {} }",
    "SELECT * { GRAPH ?g { OPTIONAL { ?s <a:p> ?o } } }",
    "SELECT * { GRAPH ?g { <a:s> <a:p>* ?o } }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <a:p> ?o } }",
    "SELECT * { ?s <a:p> <a:q> OPTIONAL { ?s ?x ?o } }",
    "SELECT * { ?s <a:p> ?o OPTIONAL { ?o <a:q> ?x } ?x <a:r> ?y OPTIONAL { ?x <a:q> ?z } }",
    "SELECT * { OPTIONAL { ?o <a:q> ?x } ?s <a:p> ?o }",
    "SELECT * { ?s <a:p> <a:q> { OPTIONAL { ?s <a:q> ?x } } }",
    "SELECT * { ?s <a:p> <a:q> { ?x <a:q> ?y MINUS { ?s <a:r> ?y } } }",
    "SELECT * { ?s <a:p> <a:q> { ?x <a:q> ?y FILTER EXISTS { ?s <a:r> ?x } } }",
    "SELECT * { ?s <a:p> <a:q> { ?x <a:q> ?y FILTER NOT EXISTS { ?s <a:r> ?x } } }",
    "SELECT * { { ?s <a:p> ?o } UNION { ?s <a:q> ?x } OPTIONAL { ?o <a:r> ?y } }",
    "SELECT * { { ?s <a:p> ?o } UNION { ?x <a:q> ?o } FILTER NOT EXISTS { ?s <a:r> ?o } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT ?x { ?s <a:q> ?x } } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT ?s { ?s <a:q> ?x } ORDER BY ?s ?x LIMIT 1 } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT ?s { ?s <a:q> ?x } ORDER BY ?s ?x OFFSET 1 } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT ?x (COUNT(*) AS ?n) { ?s <a:q> ?x } GROUP BY ?x } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT (?x AS ?s) { ?y <a:q> ?x } } }",
    "SELECT * { ?s <a:p> ?o { SELECT ?x { ?s <a:q> ?x } } OPTIONAL { ?s <a:r> ?z } }",
    "SELECT * { ?s <a:p> <a:q> { SELECT (COUNT(*) AS ?n) { ?s <a:q> ?x } } }",
    "SELECT * { ?s <a:p> <a:q> BIND(EXISTS { ?x <a:q> ?s } AS ?y) ?x <a:r> ?z }",
    "SELECT * { ?s <a:p> <a:q> VALUES ?x { <a:p> UNDEF } OPTIONAL { ?x <a:q> ?y } }",
    "SELECT * { GRAPH ?g { ?s <a:p> <a:q> } OPTIONAL { GRAPH ?g { ?s ?x ?o } } }",
    "SELECT * { ?g <a:p> <a:q> GRAPH ?g { ?s ?x ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> <a:q> { SELECT ?x { ?x <a:q> ?y } } } }",
    "SELECT * { GRAPH ?g { ?s <a:p> <a:q> MINUS { ?s <a:q> ?y } } }",
    "SELECT * { GRAPH <a:g> { ?s ?x <a:q> } MINUS { GRAPH <a:h> { ?s ?x <a:q> } } }",
    "SELECT * { <a:p> (<a:p>|^<a:q>)/<a:r> ?o }",
    "SELECT * { ?s <a:p>/<a:q>/<a:r> <a:p> }",
    'SELECT * { ?s <a:p> ?o FILTER(LANG(?o) = "en") OPTIONAL { ?s <a:q> ?x FILTER(LANG(?x) = "tg") } }',
    'SELECT * { ?s <a:p> ?o OPTIONAL { ?o <a:q> ?x FILTER(LANG(?o) = "en") } }',
    'SELECT * { ?s <a:p> ?o FILTER(LANG(?o) = "") }',
    "SELECT * { ?s <a:p> ?o . ?x <a:q> ?o }",
]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.frozensets(quads, min_size=8, max_size=30), queries)
def test_answers_from_a_part_are_those_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, stated: frozenset[ox.Quad], text: str
) -> None:
    whole, part = stores(tmp_path_factory.mktemp("parts"), stated)
    assert answer(part, text, footprint(parse(text))) == answer(whole, text)


@given(st.frozensets(quads, max_size=30), st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=4))
def test_answers_from_several_parts_are_those_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, stated: frozenset[ox.Quad], texts: list[str]
) -> None:
    whole, parts = stores(tmp_path_factory.mktemp("parts"), stated)
    for text in texts:
        assert answer(parts, text, footprint(parse(text))) == answer(whole, text)
    assert set(parts.quads()) == set(whole.quads())
    assert parts.size == whole.size


def stores(folder: Path, stated: frozenset[ox.Quad]) -> tuple[EmbeddedStore, EmbeddedStore]:
    merge = {ox.Quad(*quad.triple) for quad in stated}
    lines = (ox.serialize(stated | merge, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    document = b"".join(sorted(lines))
    (folder / "whole.nq").write_bytes(document)
    (folder / "whole.index").write_bytes(index_of(document))
    (folder / "merge.nt").write_bytes(
        ox.serialize([q.triple for q in merge], format=ox.RdfFormat.N_TRIPLES) or b""
    )
    whole = str(folder / "whole.nq")
    return EmbeddedStore.memory(whole), EmbeddedStore.memory(
        whole, index=str(folder / "whole.index"), merge=str(folder / "merge.nt")
    )


def answer(store: EmbeddedStore, text: str, steps: list[list[str]] | None = None) -> list[str]:
    solutions = store.query(text, footprint=None if steps is None else tuple(map(tuple, steps)))
    assert isinstance(solutions, Solutions)
    return sorted(solutions.tsv.splitlines())
