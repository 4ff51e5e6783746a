"""Questions from the command line: run, query, queries, show, info."""

from __future__ import annotations

import sys

import atsmu_kg
from atsmu_kg.choices import LANGUAGES
from atsmu_kg.cli import FINE, dataset
from atsmu_kg.cli.answers import require_format, write
from atsmu_kg.cli.dataset import catalogue_of, graph_of
from atsmu_kg.cli.options import add_answer, add_data, add_dataset, add_language, add_store
from atsmu_kg.errors import AtsmuKGError, ParameterError, StoreError
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence


def run_options(verb: ArgumentParser, query_names: Sequence[str] | None = None) -> None:
    """What ``run`` takes besides the parameters of the query; the names are for completion in a shell."""
    verb.add_argument("name", nargs="?", metavar="NAME", choices=query_names, help="see 'atsmu-kg queries'")
    verb.add_argument("-h", "--help", action="store_true", help="the parameters and columns of the query")
    verb.add_argument("--lang", choices=LANGUAGES, help="the language of names")
    add_answer(verb)


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
    require_format(options)
    given = parameters(options.rest)
    if options.lang and any(parameter.name == "lang" for parameter in query.parameters):
        given.setdefault("lang", options.lang)
    with graph_of(options) as kg:
        result = kg.queries[options.name](
            **query.from_text(given), timeout=options.timeout, max_rows=options.max_rows
        )
        return write(result, options)


def query_options(verb: ArgumentParser) -> None:
    """What ``query`` takes."""
    verb.add_argument(
        "text", metavar="TEXT|FILE|-", help="the query, a file that holds it, or - for standard input"
    )
    add_answer(verb)


def query(options: Namespace) -> int:
    """Answer any SPARQL query."""
    require_format(options)
    text, file = query_text(options.text)
    with graph_of(options) as kg:
        try:
            result = kg.query(text, timeout=options.timeout, max_rows=options.max_rows)
        except AtsmuKGError as error:
            error.file = error.file or file
            raise
        return write(result, options)


def queries_options(verb: ArgumentParser) -> None:
    """What ``queries`` takes."""
    verb.add_argument("--tag", help="only those with this tag")
    add_dataset(verb)


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


def show_options(verb: ArgumentParser) -> None:
    """What ``show`` takes."""
    verb.add_argument("entity", metavar="ENTITY", help="a CURIE (country:TJ), an IRI, or a name under atsmu:")
    verb.add_argument("--entailed", action="store_true", help="also what merely follows from the vocabulary")
    add_language(verb)
    add_data(verb)
    add_store(verb)


def show(options: Namespace) -> int:
    """All that the graph says of a thing."""
    with graph_of(options) as kg:
        sys.stdout.write(f"{kg.describe(options.entity, lang=options.lang, entailed=options.entailed)}\n")
    return FINE


def info_options(verb: ArgumentParser) -> None:
    """What ``info`` takes."""
    add_data(verb)
    add_store(verb)


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
    if (
        not given.strip()
        or any(mark in given for mark in "{\n")
        or (" " in given and _begins_like_a_query(given))
    ):
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
