"""Sources as JSON: the passage, where it stands, and where its document can be read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from atsmu_kg.citations.citation import Sources
    from atsmu_kg.citations.sources import CitedSource
    from atsmu_kg.serve.questions.graph import AskedGraph


def references(sources: Iterable[CitedSource], kg: AskedGraph) -> list[dict[str, Any]]:
    """The sources of an answer with the numbers by which its rows name them; what is not known is left out.

    sources: in the order of their numbers.
    kg: the graph, which knows what has a page.
    """
    return [{"number": number, **_told(source, kg)} for number, source in enumerate(sources, start=1)]


def support(cited: Sources, numbers: dict[str, int], kg: AskedGraph) -> dict[str, Any]:
    """The statements of one row, each with the numbers of its sources.

    cited: what supports the row.
    numbers: those of the sources, by their named graphs.
    kg: the graph.
    """
    return {
        "sources": sorted(numbers[graph] for graph in cited.graphs),
        "statements": [
            {
                "text": statement.spelt(kg.prefixes),
                "sources": sorted(numbers[graph] for graph in statement.graphs),
                "entailed": statement.entailed,
            }
            for statement in cited.statements
        ],
        "caveats": list(cited.caveats),
    }


def _told(source: CitedSource, kg: AskedGraph) -> dict[str, Any]:
    is_range = source.start is not None and source.end is not None
    document = {
        "iri": source.document,
        "title": source.title,
        "address": source.address,
        "publisher": source.publisher,
        "published": source.published,
    }
    told: dict[str, Any] = {
        "kind": source.kind,
        "name": source.name,
        "iri": source.iri,
        "graph": source.graph,
        "document": {name: value for name, value in document.items() if value} if source.document else None,
        "locator": source.locator or (f"characters {source.start} to {source.end}" if is_range else ""),
        "characters": [source.start, source.end] if is_range else None,
        "sha256": source.sha256,
        "quotation": kg.quotation(source),
        "licences": list(source.licences),
        "verification": source.verification and kg.curie(source.verification),
        "page": kg.page(source.iri),
    }
    return {name: value for name, value in told.items() if value}
