"""Graphs to and from endpoints, at the command line: push, pull."""

from __future__ import annotations

import os
import sys

from atsmu_kg.cli import FINE, NO
from atsmu_kg.endpoints import PASSWORD
from atsmu_kg.errors import ParameterError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from atsmu_kg.publishing.transfer import Comparison, Step

PUSHED = ("graph_store", "update", "method", "default_graph", "replace", "batch")
PULLED = ("default_graph", "page_size")


def push(options: Namespace) -> int:
    """Put the graph into an endpoint; exit code 1 if it differs there afterwards."""
    from atsmu_kg.cli.ask import graph_of

    with graph_of(options) as kg:
        return _compared(kg.push(options.url, **_settings(options, PUSHED)))


def pull(options: Namespace) -> int:
    """Mirror an endpoint into a directory; exit code 1 if it differs there afterwards."""
    from atsmu_kg.publishing.transfer import pull

    return _compared(pull(options.url, options.directory, **_settings(options, PULLED)))


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
