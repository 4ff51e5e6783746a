"""The API described in OpenAPI 3.1, as the headers of the queries have it."""

from __future__ import annotations

import json

from atsmu_kg.citations.bibliography import OURS
from atsmu_kg.files import beside
from atsmu_kg.serve.api.routes import ROOT, ROW_OPTIONS
from atsmu_kg.serve.questions.headers import header
from atsmu_kg.serve.questions.schemas import definitions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.citations.bibliography import CitedWork
    from atsmu_kg.queries import NamedQuery

SCHEMAS = "#/components/schemas/"
# What answers at each address, besides rows.
ANSWERS = ("Answer", "Citation", "Description", "Queries", "Things")
TYPES: Mapping[str, Mapping[str, Any]] = {
    "iri": {"type": "string", "minLength": 1},
    "string": {"type": "string"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:gYear": {"type": "integer"},
    "xsd:boolean": {"type": "boolean"},
}
IRI = "an IRI, a CURIE, the end of an IRI of the dataset, or a whole name"


def document(
    queries: Mapping[str, NamedQuery], *, version: str, work: CitedWork | None = None
) -> dict[str, Any]:
    """The OpenAPI document of the API over a graph.

    queries: its named queries.
    version: that of the dataset.
    work: the dataset as a bibliography has it (default: ours).

    >>> from atsmu_kg.queries import packaged
    >>> told = document(packaged(), version="0.2.0")
    >>> told["paths"]["/api/queries/certainly_at_least"]["get"]["parameters"][0]["schema"]
    {'type': 'integer'}
    """
    told: dict[str, Any] = json.loads(beside(__file__, "openapi.json"))
    told["info"] |= {"title": (work or OURS).title, "version": version or "0"}
    headers = {name: header(query) for name, query in sorted(queries.items())}
    told["tags"] += [{"name": tag} for tag in sorted({entry["tags"][0] for entry in headers.values()})]
    _example(told, "/api/describe", "thing", _thing(headers.values()))
    _example(told, "/api/cite", "name", next((name for name in headers if not headers[name]["example"]), ""))
    told["paths"] |= {f"{ROOT}/queries/{name}": {"get": _operation(entry)} for name, entry in headers.items()}
    told["components"]["schemas"] = definitions(SCHEMAS)
    told["components"]["responses"] |= {name: _response(name, told) for name in ANSWERS}
    return told


def _operation(query: Mapping[str, Any]) -> dict[str, Any]:
    """What one query takes and gives."""
    own = [_parameter(declared) for declared in query["parameters"]]
    names = {parameter["name"] for parameter in own}
    options = [name for name in (*ROW_OPTIONS, "lang") if name not in names]
    columns = "\n".join(
        f"- `{column['name']}` ({column['type']}): {column['description']}" for column in query["columns"]
    )
    return {
        "operationId": f"query_{query['name']}",
        "tags": query["tags"][:1],
        "summary": query["summary"],
        "description": f"{query['description']}\n\nColumns:\n\n{columns}".lstrip(),
        "parameters": [*own, *({"$ref": f"#/components/parameters/{name}"} for name in options)],
        "responses": {
            "200": {"$ref": "#/components/responses/Rows"},
            "304": {"$ref": "#/components/responses/Unchanged"},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(declared: Mapping[str, Any]) -> dict[str, Any]:
    schema = dict(TYPES[declared["type"]])
    if "choices" in declared and declared["type"] != "iri":
        schema["enum"] = declared["choices"]
    if "default" in declared:
        schema["default"] = declared["default"]
    described = declared["description"]
    if declared["type"] == "iri":
        described = f"{described}: {' or '.join(declared.get('choices', [])) or IRI}"
    told = {"name": declared["name"], "in": "query", "description": described, "schema": schema}
    return told | ({"required": True} if declared["required"] else {}) | {"example": declared["example"]}


def _response(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as a document."""
    return {
        "description": told["components"]["schemas"][name]["description"],
        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
        "content": {"application/json": {"schema": {"$ref": f"{SCHEMAS}{name}"}}},
    }


def _thing(headers: Iterable[Mapping[str, Any]]) -> str:
    """A thing of the dataset: what queries about a thing are about unless another one is named."""
    fields = (field for each in headers for field in each["parameters"])
    return next((field["default"] for field in fields if field["name"] == "thing" and "default" in field), "")


def _example(told: Mapping[str, Any], path: str, field: str, value: str) -> None:
    for parameter in told["paths"][path]["get"]["parameters"]:
        if parameter.get("name") == field:
            parameter["example"] = value
