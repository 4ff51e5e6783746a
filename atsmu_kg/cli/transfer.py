"""Graphs to and from endpoints, and files into stores, at the command line: push, pull, load."""

from __future__ import annotations

import os
import sys

from atsmu_kg.choices import PUSH_METHODS
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import add_store, existing_file
from atsmu_kg.endpoints import PASSWORD
from atsmu_kg.errors import ParameterError, StoreError
from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

    from atsmu_kg.publishing.transfer import Comparison, Step

PUSHED = ("graph_store", "update", "method", "default_graph", "replace", "batch")
PULLED = ("default_graph", "page_size")


def push_options(verb: ArgumentParser) -> None:
    """What ``push`` takes."""
    _server(verb)
    verb.add_argument(
        "--graph-store", metavar="URL", help="write by the Graph Store Protocol, to this address"
    )
    verb.add_argument(
        "--update", metavar="URL", help="write by SPARQL Update, to this address (default: URL)"
    )
    verb.add_argument(
        "--method",
        choices=PUSH_METHODS,
        default="auto",
        help="auto: the graph store if its address is given, else update",
    )
    verb.add_argument(
        "--default-graph", metavar="IRI", help="a graph for the merge, where the default one can't be written"
    )
    verb.add_argument("--replace", action="store_true", help="remove what else is in graphs of these names")
    verb.add_argument("--batch", type=int, metavar="N", help="send so many triples at once, at most")
    add_store(verb)


def push(options: Namespace) -> int:
    """Put the graph into an endpoint; exit code 1 if it differs there afterwards."""
    from atsmu_kg.cli.dataset import graph_of

    with graph_of(options) as kg:
        return _compared(kg.push(options.url, **_settings(options, PUSHED)))


def pull_options(verb: ArgumentParser) -> None:
    """What ``pull`` takes."""
    _server(verb)
    verb.add_argument("directory", metavar="DIR", help="the on-disk store to be made, or renewed")
    verb.add_argument("--default-graph", metavar="IRI", help="the graph that becomes the default one here")
    verb.add_argument("--page-size", type=int, metavar="N", help="fetch so many triples at once, at most")


def pull(options: Namespace) -> int:
    """Mirror an endpoint into a directory; exit code 1 if it differs there afterwards."""
    from atsmu_kg.publishing.transfer import pull

    return _compared(pull(options.url, options.directory, **_settings(options, PULLED)))


def load_options(verb: ArgumentParser) -> None:
    """What ``load`` takes."""
    verb.add_argument("directory", metavar="STORE", help="the on-disk store to be added to, or a new one")
    verb.add_argument(
        "files", nargs="+", metavar="FILE", help="RDF in any format, also as .gz, .bz2, .xz or .zst"
    )
    verb.add_argument("--graph", metavar="IRI", help="the named graph for what stands in none")


def load(options: Namespace) -> int:
    """Put files into an on-disk store, and say what has come in."""
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.stores.bulk import load

    with Working("loading") as working:

        def tell(file: str, read: int, total: int) -> None:
            share = 100 * read // max(total, 1)
            working.tell(f"loading {printable(file)}, {share} % of {total / 10**6:,.0f} MB")

        loaded = load(options.directory, options.files, graph=options.graph, progress=tell)
    came = f"{counted(len(loaded.files), 'file')} loaded, {counted(loaded.quads, 'quad')}"
    present = len(loaded.present)
    sys.stdout.write(f"{came}{f'; {present:,} in the store already' if present else ''}\n")
    return FINE


def _compared(comparison: Comparison) -> int:
    """Say how a transfer ended."""
    sys.stdout.write(comparison.to_text())
    return FINE if comparison.equal else NO


def _settings(options: Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    """What was given of these options, and of those of a server."""
    stated = {name: getattr(options, name) for name in (*names, "timeout")}
    settings = {name: value for name, value in stated.items() if value is not None}
    if options.user is not None:
        from atsmu_kg.stores.remote.credentials import Basic, Digest

        settings["auth"] = (Digest if options.digest else Basic)(options.user, _password(options))
    elif options.digest or options.password_file:
        raise ParameterError("there is a password, but no user", advice="Give --user too.")
    if options.verbose or sys.stderr.isatty():
        settings["progress"] = _tell
    return settings


def _password(options: Namespace) -> str:
    """The password, from its file or the environment: what is an argument, every process may read."""
    if options.password_file is None:
        if PASSWORD not in os.environ:
            raise ParameterError(
                "there is no password",
                advice=f"Put it into the environment variable {PASSWORD}, or give --password-file FILE.",
            )
        return os.environ[PASSWORD]
    from atsmu_kg.rdf.documents import content

    try:
        return content(options.password_file).decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise StoreError(
            "the password is not in UTF-8", file=options.password_file, advice="Save it as UTF-8."
        ) from error


def _tell(step: Step) -> None:
    if step.complete:
        sys.stderr.write(f"{step}\n")


def _server(verb: ArgumentParser) -> None:
    verb.add_argument("url", metavar="URL", help="where the endpoint answers queries")
    verb.add_argument("--user", help="the password is read from ATSMU_KG_PASSWORD, or from a file")
    verb.add_argument(
        "--password-file", type=existing_file, metavar="FILE", help="a file that holds the password"
    )
    verb.add_argument("--digest", action="store_true", help="the server wants Digest authentication")
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="for each request (default: 600)")
    verb.add_argument("--verbose", action="store_true", help="say what is done, also if nobody watches")
