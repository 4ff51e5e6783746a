"""The version of a dataset, as it states it."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.rdf.namespaces import BASE, OWL
from atsmu_kg.rdf.terms import to_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.ordered import Footprint
    from atsmu_kg.stores.protocol import Store

ONTOLOGY, INFO = NamedNode(f"{BASE}ontology"), NamedNode(OWL.versionInfo)
# Where it stands: each answer tells the version, so that an index should know the lines.
FOOTPRINT: Footprint = ((str(ONTOLOGY), str(INFO), ""),)


def stated_version(store: Store) -> str:
    """The version of the vocabulary, the least if several are stated; empty without one.

    >>> from atsmu_kg.stores.embedded import EmbeddedStore
    >>> stated_version(EmbeddedStore.memory())
    ''
    """
    stated = store.quads(ONTOLOGY, INFO, graph=DefaultGraph())
    return min((str(to_python(quad.object)) for quad in stated), default="")
