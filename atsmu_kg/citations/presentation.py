"""Citations for readers: plain text, and a table for notebooks."""

from __future__ import annotations

from atsmu_kg.files import template
from atsmu_kg.rdf.terms import with_language
from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from atsmu_kg.citations.citation import Citation, Sources
    from atsmu_kg.citations.statements import Statement
    from atsmu_kg.rdf.namespaces import IRI

    Numbers = Mapping[IRI, int]

# Statements of one row that are written out.
SHOWN = 30
HTML_ROWS = 50


def text(citation: Citation, *, full: bool = False) -> str:
    """The numbered sources, the rows with the numbers of theirs, and the caveats with their rows.

    ``full`` adds all that is known of the sources, and under each row the statements that support it.
    """
    numbers = _numbers(citation)
    lines = ["Sources"] if numbers else []
    for number, source in enumerate(citation.references, start=1):
        details = source.details() if full else source.terms()
        lines.append(f"[{number}] {printable('. '.join([source.name, source.iri, *details]))}")
        if source.text is not None:
            lines.append(f"    “{printable(source.text)}”")
    lines += ["", "Rows"] if len(citation) else []
    for at, cited in enumerate(citation, start=1):
        lines.append(f"{at}. {_shown(cited.row, citation.prefixes)} {_support(cited, numbers)}".rstrip())
        if full:
            lines += [f"   {line}" for line in _statements(citation, cited, numbers)]
    caveats = list(_caveats(citation))
    lines += ["", "Caveats", *caveats] if caveats else []
    return "\n".join([*lines, "", _foot(citation)]).lstrip("\n")


def html(citation: Citation) -> str:
    """The same as text, with the statements of each row folded away; everything is escaped."""
    from html import escape

    from atsmu_kg.results.markup import link

    numbers = _numbers(citation)
    row, item = template(__file__, "row.html"), template(__file__, "source.html")
    rows = "".join(
        row.substitute(
            number=at,
            row=escape(_shown(cited.row, citation.prefixes)),
            support=escape(_support(cited, numbers)),
            count=escape(counted(len(cited.statements), "statement")),
            statements=escape("\n".join(_statements(citation, cited, numbers))),
        )
        for at, cited in enumerate(citation[:HTML_ROWS], start=1)
    )
    items = "".join(
        item.substitute(
            link=link(source.iri, printable(source.name)),
            details=escape(printable("; ".join(source.details()))),
            terms=escape(printable("; ".join(source.terms()))),
            quotation="" if source.text is None else f"<q>{escape(source.text)}</q>",
        )
        for source in citation.references
    )
    left = len(citation) - HTML_ROWS
    more = [counted(left, "more row")] if left > 0 else []
    return template(__file__, "citation.html").substitute(
        sources=items,
        rows=rows,
        caveats="".join(f"<p>{escape(cited)}</p>\n" for cited in _caveats(citation)),
        foot=escape(" · ".join([*more, _foot(citation)])),
    )


def _numbers(citation: Citation) -> dict[IRI, int]:
    return {source.graph: at for at, source in enumerate(citation.references, start=1)}


def _shown(row: Any, prefixes: Mapping[str, str]) -> str:
    if row is True or row is False:
        return "yes" if row else "no"
    values = row.asdict().items()
    return printable(
        " · ".join(f"{name} {with_language(value, prefixes)}" for name, value in values if value is not None)
    )


def _support(sources: Sources, numbers: Numbers) -> str:
    """The numbers of a row's sources, and whether a part of it has none."""
    unstated = next((_marks(each, numbers) for each in sources.statements if not each.graphs), "")
    return f"{_numbered(sources.graphs, numbers)}{unstated}"


def _statements(citation: Citation, sources: Sources, numbers: Numbers) -> list[str]:
    """The statements of a row with the numbers of their sources, and what entailed ones follow from."""
    lines = []
    for statement in sources.statements[:SHOWN]:
        lines.append(f"{printable(statement.spelt(citation.prefixes))} {_marks(statement, numbers)}")
        premises = citation.premises_of([statement])
        lines += [
            f"   since {printable(premise.spelt(citation.prefixes))} {_marks(premise, numbers)}"
            for premise in premises
        ]
    left = len(sources.statements) - SHOWN
    if left > 0:
        lines.append(f"{counted(left, 'more statement')}; all are from {_numbered(sources.graphs, numbers)}")
    return lines


def _caveats(citation: Citation) -> Iterator[str]:
    """Each caveat once, with the rows that it is about and the places of the query that it comes from."""
    rows: dict[str, list[int]] = {}
    places: dict[str, list[str]] = {}
    for at, cited in enumerate(citation, start=1):
        for caveat in cited.caveats:
            place, _, words = caveat.partition(": ")
            rows.setdefault(words, []).append(at)
            places.setdefault(words, []).append(place)
    for words, about in rows.items():
        where = "; ".join(dict.fromkeys(places[words]))
        yield f"{_ranges(about)}: {words} (query {where})"


def _ranges(rows: Iterable[int]) -> str:
    """The numbers of rows in words: ``rows 1–3, 5``."""
    ranges: list[list[int]] = []
    for at in dict.fromkeys(rows):
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    listed = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
    return f"row {listed}" if listed.isdecimal() else f"rows {listed}"


def _numbered(graphs: Iterable[IRI], numbers: Numbers) -> str:
    return "".join(f"[{number}]" for number in sorted(numbers[graph] for graph in graphs))


def _marks(statement: Statement, numbers: Numbers) -> str:
    if not statement.graphs:
        return "[unknown: it has a blank node]" if statement.anonymous else "[no named graph states this]"
    marks = _numbered(statement.graphs, numbers)
    return f"{marks} entailed" if statement.entailed else marks


def _foot(citation: Citation) -> str:
    version = f"Graph version {citation.version}; query" if citation.version else "Query"
    return printable(f"{version} SHA-256 {citation.query_sha256}")
