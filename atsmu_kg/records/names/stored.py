"""The index of names as a file, so that the first search neither asks the graph nor folds its names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.names.folding import fold
from atsmu_kg.records.names.index import NAMES, NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "data/names.json"


def read(file: str) -> NameIndex:
    """The index in a file that ``written`` made."""
    with open(file, encoding="utf-8") as source:  # noqa: PTH123
        rows = json.load(source)
    iris = {iri: IRI(iri) for row in rows for iri in row[:2]}
    texts = [Text(row[2], row[3]) if row[3] else row[2] for row in rows]
    folded = {row[2]: row[4] for row in rows if row[1] in NAMES}
    names = ((iris[row[0]], iris[row[1]], text) for row, text in zip(rows, texts, strict=True))
    return NameIndex(names, lambda text: folded[str.__str__(text)])


def written(names: Iterable[tuple[IRI, IRI, str]]) -> str:
    """The text of the file for things, properties and texts: JSON, a row a line.

    A row has the thing, the property, the text, its language or null, and its folded form, empty for codes.

    >>> print(written([(IRI("urn:iran"), IRI("urn:code"), "IR")]), end="")
    [
    ["urn:iran", "urn:code", "IR", null, ""]
    ]
    """
    rows = sorted(
        (str(thing), str(property), str.__str__(text), getattr(text, "lang", None) or "", text)
        for thing, property, text in dict.fromkeys(names)
    )
    lines = [
        json.dumps([*row[:3], row[3] or None, fold(row[4]) if row[1] in NAMES else ""], ensure_ascii=False)
        for row in rows
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"
