"""Options that several commands have, and what they may be."""

from __future__ import annotations

import os

from atsmu_kg.choices import LANGUAGES, RESULT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, ArgumentTypeError, Namespace, _ActionsContainer
    from collections.abc import Callable

    Command = Callable[[Namespace], int]

RESULTS = ("table", *RESULT_FORMATS, "html")
CITATIONS = ("bibtex",)
GRAPHS = ("turtle", "trig", "nt", "nq", "rdfxml", "jsonld")
TABLES = ("parquet",)


def carries_out(verb: ArgumentParser, command: Command) -> ArgumentParser:
    """Let a parser's command be this one."""
    verb.set_defaults(command=command, parser=verb)
    return verb


def add_answer(verb: ArgumentParser) -> None:
    """How an answer is written, within which limits, with which sources, and what is asked."""
    from argparse import SUPPRESS

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
    verb.add_argument("--cite=full", action="store_const", const="full", dest="cite", help=SUPPRESS)
    verb.add_argument(
        "--source",
        type=existing_file,
        metavar="FILE",
        help="with --cite: a copy of the source, to show its passages",
    )
    add_data(verb)
    add_store(verb)


def add_data(verb: ArgumentParser) -> None:
    """Files beside the graph."""
    verb.add_argument(
        "--data",
        action="append",
        default=[],
        type=existing_file,
        metavar="FILE",
        help="an RDF file of yours to put beside the graph, whose prefixes are then known; may be repeated",
    )


def add_store(verb: ArgumentParser, *, endpoint: bool = True) -> None:
    """Which graph is asked; one elsewhere if that can be."""
    where = verb.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="DIR", help="an on-disk store instead of the packaged graph")
    if endpoint:
        what = "a SPARQL endpoint instead of the packaged graph"
        where.add_argument("--endpoint", metavar="URL", help=what)
    else:
        verb.set_defaults(endpoint=None)
    add_dataset(where)


def add_dataset(verb: ArgumentParser | _ActionsContainer) -> None:
    """Of whose dataset a command speaks."""
    verb.add_argument(
        "--dataset",
        type=existing_folder,
        metavar="DIR",
        help="the dataset of another institution (default: the one in whose folder you are, if any)",
    )


def add_language(verb: ArgumentParser) -> None:
    """The language of what is shown."""
    verb.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of labels and messages")


def existing_file(name: str) -> str:
    """A file that is there."""
    if os.path.isfile(name):  # noqa: PTH113
        return name
    if os.path.isdir(name):  # noqa: PTH112
        whole = os.path.isfile(os.path.join(name, "dataset.toml"))  # noqa: PTH113, PTH118
        wanted = f"for the dataset in it give --dataset {name}" if whole else "give the files in it"
        raise _refused(f"there is no file {name!r}, but a folder: {wanted}")
    raise _refused(f"there is no file {name!r}")


def existing_folder(name: str) -> str:
    """A folder that is there."""
    if os.path.isdir(name):  # noqa: PTH112
        return name
    raise _refused(f"there is no folder {name!r}")


def _refused(message: str) -> ArgumentTypeError:
    """The error to raise for what an option can't be."""
    from argparse import ArgumentTypeError

    return ArgumentTypeError(message)
