"""The names of the tables' files: for people to read, and right on every file system."""

from __future__ import annotations

import re

from atsmu_kg.rdf.namespaces import contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Of a property or a datatype: what follows may double it, and a file's name has at most 255 bytes.
LONGEST = 80


def names(tables: Iterable[tuple[str, str, str | None]], prefixes: Mapping[str, str]) -> list[str]:
    """A name for each table, given by the property's IRI, the kind of object and its datatype; no two alike.

    >>> integer = "http://www.w3.org/2001/XMLSchema#integer"
    >>> names([("https://schema.org/value", "literal", integer)], {"schema": "https://schema.org/"})
    ['schema-value.integer']
    """
    taken: dict[str, int] = {}
    named = []
    for property, kind, datatype in tables:
        name = f"{_short(property, prefixes)}.{kind if datatype is None else _last(datatype)}"
        # Some file systems don't tell upper case from lower.
        number = taken[name.lower()] = taken.get(name.lower(), 0) + 1
        named.append(name if number == 1 else f"{name}.{number}")
    return named


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    curie = contract(iri, prefixes=prefixes)
    return _last(iri) if curie.startswith("<") else _plain(curie)


def _last(iri: str) -> str:
    return _plain(re.split("[/#:]", iri.rstrip("/#:"))[-1])


def _plain(text: str) -> str:
    return re.sub("[^A-Za-z0-9_]+", "-", text).strip("-")[:LONGEST] or "-"
