"""What a graph gives to others: a dataset, files, records for catalogues, a copy at an endpoint, pictures."""

from __future__ import annotations

from atsmu_kg.errors import StoreError
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.things import Things

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import IO, Any

    import networkx
    import rdflib
    from pyoxigraph import Quad

    from atsmu_kg.catalogue.record import Record
    from atsmu_kg.pictures.gallery import Gallery
    from atsmu_kg.stores.protocol import Store
    from atsmu_kg.transfer import Comparison


class Publications(Things):
    """What has a store beside its named queries, and so can be published."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def quads(self) -> Iterator[Quad]:
        """All quads: those of the default graph, which merges the others, and those of each named graph."""
        return self.store.quads()

    @property
    def dataset(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same store, made on demand.

        >>> import atsmu_kg
        >>> kg = atsmu_kg.load()
        >>> len(kg.dataset) == len({quad.triple for quad in kg.quads()})
        True
        """
        from atsmu_kg.stores.dataset import rdflib_dataset

        if not isinstance(self.store, EmbeddedStore):
            raise StoreError(
                "only an embedded store is an rdflib dataset", advice="Load or open the graph here."
            )
        return rdflib_dataset(self.store)

    def export(self, target: str | os.PathLike[str] | IO[bytes], format: str | None = None) -> None:
        """Write the whole dataset, or the merge of its graphs in a format without named graphs.

        The file is replaced at once, when all is written. The format follows from the extension if it isn't
        given. Raises ExportError; the old file is then intact.
        """
        from atsmu_kg.exports import write

        write(self.quads(), target, format)

    def catalogue(self, profile: str, *, endpoint: str | None = None) -> Record:
        """The record of the dataset for a kind of catalogue (``dcat-ap``, ``void``, ``schema-org``, …).

        ``endpoint`` is the URL of a SPARQL endpoint that serves the graph. Raises UnknownNameError for an
        unknown profile, DataError where the graph does not state what the record needs, and
        MissingDependencyError without PyLD.

        >>> import atsmu_kg
        >>> atsmu_kg.load().catalogue("citation").file
        'CITATION.cff'
        """
        from atsmu_kg.catalogue import describe

        return describe(self.quads(), profile, endpoint=endpoint)

    def push(self, url: str, **settings: Any) -> Comparison:
        """Put each graph into a SPARQL endpoint, and compare the two graph by graph.

        What is there already is not sent again, so that a second call completes a first one that failed, and
        nothing that was there is lost, unless with ``replace``. Settings are those of
        ``atsmu_kg.transfer.push``: ``graph_store`` and ``update`` are URLs to write to. Raises EndpointError,
        ParameterError or StoreError.
        """
        from atsmu_kg.transfer import push

        return push(self.store, url, **settings)

    @property
    def plot(self) -> Gallery:
        """Pictures of the graph: its figures, structure and countries, the ontology, what is around a thing.

        They need the extra ``atsmu-kg[plot]``: each raises MissingDependencyError without it.

        >>> import atsmu_kg
        >>> atsmu_kg.load().plot.countries(lang="tg")
        <Picture: Кишварҳои муассисаҳои шарик ва донишҷӯён>
        """
        from atsmu_kg.pictures.gallery import Gallery

        return Gallery(self)

    def to_networkx(
        self, *, lang: str = "en", literals: bool = False, entailed: bool = False
    ) -> networkx.MultiDiGraph[str]:
        """The graph for NetworkX: things with labels, and an edge for each statement of a named graph.

        See ``pictures.network``. Raises MissingDependencyError.

        >>> import atsmu_kg
        >>> network = atsmu_kg.load().to_networkx()
        >>> from atsmu_kg.vocabulary import ATSMU
        >>> [edge["graph"] for edge in network.get_edge_data(ATSMU.university, ATSMU.library).values()]
        ['https://w3id.org/atsmu-kg/graph/profile/s16']
        """
        from atsmu_kg.pictures.labels import Labels
        from atsmu_kg.pictures.network import network

        return network(self.quads(), Labels(self.queries), lang, literals=literals, entailed=entailed)

    def to_geojson(self, target: str | os.PathLike[str] | None = None, *, lang: str = "en") -> dict[str, Any]:
        """What has coordinates, as a GeoJSON FeatureCollection; with a target also written to that file.

        >>> import atsmu_kg
        >>> places = atsmu_kg.load().to_geojson()["features"]
        >>> [place["properties"]["name"] for place in places]
        ['Dushanbe', 'Avicenna Tajik State Medical University']
        """
        from atsmu_kg.pictures.geojson import places
        from atsmu_kg.pictures.labels import Labels

        return places(self.queries.coordinates().rows, Labels(self.queries), lang, target)
