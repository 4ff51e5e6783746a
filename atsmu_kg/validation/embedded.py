"""The validated data in the embedded engine, which knows sooner than rdflib that a query has no solution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.rdf.terms import render
from atsmu_kg.validation.agreed import agreed_literal
from atsmu_kg.validation.merged_graph import ILL_TYPED
from atsmu_kg.validation.prebinding import Prebinding

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph

# Asked about so many focus nodes, a query is worth evaluating once for all that there are.
SOME = 8
FALSE = ox.Literal("false", datatype=ox.NamedNode(XSD.boolean))


class EmbeddedData:
    """The data in a store of the embedded engine, loaded with the first question."""

    def __init__(self, data: MergedGraph, queries: MutableMapping[object, Prebinding | None]) -> None:
        """The data; ``queries`` are those read before, and outlive the data where their owner keeps them."""
        self._data = data
        self._queries = queries
        self._store: ox.Store | None = None
        self._common = True
        self._beyond: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._solved: dict[str, frozenset[object]] = {}

    def lacks_solutions(self, text: str, values: Mapping[str, Term]) -> bool:
        """Whether a SELECT query certainly has no solution with these values for its pre-bound variables.

        False if it has one, and wherever engines may differ: then the reference has to tell.
        """
        if not all(isinstance(value, ox.NamedNode) for value in values.values()):
            return False
        names = tuple(sorted(values))
        key = text, names
        if key not in self._queries:
            self._queries[key] = Prebinding.of(text, names)
        query = self._queries[key]
        if query is None:
            return False
        if self._store is None:
            self._store = self._loaded()
        if not self._common or self._beyond & query.operators:
            return False
        self._asked[text] += 1
        try:
            if query.unbound and self._asked[text] > SOME:
                (name,) = names
                if text not in self._solved:
                    solutions = self._store.query(text)
                    self._solved[text] = frozenset(solution[name] for solution in solutions)  # type: ignore[union-attr]
                return values[name] not in self._solved[text]
            solutions = self._store.query(query.text({name: render(value) for name, value in values.items()}))
            return next(iter(solutions), None) is None  # type: ignore[arg-type]
        except (SyntaxError, ValueError, OSError):
            return False

    def _loaded(self) -> ox.Store:
        """The store; says too whether it holds what rdflib holds."""
        store = ox.Store()
        quads = ox.parse(self._data.estranged, ox.RdfFormat.N_TRIPLES, lenient=True)
        triples = dict.fromkeys(quad.triple for quad in quads)
        literals = {triple.object for triple in triples if isinstance(triple.object, ox.Literal)}
        self._common = all(agreed_literal(member.value, member.datatype.value) for member in literals)
        if self._common:
            if any(literal.datatype.value.startswith(ILL_TYPED) for literal in literals):
                self._beyond.add("DATATYPE")
            if FALSE in literals:
                # Oxigraph 0.5 has no order of booleans.
                self._beyond |= {"<", "<=", ">", ">="}
            store.bulk_extend(ox.Quad(*triple) for triple in triples)
            # The engine keeps some values in a form of its own, "01" as 1.
            self._common = len(store) == len(triples) and literals == {
                quad.object for quad in store if isinstance(quad.object, ox.Literal)
            }
        return store
