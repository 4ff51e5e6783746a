"""Looking up in tables: the ids of terms, the terms of ids, and quads."""

from __future__ import annotations

import pyoxigraph as ox
from sqlglot import exp

from atsmu_kg.stores.call import StoreCall
from atsmu_kg.stores.tables.dictionary import TERMS, table_name
from atsmu_kg.stores.tables.fragments import all_of, among, any_of, column, equal, table, text, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.constants import Term
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.folder import TableFolder

# The columns of the dictionary that tell a term.
PARTS = ("id", "kind", "value", "datatype", "language")
# How many ids are kept.
MOST_KNOWN = 100_000
# Ids that a statement may list.
FEW = 1000
PLACES = ("subject", "predicate", "object", "graph")
FILES = {TERMS: ("terms.parquet",), "default": ("default.parquet",), "named": ("named.parquet",)}


class Lookup:
    """Tables that an engine looks things up in, one by one.

    dictionary: what is known of the tables.
    folder: their folder, with the engine.
    """

    def __init__(self, dictionary: Dictionary, folder: TableFolder) -> None:
        self._dictionary = dictionary
        self._folder = folder
        self._ids: dict[Term, int | None] = {}

    def ids(self, terms: Iterable[Term]) -> dict[Term, int]:
        """The ids of those of some terms that the graph has."""
        wanted = set(terms)
        properties = self._dictionary.properties
        known = {
            term: properties[term[1]].id
            if term[0] == "iri" and term[1] in properties
            else self._ids.get(term, 0)
            for term in wanted
        }
        unknown = sorted((term for term, id in known.items() if id == 0), key=str)
        if unknown:
            tests = []
            for kind in sorted({term[0] for term in unknown}):
                values = [text(term[1]) for term in unknown if term[0] == kind]
                of_kind = equal(column("t", "kind"), text(kind))
                tests.append(all_of([of_kind, among(column("t", "value"), values)]))
            rows = self._rows(_terms().where(any_of(tests)), {TERMS: FILES[TERMS]})
            ids = {term: id for id, *parts in rows if (term := tuple(parts)) in wanted}
            known.update({term: ids.get(term) for term in unknown})
            if len(self._ids) > MOST_KNOWN:
                self._ids.clear()
            self._ids.update({term: known[term] for term in unknown})
        return {term: id for term, id in known.items() if id}

    def quads(self, area: str, wanted: Mapping[str, Any]) -> Iterator[ox.Quad]:
        """The quads of the default graph, or of the named ones, that match."""
        given = {place: _term(term) for place, term in wanted.items() if term is not None}
        files = self._files(area, given.get("predicate"))
        ids = self.ids(given.values()) if files else {}
        if not files or len(ids) < len(set(given.values())):
            return
        fixed = {place: ids[term] for place, term in given.items()}
        places = [place for place in (PLACES if area == "named" else PLACES[:3]) if place not in fixed]
        # The files of a property do not repeat it.
        tests = [
            equal(column("q", place), whole(id))
            for place, id in fixed.items()
            if place != "predicate" or files == FILES[area]
        ]
        name = table_name(files)
        select = exp.Select().select(*[column("q", place) for place in places], whole(1))
        select = select.from_(table(name, "q"))
        rows = self._rows(select.where(all_of(tests)) if tests else select, {name: files})
        terms = self.terms({id for row in rows for id in row[:-1]}.union(fixed.values()))
        known = {place: terms[id] for place, id in fixed.items()}
        for row in rows:
            quad = {**known, **{place: terms[id] for place, id in zip(places, row, strict=False)}}
            yield ox.Quad(*[quad[place] for place in PLACES if place in quad])

    def terms(self, ids: Collection[int]) -> dict[int, Any]:
        """The terms of ids; few are looked up, and for many the dictionary is read."""
        select = _terms()
        if len(ids) < FEW:
            select = select.where(among(column("t", "id"), [whole(id) for id in sorted(ids)]))
        return {
            id: _rdf(kind, value, datatype, language)
            for id, kind, value, datatype, language in self._rows(select, {TERMS: FILES[TERMS]})
            if id in ids
        }

    def _files(self, area: str, predicate: Term | None) -> tuple[str, ...]:
        """The files that hold the quads of an area, or those of one property."""
        if predicate is not None:
            known = self._dictionary.properties.get(predicate[1])
            paths = [getattr(objects, area) for objects in known.tables] if known is not None else []
            return tuple(path for path in paths if path is not None)
        return (
            FILES[area]
            if any(file.path == FILES[area][0] for file in self._dictionary.manifest.files)
            else ()
        )

    def _rows(self, statement: Expr, tables: Mapping[str, tuple[str, ...]]) -> list[tuple[Any, ...]]:
        return self._folder.rows(self._folder.engine.sql(statement), tables, StoreCall())


def _terms() -> exp.Select:
    return exp.Select().select(*[column("t", name) for name in PARTS]).from_(table(TERMS, "t"))


def _term(term: Any) -> Term:
    if isinstance(term, ox.NamedNode):
        return "iri", term.value, None, None
    if isinstance(term, ox.BlankNode):
        return "blank", term.value, None, None
    return "literal", term.value, term.datatype.value, term.language


def _rdf(kind: str, value: str, datatype: str | None, language: str | None) -> Any:
    if kind != "literal":
        return ox.NamedNode(value) if kind == "iri" else ox.BlankNode(value)
    if language is not None:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype or ""))
