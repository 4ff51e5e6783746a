"""The named queries of the page of SPARQL: what their headers say, and who supports each row of an answer."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.queries.translations import translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.queries import NamedQuery
    from atsmu_kg.queries.parameters import Parameter


def described(query: NamedQuery) -> dict[str, Any]:
    """What the page shows of a named query, with its texts in each language and its SPARQL.

    >>> from atsmu_kg import load
    >>> told = described(load().queries.faculties)
    >>> told["summary"][0], [parameter["name"] for parameter in told["params"]]
    ('The faculties of the university', ['lang'])
    """
    return {
        "name": query.name,
        "group": _texts(query.group),
        "summary": _texts(query.summary),
        "description": _texts(query.description),
        "params": [_parameter(parameter) for parameter in query.parameters],
        "text": body(query.text),
    }


def body(text: str) -> str:
    """A query without its header.

    >>> body("#+ summary: All\\n\\nASK { }\\n")
    'ASK { }'
    """
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip()


def supported(query: NamedQuery) -> dict[str, Any] | None:
    """The rows of a named query's answer to its example, each with the named graphs that support it.

    Rows are terms as N-Triples writes them, one behind the other. None for a query that the graph refuses.
    """
    try:
        answer = query(**query.example)
        citation = answer.cite()
    except AtsmuKGError:
        return None
    solutions = ox.parse_query_results(answer.to_json().encode(), format=ox.QueryResultsFormat.JSON)
    if not isinstance(solutions, ox.QuerySolutions):
        return None
    rows = [" ".join("" if term is None else str(term) for term in solution) for solution in solutions]
    graphs = sorted({graph for sources in citation for graph in sources.graphs})
    places = {graph: place for place, graph in enumerate(graphs)}
    return {
        "graphs": [str(graph) for graph in graphs],
        "rows": rows,
        # Passages first, as a citation numbers them.
        "sources": [[places[source.graph] for source in sources.sources] for sources in citation],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told = {
        "name": parameter.name,
        "variable": parameter.variable,
        "type": parameter.type,
        "required": parameter.required,
        "default": _written(parameter.default),
        "example": _written(parameter.example),
        "description": _texts(parameter.description),
    }
    return told | (
        {"choices": [_written(choice) for choice in parameter.choices]} if parameter.choices else {}
    )


def _written(value: Any) -> str | None:
    """A value as one types it into a form."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _texts(text: str) -> list[str]:
    """A text of a header in each language, or else in English."""
    return [translated(text, lang) or text for lang in LANGUAGES]
