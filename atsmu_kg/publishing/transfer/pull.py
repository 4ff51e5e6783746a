"""From an endpoint into an on-disk store: its graphs, one after the other."""

from __future__ import annotations

from hashlib import sha256

import pyoxigraph as ox

from atsmu_kg.errors import ParameterError
from atsmu_kg.publishing.transfer.access import Access
from atsmu_kg.publishing.transfer.comparison import Comparison, Difference, title
from atsmu_kg.publishing.transfer.mirror import Mirror
from atsmu_kg.publishing.transfer.progress import Step, silent
from atsmu_kg.publishing.transfer.reader import Reader
from atsmu_kg.publishing.transfer.tally import Tally
from atsmu_kg.rdf.namespaces import checked
from atsmu_kg.stores.remote.credentials import address
from atsmu_kg.stores.remote.store import RemoteStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from typing import Protocol, Unpack

    from atsmu_kg.publishing.transfer.access import ServerSettings
    from atsmu_kg.publishing.transfer.comparison import GraphName
    from atsmu_kg.publishing.transfer.progress import Progress
    from atsmu_kg.stores.protocol import Store

    class Stored(Protocol):
        """A knowledge graph, of which only the store matters here."""

        @property
        def store(self) -> Store:
            """What holds its quads."""


def pull(
    graph: str | Stored,
    directory: str | os.PathLike[str],
    *,
    default_graph: str | None = None,
    page_size: int | None = None,
    progress: Progress = silent,
    **settings: Unpack[ServerSettings],
) -> Comparison:
    """Mirror the graphs of an endpoint into an on-disk store.

    graph: the endpoint's URL, or what ``connect`` gave.
    directory: that of the store; it is made, or replaced if it holds a mirror.
    default_graph: the IRI of a graph that becomes the default one here, as ``push`` has put it.
    page_size: how many triples are fetched at a time of a graph that the endpoint does not give at once; by
        default it is fetched predicate by predicate.
    progress: what is called with a Step after each graph.
    settings: ``auth``, ``headers``, ``timeout`` (seconds, of each request), ``retries`` and ``context``, as
        for ``connect``.

    Triples stream into a draft beside ``directory``, in memory that does not grow with their number, and the
    draft takes its place when all graphs are there. If that fails half-way, a second call goes on with the
    draft: graphs that were complete are kept, provided that the endpoint still has as many triples in them,
    and the one that was not is fetched again. A mirror that is pulled again is renewed as a whole.

    Blank nodes get new labels, apart in each graph. The store normalises numbers and dates (``"1.50"``
    becomes ``"1.5"``), and both sides are compared in that form: what the disk holds with what came, and its
    count with that of the endpoint afterwards.

    Raises ParameterError, EndpointError, or StoreError, also for a directory that holds anything else.
    """
    graph = address(graph)
    reader = _reader(graph, page_size, settings)
    merge = ox.DefaultGraph() if default_graph is None else ox.NamedNode(checked(default_graph))
    # Asked for first, so that an endpoint that does not answer leaves no draft.
    sources: list[GraphName] = [merge, *(name for name in reader.names() if name != merge)]
    places = {source: ox.DefaultGraph() if source == merge else source for source in sources}
    with Mirror(directory, reader.url) as mirror:
        mirror.keep_only(places.values())
        arrived: dict[GraphName, Tally] = {}
        for number, (source, place) in enumerate(places.items(), 1):
            arrived[source], action = _pulled(reader, mirror, source, place)
            progress(Step(title(source), number, len(places), action, arrived[source].size))
        comparison = Comparison(
            [
                Difference(source, mirror.held(place), arrived[source].of_size(reader.count(source)))
                for source, place in places.items()
            ],
            reader.url,
        )
        mirror.finish()
    return comparison


def _pulled(reader: Reader, mirror: Mirror, source: GraphName, place: GraphName) -> tuple[Tally, str]:
    """The tally of a graph as it came, now or earlier."""
    known = mirror.tally(place)
    if known is not None and known.size == reader.count(source):
        return known, "kept"
    tally = reader.take(source, lambda triples: mirror.fill(place, _apart(triples, source)))
    mirror.complete(place, tally)
    return tally, "pulled"


def _apart(triples: Iterable[ox.Triple], graph: GraphName) -> Iterator[ox.Triple]:
    """The triples with blank nodes that no other graph has: each answer has labels of its own."""
    prefix = sha256(str(graph).encode()).hexdigest()[:16]

    def apart(node: ox.BlankNode) -> ox.BlankNode:
        return ox.BlankNode(f"g{prefix}{node.value}")

    for triple in triples:
        subject, object = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode) or isinstance(object, ox.BlankNode):
            yield ox.Triple(
                apart(subject) if isinstance(subject, ox.BlankNode) else subject,
                triple.predicate,
                apart(object) if isinstance(object, ox.BlankNode) else object,
            )
        else:
            yield triple


def _reader(graph: str | Stored, page_size: int | None, settings: ServerSettings) -> Reader:
    if isinstance(graph, str):
        access = Access([graph], **settings)
        return Reader(access.endpoint(graph), timeout=access.timeout, page_size=page_size)
    store = getattr(graph, "store", None)
    if not isinstance(store, RemoteStore):
        raise ParameterError(
            "this graph is not at an endpoint", advice="Give a URL, or what atsmu_kg.connect(url) gives."
        )
    if settings:
        raise ParameterError(
            f"{min(settings)} was given for a graph that is connected already",
            advice="Give it to atsmu_kg.connect().",
        )
    return Reader(store.endpoint, timeout=store.timeout, page_size=page_size or store.page_size)
