"""From an answer back to the passages and authorities that support it, row by row.

- ``places``, ``triples``, ``groups``, ``rewriting``: a query becomes a provenance query and a ``plan``
- ``conditions``, ``limits``: what EXISTS wants; what can't be cited
- ``reading``, ``steps``, ``witnesses``, ``reduction``, ``answers``: the plan carried out, rows derived
- ``statements``, ``entailment``, ``sources``, ``documents``: who says so
- ``citation``, ``presentation``, ``bibliography``: for readers and reference managers
"""

from __future__ import annotations

from atsmu_kg.choices import require_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.stores.protocol import Store

__all__ = ["cite"]


def cite(
    store: Store,
    query: str,
    result: Result | BooleanResult | GraphResult,
    *,
    source: str | os.PathLike[str] | None = None,
) -> Citation:
    """The statements that support each row of the store's answer to a query, and the sources that make them.

    store: the store that answered.
    query: the text that it was asked.
    result: its answer.
    source: a copy of the document that passages stand in, to show their text.

    Keeping only the statements of a row keeps the row. For a monotone query (nothing of OPTIONAL, MINUS, NOT
    EXISTS, aggregates, limited sub-selects) none of them can be left out; else its caveats say what the row
    rests on besides. An aggregate cites all its inputs, a repeated path a shortest one. Of a boolean answer
    there is one row; of a graph there is one for each triple, as in ``result.triples``.

    Raises QueryError, with the place, for a query with a part that can't be cited (SERVICE, DESCRIBE,
    functions that give another value each time, blank nodes that CONSTRUCT makes) and for a result that is
    not the store's answer; QuerySyntaxError; as with_source() does.

    >>> import atsmu_kg
    >>> kg = atsmu_kg.load()
    >>> result = kg.query("SELECT ?year { atsmu:university schema:foundingDate ?year } ORDER BY ?year")
    >>> _, row = cite(kg.store, result.query, result)
    >>> [str(statement) for statement in row.statements], 2 in [passage.position for passage in row.passages]
    (['atsmu:university schema:foundingDate "1939"^^xsd:gYear'], True)
    """
    from atsmu_kg.citations.answers import derived
    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.citations.rewriting import provenance
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult

    require_text(query=query)
    how = provenance(query)
    rows = derived(store, how, result)
    if isinstance(result, BooleanResult):
        shown: tuple[object, ...] = (bool(result),)
    else:
        shown = result.rows if isinstance(result, Result) else result.triples
    merged = tuple(f"<{clause.graph.value}>" for clause in how.query.sources if not clause.named)
    citation = Citation(store, query, result.version, zip(shown, rows, strict=True), merged)
    return citation if source is None else citation.with_source(source)
