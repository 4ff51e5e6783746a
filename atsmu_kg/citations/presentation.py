"""Citations for readers: plain text, and a table for notebooks."""

from __future__ import annotations

from atsmu_kg.files import template
from atsmu_kg.rdf.terms import with_language
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.citations.citation import Citation, Sources
    from atsmu_kg.citations.statements import Statement
    from atsmu_kg.rdf.namespaces import IRI

# Statements of one row that are written out.
SHOWN = 30
HTML_ROWS = 50


def text(citation: Citation) -> str:
    """Each row with its statements, the numbers of their sources and the caveats; then the sources."""
    numbers = {source.graph: at for at, source in enumerate(citation.references, start=1)}
    lines = []
    for at, row in enumerate(citation, start=1):
        lines.append(f"{at}. {_shown(row.row)}")
        lines += [f"   {line}" for line in _lines(citation, row, numbers)]
        lines += [f"   Caveat {caveat}" for caveat in row.caveats]
    lines += ["", "Sources"] if citation.references else []
    for source in citation.references:
        lines.append(f"[{numbers[source.graph]}] {source}")
        if source.text is not None:
            lines.append(f"    “{' '.join(source.text.split())}”")
    return "\n".join([*lines, "", _foot(citation)])


def html(citation: Citation) -> str:
    """A table of the rows, their statements and caveats, and a list of the sources; everything is escaped."""
    from html import escape

    from atsmu_kg.results.markup import link

    numbers = {source.graph: at for at, source in enumerate(citation.references, start=1)}
    row, item = template(__file__, "row.html"), template(__file__, "source.html")
    rows = "".join(
        row.substitute(
            row=escape(_shown(cited.row)),
            statements=escape("\n".join(_lines(citation, cited, numbers))),
            caveats=escape("\n".join(cited.caveats)),
        )
        for cited in citation[:HTML_ROWS]
    )
    items = "".join(
        item.substitute(
            link=link(source.iri, source.name),
            details=escape("; ".join(source.details())),
            text=escape(source.text or ""),
        )
        for source in citation.references
    )
    left = len(citation) - HTML_ROWS
    more = [counted(left, "more row")] if left > 0 else []
    foot = escape(" · ".join([*more, _foot(citation)]))
    return template(__file__, "citation.html").substitute(rows=rows, sources=items, foot=foot)


def _shown(row: Any) -> str:
    if row is True or row is False:
        return "yes" if row else "no"
    return " · ".join(
        f"{name} {with_language(value)}" for name, value in row.asdict().items() if value is not None
    )


def _lines(citation: Citation, sources: Sources, numbers: Mapping[IRI, int]) -> list[str]:
    """The statements of a row with the numbers of their sources, and what entailed ones follow from."""
    lines = []
    for statement in sources.statements[:SHOWN]:
        lines.append(f"{statement} {_marks(statement, numbers)}")
        premises = citation.premises_of([statement])
        lines += [f"   since {premise} {_marks(premise, numbers)}" for premise in premises]
    left = len(sources.statements) - SHOWN
    if left > 0:
        lines.append(f"{counted(left, 'more statement')}; all are from {_numbered(sources.graphs, numbers)}")
    return lines


def _numbered(graphs: Iterable[IRI], numbers: Mapping[IRI, int]) -> str:
    return "".join(f"[{number}]" for number in sorted(numbers[graph] for graph in graphs))


def _marks(statement: Statement, numbers: Mapping[IRI, int]) -> str:
    marks = _numbered(statement.graphs, numbers) or "[no named graph states this]"
    return f"{marks} entailed" if statement.entailed else marks


def _foot(citation: Citation) -> str:
    version = f"Graph version {citation.version}; query" if citation.version else "Query"
    return f"{version} SHA-256 {citation.query_sha256}"
