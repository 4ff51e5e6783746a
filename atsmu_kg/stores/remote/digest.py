"""The answer to a challenge for a digest (RFC 7616)."""

from __future__ import annotations

import hashlib
from urllib.request import HTTPDigestAuthHandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO, Any
    from urllib.request import Request

HASHES = {"MD5": "md5", "SHA": "sha1", "SHA-256": "sha256"}


class DigestHandler(HTTPDigestAuthHandler):
    """Answers one challenge, and one more where only the nonce is stale; a refusal after that is final."""

    answered = 0

    def http_error_401(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """The response to the request with a digest, or None where that was refused already."""
        challenge = headers.get("WWW-Authenticate", "").lower().replace(" ", "").replace('"', "")
        if self.answered > ("stale=true" in challenge):
            return None
        self.answered += 1
        found: HTTPResponse | None = super().http_error_401(req, fp, code, msg, headers)
        return found

    def get_algorithm_impls(self, algorithm: str) -> Any:
        """The hash of a text and of two, in UTF-8, where the library knows ASCII only."""
        name = HASHES.get(algorithm.upper())
        if name is None:
            return None, None

        def digest(text: str) -> str:
            return hashlib.new(name, text.encode()).hexdigest()

        return digest, lambda secret, data: digest(f"{secret}:{data}")
