"""The graph that pySHACL reads: in rdflib's memory, lexically exact, each SPARQL text parsed once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.processor import SPARQLResult
from rdflib.query import Result
from rdflib.term import Literal, Node

from atsmu_kg.errors import DataError, ShapeError
from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.rdf.terms import spell
from atsmu_kg.sparql.tokens import prefixes_declared, prefixes_used, tokens
from atsmu_kg.validation.operators import GraphLiteral, with_sparql_operators

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, MutableMapping

    from rdflib.plugins.sparql.sparql import Query

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.embedded import EmbeddedData


class DataGraph(Graph):
    """A memory graph whose queries are parsed once for all focus nodes, and never reach out of the graph.

    ``parsed`` outlives the graph where its owner keeps it: the shapes stay, the data change.
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple | ox.Quad],
        parsed: MutableMapping[str, Query],
        embedded: EmbeddedData | None = None,
    ) -> None:
        """The graph of the triples; of quads, the merge of their graphs. ``embedded`` holds the same."""
        super().__init__("SimpleMemory", bind_namespaces="none")
        self._parsed = parsed
        self._embedded = embedded
        self._members: dict[Node, tuple[Node, ...]] = {}
        convert = lru_cache(maxsize=65536)(to_rdflib)
        add = self.store.add
        for triple in triples:
            add((convert(triple.subject), convert(triple.predicate), convert(triple.object)), self)

    def __bool__(self) -> bool:
        """Whether there is a triple; pySHACL asks for each result, and this store would count them all."""
        return next(self.triples((None, None, None)), None) is not None

    def items(self, list: Node) -> Generator[Node, None, None]:
        """The members of a list, walked once: pySHACL asks for those of sh:languageIn for each value."""
        members = self._members.get(list)
        if members is None:
            members = self._members[list] = tuple(super().items(list))
        yield from members

    def query(  # type: ignore[override]
        self,
        query_object: str,
        processor: object = None,
        result: object = None,
        initNs: object = None,  # noqa: N803
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        *_: object,
        **__: object,
    ) -> Result:
        """The result of a SPARQL text for one set of pre-bound variables; the arguments are rdflib's."""
        values = {name: from_rdflib(value) for name, value in (initBindings or {}).items()}
        if self._embedded is not None and self._embedded.lacks_solutions(query_object, values):
            none = Result("SELECT")
            none.bindings = []
            return none
        query = self._parsed.get(query_object)
        if query is None:
            query = self._parsed[query_object] = parse(query_object)
        return SPARQLResult(evalQuery(self, query, initBindings))


def parse(text: str) -> Query:
    """The algebra of a constraint's query. ShapeError if it is not SPARQL or would fetch something.

    rdflib's parser is not safe in two threads at once; callers hold a lock.
    """
    lacking = sorted(prefixes_used(text).keys() - prefixes_declared(text).keys())
    if lacking:
        # rdflib would resolve some, from a list of its own.
        raise ShapeError(
            f"a sh:sparql query uses the prefix {lacking[0]}:, which it does not declare",
            advice="Declare it with sh:declare, and refer to that with sh:prefixes.",
            query=text,
        )
    try:
        query = translateQuery(parseQuery(_one_prefix_each(text)))
    except Exception as error:
        raise ShapeError(
            f"a sh:sparql query is not SPARQL: {' '.join(str(error).split())}",
            advice="Correct the query.",
            query=text,
        ) from error
    if query.algebra.datasetClause is not None or "ServiceGraphPattern" in repr(query.algebra):
        raise ShapeError(
            "a sh:sparql query asks for other data (FROM or SERVICE)",
            advice="Query the validated graph only; nothing is fetched during validation.",
            query=text,
        )
    return with_sparql_operators(query)


def _one_prefix_each(text: str) -> str:
    """The text with one prefix for each namespace: rdflib forgets all but the last."""
    declared = prefixes_declared(text)
    first: dict[str, str] = {}
    for prefix, namespace in declared.items():
        first.setdefault(namespace, prefix)
    if len(first) == len(declared):
        return text
    return "".join(
        f"{first[declared[prefix]]}:{local}" if token.kind == "pname" and prefix in declared else token.text
        for token in tokens(text)
        for prefix, _, local in [token.text.partition(":")]
    )


def to_rdflib(term: Term) -> Node:
    """The rdflib term of a pyoxigraph term; a plain literal and its xsd:string are one and the same."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise DataError(
            f"{spell(term)} is a triple term, which SHACL does not know",
            advice="Say it with a named graph or a node of its own.",
        )
    if term.language is not None:
        return GraphLiteral(term.value, lang=term.language)
    datatype = term.datatype.value
    return GraphLiteral(term.value) if datatype == XSD.string else GraphLiteral(term.value, datatype=datatype)


def from_rdflib(node: Node) -> Term:
    """The pyoxigraph term of an rdflib term."""
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype or XSD.string))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))
