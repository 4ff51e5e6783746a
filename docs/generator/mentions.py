"""Which queries of the catalogue name which terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import IRI, expand
from atsmu_kg.sparql.tokens import prefixes_declared, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.queries import NamedQuery


def mentions(queries: Iterable[NamedQuery]) -> dict[IRI, list[str]]:
    """For each term that a query names, the names of those queries, in alphabetical order."""
    found: dict[IRI, list[str]] = {}
    for query in queries:
        known = prefixes_declared(query.text)
        named = {token.text for token in tokens(query.text) if token.kind in ("pname", "iri")}
        for iri in {expand(name, known) for name in named} - set(known.values()):
            found.setdefault(iri, []).append(query.name)
    return {iri: sorted(names) for iri, names in found.items()}
