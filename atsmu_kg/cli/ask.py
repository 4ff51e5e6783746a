"""Questions from the command line: run, query, queries, show, info."""

from __future__ import annotations

import os
import sys

import atsmu_kg
from atsmu_kg.choices import GRAPH_FORMATS, RESULT_FORMATS
from atsmu_kg.cli import FINE, NO, dataset
from atsmu_kg.cli.arguments import CITATIONS
from atsmu_kg.errors import AtsmuKGError, ParameterError, StoreError
from atsmu_kg.text import counted, printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from atsmu_kg.choices import GraphFormat
    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.queries import NamedQuery
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult


def graph_of(options: Namespace) -> KnowledgeGraph:
    """The graph that the options name: an endpoint, an on-disk store, a dataset, or the packaged one."""
    data = getattr(options, "data", ())
    if not (options.store or options.endpoint):
        named = dataset.told(options)
        if named is None and not data:
            return atsmu_kg.load()
        from atsmu_kg.cli.progress import Working

        with Working("loading"):
            return atsmu_kg.load(data=data) if named is None else named.graph(data=data or ())
    if data:
        raise ParameterError(
            "files are put beside a graph in memory only", advice="Leave --store or --endpoint out."
        )
    from atsmu_kg.endpoints import graph_at

    return graph_at(options.store, options.endpoint)


def catalogue_of(options: Namespace) -> Mapping[str, NamedQuery]:
    """The named queries of the dataset that is asked."""
    from atsmu_kg.queries import Catalogue, packaged

    folder = dataset.folder(options)
    return packaged() if folder is None else Catalogue(os.path.join(folder, "queries"))  # noqa: PTH118


def run(options: Namespace) -> int:
    """Answer a named query."""
    if options.name is None:
        return queries(options)
    query = catalogue_of(options)[options.name]
    if options.help:
        from atsmu_kg.cli.advice import command_of
        from atsmu_kg.queries.signatures import documentation

        sys.stdout.write(f"{documentation(query, command_of(query.name, query.example))}\n")
        return FINE
    _require_format(options)
    given = parameters(options.rest)
    if options.lang and any(parameter.name == "lang" for parameter in query.parameters):
        given.setdefault("lang", options.lang)
    with graph_of(options) as kg:
        result = kg.queries[options.name](
            **query.from_text(given), timeout=options.timeout, max_rows=options.max_rows
        )
        return answer(result, options)


def query(options: Namespace) -> int:
    """Answer any SPARQL query."""
    _require_format(options)
    text, file = query_text(options.text)
    with graph_of(options) as kg:
        try:
            result = kg.query(text, timeout=options.timeout, max_rows=options.max_rows)
        except AtsmuKGError as error:
            error.file = error.file or file
            raise
        return answer(result, options)


def queries(options: Namespace) -> int:
    """List the named queries, group by group."""
    tag = getattr(options, "tag", None)
    dataset.told(options)
    groups: dict[str, list[str]] = {}
    for entry in catalogue_of(options).values():
        if not tag or tag in entry.tags:
            needs = " ".join(f"--{parameter.name} …" for parameter in entry.parameters if parameter.required)
            groups.setdefault(entry.group, []).append(f"  {f'{entry.name} {needs}':44} {entry.summary}")
    if tag and not groups:
        raise ParameterError(
            f"no query has the tag {tag!r}", advice="'atsmu-kg queries' lists all with their groups."
        )
    for group, lines in sorted(groups.items()):
        sys.stdout.write("\n".join([group, *lines, ""]) + "\n")
    return FINE


def show(options: Namespace) -> int:
    """All that the graph says of a thing."""
    with graph_of(options) as kg:
        sys.stdout.write(f"{kg.describe(options.entity, lang=options.lang, entailed=options.entailed)}\n")
    return FINE


def info(options: Namespace) -> int:
    """What is in the graph."""
    from pyoxigraph import DefaultGraph, NamedNode

    from atsmu_kg.rdf.namespaces import AKG, RDF

    kind, passage = NamedNode(RDF.type), NamedNode(AKG.PassageGraph)
    with graph_of(options) as kg:
        merged = len({quad.triple for quad in kg.quads()})
        graphs = sum(1 for _ in kg.store.graph_names())
        passages = sum(1 for _ in kg.store.quads(predicate=kind, object=passage, graph=DefaultGraph()))
        lines = [
            f"atsmu-kg {atsmu_kg.__version__}, graph {kg.version}",
            f"{counted(merged, 'triple')} in the default graph, "
            f"the merge of {counted(graphs, 'named graph')} ({passages} of passages)",
            f"{len(kg.queries)} named queries",
            f"code: MIT; data: {_licence(options)}",
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return FINE


def _licence(options: Namespace) -> str:
    """The licence of the data that the options name."""
    folder = dataset.folder(options)
    if folder is None:
        return "CC BY-SA 4.0, with the attributions in data/authority/README.md"
    from atsmu_kg.curation.settings import DatasetSettings

    return DatasetSettings.read(folder).licence


def parameters(words: Sequence[str]) -> dict[str, str]:
    """The values of `--name value` and `--name=value`.

    >>> parameters(["--floor", "500", "--lang=ru"])
    {'floor': '500', 'lang': 'ru'}
    """
    values: dict[str, str] = {}
    left = list(words)
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise ParameterError(f"{word!r} is not a parameter", advice="Write parameters as --name value.")
        if not equals:
            if not left:
                raise ParameterError(f"--{name} has no value", advice=f"Write --{name} value.")
            value = left.pop(0)
        values[name.replace("-", "_")] = value
    return values


def query_text(given: str) -> tuple[str, str | None]:
    """A query that stands on the command line, in a file or on standard input (``-``), and the file's name.

    >>> query_text("DESCRIBE atsmu:university")
    ('DESCRIBE atsmu:university', None)
    """
    if given == "-":
        return sys.stdin.read(), None
    if any(mark in given for mark in "{\n") or (" " in given and _begins_like_a_query(given)):
        return given, None
    return read_query(given), given


def _begins_like_a_query(text: str) -> bool:
    """Whether the first word is one of SPARQL, and no file is called so."""
    from pathlib import Path

    from atsmu_kg.sparql.tokens import QUERY_FORMS, significant

    first = [token.text.upper() for token in significant(text)[:1]]
    return bool(QUERY_FORMS.union(("PREFIX", "BASE")).intersection(first)) and not Path(text).is_file()


def read_query(file: str) -> str:
    """The text of a query file; ParameterError if there is none."""
    from atsmu_kg.rdf.documents import content

    try:
        text = content(file).decode()
    except (StoreError, UnicodeDecodeError) as error:
        reason = error.message.partition(": ")[2] if isinstance(error, StoreError) else str(error)
        raise ParameterError(
            f"this is neither a query nor a file that can be read ({reason})",
            advice="Give SPARQL, a file that holds it in UTF-8, or - for standard input.",
            file=file,
        ) from error
    if text.startswith("\ufeff"):
        what = "the query begins with a byte order mark (BOM)"
        raise ParameterError(what, file=file, line=1, column=1, advice="Save it as UTF-8 without one.")
    return text


def answer(result: Result | BooleanResult | GraphResult, options: Namespace) -> int:
    """Write an answer, or who supports it, and what the graph does not know of the query to standard error.

    The exit code of an ASK says yes or no.
    """
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult

    format = options.format
    if options.cite:
        text = _citation(result.cite(source=options.source), format, full=options.cite == "full")
    elif isinstance(result, Result):
        text = result.to_csv(guard=True) if options.guard else _rows(result, format)
    elif isinstance(result, GraphResult):
        text = result._repr_html_() if format == "html" else result.serialize(_graph_format(format))
    elif format in (None, "table"):
        text = "yes\n" if result else "no\n"
    else:
        text = result.serialize(format)
    # In a pipe it is data; on a terminal no label steers it.
    sys.stdout.write(printable_lines(text) if sys.stdout.isatty() else text)
    if not (_explains_itself(result) and format in (None, "table", "html") and not options.cite):
        sys.stdout.flush()
        sys.stderr.write("".join(f"atsmu-kg: {warning}\n" for warning in result.told()))
    return NO if isinstance(result, BooleanResult) and not result else FINE


def _explains_itself(result: object) -> bool:
    """Whether the table says why it is empty, and with that which terms the graph does not know."""
    from atsmu_kg.results import Result

    return isinstance(result, Result) and not result


def _require_format(options: Namespace) -> None:
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


def _citation(citation: Citation, format: str | None, *, full: bool) -> str:
    if format == "json":
        return f"{citation.to_csl_json()}\n"
    if format == "bibtex":
        return citation.to_bibtex()
    return citation._repr_html_() if format == "html" else f"{citation.to_text(full=full)}\n"


def _rows(result: Result, format: str | None) -> str:
    if format is None or format == "table":
        return f"{result.to_text()}\n"
    if format == "html":
        return result._repr_html_()
    return result.serialize(RESULT_FORMATS.checked(format))


def _graph_format(format: str | None) -> GraphFormat:
    return "turtle" if format is None or format == "table" else GRAPH_FORMATS.checked(format)
