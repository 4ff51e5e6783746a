"""Out to an endpoint: the graphs of a store, each made complete there, and all compared at the end."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.choices import PUSH_METHODS
from atsmu_kg.errors import ParameterError, StoreError
from atsmu_kg.publishing.transfer.access import Access
from atsmu_kg.publishing.transfer.batches import batches
from atsmu_kg.publishing.transfer.comparison import Comparison, Difference, title
from atsmu_kg.publishing.transfer.progress import Step, silent
from atsmu_kg.publishing.transfer.reader import Reader
from atsmu_kg.publishing.transfer.tally import Tally, line
from atsmu_kg.publishing.transfer.writer import GraphStore, Updates
from atsmu_kg.rdf.namespaces import checked
from atsmu_kg.rdf.serializers.canonical import dataset
from atsmu_kg.stores.remote.credentials import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    from atsmu_kg.choices import PushMethod
    from atsmu_kg.publishing.transfer.access import ServerSettings
    from atsmu_kg.publishing.transfer.comparison import GraphName
    from atsmu_kg.publishing.transfer.progress import Progress
    from atsmu_kg.stores.protocol import Store

    Writer = GraphStore | Updates

BATCH = 5000
STAGING = "urn:atsmu-kg:staging:"


def push(  # noqa: PLR0913  (each is a setting of its own)
    store: Store,
    url: str,
    *,
    graph_store: str | None = None,
    update: str | None = None,
    method: PushMethod = "auto",
    default_graph: str | None = None,
    replace: bool = False,
    batch: int = BATCH,
    progress: Progress = silent,
    **settings: Unpack[ServerSettings],
) -> Comparison:
    """Put each graph of a store into an endpoint, and compare the two.

    store: where the graphs are.
    url: the URL that is queried.
    graph_store: the URL to write to by the SPARQL 1.1 Graph Store HTTP Protocol.
    update: the URL to write to by SPARQL 1.1 Update; by default ``url``.
    method: which of the two ways; ``auto`` is the graph store if there is one.
    default_graph: the IRI of a graph that the merge goes into, where the default graph can't be written.
    replace: whether a graph is as here afterwards; else what it has beyond stays.
    batch: how many triples are sent at a time, at most.
    progress: what is called with a Step after each graph.
    settings: ``auth``, ``headers``, ``timeout`` (seconds, of each request), ``retries`` and ``context``, as
        for ``connect``.

    A graph that is there already is passed over, one that is there in part is completed; so after a failure
    a second call goes on. What else is in a graph stays, and the comparison says so, unless ``replace``: then
    it is as here afterwards. Graphs that this store does not have, or has without triples, are never touched.
    A graph with blank nodes is sent in one request, to an empty place or to be replaced, since each of its
    nodes would be new the second time.

    Raises ParameterError, EndpointError or StoreError.
    """
    url, graph_store, update = map(address, (url, graph_store, update))
    graph_store, update = _ways(url, graph_store, update, method)
    if isinstance(batch, bool) or not isinstance(batch, int) or batch < 1:
        raise ParameterError(
            f"batch can't be {batch!r}", advice="Give the number of triples to send at once."
        )
    access = Access([url, *(way for way in (graph_store, update) if way is not None)], **settings)
    writer: Writer = (
        GraphStore(access.endpoint(graph_store), access.timeout)
        if graph_store is not None
        else Updates(access.endpoint(url if update is None else update), access.timeout)
    )
    reader = Reader(access.endpoint(url), timeout=access.timeout)
    return _Push(store, reader, writer, batch, replace, progress).run(_places(store, default_graph))


class _Graph:
    """A graph of ours: its triples as lines that are sent, by the lines that are compared."""

    def __init__(self, store: Store, name: GraphName) -> None:
        quads = [ox.Quad(*quad.triple) for quad in store.quads(graph=name)]
        self.anonymous = any(
            isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)
        )
        quads = dataset(quads) if self.anonymous else sorted(quads, key=str)
        self.lines = {line(quad.triple): str(quad.triple) for quad in quads}

    def compared(self, triples: Iterable[ox.Triple]) -> tuple[Tally, set[str], int]:
        """The tally of other triples, what is missing from them, and how many of them are not ours."""
        if self.anonymous:
            triples = (quad.triple for quad in dataset(ox.Quad(*triple) for triple in triples))
        there, missing, extra = Tally(), set(self.lines), 0
        for triple in triples:
            stated = line(triple)
            there.add(stated)
            extra += stated not in missing
            missing.discard(stated)
        return there, missing, extra


class _Push:
    """One call of ``push``."""

    def __init__(
        self, store: Store, reader: Reader, writer: Writer, batch: int, replace: bool, progress: Progress
    ) -> None:
        self._store = store
        self._reader = reader
        self._writer = writer
        self._batch = batch
        self._replace = replace
        self._progress = progress
        self._step = ("", 0, 0)

    def run(self, places: Sequence[tuple[GraphName, GraphName]]) -> Comparison:
        """Write the graphs to their places, and compare them there."""
        differences: list[Difference] = []
        actions: set[str] = set()
        for number, (name, place) in enumerate(places, 1):
            graph = _Graph(self._store, name)
            self._step = (title(place), number, len(places))
            difference, missing = self._compare(graph, place)
            action = self._write(graph, difference, missing)
            differences.append(difference)
            actions.add(action)
            self._progress(Step(*self._step, action, len(graph.lines)))
        if self._replace and isinstance(self._writer, Updates):
            # A server that moves a graph in several steps may have been stopped before the last.
            self._writer.drop([_staging(place) for _, place in places])
        # What is written to one graph may show in others, as in a default graph that is the union of them.
        if not actions <= {"kept"}:
            differences = [self._compare(_Graph(self._store, name), place)[0] for name, place in places]
        return Comparison(differences, self._reader.url)

    def _compare(self, graph: _Graph, place: GraphName) -> tuple[Difference, set[str]]:
        """How a graph differs there, and which of its lines are missing."""
        there, missing, extra = self._reader.take(place, graph.compared)
        return Difference(place, Tally(graph.lines), there, len(missing), extra), missing

    def _write(self, graph: _Graph, difference: Difference, missing: set[str]) -> str:
        """Make the graph there complete; what was done for that."""
        place, extra = difference.graph, difference.extra
        if not missing and not (extra and self._replace):
            return "kept"
        addable = not (graph.anonymous and difference.there.size)
        if self._replace and (extra or not addable):
            self._put(graph, place)
            return "replaced"
        if not addable:
            raise StoreError(
                f"{title(place)} has blank nodes, and the endpoint has another graph of that name",
                file=self._reader.url,
                advice="Adding to it would double them. Have it replaced (replace=True, --replace).",
            )
        self._add(graph, place, missing)
        return "added"

    def _add(self, graph: _Graph, place: GraphName, missing: set[str]) -> None:
        lines = [sent for compared, sent in graph.lines.items() if compared in missing]
        if graph.anonymous:
            self._writer.add(place, lines, repeatable=False)
            return
        sent = 0
        for each in batches(lines, self._batch, self._writer.size):
            self._writer.add(place, each)
            sent += len(each)
            self._progress(Step(*self._step, "sending", sent))

    def _put(self, graph: _Graph, place: GraphName) -> None:
        """Replace a graph, which holds the old triples or the new ones at any time."""
        if isinstance(self._writer, GraphStore):
            self._writer.put(place, list(graph.lines.values()))
            return
        staging = _staging(place)
        there, missing, extra = self._reader.take(staging, graph.compared)
        if extra or (graph.anonymous and there.size):
            self._writer.drop([staging])
            missing = set(graph.lines)
        self._add(graph, staging, missing)
        arrived = self._reader.take(staging, graph.compared)[0].size
        # Its triples may be there in other words: some servers have their own for literals.
        if arrived != len(graph.lines):
            raise StoreError(
                f"{title(place)} was not replaced: "
                f"of its {len(graph.lines):,} triples only {arrived:,} arrived",
                file=self._reader.url,
                advice=f"They are in <{staging.value}>; see what the server makes of them.",
            )
        self._writer.move(staging, place)


def _ways(
    url: str, graph_store: str | None, update: str | None, method: str
) -> tuple[str | None, str | None]:
    """The address of the graph store or that for updates, whichever is to be used."""
    PUSH_METHODS.checked(method)
    if method == "graph-store" and graph_store is None:
        raise ParameterError(
            "the address of the graph store is not known", advice="Give graph_store, or --graph-store URL."
        )
    if graph_store is not None and method != "update":
        return graph_store, None
    return None, url if update is None else update


def _places(store: Store, default_graph: str | None) -> list[tuple[GraphName, GraphName]]:
    """The graphs that have triples, and where they go."""
    merge = ox.DefaultGraph() if default_graph is None else ox.NamedNode(checked(default_graph))
    names: list[GraphName] = [ox.DefaultGraph()]
    for name in store.graph_names():
        if not isinstance(name, ox.NamedNode):
            raise StoreError(
                f"a graph without an IRI, {name}, can't be put anywhere", advice="Name it by an IRI."
            )
        if name == merge:
            raise ParameterError(
                f"{merge} is a graph of its own here", advice="Name another graph for the merge."
            )
        names.append(name)
    filled = [name for name in names if next(store.quads(graph=name), None) is not None]
    return [(name, merge if isinstance(name, ox.DefaultGraph) else name) for name in filled]


def _staging(place: GraphName) -> ox.NamedNode:
    """The graph in which the successor of a graph is put together."""
    from hashlib import sha256

    return ox.NamedNode(f"{STAGING}{sha256(str(place).encode()).hexdigest()[:32]}")
