"""By which predicates shapes look into data: an engine needs no other triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF, RDFS, SH
from atsmu_kg.validation.forms import SINGLE
from atsmu_kg.validation.parts import COMMON, REPEATABLE
from atsmu_kg.validation.paths import WITHIN_PATHS

if TYPE_CHECKING:
    from atsmu_kg.validation.facts import Facts

_ANNOTATIONS = frozenset(
    SH[name]
    for name in (
        *("message", "name", "description", "order", "group", "defaultValue"),
        *("declare", "prefix", "namespace"),
    )
)
_CLOSED = frozenset({SH.closed, SH.ignoredProperties})
# What of SHACL looks into data by predicates that the shapes name, and by no others.
_NAMING = (COMMON | {SH.property, *SINGLE, *REPEATABLE} | WITHIN_PATHS | _ANNOTATIONS) - _CLOSED


def predicates_sought(shapes: Facts) -> frozenset[str] | None:
    """The predicates by which shapes look into data, and perhaps more; None where those may be any.

    The targets and constraints of SHACL Core look for types and superclasses, along paths and for the
    predicates that they name, so that each is an IRI of the shapes graph. Closed shapes look at all
    predicates, and so may queries and whatever is not SHACL Core.

    >>> from atsmu_kg.validation.facts import Facts
    >>> shape, path = ox.NamedNode("urn:shape"), ox.NamedNode("urn:path")
    >>> core = ox.Triple(shape, ox.NamedNode(SH.path), path)
    >>> predicates_sought(Facts([core])) == {"urn:path", RDF.type, RDFS.subClassOf}
    True
    >>> predicates_sought(Facts([core, ox.Triple(shape, ox.NamedNode(SH.sparql), ox.BlankNode())])) is None
    True
    """
    if any(predicate in SH and predicate not in _NAMING for _, predicate, _ in shapes):
        return None
    named = {value.value for _, _, value in shapes if isinstance(value, ox.NamedNode)}
    return frozenset({*named, RDF.type, RDFS.subClassOf})
