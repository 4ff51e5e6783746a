"""The dataset that a query describes (SPARQL 1.1, 13.2): the merge of some graphs, beside named ones."""

from __future__ import annotations

import re

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Dataset = tuple[list[ox.NamedNode], list[ox.NamedNode]]

SEVERAL = 2


def may_describe(text: str) -> bool:
    """Whether a text may name several graphs by FROM.

    >>> may_describe("ASK FROM <a:a> {}"), may_describe("ASK FROM <a:a> FROM <a:b> {}")
    (False, True)
    """
    # To count letters costs a tenth of what a pattern does, and tells for nearly all texts.
    words = text.upper()
    return words.count("FROM") >= SEVERAL and len(re.findall(r"\bFROM\b", words)) >= SEVERAL


def described(text: str, prefixes: Mapping[str, str], base: str | None = None) -> Dataset | None:
    """The graphs that a text names by FROM, and by FROM NAMED, each once.

    None where it names none, and for what is no query. Relative IRIs are resolved by ``base``.

    >>> described("ASK FROM <a:a> FROM <a:b> FROM NAMED <a:c> {}", {})
    ([<NamedNode value=a:a>, <NamedNode value=a:b>], [<NamedNode value=a:c>])
    """
    from atsmu_kg.sparql import parse

    try:
        clauses = parse(f"BASE <{base}> {text}" if base else text, prefixes).sources
    except AtsmuKGError:
        return None
    defaults = [clause.graph.value for clause in clauses if not clause.named]
    named = [clause.graph.value for clause in clauses if clause.named]
    return (_names(defaults), _names(named)) if clauses else None


def merged(engine: ox.Store, defaults: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]) -> ox.Store:
    """A store whose default graph is the merge of some graphs, beside some named ones.

    The engine by itself counts a triple once for each graph that holds it.
    """
    store = ox.Store()
    for name in defaults:
        for quad in engine.quads_for_pattern(None, None, None, name):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    for name in named:
        store.extend(engine.quads_for_pattern(None, None, None, name))
    return store


def _names(iris: Sequence[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in dict.fromkeys(iris)]
