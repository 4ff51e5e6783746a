"""Choosing figures and claims by what they do not have."""

from __future__ import annotations

from typing import Any

import pytest

from atsmu_kg.errors import ParameterError
from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.records.listing import UnknownMemberError
from atsmu_kg.records.span import Span


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"measure": "studentsCount"}, "StudentCount"),
        ({"source": "caravan-2025"}, "caravan-2025-07-23"),
        ({"category": "woman"}, "women"),
        ({"about": "universities"}, "university"),
    ],
)
def test_what_no_figure_has_is_told_with_what_is_near(
    kg: KnowledgeGraph, asked: dict[str, Any], near: str
) -> None:
    with pytest.raises(UnknownMemberError) as told:
        kg.figures.of(**asked)
    assert near in told.value.nearest


@pytest.mark.parametrize(
    "time",
    [
        "",
        "yesterday",
        "23",
        "2023-13",
        "2023-02-30",
        "2023/",
        "/2023",
        "2023/2022",
        "2023/2024/2025",
        12.5,
        True,
    ],
)
def test_what_is_not_a_time_is_refused(kg: KnowledgeGraph, time: Any) -> None:
    with pytest.raises(ParameterError, match=r"is not a time|ends before it begins"):
        kg.figures.of(time=time)
    with pytest.raises(ParameterError):
        Span.of(time)


def test_what_is_known_but_not_together_gives_none(kg: KnowledgeGraph) -> None:
    assert list(kg.figures.of("ChairCount", category="women")) == []


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"modality": "Evaluations"}, "Evaluation"),
        ({"source": "ozodi"}, "ozodi-2013"),
        ({"about": "universities"}, "university"),
    ],
)
def test_what_no_claim_has_is_told_with_what_is_near(
    kg: KnowledgeGraph, asked: dict[str, str], near: str
) -> None:
    with pytest.raises(UnknownMemberError) as told:
        kg.claims.of(**asked)
    assert near in told.value.nearest


def test_a_source_of_claims_is_named_by_a_text(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError):
        kg.claims.of(source=2013)  # type: ignore[arg-type]
