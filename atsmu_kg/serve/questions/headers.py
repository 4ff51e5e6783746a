"""The named queries as JSON: what each answers, and what it takes."""

from __future__ import annotations

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import ParameterError
from atsmu_kg.queries.translations import translated
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from atsmu_kg.queries import NamedQuery
    from atsmu_kg.queries.parameters import Parameter


def header(query: NamedQuery, lang: str = "en") -> dict[str, Any]:
    """What the header of a query says, in a language as far as it is translated.

    >>> from atsmu_kg.queries import packaged
    >>> [each["name"] for each in header(packaged().faculties)["columns"]]
    ['faculty', 'name', 'source']
    """

    def said(text: str) -> str:
        return translated(text, lang) or text

    return {
        "name": query.name,
        "summary": said(query.summary),
        "description": said(query.description),
        "tags": list(query.tags),
        "parameters": [
            _parameter(parameter) | {"description": said(parameter.description)}
            for parameter in query.parameters
        ],
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "optional": column.optional,
                "description": said(column.description),
            }
            for column in query.columns
        ],
        "example": query.example,
    }


def matching(
    catalogue: Mapping[str, NamedQuery], search: str = "", topic: str = "", lang: str = "en"
) -> list[dict[str, Any]]:
    """The queries whose header has each word of a search, and a tag; all of them without either.

    Raises ParameterError for a topic that is no query's tag.

    >>> from atsmu_kg.queries import packaged
    >>> [each["name"] for each in matching(packaged(), "certainly at least")]
    ['certainly_at_least']
    """
    LANGUAGES.checked(lang)
    topics = sorted({tag for query in catalogue.values() for tag in query.tags})
    if topic and topic not in topics:
        near = nearest(topic, topics)
        advice = f"{did_you_mean(near)} The topics are {', '.join(topics)}.".lstrip()
        raise ParameterError(f"there is no topic {topic!r}", advice=advice, parameter="topic", nearest=near)
    told = (header(query, lang) for query in catalogue.values() if not topic or topic in query.tags)
    words = set(search.casefold().replace("_", " ").split())
    return [entry for entry in told if _has(entry, words)]


def _has(header: Mapping[str, Any], words: Collection[str]) -> bool:
    said = _words(header)
    return all(word in said for word in words)


def _words(header: Mapping[str, Any]) -> str:
    parts: Iterable[str] = (header["name"], header["summary"], header["description"], *header["tags"])
    columns = (f"{column['name']} {column['description']}" for column in header["columns"])
    return " ".join([*parts, *columns]).casefold().replace("_", " ")


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.type,
        "required": parameter.required,
        "example": parameter.example,
    }
    if parameter.default is not None:
        told["default"] = parameter.default
    if parameter.choices:
        told["choices"] = list(parameter.choices)
    return told
