"""The server that misbehaves on request: raw sockets, a thread a connection, a path for each behaviour."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from types import TracebackType
from urllib.parse import unquote

from .behaviour import Behaviour, Drip, End, Endless, Pause, Request, Step

LINGER_NOT = struct.pack("ii", 1, 0)


class Gone(Exception):  # noqa: N818  (not a fault)
    """The client has left, or the server is closing."""


class Server:
    """The behaviours, each at ``/<name>``, on two ports, beside a third that refuses connections.

    Records each request. As a context manager it ends its threads and connections at the end.
    """

    def __init__(self, behaviours: Mapping[str, Behaviour]) -> None:
        self.behaviours = behaviours
        self._requests: dict[str, list[Request]] = {}
        self._connections = 0
        self._replying: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self._refusing = socket.socket()
        self._refusing.bind(("127.0.0.1", 0))
        self.port, self.other_port, self.refusing_port = (
            listener.getsockname()[1] for listener in (*self._listeners, self._refusing)
        )
        for listener in self._listeners:
            self._start(self._accept, listener)

    def url(self, name: str) -> str:
        """The address of a behaviour."""
        address = self.behaviours[name].address
        return address.format(name=name, port=self.port, other=self.other_port, refusing=self.refusing_port)

    def begin(self, name: str) -> None:
        """Forget the requests to a behaviour, so that its replies begin again."""
        with self._changed:
            self._requests[name] = []

    def requests(self, name: str) -> list[Request]:
        """The requests to a behaviour since it began."""
        with self._changed:
            return list(self._requests.get(name, ()))

    def settles(self, name: str, seconds: float) -> bool:
        """Whether the replies of a behaviour end in that time: they are done, or the client has left."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._replying[name], seconds)

    def close(self) -> None:
        """End every thread and connection."""
        self._closing.set()
        for listener in (*self._listeners, self._refusing):
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._changed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            threads = list(self._threads)
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive(), "a thread of the misbehaving server does not end"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=self._run, args=(work, *arguments), daemon=True)
        with self._changed:
            self._threads.add(thread)
        thread.start()

    def _run(self, work: object, *arguments: object) -> None:
        assert callable(work)
        try:
            work(*arguments)
        finally:
            with self._changed:
                self._threads.discard(threading.current_thread())

    def _accept(self, listener: socket.socket) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                self._open.add(connection)
                self._connections += 1
                number = self._connections
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            with connection, contextlib.suppress(OSError, Gone):
                for request in self._received(connection, number):
                    self._reply(connection, request)
        finally:
            with self._changed:
                self._open.discard(connection)

    def _received(self, connection: socket.socket, number: int) -> Iterator[Request]:
        """The requests of a connection, one after the other."""
        held = b""
        while not self._closing.is_set():
            while b"\r\n\r\n" not in held:
                held += (more := connection.recv(65536))
                if not more or not held[:1].isalpha():
                    return
            top, held = held.split(b"\r\n\r\n", 1)
            line, *fields = top.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (each.partition(":") for each in fields)
            }
            while len(held) < (length := int(headers.get("content-length", 0))):
                held += (more := connection.recv(65536))
                if not more:
                    return
            body, held = held[:length].decode("latin-1"), held[length:]
            method, target, _ = line.split(" ", 2)
            path, _, query = target.partition("?")
            name, _, place = unquote(path).strip("/").partition("/")
            if name not in self.behaviours:
                return
            with self._changed:
                seen = self._requests.setdefault(name, [])
                port = connection.getsockname()[1]
                request = Request(
                    name, place, len(seen), number, port, self.other_port, method, query, headers, body
                )
                seen.append(request)
            yield request
            if headers.get("connection", "").lower() == "close":
                return

    def _reply(self, connection: socket.socket, request: Request) -> None:
        with self._changed:
            self._replying[request.behaviour] += 1
        try:
            for step in self.behaviours[request.behaviour].reply(request):
                self._do(connection, step)
        finally:
            with self._changed:
                self._replying[request.behaviour] -= 1
                self._changed.notify_all()

    def _do(self, connection: socket.socket, step: Step) -> None:
        match step:
            case bytes():
                connection.sendall(step)
            case Pause(seconds):
                self._wait(connection, seconds)
            case Drip(data, every):
                for byte in data:
                    connection.sendall(bytes([byte]))
                    self._wait(connection, every)
            case Endless(data, every):
                while True:
                    connection.sendall(data)
                    self._wait(connection, every)
            case End.CLOSE:
                raise Gone
            case End.RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                raise Gone

    def _wait(self, connection: socket.socket, seconds: float) -> None:
        """Wait, unless the client leaves (its socket can be read, and holds nothing) or the server closes."""
        readable, _, _ = select.select([connection], [], [], seconds)
        if self._closing.is_set() or (readable and not connection.recv(1, socket.MSG_PEEK)):
            raise Gone
