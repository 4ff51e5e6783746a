"""A lint of queries: what a query asks that the store can't answer, or that its author hardly meant.

- ``finding``: what is found, and how it is shown
- ``usage``: how a store uses its terms
- ``places``: the groups of a query
- ``terms``, ``values``, ``variables``, ``languages``, ``products``, ``slices``, ``traps``: the rules
"""

from __future__ import annotations

from atsmu_kg.lint.finding import Finding, Findings
from atsmu_kg.lint.usage import Usage
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.stores.protocol import Store

__all__ = ["Finding", "Findings", "Usage", "lint"]


def lint(
    store: Store,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    usage: Usage | None = None,
    given: Iterable[str] = (),
) -> Findings:
    """What is suspicious about a query of the store, by line and column; none is the good case.

    store: the store that is asked.
    text: the query; variables whose names begin with ``_`` are parameters, or meant to be unused.
    prefixes: those that it need not declare.
    usage: what an earlier call may have read of the same store.
    given: terms as SPARQL that came into the query as values, and that the store need not know.

    Raises QuerySyntaxError or UnknownPrefixError for what is not a query, and StoreError.

    >>> from atsmu_kg import load
    >>> for finding in lint(load().store, "SELECT ?f { ?f a akg:Facultie }"):
    ...     print(finding)
    1:18: the graph knows no class akg:Facultie [unknown-class]
      Did you mean akg:Faculty or akg:Activity or akg:Figure?
    """
    from atsmu_kg.explain.questions import PatternQuestions
    from atsmu_kg.lint.languages import doubled
    from atsmu_kg.lint.places import places
    from atsmu_kg.lint.products import products
    from atsmu_kg.lint.slices import unordered
    from atsmu_kg.lint.terms import deprecated, lacking, unknown, unused
    from atsmu_kg.lint.traps import aliased, apart, open_lists, required_maximum, summed, unreadable
    from atsmu_kg.lint.values import mistyped, unlike
    from atsmu_kg.lint.variables import once, unbound
    from atsmu_kg.sparql import parse

    query = parse(text, prefixes)
    known = usage or Usage(store)
    ask = PatternQuestions(store, query)
    groups = [place for place in places(query) if not place.remote]
    findings = [
        *unknown(query, known),
        *deprecated(query, known),
        *unused(query, groups, known),
        *lacking(query, known),
        *once(query, groups),
        *unbound(query),
        *doubled(query, groups, known),
        *products(query, groups, ask),
        *mistyped(query, groups, known),
        *unlike(query, groups, known),
        *apart(query, ask),
        *required_maximum(query, groups),
        *summed(query),
        *open_lists(query, known),
        *aliased(query),
        *unreadable(query, ask),
        *unordered(query),
    ]
    excused = frozenset(given)
    findings = [
        finding
        for finding in findings
        if finding.span not in excused or not finding.code.startswith("unknown-")
    ]
    return Findings(tuple(sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code))))
