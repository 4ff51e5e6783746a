"""JSON-LD for readers who want less than the whole: a tree from the university down, and schema.org alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg import files
from atsmu_kg.errors import ExportError, MissingDependencyError
from atsmu_kg.rdf.namespaces import GRAPH, RDF, SCHEMA, XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

FRAME = "ontology/frame.jsonld"
SCHEMA_ORG = "ontology/schema-org.jsonld"


def framed(quads: Iterable[ox.Quad], root: str | None = None) -> bytes:
    """What is stated, as a tree from the university down, by the frame ``ontology/frame.jsonld``.

    ``root`` is the IRI of another university, whose things have no prefix there.

    Raises MissingDependencyError without PyLD.
    """
    kept = {
        ox.Quad(*quad.triple)
        for quad in quads
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value != GRAPH.entailed
    }
    options = {**_options(), "omitGraph": True, "omitDefault": True}
    frame = _packaged(FRAME)
    if root not in (None, frame["@id"]):
        frame["@id"] = root
        del frame["@context"]["atsmu"]
    return _written(_pyld().jsonld.frame(expanded(kept), frame, options))


def schema_org(quads: Iterable[ox.Quad]) -> bytes:
    """The things that schema.org has a class for, with what its properties say, in its terms only.

    Raises MissingDependencyError without PyLD.
    """
    context = _packaged(SCHEMA_ORG)
    view = _pyld().jsonld.compact(expanded(in_schema_org(quads)), context, {**_options(), "graph": True})
    return _written(view)


def in_schema_org(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The triples of the merge with a class or property of schema.org, about things it has a class for."""
    triples = {ox.Quad(*quad.triple) for quad in quads}
    types = {quad for quad in triples if quad.predicate.value == RDF.type and _is_of_schema_org(quad.object)}
    things = {quad.subject for quad in types}
    return types | {
        quad for quad in triples if quad.subject in things and quad.predicate.value.startswith(str(SCHEMA))
    }


def expanded(quads: Iterable[ox.Quad]) -> list[dict[str, Any]]:
    """Triples as expanded JSON-LD, in one order; integers are numbers where that keeps their characters."""
    # Not as a text: PyLD compares each triple that it reads with all before it.
    triples = [
        {"subject": _term(quad.subject), "predicate": _term(quad.predicate), "object": _term(quad.object)}
        for quad in sorted(set(quads), key=str)
    ]
    nodes: list[dict[str, Any]] = _pyld().jsonld.from_rdf({"@default": triples}, {"useNativeTypes": False})
    for node in nodes:
        for values in node.values():
            if isinstance(values, list):
                values[:] = map(_native, values)
    return nodes


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    """A term as PyLD has it in its datasets."""
    if isinstance(term, ox.Literal):
        literal = {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        return literal | ({"language": term.language} if term.language else {})
    if isinstance(term, ox.NamedNode):
        return {"type": "IRI", "value": term.value}
    return {"type": "blank node", "value": str(term)}


def _native(value: Any) -> Any:
    """An integer in its canonical form as a JSON number (PyLD makes 7 of 007), others as they are."""
    if isinstance(value, dict) and value.get("@type") == XSD.integer:
        text = value["@value"]
        if len(text) < 16 and re.fullmatch("0|-?[1-9][0-9]*", text):
            return {"@value": int(text)}
    return value


def _is_of_schema_org(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(str(SCHEMA))


def _packaged(name: str) -> Any:
    return json.loads(Path(files.path(name)).read_text("utf-8"))


def _written(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _options() -> dict[str, Any]:
    return {"documentLoader": _refuse, "processingMode": "json-ld-1.1"}


def _refuse(url: str, _: object) -> Any:
    raise ExportError(
        f"the JSON-LD context {url!r} is outside the document",
        advice="Put the context into the document; nothing is fetched from the network.",
        url=url,
    )


def _pyld() -> ModuleType:
    try:
        import pyld  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingDependencyError(
            "PyLD is not installed, which views of JSON-LD need", advice="pip install 'PyLD>=2.0.4'"
        ) from error
    module: ModuleType = pyld
    return module
