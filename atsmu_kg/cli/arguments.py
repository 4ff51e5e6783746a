"""The commands and their options."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from types import MappingProxyType

from atsmu_kg.choices import ENGINES, LANGUAGES, PROFILES, RESULT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Options = Callable[[argparse.ArgumentParser], None]

PROGRAM = "atsmu-kg"
RESULTS = ("table", *RESULT_FORMATS, "html")
CITATIONS = ("bibtex",)
GRAPHS = ("turtle", "trig", "nt", "nq", "rdfxml", "jsonld")
REPORTS = ("text", "json", "html", "turtle")
DIFFERENCES = ("text", "csv", "patch")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of one call; `command` among them is what carries it out.

    Only `run` takes options that aren't known beforehand: those are the parameters of the named query.
    """
    if arguments and arguments[0] in VERBS:
        # To set up all the other commands takes longer than to answer.
        options, rest = _command(arguments[0]).parse_known_args(arguments[1:])
    else:
        options, rest = parser().parse_known_args(arguments)
    if rest and options.verb != "run":
        options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    return options


def parser(query_names: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line.

    Query names are given only to complete them in a shell: `run` checks them itself.
    """
    from atsmu_kg._version import __version__

    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Ask, check and export a knowledge graph whose every triple names its source.",
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for name, (summary, command, options) in VERBS.items():
        verb = verbs.add_parser(name, help=summary, description=summary, add_help=name != "run")
        _runs(verb, command)
        if name == "run":
            _run(verb, query_names)
        else:
            options(verb)
    return top


def _command(name: str) -> argparse.ArgumentParser:
    """What `parser` has for one command."""
    summary, command, options = VERBS[name]
    made = argparse.ArgumentParser(
        prog=f"{PROGRAM} {name}", description=summary, add_help=name != "run", formatter_class=_narrow
    )
    _runs(made, command).set_defaults(verb=name)
    options(made)
    made.formatter_class = argparse.HelpFormatter
    return made


def _narrow(prog: str) -> argparse.HelpFormatter:
    """A formatter that need not know the terminal, for which argparse imports shutil with each option."""
    return argparse.HelpFormatter(prog, width=80)


def _none(_: argparse.ArgumentParser) -> None:
    """No options."""


def _run(verb: argparse.ArgumentParser, query_names: Sequence[str] | None = None) -> None:
    verb.add_argument("name", nargs="?", metavar="NAME", choices=query_names, help="see 'atsmu-kg queries'")
    verb.add_argument("-h", "--help", action="store_true", help="the parameters and columns of the query")
    verb.add_argument("--lang", choices=LANGUAGES, help="the language of names")
    _answer(verb)


def _query(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "text", metavar="TEXT|FILE|-", help="the query, a file that holds it, or - for standard input"
    )
    _answer(verb)


def _answer(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--format",
        choices=(*RESULTS, *GRAPHS, *CITATIONS),
        help="how the answer is written (default: table); a citation also as bibtex, its json is CSL-JSON",
    )
    verb.add_argument(
        "--guard",
        action="store_true",
        help="with --format csv: an apostrophe before what a spreadsheet would run as a formula",
    )
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after so many seconds")
    verb.add_argument("--max-rows", type=int, metavar="N", help="refuse an answer with more rows")
    verb.add_argument(
        "--cite",
        action="store_const",
        const="short",
        help="say which passages and authorities support each row; with =full also by which statements",
    )
    # An option of its own: a value that may be left out would take the next word, which is the query.
    verb.add_argument("--cite=full", action="store_const", const="full", dest="cite", help=argparse.SUPPRESS)
    verb.add_argument(
        "--source", type=_file, metavar="FILE", help="with --cite: a copy of the source, to show its passages"
    )
    _data(verb)
    _store(verb)


def _queries(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--tag", help="only those with this tag")
    _dataset(verb)


def _show(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("entity", metavar="ENTITY", help="a CURIE (country:TJ), an IRI, or a name under atsmu:")
    verb.add_argument("--entailed", action="store_true", help="also what merely follows from the vocabulary")
    _language(verb)
    _data(verb)
    _store(verb)


def _validate(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "files", nargs="*", type=_file, metavar="FILE", help="RDF files; none: the packaged graph"
    )
    verb.add_argument(
        "--with-graph",
        action="store_true",
        help="the files refer to the packaged graph: validate both as one",
    )
    verb.add_argument("--shapes", action="append", type=_file, metavar="FILE", help="other shapes than ours")
    verb.add_argument(
        "--things",
        action="append",
        default=[],
        metavar="IRI",
        help="the namespace of another institution's things (known of files in a dataset's folder)",
    )
    verb.add_argument("--engine", choices=ENGINES, default="pyshacl")
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after so many seconds")
    verb.add_argument("--format", choices=REPORTS, default="text")
    _language(verb)
    _store(verb)


def _lint(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "queries",
        nargs="+",
        metavar="TEXT|FILE|-",
        help="each a query, a file that holds one, or - for standard input",
    )
    _data(verb)
    _store(verb)


def _check(verb: argparse.ArgumentParser) -> None:
    kinds = verb.add_subparsers(dest="kind", metavar="WHAT", required=True)

    def kind(name: str, summary: str) -> argparse.ArgumentParser:
        return _runs(kinds.add_parser(name, help=summary, description=summary), f"check.{name}")

    _dataset(kind("coverage", "each claim of the source to its triples, each triple to a graph"))
    source = kind("source", "a copy of the source: its hash, its ranges, and passages beside their triples")
    source.add_argument("file", type=_file, metavar="FILE")
    source.add_argument(
        "--source",
        default="profile",
        metavar="NAME",
        help="which source it is, by the name of its claims table (default: profile)",
    )
    _dataset(source)
    shapes = kind("shapes", "find what every validator lets through in shapes")
    shapes.add_argument(
        "files", nargs="*", type=_file, metavar="FILE", help="shapes files; none: the packaged ones"
    )
    dataset = kinds.add_parser("dataset", help="what is still wrong with a dataset that 'atsmu-kg new' began")
    _runs(dataset, "institution.check")
    dataset.add_argument("directory", nargs="?", metavar="DIR", help="default: the folder that you are in")
    dataset.add_argument(
        "--renew", action="store_true", help="first let each query expect the rows that it has now"
    )
    fair = kinds.add_parser("fair", help="hold a release folder against F-UJI, FOOPS! and LOV")
    _runs(fair, "publish.fair").add_argument("directory", metavar="DIR", help="see 'atsmu-kg release'")
    mutation = kind("mutation", "damage the graph in many ways and count what validation catches")
    mutation.add_argument("--engine", choices=ENGINES, default="shifty")
    engines = kind("engines", "ask both validation engines about the same mutants")
    for measuring in (mutation, engines):
        measuring.add_argument("--count", type=int, default=1000, help="how many mutants (default: 1000)")
        measuring.add_argument("--seed", type=int, default=1939, help="which mutants (default: 1939)")


def _export(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("target", metavar="FILE|-", help="its extension says the format; - is standard output")
    verb.add_argument("--format", choices=GRAPHS, help="where the extension doesn't say it")
    _data(verb)
    _store(verb)


def _push(verb: argparse.ArgumentParser) -> None:
    _server(verb)
    verb.add_argument(
        "--graph-store", metavar="URL", help="write by the Graph Store Protocol, to this address"
    )
    verb.add_argument(
        "--update", metavar="URL", help="write by SPARQL Update, to this address (default: URL)"
    )
    verb.add_argument(
        "--method",
        choices=("auto", "graph-store", "update"),
        default="auto",
        help="auto: the graph store if its address is given, else update",
    )
    verb.add_argument(
        "--default-graph", metavar="IRI", help="a graph for the merge, where the default one can't be written"
    )
    verb.add_argument("--replace", action="store_true", help="remove what else is in graphs of these names")
    verb.add_argument("--batch", type=int, metavar="N", help="send so many triples at once, at most")
    _store(verb)


def _pull(verb: argparse.ArgumentParser) -> None:
    _server(verb)
    verb.add_argument("directory", metavar="DIR", help="the on-disk store to be made, or renewed")
    verb.add_argument("--default-graph", metavar="IRI", help="the graph that becomes the default one here")
    verb.add_argument("--page-size", type=int, metavar="N", help="fetch so many triples at once, at most")


def _server(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("url", metavar="URL", help="where the endpoint answers queries")
    verb.add_argument("--user", help="the password is read from ATSMU_KG_PASSWORD, or from a file")
    verb.add_argument("--password-file", type=_file, metavar="FILE", help="a file that holds the password")
    verb.add_argument("--digest", action="store_true", help="the server wants Digest authentication")
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="for each request (default: 600)")
    verb.add_argument("--verbose", action="store_true", help="say what is done, also if nobody watches")


def _catalogue(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--profile", choices=PROFILES, default="dcat-ap", help="default: dcat-ap")
    verb.add_argument(
        "--output", metavar="FILE", help="where the record is written (default: standard output)"
    )
    _served(verb)
    _store(verb)


def _release(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder, or that of an earlier release")
    verb.add_argument("--host", metavar="URL", help="where release/VERSION/ will lie, for the redirects")
    verb.add_argument("--pages", metavar="DIR", help="a built site, which becomes pages/")
    _served(verb)
    _store(verb)


def _served(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--served-at", metavar="URL", help="a SPARQL endpoint that serves the graph, if any")


def _diff(verb: argparse.ArgumentParser) -> None:
    for name, meaning in (("old", "the earlier release"), ("new", "the later one")):
        verb.add_argument(name, metavar=name.upper(), help=f"{meaning}: its folder, or a file of its dataset")
    verb.add_argument(
        "--format", choices=DIFFERENCES, default="text", help="in words, as a table, or as an RDF Patch"
    )


def _new(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder")
    verb.add_argument("--name", required=True, help="the institution's name")
    verb.add_argument("--iri", required=True, help="the namespace of its things: https://…/id/")
    verb.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the language of the name and of the source (default: en)",
    )
    for language in LANGUAGES:
        verb.add_argument(f"--name-{language}", metavar="NAME", help=f"the name in {language}")
    licence = "https://creativecommons.org/licenses/by/4.0/"
    verb.add_argument(
        "--licence", metavar="IRI", default=licence, help="the dataset's licence (default: CC BY 4.0)"
    )
    verb.add_argument("--date", metavar="YYYY-MM-DD", help="the day that its files name (default: today)")
    verb.add_argument("--excel", action="store_true", help="also the tables as one Excel workbook")


def _convert(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "tables", nargs="+", type=_file, metavar="TABLE", help="figures, units, partners: .csv or .xlsx"
    )
    verb.add_argument(
        "--to", required=True, metavar="FILE", help="data/profile.trig of a dataset; see 'atsmu-kg new'"
    )


def _build(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--root", default=".", help="the checkout (default: this folder)")
    kinds = verb.add_subparsers(
        dest="kind", metavar="WHAT", help="none: names, entailments, merge, catalogue and picture"
    )
    authority = kinds.add_parser(
        "authority", help="data/authority.trig from a table of identifiers and names"
    )
    _runs(authority, "make.authority").add_argument("table", type=_file, metavar="TABLE")
    authority.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    sources = kinds.add_parser("sources", help="data/sources.trig from the tables in data/sources/")
    _runs(sources, "make.sources")
    sources.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    passages = kinds.add_parser("passages", help="the passages of a source document, from its claims table")
    _runs(passages, "make.passages").add_argument("source", type=_file, metavar="FILE")
    passages.add_argument(
        "--claims", required=True, type=_file, metavar="TABLE", help="named after the source"
    )
    passages.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    passages.add_argument("--language", default="en", help="the language of the document")
    for language in LANGUAGES:
        passages.add_argument(
            f"--title-{language}", required=True, help=f"the document's title in {language}"
        )


def _completion(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def _runs(verb: argparse.ArgumentParser, command: str) -> argparse.ArgumentParser:
    """Let a parser carry out `module.function` of this package, imported only then."""
    module, _, function = command.partition(".")

    def call(options: argparse.Namespace) -> int:
        code: int = getattr(import_module(f"atsmu_kg.cli.{module}"), function)(options)
        return code

    verb.set_defaults(command=call, parser=verb)
    return verb


def _language(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of labels and messages")


def _store(verb: argparse.ArgumentParser) -> None:
    where = verb.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="DIR", help="an on-disk store instead of the packaged graph")
    where.add_argument("--endpoint", metavar="URL", help="a SPARQL endpoint instead of the packaged graph")
    _dataset(where)


def _data(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--data",
        action="append",
        default=[],
        type=_file,
        metavar="FILE",
        help="an RDF file of yours to put beside the graph, whose prefixes are then known; may be repeated",
    )


def _info(made: argparse.ArgumentParser) -> None:
    _data(made)
    _store(made)


def _dataset(made: argparse._ActionsContainer) -> None:
    made.add_argument(
        "--dataset",
        type=_folder,
        metavar="DIR",
        help="the dataset of another institution (default: the one in whose folder you are, if any)",
    )


def _folder(name: str) -> str:
    if os.path.isdir(name):  # noqa: PTH112
        return name
    raise argparse.ArgumentTypeError(f"there is no folder {name!r}")


def _file(name: str) -> str:
    if os.path.isfile(name):  # noqa: PTH113
        return name
    raise argparse.ArgumentTypeError(f"there is no file {name!r}")


VERBS: Mapping[str, tuple[str, str, Options]] = MappingProxyType(
    {
        "demo": ("validate, answer the catalogue, export to out/", "make.demo", _dataset),
        "run": ("answer a named query: run NAME [--parameter value …]", "ask.run", _run),
        "query": ("answer any SPARQL query", "ask.query", _query),
        "queries": ("list the named queries", "ask.queries", _queries),
        "show": ("all that the graph says of a thing, and who says it", "ask.show", _show),
        "info": ("what is in the graph", "ask.info", _info),
        "validate": ("hold the graph, or files of yours, against the shapes", "check.validate", _validate),
        "lint": ("say what is suspicious about queries", "check.lint", _lint),
        "check": ("check the project itself, or a dataset of the same form", "", _check),
        "export": ("write the dataset to a file", "make.export", _export),
        "push": ("put the graph into a SPARQL endpoint, and compare", "transfer.push", _push),
        "pull": ("mirror a SPARQL endpoint into an on-disk store", "transfer.pull", _pull),
        "catalogue": ("describe the dataset for a kind of catalogue", "publish.catalogue", _catalogue),
        "release": ("put all that is published into a folder", "publish.release", _release),
        "diff": ("what changed between two releases", "publish.diff", _diff),
        "new": ("begin a dataset of this form about another institution", "institution.new", _new),
        "convert": ("turn tables into named graphs of a dataset", "institution.convert", _convert),
        "build": ("make the built files of a checkout", "make.build", _build),
        "completion": ("print the completion script of a shell", "make.completion", _completion),
    }
)
