"""A validation report for people: as text for a terminal, as HTML for a notebook."""

from __future__ import annotations

from html import escape
from string import Template
from textwrap import wrap
from typing import TYPE_CHECKING

from atsmu_kg.files import template
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, contract
from atsmu_kg.rdf.terms import readable, spell
from atsmu_kg.text import printable, printable_lines
from atsmu_kg.validation.result import severity_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atsmu_kg.validation.result import ValidationResult

LONGEST = 160
# A message is wrapped rather than cut, since it ends with what to do; only one that quotes a document is cut.
WIDTH, MOST_LINES, INDENT = 100, 12, "    "


def text(
    summary: str,
    by_shape: Mapping[str, Sequence[ValidationResult]],
    limit: int | None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """The results by shape, no more than ``limit`` of each."""
    lines = [summary]
    for shape, told in by_shape.items():
        results = _distinct(told)
        lines += ["", f"{_name(shape)}  {len(results):,}"]
        for result in results[:limit]:
            place = f"  ({result.place})" if result.place else ""
            lines += [
                f"  {severity_name(result).lower()}  {_said(result, prefixes)}{place}",
                *_wrapped(result.message),
            ]
        if limit is not None and len(results) > limit:
            lines.append(f"  … and {len(results) - limit:,} more")
    return printable_lines("\n".join(lines) + "\n")


def html(
    summary: str,
    by_shape: Mapping[str, Sequence[ValidationResult]],
    limit: int | None,
    *,
    lang: str,
    conforms: bool,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """The results by shape as one element, no more than ``limit`` of each; every text is escaped."""
    group = _template("group.html")
    groups = [
        group.substitute(
            shape=escape(_name(shape)),
            count=f"{len(results):,}",
            rows="".join(_html_row(result, prefixes) for result in results[:limit]),
            more=f"… and {len(results) - limit:,} more" if limit is not None and len(results) > limit else "",
        )
        for shape, results in ((shape, _distinct(told)) for shape, told in by_shape.items())
    ]
    return _template("report.html").substitute(
        lang=escape(lang),
        state="conforms" if conforms else "differs",
        summary=escape(summary),
        groups="".join(groups),
    )


def _distinct(results: Sequence[ValidationResult]) -> list[ValidationResult]:
    """The results without those that a person can't tell apart: two constraints may have one message."""
    told = ((each.severity, each.focus_term, each.path, each.value_term, each.message) for each in results)
    return list(dict(zip(told, results, strict=True)).values())


def _html_row(result: ValidationResult, prefixes: Mapping[str, str]) -> str:
    told = {
        "severity": severity_name(result),
        "focus": readable(result.focus_term, prefixes),
        "label": result.focus_label or "",
        "path": result.short_path or "",
        "value": "" if result.value_term is None else _cut(readable(result.value_term, prefixes)),
        "message": result.message,
        "place": result.place,
    }
    return _template("row.html").substitute({name: escape(value) for name, value in told.items()})


def _template(name: str) -> Template:
    return template(__file__, f"templates/{name}")


def _said(result: ValidationResult, prefixes: Mapping[str, str]) -> str:
    """The focus node with its label, the path and the value."""
    label = f" ({result.focus_label})" if result.focus_label else ""
    value = None if result.value_term is None or result.value_term == result.focus_term else result.value_term
    parts: Sequence[str | None] = (
        f"{readable(result.focus_term, prefixes)}{label}",
        result.short_path,
        None if value is None else _cut(spell(value, prefixes=prefixes)),
    )
    return "  ".join(printable(part) for part in parts if part)


def _name(shape: str) -> str:
    return contract(shape) if isinstance(shape, IRI) else shape


def _wrapped(message: str) -> list[str]:
    """The lines of a message, indented."""
    return wrap(
        message,
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_on_hyphens=False,
        max_lines=MOST_LINES,
        placeholder=" …",
    )


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
