"""What is no query, or a hostile one: the library's errors, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError, QuerySyntaxError, UnknownPrefixError
from atsmu_kg.lint import Usage, lint
from atsmu_kg.sparql.tokens import tokens

KG = atsmu_kg.load()
USAGE = Usage(KG.store)
WORDS = [
    token.text
    for token in tokens(
        "SELECT DISTINCT * ?a ?b ( COUNT ( ?a ) AS ?n ) WHERE { ?a a akg:Faculty ; skos:prefLabel ?b . "
        "OPTIONAL { ?a ^org:hasUnit/org:hasUnit* [ ] } MINUS { ?b ?p 1 } FILTER ( LANG ( ?b ) = 'en'@tg ) "
        "GRAPH ?g { } UNION { BIND ( 1 AS ?x ) VALUES ?y { UNDEF <a:b> } } } GROUP BY ?a LIMIT 1 OFFSET"
    )
    if token.kind != "space"
]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", QuerySyntaxError),
        ("SELECT", QuerySyntaxError),
        ("SELECT * { ?s nope:p ?o }", UnknownPrefixError),
        ("INSERT DATA { <a:s> <a:p> <a:o> }", QuerySyntaxError),
        ("ASK " + "{" * 5000, QuerySyntaxError),
        ('ASK { ?s ?p "', QuerySyntaxError),
    ],
)
def test_refused(text: str, error: type[AtsmuKGError]) -> None:
    with pytest.raises(error):
        lint(KG.store, text, usage=USAGE)


def test_many_branches_and_patterns() -> None:
    lint(KG.store, f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 60)} }}", usage=USAGE)
    lint(KG.store, f"SELECT * {{ {' '.join(f'?s{n} skos:x ?s{n + 1} .' for n in range(300))} }}", usage=USAGE)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words(text: str) -> None:
    try:
        lint(KG.store, text, usage=USAGE)
    except AtsmuKGError as error:
        assert error.message


@given(st.text(max_size=30))
def test_any_text(text: str) -> None:
    try:
        lint(KG.store, f"SELECT * {{ ?s ?p '{text}' }}", usage=USAGE)
    except AtsmuKGError as error:
        assert error.message
