"""The named queries of the page of SPARQL: what their headers say, and who supports each row of an answer."""

from __future__ import annotations

from binascii import crc32

import pyoxigraph as ox

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.queries.template import without_header
from atsmu_kg.queries.translations import translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
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
        "columns": {column.name: _texts(column.description) for column in query.columns},
        "params": [_parameter(parameter) for parameter in query.parameters],
        "text": without_header(query.text),
    }


def supported(query: NamedQuery) -> dict[str, Any]:
    """For each row of a named query's answer to its example the named graphs that support it.

    A row has the place that it has in the answer, which is known by a checksum of its terms. A query that
    names things in a language has an answer in each, another one a single answer under an empty name; an
    answer that the graph refuses is left out.
    """
    spoken = any(parameter.name == "lang" for parameter in query.parameters)
    graphs: dict[str, int] = {}
    told: dict[str, Any] = {}
    for lang in LANGUAGES if spoken else ("",):
        try:
            answer = query(**query.example | ({"lang": lang} if lang else {}))
            citation = answer.cite()
        except AtsmuKGError:
            continue
        solutions = ox.parse_query_results(answer.to_json().encode(), format=ox.QueryResultsFormat.JSON)
        if isinstance(solutions, ox.QuerySolutions):
            # Passages first, as a citation numbers them.
            sources = [
                [graphs.setdefault(str(source.graph), len(graphs)) for source in row.sources]
                for row in citation
            ]
            told[lang] = {"checksum": checksum(solutions), "sources": sources}
    return {"graphs": list(graphs), "answers": told}


def checksum(solutions: Iterable[ox.QuerySolution]) -> int:
    """The CRC-32 of rows of terms, each a line as N-Triples writes them."""
    lines = (" ".join("" if term is None else str(term) for term in solution) for solution in solutions)
    return crc32("".join(f"{line}\n" for line in lines).encode())


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
