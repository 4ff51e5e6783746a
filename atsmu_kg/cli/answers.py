"""How the command line writes an answer, or who supports it."""

from __future__ import annotations

import sys
from itertools import islice

from atsmu_kg.choices import GRAPH_FORMATS, RESULT_FORMATS
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import CITATIONS
from atsmu_kg.errors import ParameterError
from atsmu_kg.text import printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from atsmu_kg.choices import GraphFormat
    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult

# To write each of them alone takes longer than to make it.
LINES = 256


def require_format(options: Namespace) -> None:
    """Refuse a format that an answer, or a citation, does not have, before anything is asked."""
    if options.guard and (options.cite or options.format != "csv"):
        raise ParameterError("--guard is for tables of spreadsheets", advice="Add --format csv.")
    if not options.cite and (options.source or options.format in CITATIONS):
        wanted = "--source" if options.source else f"--format {options.format}"
        raise ParameterError(f"{wanted} is for citations", advice="Add --cite.")
    if options.cite and options.format not in (None, "table", "html", "json", *CITATIONS):
        raise ParameterError(
            f"a citation has no format {options.format!r}",
            advice="With --cite the format is table, html, bibtex, or json for CSL-JSON.",
        )


def write(result: Result | BooleanResult | GraphResult, options: Namespace) -> int:
    """Write an answer, or who supports it, and what the graph does not know of the query to standard error.

    The exit code of an ASK says yes or no.
    """
    from atsmu_kg.results import Result

    format = options.format
    if options.cite:
        texts: Iterable[str] = [
            _citation(result.cite(source=options.source), format, full=options.cite == "full")
        ]
    elif isinstance(result, Result):
        texts = [result.to_csv(guard=True)] if options.guard else _rows(result, format)
    else:
        texts = [_other(result, format)]
    # In a pipe it is data; on a terminal no label steers it.
    sys.stdout.writelines(map(printable_lines, texts) if sys.stdout.isatty() else texts)
    if not (_explains_itself(result) and format in (None, "table", "html") and not options.cite):
        sys.stdout.flush()
        sys.stderr.write("".join(f"atsmu-kg: {warning}\n" for warning in result.told()))
    return NO if not result and _is_boolean(result) else FINE


def _other(result: BooleanResult | GraphResult, format: str | None) -> str:
    """The text of an answer without rows."""
    from atsmu_kg.results.graph import GraphResult

    if isinstance(result, GraphResult):
        return result._repr_html_() if format == "html" else result.serialize(_graph_format(format))
    if format in (None, "table"):
        return "yes\n" if result else "no\n"
    return result.serialize(format)  # type: ignore[arg-type]


def _is_boolean(result: object) -> bool:
    from atsmu_kg.results.boolean import BooleanResult

    return isinstance(result, BooleanResult)


def _explains_itself(result: object) -> bool:
    """Whether the table says why it is empty, and with that which terms the graph does not know."""
    from atsmu_kg.results import Result

    return isinstance(result, Result) and not result


def _citation(citation: Citation, format: str | None, *, full: bool) -> str:
    if format == "json":
        return f"{citation.to_csl_json()}\n"
    if format == "bibtex":
        return citation.to_bibtex()
    return citation._repr_html_() if format == "html" else f"{citation.to_text(full=full)}\n"


def _rows(result: Result, format: str | None) -> Iterable[str]:
    """The text of rows, a long table in pieces."""
    if format is None or format == "table":
        return _pieces(result.text_lines())
    if format == "html":
        return [result._repr_html_()]
    return [result.serialize(RESULT_FORMATS.checked(format))]


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while piece := list(islice(lines, LINES)):
        yield "\n".join([*piece, ""])


def _graph_format(format: str | None) -> GraphFormat:
    return "turtle" if format is None or format == "table" else GRAPH_FORMATS.checked(format)
