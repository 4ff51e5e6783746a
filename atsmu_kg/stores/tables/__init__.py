"""Tables of a graph, which answer SPARQL as far as it can be said in SQL exactly.

- ``algebra``, ``translation``: what a query's tree means (SPARQL 1.1, 18.2)
- ``fragments``: parts of statements
- ``families``: kinds of terms
- ``values``, ``computed``, ``constants``: terms in SQL: of the graph, computed, written out by a query
- ``expressions``: what expressions stand for
- ``comparison``, ``arithmetic``, ``terms``, ``strings``, ``regular``, ``casts``: operators and functions
- ``relations``, ``joins``: solutions as a SELECT, and such out of such
- ``dictionary``: what is known of ids
- ``compilation``, ``compiler``: patterns as relations
- ``contexts``, ``placing``: the graph of a pattern, and the solutions around an EXISTS
- ``matching``, ``paths``, ``existence``, ``grouping``, ``modifiers``, ``ordering``: kinds of patterns
- ``cells``, ``template``: solutions as text, and what CONSTRUCT builds of them
- ``refusal``: what can't be said exactly
- ``engines``: what runs the statements
- ``folder``: the files, which may become others
- ``forms``: literals that may have been written otherwise
- ``lookup``: ids of terms, terms of ids, quads
- ``store``: all of it as a store
"""

from __future__ import annotations

from atsmu_kg.errors import MissingDependencyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from atsmu_kg.stores.tables.store import TableStore


def open(directory: str | os.PathLike[str], engine: object = "duckdb") -> TableStore:
    """The store of the tables in a folder.

    directory: the folder.
    engine: the name of the engine, one of ``choices.TABLE_ENGINES``.

    Raises StoreError where there are no tables, ParameterError for another engine, MissingDependencyError.
    """
    import os
    from functools import partial

    from atsmu_kg.choices import TABLE_ENGINES

    TABLE_ENGINES.checked(engine)
    try:
        import sqlglot
    except ImportError as error:
        raise MissingDependencyError.of("sqlglot", "tables") from error
    assert sqlglot
    from atsmu_kg.stores.tables.engines import engine as engine_of
    from atsmu_kg.stores.tables.store import TableStore

    # A table is read when it is first asked for, when a program may work in another folder.
    location = os.path.abspath(directory)  # noqa: PTH100
    return TableStore(location, partial(engine_of, engine))
