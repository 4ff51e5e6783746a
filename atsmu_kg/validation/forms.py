"""What SHACL calls ill-formed: refused before an engine runs, since one refuses it and another does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.validation.messages import shown
from atsmu_kg.validation.patterns import python_pattern
from atsmu_kg.vocabulary import RDF, SH, contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.terms import Term
    from atsmu_kg.validation.facts import Facts

# SHACL 4: at most one value in a shape.
SINGLE = tuple(
    SH[name]
    for name in (
        *("datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
        *("maxInclusive", "minLength", "maxLength", "languageIn", "uniqueLang", "in", "closed"),
        *("ignoredProperties", "qualifiedValueShape", "deactivated", "severity"),
    )
)


def faults(shapes: Iterable[Term], facts: Facts) -> Iterator[tuple[Term, str]]:
    """Each ill-formed shape with what is wrong with it."""
    for shape in shapes:
        about = facts.about(shape)
        paths, kinds = about.get(SH.path, []), about.get(RDF.type, [])
        if len(paths) > 1:
            yield shape, "has more than one sh:path"
        if ox.NamedNode(SH.PropertyShape) in kinds and not paths:
            yield shape, "is a property shape without sh:path"
        if ox.NamedNode(SH.NodeShape) in kinds and paths:
            yield shape, "is a node shape with a sh:path"
        for inner in about.get(SH.property, ()):
            if not facts.values(inner, SH.path):
                yield shape, f"refers with sh:property to {shown(inner)}, which has no sh:path"
        for predicate in SINGLE:
            if len(about.get(predicate, ())) > 1:
                yield shape, f"has more than one {contract(predicate)}"
        for pattern in about.get(SH.pattern, ()):
            try:
                re.compile(python_pattern(shown(pattern)))
            except re.error as error:
                yield shape, f"has a sh:pattern that is no regular expression: {error}"
