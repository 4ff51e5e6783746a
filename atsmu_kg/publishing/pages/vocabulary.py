"""The page of the vocabulary: each class, property and concept with its definition."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.publishing.pages.labels import PageLabels


def sections(terms: Iterable[str], labels: PageLabels) -> list[tuple[str, list[str]]]:
    """The terms by what they are, classes and properties first; within each, those of ours first.

    What is not said to be anything, such as a term of a standard with a label only, is in the last one.
    """
    kinds: dict[str, list[str]] = {}
    for term in terms:
        kinds.setdefault(next(iter(labels.kinds(term)), ""), []).append(term)
    return [
        (kind, sorted(kinds[kind], key=lambda term: (not labels.curie(term).startswith("akg:"), term)))
        for kind in sorted(
            kinds, key=lambda kind: (not kind, not labels.curie(kind).startswith("owl:"), kind)
        )
    ]
