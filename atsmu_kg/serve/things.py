"""What lies below the root: the dataset's own IRIs, and the pages of its site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import DefaultGraph, NamedNode
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from atsmu_kg.publishing.pages.documents import FORMATS
from atsmu_kg.rdf.namespaces import is_iri
from atsmu_kg.serve.addresses import SiteAddresses
from atsmu_kg.serve.endpoint import unless_read
from atsmu_kg.serve.formats import PROBLEMS, TRIPLES, Offer, language, preferred
from atsmu_kg.serve.problems import RequestError, not_acceptable
from atsmu_kg.serve.protocol import accept_of, fields, formats_of
from atsmu_kg.serve.ranges import with_known_range
from atsmu_kg.serve.validators import is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from atsmu_kg.serve.endpoint import GraphStoreEndpoint
    from atsmu_kg.serve.formats import Chosen
    from atsmu_kg.serve.service import GraphService
    from atsmu_kg.stores.protocol import Store

PAGE = ("text/html", "application/xhtml+xml")
# The files that a site has beside the page of a thing.
FILES = {media_type: f".{extension}" for extension, media_type in FORMATS.items()}
# By the name data.nq.gz would be taken for N-Quads.
TYPES = {extension: media_type for media_type, extension in FILES.items()} | {".gz": "application/gzip"}
OFFERS: tuple[Offer, ...] = (TRIPLES[0], PAGE, *TRIPLES[1:])
BASE = re.compile(rb'<base href="[^"]*">')
VARY = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}


class Things:
    """Addresses that are IRIs of the dataset when its base is put before them; then files of the site.

    A thing leads by 303 to its page or to its data, as Accept wants: to a file of the site, or where that has
    none, to what the endpoint describes it by. A named graph is what it holds (the Graph Store Protocol's
    direct identification), unless a page is wanted.

    site: a folder that ``atsmu-kg site`` made.
    """

    def __init__(
        self, service: GraphService, graphs: GraphStoreEndpoint, store: Store, site: str | None
    ) -> None:
        self._base = service.snapshot.base
        self._graphs = graphs
        self._names = service.snapshot.graphs
        self._store = store
        self._files = None if site is None else SiteFiles(site, service.validator.control)
        self._addresses = SiteAddresses(site, self._base)
        self.has_file = self._addresses.has_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if (told := unless_read(request)) is not None:
            await told(scope, receive, send)
            return
        path = scope["path"].removeprefix("/")
        iri = f"{self._base}{path}"
        asked = fields(scope["query_string"])
        page = None if "format" in asked else self._page(iri, request)
        if page is None and iri in self._names:
            wanted = formats_of(request, asked)
            await self._graphs.graph(iri, wanted, request)(scope, receive, send)
        elif path and self._is_known(iri):
            where = page or self._data(iri, formats_of(request, asked).triples)
            await RedirectResponse(where, 303, VARY)(scope, receive, send)
        elif self._files is not None:
            await self._files(with_known_range(scope), receive, send)
        else:
            raise RequestError(
                404,
                "there is nothing at this address",
                advice="The endpoint is /sparql, the API is below /api/.",
            )

    def _is_known(self, iri: str) -> bool:
        if iri in self._names:
            return True
        about = self._store.quads(NamedNode(iri), graph=DefaultGraph()) if is_iri(iri) else ()
        return next(iter(about), None) is not None

    def _page(self, iri: str, request: Request) -> str | None:
        """The address of the page about an IRI, if there is one and it is wanted."""
        chosen = preferred(accept_of(request), OFFERS)
        if chosen is None or chosen[0] != PAGE[0]:
            return None
        spoken = language(request.headers.get("accept-language"))
        return self._addresses.about(iri, lang=spoken) or self._addresses.about(iri)

    def _data(self, iri: str, wanted: Chosen | None) -> str:
        """The address of what is said of an IRI: a file, or the answer to a query."""
        if wanted is None:
            raise not_acceptable(OFFERS)
        described = f"/sparql?query={quote(f'DESCRIBE <{iri}>')}&format={quote(wanted[0], safe='')}"
        extension = FILES.get(wanted[0])
        return (extension and self._addresses.about(iri, extension)) or described


class SiteFiles(StaticFiles):
    """The files of a site, with their media types, and without what is for the host only.

    control: what caches are told of them.
    """

    def __init__(self, site: str, control: str) -> None:
        super().__init__(directory=site, html=True)
        self._headers = {"Cache-Control": control, "Vary": "Accept-Encoding"}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer with a file, or with the page that tells that there is none."""
        hidden = any(name.startswith(".") and name != "." for name in path.split("/"))
        try:
            if hidden:
                raise HTTPException(404)
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            raise _missing() from error
        if not isinstance(response, FileResponse) or response.status_code != 404:
            return response
        chosen = preferred(accept_of(Request(scope)), (PAGE, *PROBLEMS)) or PAGE
        if chosen[0] != PAGE[0]:
            raise _missing()
        # It is made for one address, and is shown at any.
        root = b"../" * (scope["path"].count("/") - 1) or b"./"
        page = BASE.sub(b'<base href="%b">' % root, Path(response.path).read_bytes(), count=1)
        return HTMLResponse(page, 404, {"Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding"})

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The same with the type that its extension stands for."""
        file = Path(full_path)
        if scope["path"].endswith(f"{file.name}/"):  # a folder of that name is asked for
            raise HTTPException(404)
        media_type = TYPES.get(file.suffix)
        response = FileResponse(file, status_code, self._headers, media_type, stat_result=stat_result)
        told = response.headers
        if is_known(told["etag"], Headers(scope=scope), modified=told["last-modified"]):
            return NotModifiedResponse(told)
        return response


def _missing() -> RequestError:
    return RequestError(404, "there is nothing at this address", advice="See the front page.")
