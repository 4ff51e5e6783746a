"""CURIEs within one document, and the prefixes that it came to need."""

from __future__ import annotations

from atsmu_kg.rdf.namespaces import contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Abbreviations:
    """Shortens IRIs and remembers which prefixes were used.

    >>> names = Abbreviations({"ror": "https://ror.org/", "org": "http://www.w3.org/ns/org#"})
    >>> names.curie("https://ror.org/01"), names.curie("https://schema.org/name"), names.used
    ('ror:01', None, {'ror': 'https://ror.org/'})
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._curies: dict[str, str | None] = {}
        self._used: set[str] = set()

    def curie(self, iri: str) -> str | None:
        """The CURIE of an IRI, or None if there is none that can be read as it stands."""
        if iri in self._curies:
            return self._curies[iri]
        short: str | None = contract(iri, self._prefixes)
        if short is not None and short.startswith("<"):
            short = None
        elif short is not None:
            self._used.add(short.partition(":")[0])
        self._curies[iri] = short
        return short

    @property
    def used(self) -> dict[str, str]:
        """The prefixes used so far, sorted, with their namespaces."""
        return {prefix: self._prefixes[prefix] for prefix in sorted(self._used)}
