"""Tables of a graph that answer SPARQL on an engine for SQL."""

from __future__ import annotations

import os
from functools import lru_cache
from threading import Timer

import pyoxigraph as ox
from sqlglot import exp

from atsmu_kg.errors import LimitError, QueryError, StoreError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.tables.manifest import Manifest
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.guard import refuse_service
from atsmu_kg.sparql.nodes import Iri, RDFLiteral
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.tables.compiler import Compiler, Context
from atsmu_kg.stores.tables.constants import Constants, term_of
from atsmu_kg.stores.tables.dictionary import TERMS, Dictionary
from atsmu_kg.stores.tables.fragments import all_of, among, any_of, column, equal, identifier, text
from atsmu_kg.stores.tables.template import instantiated
from atsmu_kg.stores.tables.translation import Translation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from sqlglot.expressions import Expression

    from atsmu_kg.sparql.patterns import Query
    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.protocol import GraphName, Object, Subject
    from atsmu_kg.stores.tables.constants import Term
    from atsmu_kg.stores.tables.engines import Engine


class TableStore:
    """A folder of tables and an engine that reads them; see ``stores.protocol.Store``.

    directory: that of the tables, as ``kg.export`` writes them.
    engine: what runs the statements.
    """

    embedded = False
    read_only = True

    def __init__(self, directory: str | os.PathLike[str], engine: Engine) -> None:
        self.location = os.fspath(directory)
        self.manifest = Manifest.read(self.location)
        self.engine = engine
        self._dictionary = Dictionary(self.manifest)
        self._ids: dict[Term, int | None] = {}
        self._closed = False

    @property
    def size(self) -> int:
        """The number of quads, a triple in two graphs counted twice."""
        return self.manifest.counts.quads

    def sql(self, text: str, *, prefixes: Mapping[str, str] = PREFIXES) -> str:
        """The statement that a query becomes, in the words of the engine."""
        return self._compiled(parse(text, prefixes))[0]

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] = PREFIXES,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query, if it can be said in SQL exactly; else UnsupportedQueryError."""
        refuse_service(text, allow_service)
        query = parse(text, prefixes)
        statement, tables, names = self._compiled(query)
        rows = self.engine.rows(statement, tables)
        if query.form == "ASK":
            return bool(rows)
        header = "\t".join(f"?{name}" for name in names)
        solutions = Solutions("\n".join([header, *[row[0] for row in rows], ""]))
        if query.form == "CONSTRUCT":
            return Triples(instantiated(query.template, solutions))
        return solutions

    def _compiled(self, query: Query) -> tuple[str, dict[str, tuple[str, ...]], tuple[str, ...]]:
        translation = Translation()
        question = translation.question(query)
        terms = {term_of(node) for node in query.walk() if isinstance(node, Iri | RDFLiteral)}
        compiler = Compiler(
            self._dictionary, Constants(self.identified, terms), translation, recursive=self.engine.recursive
        )
        compile = compiler.existence if query.form == "ASK" else compiler.solutions
        statement = compile(question, self._context(query))
        return self.engine.sql(statement), compiler.matching.files, question.names

    def _context(self, query: Query) -> Context:
        if not query.sources:
            return Context()
        ids = self.identified(term_of(each.graph) for each in query.sources)
        known = [(ids.get(term_of(each.graph)), each.named) for each in query.sources]
        named = tuple(id for id, is_named in known if is_named and id in self.manifest.graphs)
        merged = tuple(id for id, is_named in known if not is_named and id in self.manifest.graphs)
        return Context(named=named, all_named=False, merged=merged)  # type: ignore[arg-type]

    def identified(self, terms: Iterable[Term]) -> dict[Term, int]:
        """The ids of those of some terms that the graph has."""
        terms = set(terms)
        for property in terms:
            if property[0] == "iri" and property[1] in self._dictionary.properties:
                self._ids[property] = self._dictionary.properties[property[1]].id
        unknown = sorted(terms - self._ids.keys(), key=str)
        if unknown:
            names = ("id", "kind", "value", "datatype", "language")
            select = exp.Select().select(*[column("t", name) for name in names])
            table = exp.Table(this=identifier(TERMS), alias=exp.TableAlias(this=identifier("t")))
            iris = [text(term[1]) for term in unknown if term[0] == "iri"]
            literals = [text(term[1]) for term in unknown if term[0] == "literal"]
            tests = [
                all_of([equal(column("t", "kind"), text(kind)), among(column("t", "value"), values)])
                for kind, values in (("iri", iris), ("literal", literals))
                if values
            ]
            select = select.from_(table).where(any_of(tests))
            rows = self.engine.rows(self.engine.sql(select), {TERMS: ("terms.parquet",)})
            self._ids.update(dict.fromkeys(unknown))
            self._ids.update({tuple(term): id for id, *term in rows if tuple(term) in terms})
        return {term: id for term in terms if (id := self._ids[term]) is not None}

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()
