"""Records in a notebook: a page for one, a table for a list. All is escaped; IRIs of the web are links."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from typing import Any

from atsmu_kg.files import template
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.figure import Figure
from atsmu_kg.records.listing import Listing
from atsmu_kg.records.thing import Identifier, OtherValue, Source, Thing
from atsmu_kg.results.markup import in_language, link

MOST_ROWS = 50
MOST_VALUES = 8
HIDDEN = ("identity", "words")


def page(record: Thing) -> str:
    """One record: its names, what its fields say, its identifiers and its sources."""
    said: dict[str, Any] = {"names": (*record.names.values(), *record.aliases)}
    said |= {field.name: getattr(record, field.name) for field in fields(record) if field.name not in HIDDEN}
    said |= {"identifiers": record.identifiers, "sources": record.sources, "other sources": record.others}
    rows = "\n".join(
        f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{_cell(value)}</td></tr>"
        for name, value in said.items()
        if value not in (None, ())
    )
    return template(__file__, "record.html").substitute(
        title=escape(_shown(record)), link=link(record.iri), rows=rows
    )


def table(listing: Listing[Any]) -> str:
    """The members of a list, how many they are of how many, and the sources of the list."""
    rows = "\n".join(f"<tr>{_row(each)}</tr>" for each in listing[:MOST_ROWS])
    more = f", {len(listing) - MOST_ROWS} more than shown" if len(listing) > MOST_ROWS else ""
    others = f"; other sources: {_cell(listing.others)}" if listing.others else ""
    return template(__file__, "listing.html").substitute(
        rows=rows, extent=escape(listing.extent() + more) + others, sources=_cell(listing.sources)
    )


def _row(record: Thing) -> str:
    value = _shown(record)
    name = f"<td>{_text(record.name)}</td>" if value != record.name else ""
    if isinstance(record, Figure):
        restricted = ", ".join(map(_shown, record.categories))
        name = "".join(
            f"<td>{cell}</td>"
            for cell in (
                _text(record.name) + (f" ({escape(restricted)})" if restricted else ""),
                escape(record.time or ""),
                _cell(record.document) if record.document else "",
            )
        )
    return f"<td>{link(record.iri)}</td><td>{escape(value)}</td>{name}"


def _cell(value: Any) -> str:
    if isinstance(value, Listing):
        return f"{escape(value.extent())}: {_cell(value.members)}"
    if isinstance(value, Identifier):
        return f"{link(value.scheme)} {escape(value.value)}"
    if isinstance(value, OtherValue):
        return f"{link(value.property)} {_cell(value.value)} ({_cell(value.sources)})"
    if isinstance(value, tuple):
        more = f", … ({len(value)})" if len(value) > MOST_VALUES else ""
        return ", ".join(map(_cell, value[:MOST_VALUES])) + more
    if isinstance(value, Thing | Source):
        return link(value.iri, _shown(value))
    return link(value) if isinstance(value, IRI) else _text(value)


def _shown(value: object) -> str:
    """A record in words, the number of a figure in groups of three digits."""
    return f"{value:,}" if isinstance(value, Figure) else str(value)


def _text(value: object) -> str:
    if isinstance(value, Text):
        return in_language(value)
    return escape(str(value))
