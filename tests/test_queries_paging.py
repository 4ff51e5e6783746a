"""Pages of queries: an order that leaves nothing to chance, and queries that have none."""

from __future__ import annotations

import pytest

import atsmu_kg
from atsmu_kg.errors import ParameterError, QuerySyntaxError
from atsmu_kg.queries.paging import paged

# Rows that are alike in what they are sorted by, and two that are alike in all.
PAIRS = '(1 "x") (1 "z") (1 "y") (2 "x") (2 "x") (1 <a:b>) (1 UNDEF)'
TIED = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {PAIRS} }} }} ORDER BY ?a"
SIZE = 7


@pytest.mark.parametrize("text", [TIED, TIED.partition("ORDER")[0]], ids=["sorted", "unsorted"])
def test_pages_share_no_row_and_leave_none_out(text: str) -> None:
    kg = atsmu_kg.load()
    whole = list(kg.select(paged(text, ("a", "b"), limit=SIZE)))
    assert len(whole) == SIZE
    for limit in (1, 2, 3, SIZE, SIZE + 1):
        pages = [
            kg.select(paged(text, ("a", "b"), limit=limit, offset=offset)) for offset in range(0, SIZE, limit)
        ]
        assert [tuple(row) for page in pages for row in page] == [tuple(row) for row in whole], limit


def test_a_comment_at_the_end_takes_nothing_along() -> None:
    text = paged("SELECT ?f { ?f a akg:Faculty } # all of them", ("f",), limit=2)
    assert len(atsmu_kg.load().select(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?f { ?f a akg:Faculty } LIMIT 3",
        "SELECT ?f { ?f a akg:Faculty } OFFSET 1",
        "SELECT ?f { ?f a ?c } VALUES ?c { akg:Faculty }",
        "ASK { ?f a akg:Faculty }",
    ],
)
def test_what_takes_a_part_of_its_rows_itself_has_no_pages(text: str) -> None:
    with pytest.raises(ParameterError, match="no pages"):
        paged(text, ("f",), limit=2)


def test_what_is_no_query_has_no_pages() -> None:
    with pytest.raises(QuerySyntaxError):
        paged("SELECT ?f { ?f a", ("f",), limit=2)
