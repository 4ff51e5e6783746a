"""A graph that is about to be published: its quads, its description and its files."""

from __future__ import annotations

from functools import cached_property

import pyoxigraph as ox

from atsmu_kg import files
from atsmu_kg.files import beside
from atsmu_kg.publishing.catalogue.description import DatasetDescription
from atsmu_kg.publishing.catalogue.distributions import Distribution, distributions
from atsmu_kg.publishing.catalogue.prefixes import RECORD_PREFIXES
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import BASE, PREFIXES, checked
from atsmu_kg.rdf.serializers import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATED = "data/dataset.ttl"
# The folder of a release that holds the pages of the site.
SITE = "pages/"
# Where the description stands among the graphs of the store; a query over the dataset's own passes it over.
DESCRIPTION = f"{BASE}graph/description"


class Publication:
    """What all records are made from; ``endpoint`` is the URL of a SPARQL endpoint that serves the graph.

    ``stated`` is the file that describes the dataset (default: the packaged one), and ``prefixes`` are those
    of the files that are written. Raises ParameterError if the endpoint is no IRI.
    """

    def __init__(
        self,
        quads: Iterable[ox.Quad],
        *,
        endpoint: str | None = None,
        stated: str | None = None,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        self.prefixes = prefixes
        self._stated = stated
        self.quads = canonical.dataset(quads)
        self.endpoint = None if endpoint is None else checked(endpoint)
        self._store = ox.Store()
        self._store.bulk_extend(self.quads)

    @cached_property
    def description(self) -> DatasetDescription:
        """``data/dataset.ttl`` with what the graph says: version, dates, names, places, sources."""
        graph = ox.NamedNode(DESCRIPTION)
        known = read(self._stated or files.path(STATED))
        service = ox.NamedNode(DatasetDescription(known).service)
        stated = [quad for quad in known if self.endpoint or quad.subject != service]
        self._store.bulk_extend(_in_graph(quad, graph) for quad in stated)
        constructed = self._constructed("facts")
        self._store.bulk_extend(_in_graph(quad, graph) for quad in constructed)
        return DatasetDescription({*constructed, *stated})

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        """The files that a release holds of the graph."""
        return distributions(self.description, self.quads, self.select("figures"), self.prefixes)

    @property
    def whole(self) -> str:
        """What a file is called that holds a whole release, without its extension."""
        return f"{self.description.stem}-{self.description.version}"

    def record_prefixes(self) -> Mapping[str, str]:
        """The prefixes of the records: those of the files, and of the vocabularies that describe datasets."""
        own = {} if self.prefixes is PREFIXES else {"dataset": f"{self.description.iri}/"}
        return {**RECORD_PREFIXES, **self.prefixes, **own}

    def construct(self, *names: str) -> list[ox.Quad]:
        """The triples of the CONSTRUCT queries ``NAME.rq`` beside this module, over graph and description."""
        _ = self.description
        return [quad for name in names for quad in self._constructed(name)]

    def select(self, name: str) -> list[tuple[str, ...]]:
        """The rows of the SELECT query ``NAME.rq`` beside this module, as texts; empty where unbound."""
        _ = self.description
        found = self._store.query(beside(__file__, f"{name}.rq"))
        assert isinstance(found, ox.QuerySolutions)
        return [
            tuple("" if each is None else str(getattr(each, "value", each)) for each in row) for row in found
        ]

    def _constructed(self, name: str) -> list[ox.Quad]:
        found = self._store.query(beside(__file__, f"{name}.rq"))
        assert isinstance(found, ox.QueryTriples)
        return sorted({ox.Quad(*triple) for triple in found}, key=str)


def _in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)
