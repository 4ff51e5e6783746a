"""The graph on the Web and for assistants, from the command line: serve, mcp."""

from __future__ import annotations

import sys

from atsmu_kg.cli import FINE
from atsmu_kg.cli.options import add_store, existing_file, existing_folder
from atsmu_kg.errors import MissingDependencyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable
    from typing import Any

LOGS = ("combined", "json", "off")
# Options that are settings of the server, or limits of the answers to an assistant, by the same name.
SETTINGS = (
    "timeout",
    "max_rows",
    "max_bytes",
    "workers",
    "megabytes",
    "max_age",
    "rate",
    "site",
    "source",
)
LIMITS = ("timeout", "max_rows")


def serve_options(verb: ArgumentParser) -> None:
    """What ``serve`` takes."""
    verb.add_argument("--host", default="127.0.0.1", help="where it listens (default: this machine only)")
    verb.add_argument("--port", type=int, default=8000, help="default: 8000; 0 is any that is free")
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="for each query (default: 10)")
    verb.add_argument("--max-rows", type=int, metavar="N", help="of an answer (default: 1,000,000)")
    verb.add_argument("--max-bytes", type=int, metavar="N", help="of an answer (default: 64 MiB)")
    verb.add_argument("--workers", type=int, metavar="N", help="queries at once (default: processors + 2)")
    verb.add_argument("--megabytes", type=int, metavar="N", help="memory for each query (default: 512)")
    verb.add_argument(
        "--allow-service",
        action="append",
        default=[],
        metavar="URL",
        help="an endpoint that queries may ask by SERVICE; may be repeated (default: none)",
    )
    verb.add_argument("--max-age", type=int, metavar="SECONDS", help="let caches not ask for so long")
    verb.add_argument("--rate", type=float, metavar="N", help="requests a second from one address")
    verb.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="NAME",
        help="a proxy that knows the clients' addresses: name, address or network; may be repeated",
    )
    verb.add_argument("--access-log", choices=LOGS, default="combined", help="on standard output")
    verb.add_argument("--site", type=existing_folder, metavar="DIR", help="a folder made by 'atsmu-kg site'")
    _add_graph(verb)


def serve(options: Namespace) -> int:
    """Answer questions on the Web until Ctrl-C or SIGTERM."""
    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.serve.access_log import FORMS, LineLog
    from atsmu_kg.serve.server import serve
    from atsmu_kg.serve.settings import Settings

    settings = Settings(allow_service=tuple(options.allow_service), **_given(options, SETTINGS))
    log = None if options.access_log == "off" else LineLog(sys.stdout, FORMS[options.access_log])

    def tell(where: str) -> None:
        version = f"version {kg.version}" if kg.version else "the graph"
        sys.stderr.write(f"{version} is asked at {where}/sparql (Ctrl-C ends it)\n")
        sys.stderr.flush()

    with graph_of(options) as kg:
        serve(
            kg,
            settings,
            host=options.host,
            port=options.port,
            trusted_proxies=options.trusted_proxy,
            log=log,
            started=tell,
        )
    return FINE


def mcp_options(verb: ArgumentParser) -> None:
    """What ``mcp`` takes."""
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="for each call (default: 10)")
    verb.add_argument("--max-rows", type=int, metavar="N", help="of an answer (default: 1,000)")
    _add_graph(verb)


def mcp(options: Namespace) -> int:
    """Answer an assistant on standard input and output, until it closes them."""
    from atsmu_kg.cli.dataset import graph_of

    try:
        from atsmu_kg.serve.assistants.stdio import serve_stdio
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package == "atsmu_kg":
            raise
        raise MissingDependencyError.of(package, "mcp") from error
    from atsmu_kg.serve.questions import QuestionLimits

    limits = QuestionLimits(**_given(options, LIMITS))
    with graph_of(options) as kg:
        serve_stdio(kg, limits, source=options.source)
    return FINE


def _add_graph(verb: ArgumentParser) -> None:
    """Which graph is served, and what its passages are quoted from."""
    verb.add_argument(
        "--source", type=existing_file, metavar="FILE", help="a copy of the source, whose passages are quoted"
    )
    add_store(verb, endpoint=False)


def _given(options: Namespace, names: Iterable[str]) -> dict[str, Any]:
    """Those of some options that are given, by name."""
    return {name: value for name in names if (value := getattr(options, name)) is not None}
