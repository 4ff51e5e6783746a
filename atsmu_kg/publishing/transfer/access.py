"""Who asks a server at its addresses, how long, and how often again."""

from __future__ import annotations

from atsmu_kg.errors import ParameterError
from atsmu_kg.stores.remote.credentials import credentials, secret
from atsmu_kg.stores.remote.endpoint import Endpoint
from atsmu_kg.stores.remote.redirects import origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping
    from typing import TypedDict

    from atsmu_kg.choices import PushMethod
    from atsmu_kg.publishing.transfer.progress import Progress
    from atsmu_kg.stores.remote.credentials import Credentials

    class ServerSettings(TypedDict, total=False):
        """What ``push`` and ``pull`` may be given about a server; see ``connect``."""

        auth: Credentials | tuple[str, str] | None
        headers: Mapping[str, str] | None
        timeout: float | None
        retries: int
        context: ssl.SSLContext | None

    class PushSettings(ServerSettings, total=False):
        """What ``push`` may be given besides."""

        graph_store: str | None
        update: str | None
        method: PushMethod
        default_graph: str | None
        replace: bool
        batch: int
        progress: Progress


# A graph of many triples streams for a while.
TIMEOUT = 600.0


class Access:
    """Credentials and patience for the addresses of one server.

    ``timeout`` (seconds) holds for each request, as a whole. Raises ParameterError if credentials were to be
    sent to several hosts.

    >>> Access(["http://one/sparql", "http://other/data"], auth=("ibn-sina", "s3cret"))
    Traceback (most recent call last):
    atsmu_kg.errors.ParameterError: one user's credentials would be sent to several hosts
      Take addresses of one server, or put user and password into each URL.
    """

    def __init__(
        self,
        urls: Iterable[str],
        *,
        auth: Credentials | tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = TIMEOUT,
        retries: int = 3,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.timeout = timeout
        self._auth = None if auth is None else credentials(auth)
        self._headers = headers = None if headers is None else secret(headers)
        self._retries = retries
        self._context = context
        # An Endpoint refuses what is no address.
        if len({origin(self.endpoint(url).address) for url in urls}) > 1 and (auth is not None or headers):
            raise ParameterError(
                "one user's credentials would be sent to several hosts",
                advice="Take addresses of one server, or put user and password into each URL.",
            )

    def endpoint(self, url: str) -> Endpoint:
        """An address of the server."""
        return Endpoint(
            url, auth=self._auth, headers=self._headers, retries=self._retries, context=self._context
        )
