"""RDF of somebody else's held against the shapes, as JSON."""

from __future__ import annotations

from importlib.util import find_spec

import pyoxigraph as ox

from atsmu_kg import files
from atsmu_kg.rdf.documents import parse
from atsmu_kg.rdf.namespaces import PREFIXES, contract
from atsmu_kg.rdf.terms import spell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.choices import Language
    from atsmu_kg.validation.result import ValidationResult

ONTOLOGY = ("ontology/atsmu-kg.ttl", "ontology/alignment.ttl")
RESULTS = 100


def report_on(text: str, base: str, prefixes: Mapping[str, str], *, lang: Language = "en") -> dict[str, Any]:
    """What is wrong with RDF by the packaged shapes; no file is read but ours, and nothing is fetched.

    text: Turtle or TriG.
    base: what the IRIs of the graph that is served begin with; its things may be another institution's.
    prefixes: those that things are shown with.
    lang: the language of the messages.

    Raises DataSyntaxError with line and column, and what ``validation.validate`` raises.

    >>> told = report_on("<https://example.org/a> a <https://example.org/B> .", "https://example.org/", {})
    >>> told["conforms"], told["results"][0]["focus"]
    (False, '<https://example.org/B>')
    """
    from atsmu_kg.validation import Shapes, validate

    report = validate(
        parse(text, ox.RdfFormat.TRIG),
        Shapes.packaged(),
        ontology=[files.path(name) for name in ONTOLOGY],
        engine="shifty" if find_spec("shifty") else "pyshacl",
        lang=lang,
        things=() if PREFIXES["atsmu"].startswith(base) else (f"{base}id/",),
    )
    return {
        "conforms": report.conforms,
        "summary": report.summary(),
        "results": [_result(result, prefixes) for result in report.results[:RESULTS]],
        "complete": len(report.results) <= RESULTS,
    }


def _result(result: ValidationResult, prefixes: Mapping[str, str]) -> dict[str, Any]:
    told = {
        "severity": contract(result.severity).removeprefix("sh:"),
        "focus": spell(result.focus_term, prefixes=prefixes),
        "path": result.short_path,
        "value": None if result.value_term is None else spell(result.value_term, prefixes=prefixes),
        "message": result.message,
        "shape": contract(result.source_shape, prefixes),
    }
    return {name: value for name, value in told.items() if value is not None}
