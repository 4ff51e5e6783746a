"""Suggestions: the things that were meant where a name is written that nothing has."""

from __future__ import annotations

from atsmu_kg.rdf.namespaces import OWL, RDFS, SKOS, contract
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.text import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.stores.protocol import Store

MOST = 3


def spelt_like(store: Store, iri: str, prefixes: Mapping[str, str]) -> list[str]:
    """The CURIEs of up to three named things whose own looks most like that of an IRI, best first."""
    return nearest(contract(iri, prefixes), (contract(known, prefixes) for known in _named(store)))


def called_like(store: Store, name: str, beginnings: Iterable[str], prefixes: Mapping[str, str]) -> list[str]:
    """The same for a bare name, which is compared with what follows these beginnings of IRIs."""
    named = _named(store)
    near = [
        contract(f"{beginning}{end}", prefixes)
        for beginning in beginnings
        for end in nearest(name, (iri[len(beginning) :] for iri in named if iri.startswith(beginning)))
    ]
    return near[:MOST]


def _named(store: Store) -> set[str]:
    """The things that have a label, but for deprecated ones."""
    from pyoxigraph import NamedNode

    labels = (SKOS.prefLabel, RDFS.label)
    named = {quad.subject for label in labels for quad in store.quads(predicate=NamedNode(label))}
    named -= {quad.subject for quad in store.quads(predicate=NamedNode(OWL.deprecated))}
    return {str(to_python(subject)) for subject in named}
