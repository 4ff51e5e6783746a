"""What is said of things in words, by language."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.stores.protocol import Store


def texts(store: Store, iri: str, properties: Iterable[str]) -> dict[str, str]:
    """The texts by language that the first of some properties has, of which a thing has any; else none.

    store: where they are looked for, in the default graph.
    iri: the thing.
    properties: such as have texts as values.

    >>> import atsmu_kg
    >>> from atsmu_kg.rdf.namespaces import SKOS
    >>> texts(atsmu_kg.load().store, "https://w3id.org/atsmu-kg/id/country/IR", [SKOS.prefLabel])["tg"]
    'Эрон'
    """
    by_language: dict[str, str] = {}
    for property in properties:
        for quad in store.quads(NamedNode(iri), NamedNode(property), graph=DefaultGraph()):
            if isinstance(quad.object, Literal):
                language, value = quad.object.language or "", quad.object.value
                # Of several the same one each time, whatever the order of the store.
                by_language[language] = min(value, by_language.get(language, value))
        if by_language:
            break
    return by_language
