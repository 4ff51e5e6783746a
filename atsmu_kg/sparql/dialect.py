"""What SPARQL 1.1 allows and the embedded engine does not read, in the words that it does read."""

from __future__ import annotations

from itertools import count, pairwise
from operator import itemgetter

from atsmu_kg.sparql import parse
from atsmu_kg.sparql.aggregation import aggregates, is_grouped, keys, unaggregated
from atsmu_kg.sparql.nodes import Path, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Exists, Filter, Group, Query
from atsmu_kg.sparql.tokens import significant, variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    # Two offsets, and what is to stand between them.
    Edit = tuple[int, int, str]

EMPTY = frozenset({"()", "[]"})
MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER"})


def in_dialect(text: str, prefixes: Mapping[str, str]) -> str:
    """The text of a query as the embedded engine reads it, with the same answer.

    Truth values in capitals are written small, ``!()`` as two paths that together are any property, a key of
    GROUP BY that is a variable with another name as an expression, groups that the engine does not allow
    where they are (in ASK, CONSTRUCT and DESCRIBE; below names that SELECT uses again) as a sub-select, and a
    filter that asks a pattern at the end of its group: between the triples of a blank node it parts them.
    Raises QuerySyntaxError or UnknownPrefixError for what is no query.

    >>> in_dialect("ASK { ?s ?p TRUE } GROUP BY ?s", {})
    'ASK { SELECT ?s { ?s ?p true } GROUP BY ?s }'
    """
    text = _edited(text, _spelled(parse(text, prefixes)))
    taken = set(variables(text))
    names = (name for name in map("a{}".format, count(1)) if name not in taken)
    while edits := [
        edit for query in _refused(parse(text, prefixes)) for edit in _groups_within(query, names)
    ]:
        text = _edited(text, edits)
    while edits := _filter_last(parse(text, prefixes)):
        text = _edited(text, edits)
    return text


def _spelled(query: Query) -> Iterator[Edit]:
    """The changes of single words and terms."""
    for left, right in pairwise(significant(query.text)):
        end = left.offset + len(left.text)
        if end < right.offset and (
            (right.text == "(" and left.kind == "keyword") or left.text + right.text in EMPTY
        ):
            yield end, right.offset, ""
    for node in query.walk():
        if isinstance(node, RDFLiteral) and node.token.kind == "keyword":
            yield node.offset, node.end, node.value
        elif isinstance(node, Path) and node.operator == "!" and not node.parts:
            yield node.offset, node.end, "(a|!a)"
        elif isinstance(node, Query):
            for key in node.group_by:
                if isinstance(key.expression, Variable) and key.variable is not None:
                    # The engine passes over the new name of what is but a variable.
                    yield (
                        key.expression.offset,
                        key.expression.end,
                        f"COALESCE({query.source(key.expression)})",
                    )
    described: set[str] = set()
    for target in query.targets:
        if isinstance(target, Variable):
            if target.name in described:
                yield target.offset, target.end, ""
            described.add(target.name)


def _filter_last(query: Query) -> list[Edit]:
    """The changes that put the first filter that parts triples behind them, where it means the same."""
    for group in query.walk():
        if not isinstance(group, Group):
            continue
        for at, element in enumerate(group.elements):
            asks = isinstance(element, Filter) and any(isinstance(node, Exists) for node in element.walk())
            if asks and any(isinstance(later, TriplePattern) for later in group.elements[at:]):
                # Something stays in its place, before a dot that may follow.
                stays = (element.offset, element.end, "FILTER(true)")
                return [stays, (group.end - 1, group.end - 1, f" {query.source(element)} ")]
    return []


def _refused(query: Query) -> Iterator[Query]:
    """The queries and sub-selects whose groups the engine refuses, but for those within one another."""
    end = 0
    for node in query.walk():
        if not isinstance(node, Query) or node.offset < end or not is_grouped(node):
            continue
        if node.form != "SELECT" or _uses_own_names(node):
            yield node
            end = node.end


def _uses_own_names(select: Query) -> bool:
    """Whether an expression that SELECT projects uses the name of one before it."""
    named: set[str] = set()
    for projection in select.projection:
        if any(variable.name in named for variable in unaggregated(projection.expression)):
            return True
        if projection.variable is not None and projection.variable is not projection.expression:
            named.add(projection.variable.name)
    return False


def _groups_within(query: Query, names: Iterator[str]) -> Iterator[Edit]:
    """The changes that put groups and aggregates into a sub-select, as the algebra does (18.2.4.1)."""
    projected = [f"?{name}" for name in keys(query)]
    for aggregate in aggregates(*query.projection, *query.order_by):
        name = next(names)
        projected.append(f"({query.source(aggregate)} AS ?{name})")
        yield aggregate.offset, aggregate.end, f"(?{name})"
    select = " ".join(projected) or f"(1 AS ?{next(names)})"
    if query.where is None:
        begin = end = _modifiers(query.text)
        yield begin, begin, f"{{ SELECT {select} {{}} "
    else:
        begin, end = query.where.offset, query.where.end
        if query.form == "CONSTRUCT" and not _has_template(query, begin):
            behind = query.offset + len(query.form)
            yield behind, behind, f" {query.source(query.where)}"
        yield begin, begin, f"{{ SELECT {select} "
    end = max([end, *(part.end for part in (*query.group_by, *query.having))])
    yield end, end, " }"


def _has_template(construct: Query, where: int) -> bool:
    return any(token.text == "{" for token in significant(construct.text[construct.offset : where]))


def _modifiers(text: str) -> int:
    """Where the solution modifiers of a DESCRIBE without pattern begin."""
    return next(token.offset for token in significant(text) if token.text.upper() in MODIFIERS)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with its changes; one that lies within another goes with it."""
    parts, at = [], 0
    for begin, end, replacement in sorted(edits, key=itemgetter(0)):
        if begin >= at:
            parts += [text[at:begin], replacement]
            at = end
    return "".join([*parts, text[at:]])
