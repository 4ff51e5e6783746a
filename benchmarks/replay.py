"""A server that answers every request with the same results document, as fast as the reader takes it.

It runs in a process of its own, ``python -m benchmarks.replay FILE``, and prints its port first.
"""

from __future__ import annotations

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(BaseHTTPRequestHandler):
    document: Path

    def do_GET(self) -> None:
        with self.document.open("rb") as file:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(self.document.stat().st_size))
            self.end_headers()
            self.wfile.flush()
            sent = 0
            while step := os.sendfile(self.connection.fileno(), file.fileno(), sent, 1 << 20):
                sent += step

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    Handler.document = Path(sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
