"""An ``rdflib.Dataset`` over an embedded store: rdflib's face, Oxigraph's quads, no copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node, URIRef

from atsmu_kg.errors import ParameterError, QueryError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.terms import to_term
from atsmu_kg.sparql.guard import refuse_service
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.nodes import result, to_rdflib

# What rdflib calls the clauses that it would follow to elsewhere, and their words.
CLAUSES = {"datasetClause": "FROM", "using": "USING", "Load": "LOAD", "ServiceGraphPattern": "SERVICE"}

Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


def rdflib_dataset(store: EmbeddedStore) -> Dataset:
    """An rdflib Dataset over the same quads, with the prefixes bound; what is added to it is in the store.

    Queries given as text are answered by Oxigraph; those with ``initBindings`` and prepared ones by rdflib.
    Numbers and dates are as the store normalises them. Closing the dataset leaves the store open.

    >>> store = EmbeddedStore.memory()
    >>> node = ox.NamedNode("https://ror.org/")
    >>> store.extend([ox.Quad(node, node, ox.Literal("a"), node)])
    >>> [object.n3() for _, _, object, _ in rdflib_dataset(store).quads()]
    ['"a"']
    """
    dataset = Dataset(store=QuadStore(store))
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


class QuadStore(Store):
    """The interface that rdflib's graphs want of a store, over an EmbeddedStore.

    oxrdflib has another: its strings carry xsd:string, and so differ from those that rdflib parses, and
    its pattern over all graphs gives a triple once a graph.
    """

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, store: EmbeddedStore) -> None:
        super().__init__()
        self._store = store
        self._namespaces: dict[str, URIRef] = {}
        self._prefixes: dict[URIRef, str] = {}

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph]]]:
        """Each triple that matches, once, with the graphs that hold it; with a context, that graph only."""
        graphs: dict[ox.Triple, list[Graph]] = {}
        views: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, Graph] = {}
        for quad in self._match(triple_pattern, context):
            name = quad.graph_name
            if name not in views:
                views[name] = self._view(name)
            graphs.setdefault(quad.triple, []).append(views[name])
        for (subject, predicate, object), names in graphs.items():
            yield (to_rdflib(subject), to_rdflib(predicate), to_rdflib(object)), iter(names)

    def __len__(self, context: Graph | None = None) -> int:
        """The number of triples in a graph, or of different triples in all graphs."""
        if context is None and not self._store.graph_names():
            return self._store.size
        quads = self._match((None, None, None), context)
        return sum(1 for _ in quads) if context is not None else len({quad.triple for quad in quads})

    def contexts(self, triple: Triple | None = None) -> Iterator[Graph]:  # type: ignore[override]
        """The graphs that there are, or those that hold a triple."""
        if triple is not None:
            return (self._view(quad.graph_name) for quad in self._match(triple, None))
        return map(self._view, [*self._store.graph_names(), ox.DefaultGraph()])

    def add(self, triple: Triple, context: Graph, quoted: bool = False) -> None:
        """Add a triple to a graph."""
        self.addN([(*triple, context)])

    def addN(self, quads: Iterable[tuple[Node, Node, Node, Graph]]) -> None:  # noqa: N802
        """Add quads, all or none; ParameterError for a node that no RDF term stands for."""
        self._store.extend([ox.Quad(_term(s), _term(p), _term(o), _name(graph)) for s, p, o, graph in quads])

    def remove(self, triple: Pattern, context: Graph | None = None) -> None:
        """Remove what matches from a graph, or from all."""
        self._store.remove(list(self._match(triple, context)))

    def add_graph(self, graph: Graph) -> None:
        """Make an empty graph known; in a read-only store it is known to the caller only.

        rdflib asks for this whenever a graph is looked at, so a graph that is known is no write.
        """
        name = _name(graph)
        if not (self._store.read_only or isinstance(name, ox.DefaultGraph) or self._knows(name)):
            self._store.add_graph(name)

    def remove_graph(self, graph: Graph) -> None:
        """Remove a named graph. The default graph stays: rdflib's N-Quads parser would drop it unasked."""
        name = _name(graph)
        if not isinstance(name, ox.DefaultGraph):
            self._store.remove_graph(name)

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **kwargs: Any,
    ) -> Result:
        """The answer of Oxigraph to a query text; else NotImplementedError, which makes rdflib answer."""
        if queryGraph == "__UNION__" or initBindings or not isinstance(query, str) or kwargs:
            # Oxigraph's union counts a triple once a graph, and its bindings miss what isn't projected.
            _refuse_loading(query)
            raise NotImplementedError
        default_graph = None if queryGraph == DATASET_DEFAULT_GRAPH_ID else to_term(queryGraph)
        prefixes = {prefix: str(namespace) for prefix, namespace in initNs.items()}
        return result(self._store.query(query, prefixes=prefixes, default_graph=default_graph))  # type: ignore[arg-type]

    def update(
        self,
        update: Any,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: Any,
    ) -> None:
        """NotImplementedError, which makes rdflib run the update; QueryError for one that reads elsewhere."""
        _refuse_loading(update)
        raise NotImplementedError

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Remember a prefix for a namespace; without override only if neither is taken."""
        if not override and (prefix in self._namespaces or namespace in self._prefixes):
            return
        self._prefixes.pop(self._namespaces.pop(prefix, URIRef("")), None)
        self._namespaces.pop(self._prefixes.pop(namespace, ""), None)
        self._namespaces[prefix] = namespace
        self._prefixes[namespace] = prefix

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return self._prefixes.get(namespace)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes with their namespaces."""
        return iter(list(self._namespaces.items()))

    def _match(self, pattern: Pattern, context: Graph | None) -> Iterator[ox.Quad]:
        try:
            subject, predicate, object = map(_term, pattern)
            graph = None if context is None else _name(context)
            return self._store.quads(subject, predicate, object, graph)
        except (ParameterError, TypeError):
            return iter(())  # a node that can't be in the store, or not at that place

    def _knows(self, name: ox.NamedNode | ox.BlankNode) -> bool:
        return self._store.engine.contains_named_graph(name)

    def _view(self, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Graph:
        is_default = isinstance(name, ox.DefaultGraph)
        return Graph(store=self, identifier=DATASET_DEFAULT_GRAPH_ID if is_default else to_rdflib(name))


def _term(node: Node | None) -> Any:
    return node if node is None else to_term(node)


def _name(graph: Graph) -> ox.NamedNode | ox.BlankNode | ox.DefaultGraph:
    if graph.identifier == DATASET_DEFAULT_GRAPH_ID or isinstance(graph, Dataset):
        return ox.DefaultGraph()
    name = to_term(graph.identifier)
    assert isinstance(name, ox.NamedNode | ox.BlankNode)
    return name


def _refuse_loading(query: Any) -> None:
    """rdflib would read or ask what such clauses name, on the disk or the network."""
    if isinstance(query, str):
        refuse_service(query)
        loads = _loading_words(query)
    else:
        loads = _loading_clauses(query.algebra)
    if loads:
        word = min(loads)
        raise QueryError(
            f"{word} can't be used in an update, or with initBindings, a prepared query or a union",
            advice="Name the graph with GRAPH, or give the query as text, with the bindings in it.",
            query=query,
        )


def _loading_words(text: str) -> set[str]:
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes

    from atsmu_kg.sparql.tokens import tokens

    return {token.text.upper() for token in tokens(expandUnicodeEscapes(text))} & {*CLAUSES.values()}


def _loading_clauses(algebra: Any) -> set[str]:
    """The words of the CLAUSES that are in a tree of rdflib's."""
    loading = set()
    waiting = [algebra]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            # Not get(), which gives rdflib's nodes the key itself for what they lack.
            clauses = {getattr(node, "name", ""), *(key for key, value in node.items() if value)}
            loading |= {word for clause, word in CLAUSES.items() if clause in clauses}
            waiting += node.values()
        elif isinstance(node, list | tuple | set):
            waiting += node
    return loading
