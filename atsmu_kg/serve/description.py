"""What an endpoint says of itself: SPARQL 1.1 Service Description."""

from __future__ import annotations

import asyncio

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.files import beside
from atsmu_kg.rdf import serializers
from atsmu_kg.rdf.namespaces import RDF, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.graph import KnowledgeGraph

SD = "http://www.w3.org/ns/sparql-service-description#"
# By how many names clients may know the endpoint without each asking for a description of its own.
KEPT = 16
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": SD,
    "void": "http://rdfs.org/ns/void#",
}


class ServiceDescription:
    """The description of the endpoint of a graph, made when it is first wanted.

    A dataset that is described has its record (``kg.catalogue("service")``) in it: its graphs with their
    sizes. What is not described has the server's own part only.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg
        self._stated: list[ox.Quad] | None = None
        self._documents: dict[tuple[str, str], str] = {}

    async def serialized(self, endpoint: str, media_type: str) -> str:
        """The description of the endpoint at a URL, as a document; ParameterError if that is no IRI."""
        key = endpoint, media_type
        if key not in self._documents:
            # It takes longer than others should have to wait.
            document = await asyncio.to_thread(self._serialized, checked(endpoint), media_type)
            while len(self._documents) >= KEPT:
                del self._documents[next(iter(self._documents))]
            self._documents[key] = document
        return self._documents[key]

    def _serialized(self, endpoint: str, media_type: str) -> str:
        if self._stated is None:
            self._stated = self._record()
        known = next((quad.subject for quad in self._stated if _is_service(quad)), None)
        service = known if isinstance(known, ox.NamedNode) else ox.NamedNode(endpoint)
        own = ox.parse(beside(__file__, "description.ttl"), ox.RdfFormat.TURTLE, base_iri=service.value)
        located = ox.Quad(service, ox.NamedNode(f"{SD}endpoint"), ox.NamedNode(endpoint))
        quads = {*self._stated, *own, located}
        return serializers.serialize(quads, media_type, prefixes=PREFIXES).decode()

    def _record(self) -> list[ox.Quad]:
        if not self._kg.version:  # a store of something else, which the packaged description is not of
            return []
        try:
            record = str(self._kg.catalogue("service"))
        except AtsmuKGError:  # nothing describes the dataset
            return []
        return list(ox.parse(record, ox.RdfFormat.TURTLE))


def _is_service(quad: ox.Quad) -> bool:
    return quad.predicate.value == RDF.type and quad.object == ox.NamedNode(f"{SD}Service")
