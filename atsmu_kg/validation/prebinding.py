"""SHACL's pre-bound variables put into the text of a query, which any SPARQL engine can then evaluate.

SHACL 5.3.1 and 5.3.2: evaluation starts with values for ``$this`` and others, which hold in every part of the
query. Here each group that mentions such a variable begins with VALUES for it (SHACL, Appendix A's Values
Insertion), which any engine understands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.nodes import Aggregate, Call, Operation, Path, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Group, Query, Union
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.validation.agreed import agreed_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.sparql.nodes import Node


class Prebinding:
    """A SELECT query with places for the values of pre-bound variables.

    >>> query = Prebinding.of("SELECT $this { ?x a ?kind OPTIONAL { ?x ?y $this } }", ("this",))
    >>> query.text({"this": "<urn:a>"})
    'SELECT $this {VALUES ?this {<urn:a>} ?x a ?kind OPTIONAL {VALUES ?this {<urn:a>} ?x ?y $this } }'
    """

    def __init__(
        self, parts: list[str], names: list[tuple[str, ...]], operators: frozenset[str], unbound: bool
    ) -> None:
        """The text between the places, the variables that are bound at each, and what the query uses.

        ``unbound`` says whether the query without values gives the solutions of each value of its variable.
        """
        self._parts = parts
        self._names = names
        self.operators = operators
        self.unbound = unbound

    @classmethod
    def of(cls, text: str, names: tuple[str, ...]) -> Prebinding | None:
        """The query with its places; None if some engine may read it in a way of its own, or refuse it."""
        try:
            query = parse(text, {})
        except AtsmuKGError:
            return None
        nodes = list(query.walk())
        if not agreed_query(query):
            return None
        places = dict(sorted(_places(nodes, names)))
        ends = [*places, len(text)]
        parts = [text[start:end] for start, end in zip([0, *places], ends, strict=True)]
        operators = {node.name for node in nodes if isinstance(node, Call)}
        operators.update(*(node.operators for node in nodes if isinstance(node, Operation)))
        unbound = len(names) == 1 and _binds_first(query, nodes, *names)
        return cls(parts, list(places.values()), frozenset(operators), unbound)

    def text(self, values: Mapping[str, str]) -> str:
        """The query for one value of each variable, rendered as in SPARQL."""
        clauses = ("".join(f"VALUES ?{name} {{{values[name]}}}" for name in names) for names in self._names)
        return self._parts[0] + "".join(
            clause + part for clause, part in zip(clauses, self._parts[1:], strict=True)
        )


def _places(nodes: list[Node], names: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Behind the opening brace of each group that is no sub-select: the variables that the group mentions."""
    for node in nodes:
        if isinstance(node, Group) and not any(isinstance(part, Query) for part in node.elements):
            variables = set(mentioned(node))
            here = tuple(name for name in names if name in variables)
            if here:
                yield node.offset + 1, here


def _binds_first(query: Query, nodes: list[Node], name: str) -> bool:
    """Whether each group that mentions a variable has bound it before it does anything else with it."""
    projected = not query.projection or name in {
        column.variable.name for column in query.projection if column.variable
    }
    whole = not any(
        isinstance(node, Aggregate) or (node is not query and isinstance(node, Query)) for node in nodes
    )
    groups = [node for node in nodes if isinstance(node, Group) and name in mentioned(node)]
    return (
        projected and whole and not query.group_by and all(_bound_by_first(group, name) for group in groups)
    )


def _bound_by_first(group: Group, name: str) -> bool:
    first = group.elements[0]
    if isinstance(first, Union):
        return all(name in mentioned(group) and _bound_by_first(group, name) for group in first.groups)
    if isinstance(first, Group):
        return name in mentioned(first) and _bound_by_first(first, name)
    return isinstance(first, TriplePattern) and any(
        isinstance(term, Variable) and term.name == name
        for term in (first.subject, first.predicate, first.object)
        # A path may be of no length, and then holds of terms that the data don't have.
        if not any(isinstance(part, Path) and part.operator in "*?" for part in first.predicate.walk())
    )
