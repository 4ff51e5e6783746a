"""Answers told briefly, for readers to whom each word costs something."""

from __future__ import annotations

from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Told = Mapping[str, Any]

# What is told of the number of a figure besides the number.
OF_FIGURES = ("text", "bound", "unit", "time", "period")
# The sources of one row that are named.
SOURCES = 12
OF_SOURCES = ("number", "kind", "name", "iri", "quotation")
# The parts of a description, and what their columns are called.
PARTS = {
    "about": {"property": "predicate", "value": "object"},
    "mentions": {"mentioned_by": "subject", "property": "predicate"},
}


def answer(told: Told, lang: str) -> dict[str, Any]:
    """The answer to a query: its rows, their sources, whether it was cut, and what to mind.

    told: the answer as ``serve.questions`` has it.
    lang: the language in which texts need not say what they are in.
    """
    if told["kind"] == "boolean":
        numbers = [source["number"] for source in told.get("sources", ())]
        return _whole(told, [{"cells": {"answer": told["boolean"]}, "sources": numbers, **_minded(told)}])
    rows = [
        {"cells": _cells(row["cells"], lang), "sources": row.get("sources", []), **_minded(row)}
        for row in told["rows"]
    ]
    return _whole(told, rows) | _minded(told)


def description(told: Told, lang: str, limit: int) -> dict[str, Any]:
    """What is said of a thing, and where it is mentioned, a row each, up to ``limit`` of them."""
    rows = [_statement(row, columns, lang) for part, columns in PARTS.items() for row in told[part]]
    whole = _whole(told, rows[:limit], more=max(0, len(rows) - limit))
    return {"thing": cell(told["thing"], lang), **whole}


def things(told: Told, lang: str) -> dict[str, Any]:
    """The things that have a name, best first."""
    rows = [
        {
            "cells": {
                "thing": cell(thing, lang),
                "kinds": thing["kinds"],
                "matched": thing["matched"],
                "how": thing["how"],
            },
            "sources": [],
        }
        for thing in told["things"]
    ]
    empty = {"reason": "Nothing is called so.", "nearest": told.get("nearest", [])}
    return _whole({"empty": None if rows else empty, **told}, rows)


def queries(told: Told) -> dict[str, Any]:
    """The named queries with what each takes."""
    listed = [
        {
            "name": query["name"],
            "summary": query["summary"],
            "parameters": {taken["name"]: _parameter(taken) for taken in query["parameters"]},
        }
        for query in told["queries"]
    ]
    reason = "No query has all of these words; without a search all are listed."
    return {
        "queries": listed,
        "version": told["version"],
        **({} if listed else {"empty": {"reason": reason}}),
    }


def citation(told: Told) -> str:
    """The sources of an answer, numbered, with their addresses and licences, and what was asked of what."""
    lines = []
    for source in told["sources"]:
        address = source.get("document", {}).get("address")
        licences = [f"licence {licence}" for licence in source.get("licences", ())]
        parts = [source["name"], source["iri"], *([address] if address else []), *licences]
        lines.append(f"[{source['number']}] {printable('. '.join(parts))}")
    version = f"Graph version {told['version']}; " if told["version"] else ""
    return "\n".join([*lines, f"{version}query SHA-256 {told['query_sha256']}"])


def finding(told: Told) -> str:
    """A warning or a finding in one line: where it is, what is wrong, what to do."""
    place = (
        [f"line {told['line']}, column {told['column']}"] if "line" in told else [told.get("parameter", "")]
    )
    return ". ".join(filter(None, [": ".join(filter(None, [*place, told["message"]])), told.get("advice")]))


def cell(told: Told, lang: str) -> Any:
    """A cell: a value, or what must be told of it besides.

    >>> cell({"type": "number", "value": 7}, "en")
    7
    >>> cell({"type": "number", "value": 7, "text": "more than 7", "bound": "MoreThan"}, "en")
    {'value': 7, 'text': 'more than 7', 'bound': 'MoreThan'}
    >>> cell({"type": "text", "value": "Эрон", "lang": "tg"}, "en")
    {'text': 'Эрон', 'lang': 'tg'}
    """
    of_figure = {name: told[name] for name in OF_FIGURES if name in told}
    if told["type"] == "iri":
        named = _named(told)
        return {**(named if isinstance(named, dict) else {"id": named}), **of_figure} if of_figure else named
    if told["type"] == "text" and told["lang"] != lang:
        return {"text": told["value"], "lang": told["lang"]}
    return {"value": told["value"], **of_figure} if of_figure else told["value"]


def _statement(row: Told, columns: Mapping[str, str], lang: str) -> dict[str, Any]:
    cells = _cells({name: row["cells"][column] for name, column in columns.items()}, lang)
    elsewhere = {"not_in_preferred_source": True} if row.get("elsewhere") else {}
    return {"cells": cells, "sources": row["sources"], **_minded(row), **elsewhere}


def _cells(told: Told, lang: str) -> dict[str, Any]:
    """The cells of a row that have something; a figure whose number is another cell is told there."""
    cells = {name: each for name, each in told.items() if each is not None}
    numbers = {each["figure"] for each in cells.values() if "figure" in each}
    return {
        name: _named(each) if each["value"] in numbers else cell(each, lang) for name, each in cells.items()
    }


def _named(told: Told) -> Any:
    """A thing, by its short name and what it is called."""
    name = told.get("curie", told["value"])
    return {"id": name, "name": told["label"]} if told.get("label") else name


def _whole(told: Told, rows: list[dict[str, Any]], *, more: int = 0) -> dict[str, Any]:
    """What each answer with rows has; only those sources that rows name are listed."""
    caveats = dict.fromkeys(caveat for row in rows for caveat in row.pop("caveats", ()))
    for row in rows:
        if len(row["sources"]) > SOURCES:
            row["more_sources"] = len(row["sources"]) - SOURCES
            row["sources"] = row["sources"][:SOURCES]
    named = {number for row in rows for number in row["sources"]}
    whole: dict[str, Any] = {
        "rows": rows,
        "sources": [_source(source) for source in told.get("sources", ()) if source["number"] in named],
        "version": told["version"],
        "cut": not told["complete"] or more > 0,
        "warnings": list(map(finding, told.get("warnings", ()))),
    }
    if caveats:
        whole["caveats"] = list(caveats)
    if told.get("empty"):
        whole["empty"] = {name: told["empty"][name] for name in ("reason", "nearest")}
    if more:
        whole["more"] = more
    return whole


def _minded(row: Told) -> dict[str, Any]:
    """The figures that a row rests on without showing them, and what it rests on besides statements."""
    minded: dict[str, Any] = {}
    if row.get("figures"):
        minded["figures"] = list(map(_figure, row["figures"]))
    if row.get("more_figures"):
        minded["more_figures"] = row["more_figures"]
    if row.get("caveats"):
        # Where in the query each comes from helps nobody who does not see its lines.
        minded["caveats"] = list(dict.fromkeys(caveat.partition(": ")[2] for caveat in row["caveats"]))
    return minded


def _figure(told: Told) -> dict[str, Any]:
    """A figure that numbers or texts of a row were made of."""
    return {
        name: value for name, value in told.items() if name in ("measure", "about", "categories", *OF_FIGURES)
    }


def _source(told: Told) -> dict[str, Any]:
    """A source, and where its document can be read."""
    document = told.get("document", {})
    where = {name: document[name] for name in ("address", "published") if name in document}
    return {name: told[name] for name in OF_SOURCES if name in told} | where


def _parameter(told: Told) -> str:
    """What a parameter takes, in words."""
    known: Iterable[Any] = told.get("choices", ())
    takes = "|".join(map(str, known)) or f"{told['type']}, such as {told['example']}"
    return f"{takes} (required)" if told["required"] else takes
