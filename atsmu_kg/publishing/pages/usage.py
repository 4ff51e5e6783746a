"""The index that the page of SPARQL completes and lints from: terms, their names and how they are used."""

from __future__ import annotations

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.publishing.pages.addresses import ONTOLOGY
from atsmu_kg.rdf.namespaces import BASE, GRAPH, PREFIXES, contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from atsmu_kg.lint.usage import Usage
    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject


def terms(
    subject: Subject, usage: Usage, *, merged: bool, prefixes: Mapping[str, str] = PREFIXES
) -> dict[str, object]:
    """The classes, properties and languages of the site's graph, with the prefixes that queries may use.

    subject: what the site is about.
    usage: how its graph uses its terms.
    merged: whether the default graph is the merge of the named ones.
    prefixes: those that CURIEs are written with.
    """

    def curie(iri: str) -> str:
        return contract(iri, prefixes) if iri else ""

    def named(iris: Iterable[str]) -> dict[str, list[str]]:
        names = subject.labels.names
        return {curie(iri): [names(iri).get(lang, "") for lang in LANGUAGES] for iri in sorted(iris)}

    def grouped(pairs: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key, value in sorted(pairs):
            groups.setdefault(curie(key), []).append(curie(value))
        return groups

    return {
        "base": subject.addresses.base,
        "shared": BASE,
        "ontology": ONTOLOGY,
        "entailed": GRAPH.entailed,
        "merged": merged,
        "prefixes": dict(sorted(prefixes.items())),
        "classes": named(usage.classes),
        "properties": named(usage.properties),
        "types": grouped((name, type) for name, types in usage.types.items() for type in types),
        "instances": grouped(usage.instances),
        "values": grouped(usage.values),
        "multilingual": sorted(map(curie, usage.multilingual)),
        "open": sorted(map(curie, usage.open)),
        "languages": sorted(usage.languages),
        "deprecated": {curie(name): list(others) for name, others in sorted(usage.deprecated.items())},
    }


def graphs(
    subject: Subject, renderers: Sequence[Renderer], prefixes: Mapping[str, str] = PREFIXES
) -> dict[str, list[str]]:
    """Each named graph with its name in each language, and the page of the passage or authority."""
    named = {}
    for graph in sorted(subject.statements.content):
        passage = subject.statements.passage(graph)
        names = [
            renderer.sentences.passage(passage) if passage else subject.labels.text(graph, renderer.lang)
            for renderer in renderers
        ]
        named[contract(graph, prefixes)] = [*names, subject.addresses.href(passage or graph)]
    return named
