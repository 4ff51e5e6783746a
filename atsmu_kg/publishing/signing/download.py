"""A release that lies on the Web: its files, within limits of time and size."""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from urllib.request import Request

from atsmu_kg.choices import require_positive, require_text
from atsmu_kg.errors import ParameterError, StoreError
from atsmu_kg.publishing.folder import PROOF, SUMS, stated_checksums
from atsmu_kg.stores.call import StoreCall
from atsmu_kg.stores.remote.body import Body
from atsmu_kg.stores.remote.endpoint import Endpoint
from atsmu_kg.stores.remote.errors import EndpointError, NotAnEndpointError

TIMEOUT = 600.0
MAX_BYTES = 2**30


def download(
    url: str, *, timeout: float | None = TIMEOUT, max_bytes: int | None = MAX_BYTES
) -> dict[str, bytes]:
    """The files of a release by their paths: its proof, its list of checksums, and what that names.

    A file that is listed and not there is left out.

    url: the address of the folder, http: or https:.
    timeout: seconds for all of it (default: 600).
    max_bytes: how much all files may have, decompressed (default: 1 GiB).

    Raises ParameterError for another address, StoreError where no release is there, LimitError beyond the
    limits, and EndpointError for a file that does not come whole.
    """
    require_text(url=url)
    require_positive(timeout=timeout, max_bytes=max_bytes)
    folder = _Folder(url, StoreCall().set_deadline(timeout), max_bytes)
    contents: dict[str, bytes] = {}
    for path in (PROOF, SUMS):
        data = folder.file(path)
        if data is None:
            advice = "Give the address of the folder of a release; ask its publisher whether it is signed."
            raise StoreError(f"there is no {path}", file=folder.url, advice=advice)
        contents[path] = data
    for path in stated_checksums(contents[SUMS]):
        if path not in contents and (data := folder.file(path)) is not None:
            contents[path] = data
    return contents


class _Folder:
    """A folder on the Web, whose files are fetched one after the other within the limits of one call."""

    def __init__(self, url: str, call: StoreCall, max_bytes: int | None) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            shown = "this" if "@" in url else repr(url)
            raise ParameterError(
                f"{shown} is not the address of a folder on the Web",
                advice="Write http(s)://HOST/PATH, without a query or a fragment.",
            )
        self._endpoint = Endpoint(url if url.endswith("/") else f"{url}/")
        self.url = self._endpoint.url
        self._call = call
        self._max_bytes = max_bytes
        self._taken = 0

    def file(self, path: str) -> bytes | None:
        """The bytes of a file, or None if there is none."""
        if ".." in path.split("/") or path.startswith("/"):
            advice = "Don't trust this release."
            message = f"the list of checksums names a file outside the release: {path!r}"
            raise StoreError(message, file=self.url, advice=advice)
        request = Request(f"{self.url}{quote(path)}")
        left = None if self._max_bytes is None else self._max_bytes - self._taken
        body: Body | None = None
        try:
            body = Body(self._endpoint.send(self._call, request), self._call, left)
            data = b"".join(body)
        except NotAnEndpointError as error:
            if error.status in (404, 410):
                return None
            raise
        except EndpointError as error:
            raise self._endpoint.signed(error, body) from error
        finally:
            if body is not None:
                body.close()
        self._taken += len(data)
        return data
