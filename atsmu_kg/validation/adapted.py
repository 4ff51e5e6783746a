"""Shapes made such that every engine reads them as SHACL does: patterns, ranges of languages, prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import OWL, RDF, SH
from atsmu_kg.rdf.terms import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts
    from atsmu_kg.validation.merged_graph import MergedGraph


def adapted(
    triples: Iterable[ox.Triple],
    shapes: Facts,
    data: MergedGraph,
    pattern: Callable[[str, str], str],
) -> Iterator[ox.Triple]:
    """The triples of shapes as an engine gets them; rules are left out, since nothing is inferred.

    ``shapes`` are the facts of the same shapes; ``pattern`` writes a pattern of XPath and its flags for the
    engine, and may raise.
    """
    heads = {head for _, head in shapes.with_predicate(SH.languageIn)}
    further = _further_languages(heads, shapes, data.languages) if heads else {}
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if predicate == SH.pattern and isinstance(value, ox.Literal):
            text = pattern(value.value, flags_of(subject, shapes))
            yield ox.Triple(subject, triple.predicate, ox.Literal(text))
        elif predicate == RDF.rest and subject in further:
            yield from _lengthened(triple, further[subject])
        elif predicate not in (SH.flags, SH.rule):
            yield triple
    for source in {source: None for _, source in shapes.with_predicate(SH.prefixes)}:
        for declaration in declarations(source, shapes):
            yield ox.Triple(source, ox.NamedNode(SH.declare), declaration)  # type: ignore[arg-type]


def flags_of(shape: Term, facts: Facts) -> str:
    """The flags of a shape's pattern."""
    return "".join(readable(flag) for flag in facts.values(shape, SH.flags))


def matches(tag: str, language_range: str) -> bool:
    """Whether a language tag matches a basic language range (RFC 4647, 3.3.1), as in SPARQL's langMatches.

    >>> matches("tg-Cyrl-TJ", "tg-cyrl"), matches("tgk", "tg"), matches("ru", "*")
    (True, False, True)
    """
    return language_range == "*" or f"{tag}-".lower().startswith(f"{language_range}-".lower())


def declarations(source: Term, facts: Facts) -> list[Term]:
    """The prefix declarations of an ontology and of those that it imports (SHACL 5.2.1), none fetched."""
    sources = {source: None}
    stack = [source]
    while stack:
        new = [each for each in facts.values(stack.pop(), OWL.imports) if each not in sources]
        sources.update(dict.fromkeys(new))
        stack += new
    return [declaration for each in sources for declaration in facts.values(each, SH.declare)]


def _further_languages(heads: Iterable[Term], facts: Facts, tags: Iterable[str]) -> dict[Term, list[str]]:
    """The languages of the data that match a range in each list; no engine but knows a tag by itself."""
    return {
        head: [tag for tag in tags if any(matches(tag, readable(each)) for each in facts.members(head))]
        for head in heads
    }


def _lengthened(rest: ox.Triple, languages: Iterable[str]) -> Iterator[ox.Triple]:
    """A triple of rdf:rest with members put between."""
    node = rest.subject
    for language in languages:
        cell = ox.BlankNode()
        yield ox.Triple(node, rest.predicate, cell)
        yield ox.Triple(cell, ox.NamedNode(RDF.first), ox.Literal(language))
        node = cell
    yield ox.Triple(node, rest.predicate, rest.object)
