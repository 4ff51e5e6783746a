"""What there is to say of an answer besides its rows, as JSON."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.explain.explanation import SHOWN
from atsmu_kg.serve.questions.values import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from atsmu_kg.explain import Explanation, Unknown
    from atsmu_kg.lint import Finding
    from atsmu_kg.results.answer import Answer


def findings(suspicious: Iterable[Finding]) -> list[dict[str, Any]]:
    """What is suspicious about a query."""
    return [
        known(
            {
                "code": finding.code,
                "message": finding.message,
                "advice": finding.advice,
                "line": finding.line,
                "column": finding.column,
                "advisory": finding.advisory,
            }
        )
        for finding in suspicious
    ]


def unknowns(terms: Iterable[Unknown]) -> list[dict[str, Any]]:
    """The terms that the graph does not know, or that others replace."""
    return [
        known(
            {
                "code": f"unknown-{term.kind}"
                if term.kind not in ("", "deprecated")
                else term.kind or "unknown",
                "message": term.text,
                "advice": term.suggestion or None,
                "line": term.line or None,
                "column": term.column or None,
                "parameter": term.parameter or None,
                "term": term.term,
                "nearest": list(term.nearest),
            }
        )
        for term in terms
    ]


def emptiness(answer: Answer) -> dict[str, Any]:
    """Why an answer has no rows: in words, the part that removed the last one, terms that may be meant."""
    try:
        why: Explanation = answer.why_empty()
    except AtsmuKGError as error:
        return {"reason": f"The graph has no such statements. {error.message}.", "unknown": [], "nearest": []}
    told: dict[str, Any] = {
        "reason": why.to_text(),
        "unknown": unknowns(why.unknown),
        "nearest": list(dict.fromkeys(near for term in why.unknown for near in term.nearest)),
    }
    if why.removed_by is not None:
        removed = why.removed_by
        told["removed_by"] = {
            "kind": removed.kind,
            "text": removed.text if len(removed.text) <= SHOWN else f"{removed.text[:SHOWN]}…",
            "line": removed.line,
            "column": removed.column,
            "before": removed.before,
        }
    return told
