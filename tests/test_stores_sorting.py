"""Sort keys of mixed kinds, which would end the process if the engine got them as they are."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest

import atsmu_kg
from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.results import Result
from atsmu_kg.sparql.sorting import sortable
from atsmu_kg.stores.embedded import EmbeddedStore

XSD = "http://www.w3.org/2001/XMLSchema#"
DIE = random.Random(1)
KINDS: dict[str, Callable[[], str]] = {
    "numbers and strings": lambda: DIE.choice(["{0}", '"{0}"', '"{0}"@en']).format(DIE.randrange(200)),
    "times, some without timezone": lambda: '"2000-01-0{}T{:02}:00:00{}"^^<{}dateTime>'.format(
        DIE.randrange(1, 4), DIE.randrange(24), DIE.choice(["", "Z", "+05:00", "-11:00"]), XSD
    ),
    "years and strings": lambda: '"-{:04}"{}'.format(
        DIE.randrange(1, 99), DIE.choice(["", f"^^<{XSD}gYear>"])
    ),
}
ASK = """
import json, sys
from atsmu_kg.stores.embedded import EmbeddedStore
for text in json.load(sys.stdin):
    EmbeddedStore.memory().query(text)
print("alive")
"""


@pytest.mark.parametrize("direction", ["?v", "DESC(?v)", "(?v)"])
@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_mixed_kinds_do_not_end_the_process(kind: str, direction: str) -> None:
    texts = [
        f"SELECT * {{ VALUES ?v {{ {' '.join(KINDS[kind]() for _ in range(400))} }} }} ORDER BY {direction}"
        for _ in range(20)
    ]
    done = subprocess.run(
        [sys.executable, "-c", ASK], input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[:400]


@pytest.mark.parametrize("limits", [{}, {"timeout": 60}], ids=["here", "in a worker"])
def test_the_values_of_the_packaged_graph(limits: dict[str, float]) -> None:
    with atsmu_kg.load() as kg:
        answer = kg.query("SELECT ?v { ?thing schema:value ?v } ORDER BY ?v", **limits)  # type: ignore[arg-type]
        assert isinstance(answer, Result)
        values = answer.column("v")
        numbers = [value for value in values if type(value) in (int, Decimal)]
        assert numbers == sorted(numbers)
        assert values[-len(numbers) :] == numbers, "numbers are together"


def test_one_kind_is_in_the_order_that_it_had() -> None:
    store = EmbeddedStore.memory()
    values = '2 "a" 10 <a:b> "B"@en "c" 1.5 UNDEF'
    answer = store.query(f"SELECT ?v {{ VALUES ?v {{ {values} }} }} ORDER BY ?v")
    assert answer.cells() == ["", "<a:b>", '"B"@en', '"a"', '"c"', "1.5", "2", "10"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ORDER BY STR(?o) DESC(LANG(?o)) ?s",
        "SELECT * { ?a ?p ?o . ?s ?p ?o } ORDER BY DESC(?s) LIMIT 3",
        "SELECT * { ?s ?p 'ORDER BY ?o' }",
        'SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?o), "") ?s COALESCE(LANG(?o), "none")',
        "SELECT * { ?s ?p ?o } ORDER BY DESC(COALESCE(STR(?x), LANG(?o), 'x'))",
        "SELECT * { ?s ?p ?o FILTER EXISTS { ?o ?p ?s } } ORDER BY STR(?o) ?s",
        "SELECT (EXISTS { ?s ?p 1 } AS ?x) { { SELECT * { ?s ?p ?o } } } ORDER BY STR(?o)",
        'SELECT * { ?s ?p ?o } ORDER BY STR(IF(LANG(?o) = "", "~", LANG(?o)))\n  DESC (STR(?p)) STRLEN(?s)',
    ],
)
def test_a_text_that_stays_as_it_is(text: str) -> None:
    assert sortable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } ORDER BY ?o",
        "SELECT * { OPTIONAL { ?o ?p ?s } } ORDER BY ?o",
        "SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 30 } ?o ?q ?r }",
        "CONSTRUCT { ?o ?p ?s } { ?s ?p ?o } ORDER BY ?o",
        "SELECT ?s (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s HAVING(?m > 1) ORDER BY DESC(MAX(?o)) OFFSET 1",
        "SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?o), # a comment\n '') ?o",
        "SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?o), 1)",
        "SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?o), ''@en)",
        "SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?x), ?o)",
        "SELECT * { ?s ?p ?o } ORDER BY COALESCE(LCASE(?o), '')",
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY IF(?o = 1, ?o, 'x') EXISTS { ?o ?p ?s } # end",
    ],
)
def test_a_text_that_gets_kinds_can_be_read(text: str) -> None:
    assert sortable(text) != text
    EmbeddedStore.memory().query(text)


@pytest.mark.parametrize("end", ["", " ((", " LIMIT 1 LIMIT 2", " ?x )"])
def test_keys_of_what_is_no_query(end: str) -> None:
    with pytest.raises(QuerySyntaxError):
        sortable(f"SELECT * {{ ?s ?p ?o }} ORDER BY{end}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a ?p ?o . OPTIONAL { ?s ?p ?o } } ORDER BY ?s",
        "SELECT * { ?s ?p ?o } # { ?o ?p ?s\nORDER BY ?o",
        "SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 30 } } ORDER BY STR(?s)",
        "SELECT * { ?s ?p ?o } ORDER BY ?o # ORDER BY STR(?s)",
        "# SELECT { ?o ?p ?s\nSELECT * { ?s ?p ?o } ORDER BY ?o",
        "SELECT * { BIND(1 AS ?o) FILTER(?o > '{ . ?o ') } ORDER BY ?o",
        "SELECT (EXISTS { ?o ?p ?s } AS ?x) ?o { ?s ?p ?o } ORDER BY ?o",
        'SELECT (EXISTS { ?o ?p ?s } AS ?x) { ?s ?p ?o } ORDER BY COALESCE(STR(?p), "") ?o',
        'SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?p), "") ?o',
        'SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?x), "a" = "b")',
        'SELECT * { ?s ?p ?o } ORDER BY COALESCE(STR(?x), ")") ?o',
        "SELECT * { ?s ?p ?o } ORDER BY DESC (?o) STR(?s)",
        "SELECT * { ?s ?p ?o } ORDER BY DESC(STR(?s) + STR(?p))",
        "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o } ORDER BY ?o",
        "SELECT * { { SELECT * { ?o ?p ?s } } ?s ?p ?o } ORDER BY ?o",
    ],
)
def test_a_quick_look_is_not_deceived(text: str) -> None:
    assert "isNumeric" in sortable(text)


def test_an_error_stands_where_it_is_in_the_text_that_was_given() -> None:
    places = []
    for key in ("?o", "?s"):
        with pytest.raises(QuerySyntaxError) as caught:
            EmbeddedStore.memory().query(f"SELECT * {{ ?s ?p ?o }}\n ORDER BY {key} LIMIT ten")
        places.append((caught.value.line, caught.value.column))
    assert places == [(2, 20), (2, 20)]
