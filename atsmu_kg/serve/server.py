"""The server: its socket, its connections, and how it ends."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from asyncio import CancelledError, get_running_loop

from atsmu_kg.errors import AtsmuKGError, MissingDependencyError, ParameterError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.access_log import Exchange
    from atsmu_kg.serve.settings import Settings

# Answers under way have so many seconds when the server is told to end; then they are ended, and what then is
# still not sent is left. All that takes less than 2 seconds.
LAST_SECONDS = 1.3
LEFT_AFTER = 1.7
BACKLOG = 2_048
# Beyond so many connections at once, or as many as the system lets a process have, those on which nothing is
# asked are closed; where there are none of that kind, a request is answered with 503.
CONNECTIONS = 5_000
OTHER_FILES = 200
HIGHEST_PORT = 65_535


def serve(
    kg: KnowledgeGraph,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    trusted_proxies: Sequence[str] = (),
    log: Callable[[Exchange], None] | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph until SIGTERM or SIGINT.

    host, port: where it listens; port 0 is any that is free.
    trusted_proxies: names, addresses or networks of the proxies whose word on a client's address is taken.
    log: what is called after each request.
    started: what is called, with the address, when questions are answered.

    Raises MissingDependencyError without the extra ``serve``, ParameterError for a host or port that can't be
    had, StoreError for a graph that workers can't be given.
    """
    try:
        import uvicorn

        from atsmu_kg.serve.application import application
        from atsmu_kg.serve.connection import KEPT, ClientConnection
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package == "atsmu_kg":
            raise
        raise MissingDependencyError.of(package, "serve") from error
    proxies = [address for proxy in trusted_proxies for address in _addresses(proxy)]
    with _listening(host, port) as listener:
        app = application(kg, settings, log=log)
        where = _url(host, listener.getsockname()[1])
        config = uvicorn.Config(
            app,
            http=ClientConnection,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_connections(),
            timeout_keep_alive=KEPT,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=LEFT_AFTER,  # type: ignore[arg-type]
        )

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started and started is not None:
                    started(where)

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                get_running_loop().call_later(LAST_SECONDS, app.state.end)
                await super().shutdown(sockets)

        try:
            _run(Server(config), listener)
        except SystemExit:  # uvicorn's way to say that it could not start
            failure: AtsmuKGError | None = app.state.service.failure
            if failure is None:
                raise
            raise failure from None


def _run(server: Any, listener: socket.socket) -> None:
    """Run until a signal comes, which ends the server and not the process."""

    def is_news(record: logging.LogRecord) -> bool:
        # A failed start is raised, an answer that was broken off is in the access log, and what warnings tell
        # is what clients of all kinds send.
        is_left = record.exc_info is not None and isinstance(record.exc_info[1], CancelledError)
        is_broken_off = str(record.msg).startswith("ASGI callable returned")
        return server.started and record.levelno >= logging.ERROR and not (is_left or is_broken_off)

    logger = logging.getLogger("uvicorn.error")
    logger.addFilter(is_news)
    # uvicorn sends itself the signal once more in the end, for whoever was there before it.
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[listener])
    finally:
        logger.removeFilter(is_news)
        for number, handler in before.items():
            signal.signal(number, handler)


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= HIGHEST_PORT:
        raise ParameterError(
            f"port can't be {port}", advice=f"Give a number up to {HIGHEST_PORT}.", parameter="port"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        advice = {
            errno.EADDRINUSE: "Something listens there already: end it, or give another port.",
            errno.EACCES: "Ports below 1024 are for administrators: give another, and put a proxy before it.",
        }.get(error.errno or 0, "Give an address of this machine, or 0.0.0.0 for all of them.")
        raise ParameterError(
            f"{host} port {port} can't be listened at: {error.strerror or error}", advice=advice, port=port
        ) from error


def _connections() -> int:
    """How many connections there may be: as many as wanted, if the process may have as many files."""
    try:
        import resource
    except ImportError:  # as on Windows, which has another limit
        return CONNECTIONS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, files - OTHER_FILES)


def _addresses(proxy: str) -> list[str]:
    """An address or a network as it is, a name as the addresses that it has now."""
    if "/" in proxy:
        return [proxy]
    try:
        return sorted({str(known[4][0]) for known in socket.getaddrinfo(proxy, None)})
    except OSError as error:
        raise ParameterError(
            f"{proxy!r} has no address",
            advice="Name a proxy that is known here.",
            parameter="trusted_proxies",
        ) from error


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
