"""Evaluating a query on the Oxigraph engine: the same way, with the same errors, here and in a worker."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import takewhile

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError, QueryError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.sparql.concatenation import with_plain_strings
from atsmu_kg.sparql.sorting import sortable
from atsmu_kg.stores.merge import described, may_describe, merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    S = TypeVar("S")
    T = TypeVar("T")


def evaluate(  # noqa: PLR0913  (each is a setting of its own)
    engine: ox.Store,
    text: str,
    *,
    solutions: Callable[[ox.QuerySolutions], S],
    triples: Callable[[ox.QueryTriples], T],
    prefixes: Mapping[str, str] = PREFIXES,
    default_graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | list[ox.NamedNode] | None = None,
    named_graphs: list[ox.NamedNode] | None = None,
    base: str | None = None,
    location: str | None = None,
) -> S | T | bool:
    """What ``solutions`` or ``triples`` make of the engine's answer, or the bool that an ASK has.

    Both are called with the engine's own answer, which is computed while they read it. ``prefixes`` need no
    declaration in the text. ``default_graph`` is the named graph to take for the default graph, or several
    for their merge, ``named_graphs`` are the only ones that GRAPH finds; either comes before FROM in the
    text. Relative IRIs are resolved against ``base``. ``location`` is the directory of an on-disk store, for
    messages. Raises QuerySyntaxError, UnknownPrefixError, QueryError, or StoreError for a damaged store.

    >>> evaluate(ox.Store(), "SELECT * {}", solutions=list, triples=list)
    [<QuerySolution>]
    """
    prepared = _prepared(text) if prefixes is PREFIXES else _prepared.__wrapped__(text, prefixes)
    asked, used, may_merge = prepared
    if may_merge and default_graph is None is named_graphs:
        default_graph, named_graphs = described(text, prefixes, base) or (None, None)
    if isinstance(default_graph, list) and len(default_graph) > 1:
        engine = merged(engine, default_graph, named_graphs or ())
        default_graph = ox.DefaultGraph()
    dataset: Any = {"default_graph": default_graph, "named_graphs": named_graphs, "base_iri": base}
    try:
        try:
            answer = engine.query(asked, prefixes=used, **dataset)
        except SyntaxError:
            # Rare enough, and the engine's refusal quick enough, to be waited for.
            asked = _in_dialect(asked) if prefixes is PREFIXES else _in_dialect.__wrapped__(asked, prefixes)
            answer = engine.query(asked, prefixes=dict(prefixes), **dataset)
        if type(answer) is ox.QuerySolutions:
            return solutions(answer)
        if type(answer) is ox.QueryTriples:
            return triples(answer)
        return bool(answer)
    except SyntaxError as error:
        from atsmu_kg.sparql.diagnosis import syntax_error

        raise syntax_error(text, error, prefixes) from error
    except UnicodeEncodeError as error:
        from atsmu_kg.sparql import not_unicode

        raise not_unicode(error) from error
    except (RuntimeError, OSError, ValueError) as error:
        if "Corruption" in str(error):
            from atsmu_kg.stores.directories import trouble

            raise trouble(location, error) from error
        advice = "Check the functions that the query calls, and what they are given."
        raise QueryError(f"the query can't be answered: {error}", advice=advice, query=text) from error


@lru_cache(maxsize=128)
def _prepared(text: str, prefixes: Mapping[str, str] = PREFIXES) -> tuple[str, dict[str, str], bool]:
    """The text in a form that the engine answers as the specification has it, and the prefixes to give it.

    Besides, whether it may name graphs that have to be merged.

    They are given to the engine rather than put before the text, so that its line numbers stay true; and only
    those that the text may use and does not declare, since all of them would cost 15 % of a small query.
    """
    asked = with_plain_strings(sortable(text, prefixes), prefixes)
    if "GROUP" in text.upper() and any(match[1] is None for match in _renamed_keys().finditer(text)):
        asked = _in_dialect.__wrapped__(asked, prefixes)
    declared = _declared(text)
    # Whatever else the colons stand behind.
    used = {name: iri for name, iri in prefixes.items() if f"{name}:" in text and name not in declared}
    return asked, used, may_describe(text)


def _declared(text: str) -> set[str]:
    """The prefixes that the first lines of a text declare, one each."""
    lines = takewhile(lambda line: line.startswith("PREFIX "), text.split("\n"))
    return {line.removeprefix("PREFIX ").partition(":")[0].strip() for line in lines}


@lru_cache(maxsize=128)
def _in_dialect(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text of a query that the engine refused, as it may read it; what is no query stays as it is."""
    from atsmu_kg.sparql.dialect import in_dialect

    try:
        return in_dialect(text, prefixes)
    except AtsmuKGError:
        return text


@cache
def _renamed_keys() -> re.Pattern[str]:
    # A key of GROUP BY whose new name the engine passes over: it reads on, and leaves the name without value.
    # Not BIND, which looks the same behind its name.
    return re.compile(r"(\bBIND[ \t\r\n]*+)?+\([ \t\r\n]*+[?$]\w++[ \t\r\n]++AS\b", re.IGNORECASE)
