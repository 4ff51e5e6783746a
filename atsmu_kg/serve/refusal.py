"""The last answer of a connection, to a client that may still be sending."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.responses import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

# What still comes is passed over for so many seconds: a connection that is closed upon what nobody has read
# is reset, and the answer would be lost.
LINGERING = 2.0


class Refusal(Response):
    """An answer to a request whose body nobody has read, which is the last one of its connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and pass over what still comes before the connection is closed."""
        self.headers["Connection"] = "close"
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGERING):
                while (await receive()).get("more_body", False):
                    continue
        await send({"type": "http.response.body", "body": b""})
