"""Why a query is empty: the part that removed the last solution, what stood before, and unknown terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.explain import Explanation, Removal, why_empty
from atsmu_kg.explain.explanation import Languages, Unknown
from atsmu_kg.explain.questions import PatternQuestions
from atsmu_kg.explain.search import Search
from atsmu_kg.sparql import parse
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    store = atsmu_kg.load().store
    assert isinstance(store, EmbeddedStore)
    return store


F = "?f a akg:Faculty"

EMPTY = [
    (f"SELECT ?f {{ {F} ; skos:prefLabel 'x' }}", "pattern", "?f skos:prefLabel 'x'", 13),
    ("SELECT ?f { ?f a akg:Facultie }", "pattern", "?f a akg:Facultie", 1),
    (f"SELECT ?f {{ FILTER(?f = 1) {F} }}", "filter", "FILTER(?f = 1)", 13),
    (
        f"ASK {{ {F} ; skos:prefLabel ?n FILTER(ISIRI(?f) && LANG(?n) = 'de') }}",
        "filter",
        "LANG(?n) = 'de'",
        39,
    ),
    (f"SELECT ?f {{ {F} MINUS {{ ?f ?p ?o }} }}", "minus", "MINUS { ?f ?p ?o }", 13),
    (f"SELECT ?f {{ {F} VALUES ?f {{ <a:x> }} }}", "values", "VALUES ?f { <a:x> }", 13),
    (f"SELECT ?f {{ {F} }} VALUES ?f {{ <a:x> }}", "values", "VALUES ?f { <a:x> }", 13),
    (f"SELECT ?f {{ {F} }} ORDER BY ?f LIMIT 2 OFFSET 90", "limit", "OFFSET 90", 2),
    (f"SELECT ?f {{ {F} }} LIMIT 0", "limit", "LIMIT 0", 13),
    (f"ASK {{ {F} }} GROUP BY ?f HAVING (COUNT(*) > 1)", "having", "(COUNT(*) > 1)", 13),
    (f"ASK {{ {F} }} HAVING (COUNT(*) > 99)", "having", "(COUNT(*) > 99)", 1),
    (f"ASK {{ {F} }} ORDER BY COUNT(*) OFFSET 1", "limit", "OFFSET 1", 1),
    (f"CONSTRUCT {{ ?f a ?c }} {{ {F} }} GROUP BY ?f HAVING (?f = 1)", "having", "(?f = 1)", 13),
    (
        f"SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) {{ {F} }} HAVING (COUNT(*) > 99)",
        "having",
        "(COUNT(*) > 99)",
        1,
    ),
    ("SELECT ?f { GRAPH <a:g> { ?f a ?c } }", "graph", "GRAPH <a:g> { ?f a ?c }", 1),
    ("SELECT ?f FROM <a:g> { ?f a ?c }", "pattern", "?f a ?c", 1),
    (f"SELECT ?f {{ GRAPH profile:s14 {{ {F} FILTER(?f = 1) }} }}", "filter", "FILTER(?f = 1)", 4),
    (
        f"SELECT ?f {{ {F} {{ {F} OPTIONAL {{ ?f <a:p> ?x }} FILTER(BOUND(?x)) }} }}",
        "filter",
        "FILTER(BOUND(?x))",
        13,
    ),
    (f"SELECT ?f {{ {F} {{ SELECT ?f {{ ?f a schema:Claim }} }} }}", "pattern", "?f a schema:Claim", 13),
    (f"SELECT ?f {{ {F} {{ SELECT ?f {{ {F} }} LIMIT 0 }} }}", "limit", "LIMIT 0", 13),
    (
        f"SELECT (COUNT(*) AS ?n) {{ {F} }} HAVING(COUNT(*) > 1) (COUNT(*) > 90)",
        "having",
        "(COUNT(*) > 90)",
        1,
    ),
    (f"SELECT ?n {{ {F} BIND(7 AS ?n) {{ SELECT (COUNT(*) AS ?n) {{ {F} }} }} }}", "select", None, 13),
    (f"CONSTRUCT {{ ?f skos:note ?x }} WHERE {{ {F} }}", "template", "?f skos:note ?x", 13),
    (f"SELECT ?f {{ [ org:hasUnit ?f ; skos:note [] ] a ?c . {F} }}", "pattern", None, None),
    ("BASE <a:> SELECT ?f { <s> <p> (1 ?f) }", "pattern", None, None),
]


@pytest.mark.parametrize(("text", "kind", "source", "before"), EMPTY)
def test_the_part_that_removed_the_last(
    store: EmbeddedStore, text: str, kind: str, source: str | None, before: int | None
) -> None:
    why = why_empty(store, text)
    assert why.removed_by is not None
    assert why.kind == kind
    if source is not None:
        assert why.removed_by.text == source
        own = source.removeprefix("?f ") if kind == "pattern" else source
        assert own in text[why.removed_by.column - 1 :][: len(source)]
    assert before is None or why.before == before
    assert why.solutions == 0


def test_lines_and_columns(store: EmbeddedStore) -> None:
    why = why_empty(store, "SELECT ?f\n{ ?f a akg:Faculty ;\n    org:unitOf ?u , akg:Nothing .\n}")
    assert why.removed_by is not None
    assert (why.removed_by.line, why.removed_by.column) == (3, 21)
    assert why.removed_by.text == "?f akg:Nothing"
    assert [(each.term, each.line, each.column) for each in why.unknown] == [("akg:Nothing", 3, 21)]


def test_every_branch_of_a_union_is_explained(store: EmbeddedStore) -> None:
    branches = "{ ?f akg:nothing ?x } UNION { ?f skos:prefLabel ?n FILTER(LANG(?n) = 'fr') }"
    why = why_empty(store, f"SELECT ?f {{ {F} . {branches} }}")
    assert why.removed_by is not None
    assert [(each.kind, each.before) for each in why.removed_by.branches] == [("pattern", 13), ("filter", 39)]
    assert "FILTER" in why.to_text()
    assert [each.variable for each in why.languages] == ["n"]


def test_languages_that_there_are(store: EmbeddedStore) -> None:
    for condition in ("LANG(?n) = 'de'", "LANGMATCHES(LANG(?n), 'de')", "?n = 'Dentistry Faculty'"):
        why = why_empty(store, f"SELECT ?n {{ {{ {F} {{ ?f skos:prefLabel ?n FILTER({condition}) }} }} }}")
        assert [(each.variable, dict(each.counts)) for each in why.languages] == [
            ("n", {"en": 13, "ru": 13, "tg": 13})
        ], condition


def test_languages_within_a_sub_select(store: EmbeddedStore) -> None:
    inner = "SELECT ?f { ?f a akg:Faculty ; skos:prefLabel ?n FILTER(LANG(?n) = 'de') }"
    why = why_empty(store, f"SELECT ?f {{ {F} {{ {inner} }} }}")
    assert [dict(each.counts) for each in why.languages] == [{"en": 13, "ru": 13, "tg": 13}]


@pytest.mark.parametrize(
    ("term", "near"),
    [
        ("?x a akg:Facultie", "akg:Faculty"),
        ("?x org:hasUnits ?y", "org:hasUnit"),
        ("?x org:prefLabel ?y", "skos:prefLabel"),
        ("?x schema:foundingDate 1939", '"1939"^^xsd:gYear'),
        ("?x skos:prefLabel 'dentistry faculty'@tg", '"Dentistry Faculty"@en'),
        ("country:Iran ?p ?x", "country:IR"),
        ("GRAPH graph:editorials { ?x ?p ?y }", "graph:editorial"),
        ("VALUES ?x { country:Iran } ?x ?p ?y", "country:IR"),
    ],
)
def test_unknown_terms_and_the_nearest(store: EmbeddedStore, term: str, near: str) -> None:
    why = why_empty(store, f"SELECT ?x {{ {term} }}")
    assert len(why.unknown) == 1
    assert near in why.unknown[0].nearest
    assert str(why.unknown[0]) in why.to_text()


def test_a_pattern_that_matches_but_does_not_fit(store: EmbeddedStore) -> None:
    why = why_empty(store, f"SELECT ?f {{ {F} ; akg:namedAfter ?y }}")
    assert why.removed_by is not None
    assert (why.before, why.removed_by.alone) == (13, 1)
    assert "It has 1 solution by itself, and none fits the 13 solutions before it." in why.to_text()


@pytest.mark.parametrize(
    ("text", "solutions"),
    [
        (f"SELECT ?f {{ {F} }}", 4),
        (f"SELECT DISTINCT ?c {{ {F} ; a ?c }}", 1),
        ("SELECT (COUNT(*) AS ?n) { ?s <a:p> ?o }", 1),
        ("ASK {}", 1),
        (f"CONSTRUCT WHERE {{ {F} }}", 4),
    ],
)
def test_a_query_with_rows_is_not_empty(store: EmbeddedStore, text: str, solutions: int) -> None:
    why = why_empty(store, text)
    assert why.removed_by is None
    assert (why.before, why.kind, why.unknown) == (why.solutions, "", ())
    assert why.solutions >= solutions
    assert why.to_text() == f"The query has solutions: {why.solutions}."


def test_html_is_escaped() -> None:
    removal = Removal("pattern", "?s ?p '<script>'", 1, 1, 2, alone=0)
    why = Explanation(0, removal, (Unknown("'<b>'", ("'<i>'",), 1, 1),), (Languages("n", (("", 2),)),))
    html = why._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "no language (2)" in html


NODES = [ox.NamedNode(f"a:{name}") for name in "stu"]
PREDICATES = [ox.NamedNode(f"a:{name}") for name in "pq"]
OBJECTS = [*NODES, ox.Literal(1), ox.Literal("x", language="en")]
QUADS = st.builds(
    ox.Quad,
    st.sampled_from(NODES),
    st.sampled_from(PREDICATES),
    st.sampled_from(OBJECTS),
    st.sampled_from([ox.DefaultGraph(), ox.NamedNode("a:g")]),
)
VARIABLE = st.sampled_from(["?a", "?b", "?c"])
TERM = VARIABLE | st.sampled_from(["<a:s>", "[]", "[ <a:q> ?b ]"])
PATTERN = st.builds(
    "{} {} {} .".format, TERM, st.sampled_from(["<a:p>", "<a:q>", "?p", "<a:p>|^<a:q>"]), TERM | st.just("1")
)
CONDITION = st.builds(
    "{}({})".format,
    st.sampled_from(["", "!"]),
    st.builds("{} = {}".format, VARIABLE, VARIABLE)
    | st.builds("BOUND({})".format, VARIABLE)
    | st.builds("LANG({}) = 'en'".format, VARIABLE)
    | st.builds("EXISTS {{ {} }}".format, PATTERN),
)
FILTER = st.lists(CONDITION, min_size=1, max_size=3).map(lambda each: f"FILTER({' && '.join(each)})")


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(inner | PATTERN | FILTER, max_size=4).map(lambda each: f"{{ {' '.join(each)} }}")
    select = st.builds(
        "{{ SELECT {} {} {} }}".format,
        st.sampled_from(["*", "?a", "DISTINCT ?b ?a", "(?a AS ?z)"]),
        group,
        st.sampled_from(["", "LIMIT 0", "LIMIT 1 OFFSET 1", "VALUES ?a { <a:s> }"]),
    )
    grouped = st.builds(
        "{{ SELECT ?a (COUNT(*) AS {}) {} GROUP BY ?a {} }}".format,
        st.sampled_from(["?b", "?n"]),
        group.filter(lambda each: "BIND" not in each),
        st.sampled_from(["", "HAVING(COUNT(*) > 1)", "LIMIT 1"]),
    )
    return st.one_of(
        group,
        st.builds("{} UNION {}".format, group, group),
        st.builds("GRAPH {} {}".format, st.sampled_from(["?g", "<a:g>", "<a:none>"]), group),
        st.builds("OPTIONAL {}".format, group),
        st.builds("MINUS {}".format, group),
        select,
        grouped,
    )


GROUP = st.recursive(PATTERN, nested, max_leaves=8)
WHERE = st.lists(GROUP | FILTER | st.just("VALUES ?a { <a:s> UNDEF }"), max_size=4).map(" ".join)
TAILS = ["", "LIMIT 0", "OFFSET 1", "VALUES ?a { <a:t> }", "ORDER BY ?a LIMIT 2 OFFSET 1"]


class Recorder(PatternQuestions):
    """Questions, and the patterns that were counted and asked."""

    def __init__(self, store: EmbeddedStore, text: str) -> None:
        super().__init__(store, parse(text, {}))
        self.empty: set[str] = set()
        self.counted: dict[str, int] = {}

    def exists(self, pattern: str) -> bool:
        found = super().exists(pattern)
        if not found:
            self.empty.add(pattern)
        return found

    def count(self, pattern: str, most: int = 1_000_000) -> int:
        self.counted[pattern] = super().count(pattern, most)
        return self.counted[pattern]


@given(st.lists(QUADS, max_size=12), WHERE, st.sampled_from(TAILS))
def test_it_never_lies(quads: list[ox.Quad], where: str, tail: str) -> None:
    store = EmbeddedStore.memory()
    store.extend(quads)
    text = f"SELECT * {{ {where} }} {tail}"
    try:
        answer = store.query(text)
    except atsmu_kg.errors.AtsmuKGError:
        return
    assert isinstance(answer, Solutions)
    note(text)
    ask = Recorder(store, text)
    removal = Search(ask.query, ask).removal()
    assert (removal is None) == (len(answer) > 0)
    for each in [removal] if removal else []:
        check(each, ask)


def check(removal: Removal, ask: Recorder) -> None:
    """What stood before was counted and is more than nothing; with the part there was nothing."""
    assert removal.before > 0
    assert removal.before in ask.counted.values()
    if removal.kind in ("filter", "minus", "values", "limit"):
        assert any(removal.text in pattern for pattern in ask.empty)
    standing = [pattern for pattern, count in ask.counted.items() if count == removal.before]
    assert not ask.empty.intersection(standing)
    for each in removal.branches:
        check(each, ask)
    lines = ask.query.text.splitlines()
    assert lines[removal.line - 1][removal.column - 1 :]


@given(st.lists(QUADS, max_size=12), st.lists(PATTERN | FILTER, min_size=1, max_size=5))
def test_the_named_part_is_the_one_by_brute_force(quads: list[ox.Quad], parts: list[str]) -> None:
    store = EmbeddedStore.memory()
    store.extend(quads)
    ordered = [each for each in parts if "FILTER" not in each[:6]] + [
        each for each in parts if "FILTER" in each[:6]
    ]
    counts = [_count(store, " ".join(ordered[:end])) for end in range(len(ordered) + 1)]
    why = why_empty(store, f"SELECT * {{ {' '.join(parts)} }}")
    if counts[-1]:
        assert why.solutions == counts[-1]
        return
    first = counts.index(0)
    assert why.kind == ("filter" if ordered[first - 1].startswith("FILTER") else "pattern")
    assert why.removed_by is not None
    if "[ " not in ordered[first - 1] and "&&" not in ordered[first - 1]:
        assert why.before == counts[first - 1]
        assert why.removed_by.text == ordered[first - 1].removesuffix(" .")


def _count(store: EmbeddedStore, where: str) -> int:
    answer = store.query(f"SELECT * {{ {where} }}")
    assert not isinstance(answer, bool | Triples)
    return len(answer)


@pytest.mark.parametrize(
    ("condition", "types", "literal"),
    [
        ("?y > 1930", {"gYear": 13}, "1930"),
        ("1930 < ?y && ISLITERAL(?y)", {"gYear": 13}, "1930"),
        ("?y IN (1939, 1940)", {"gYear": 13}, "1939"),
        ("?y = '1939'", {"gYear": 13}, "'1939'"),
    ],
)
def test_types_that_can_not_be_compared(
    store: EmbeddedStore, condition: str, types: dict[str, int], literal: str
) -> None:
    why = why_empty(store, f"SELECT ?x {{ ?x schema:foundingDate ?y FILTER({condition}) }}")
    assert why.types[0].literal == literal
    assert {each.rpartition("#")[2]: count for each, count in why.types[0].counts} == types
    assert f"The values of ?y there are xsd:gYear (13); {literal} can't be compared with them." in str(why)


def test_things_are_compared_with_no_literal(store: EmbeddedStore) -> None:
    why = why_empty(store, f"SELECT ?f {{ {F} FILTER(?f = 'dentistry-faculty') }}")
    assert "The values of ?f there are things (13)" in str(why)


@pytest.mark.parametrize(
    "condition", ["?y > '1940'^^xsd:gYear", "STR(?y) = '1930'", "?y = ?x", "?n = 'Dushanbe Medical'"]
)
def test_types_that_can_be_compared(store: EmbeddedStore, condition: str) -> None:
    text = f"SELECT ?x {{ ?x schema:foundingDate ?y ; skos:prefLabel ?n FILTER({condition}) }}"
    assert why_empty(store, text).types == ()
