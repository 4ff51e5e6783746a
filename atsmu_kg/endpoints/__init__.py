"""Graphs elsewhere: at a SPARQL endpoint, or several at once (``federation``); which one a command asks."""

from __future__ import annotations

from collections.abc import Mapping
from os import environ

from atsmu_kg.choices import require_instance, require_text, texts
from atsmu_kg.errors import ParameterError
from atsmu_kg.graph import KnowledgeGraph, load, open

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable
    from typing import Any, TypedDict, Unpack, overload

    from atsmu_kg.choices import Incomplete, Method
    from atsmu_kg.endpoints.federation import Federation
    from atsmu_kg.stores.remote.credentials import Credentials

    class EndpointSettings(TypedDict, total=False):
        """What ``connect`` may be given."""

        default_graphs: Iterable[str]
        named_graphs: Iterable[str]
        auth: Credentials | tuple[str, str] | None
        headers: Mapping[str, str] | None
        timeout: float | None
        max_bytes: int | None
        retries: int
        method: Method
        page_size: int | None
        incomplete: Incomplete
        context: ssl.SSLContext | None
else:

    def overload(signature):
        """What type checkers read, and importing typing would take too long for."""
        return signature


# Who asks an endpoint stands in the environment, since any process may read arguments.
USER = "ATSMU_KG_USER"
PASSWORD = "ATSMU_KG_PASSWORD"


@overload
def connect(url: str, **settings: Unpack[EndpointSettings]) -> KnowledgeGraph: ...  # noqa: D103
@overload
def connect(  # noqa: D103, F811
    url: Mapping[str, str | KnowledgeGraph], *, required: bool = False, **settings: Unpack[EndpointSettings]
) -> Federation: ...
def connect(  # noqa: F811, PLR0913  (each is a setting of its own)
    url: str | Mapping[str, str | KnowledgeGraph],
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
    auth: Credentials | tuple[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = 60.0,
    max_bytes: int | None = None,
    retries: int = 3,
    method: Method = "auto",
    page_size: int | None = None,
    incomplete: Incomplete = "refuse",
    context: ssl.SSLContext | None = None,
    required: bool = False,
) -> KnowledgeGraph | Federation:
    """The graph at a SPARQL 1.1 endpoint, with the same calls as one that is loaded here.

    Nothing is sent before the first question.

    url: the endpoint's; or several by name, which give a Federation that asks them together. Where these
        need different settings, give graphs that are connected already in place of URLs.
    default_graphs, named_graphs: IRIs of the graphs to take, where the endpoint has others beside them.
    auth: a pair of user and password, or Basic, Digest or Bearer of ``atsmu_kg.stores.remote.credentials``.
    headers: more HTTP headers by name; neither they nor ``auth`` are sent to another host.
    timeout: the seconds that a whole call may take, with all its requests; None for no limit.
    max_bytes: the longest answer that is read.
    retries: how often a request is tried again where that is safe and may help: after 429, 502, 503 or 504,
        and after a refused or lost connection.
    method: ``GET``, ``POST``, or ``auto``: GET for short queries (SPARQL 1.1 Protocol, 2.1).
    page_size: how many rows of a SELECT are fetched at a time; by default all.
    incomplete: what becomes of an answer that is not whole: ``refuse``, an EndpointError, or ``allow``, a
        result with ``complete`` False.
    context: an SSL context, with certificates of one's own.
    required: whether a federation raises the error of a graph that fails.

    Raises ParameterError.

    >>> connect("http://ibn-sina:s3cret@localhost:3030/ds/sparql")
    <KnowledgeGraph at http://localhost:3030/ds/sparql>
    >>> connect({"atsmu": "http://localhost:3030/ds/sparql", "other": "http://localhost:8890/sparql"})
    <Federation of atsmu, other>
    """
    from atsmu_kg.stores.remote.credentials import address, credentials, secret
    from atsmu_kg.stores.remote.endpoint import Endpoint
    from atsmu_kg.stores.remote.store import RemoteStore

    url = address(url)
    default_graphs, named_graphs = texts(default_graphs=default_graphs), texts(named_graphs=named_graphs)
    if context is not None:
        from ssl import SSLContext

        require_instance(SSLContext, "Give what ssl.create_default_context() gives.", context=context)
    if headers is not None:
        require_instance(Mapping, "Give a dict: {'Accept-Language': 'tg'}.", headers=headers)
        headers = secret(headers)
        for name, value in headers.items():
            require_text(name=name, value=value)
    if isinstance(url, Mapping):
        if auth is not None or headers:
            raise ParameterError(
                "one user's credentials would be sent to several endpoints",
                advice="Connect to each by itself, and give the graphs: connect({'a': connect(…), …}).",
            )
        from atsmu_kg.endpoints.federation import Federation

        shared: dict[str, Any] = {
            **{"default_graphs": default_graphs, "named_graphs": named_graphs, "timeout": timeout},
            **{"max_bytes": max_bytes, "retries": retries, "method": method, "page_size": page_size},
            **{"incomplete": incomplete, "context": context},
        }
        graphs = {
            name: connect(where, **shared) if isinstance(where, str) else where for name, where in url.items()
        }
        return Federation(graphs, required=required)
    require_text(url=url)
    endpoint = Endpoint(
        url,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        auth=None if auth is None else credentials(auth),
        headers=headers,
        method=method,
        retries=retries,
        context=context,
    )
    return KnowledgeGraph(
        RemoteStore(
            endpoint, timeout=timeout, max_bytes=max_bytes, incomplete=incomplete, page_size=page_size
        )
    )


def graph_at(store: str | None = None, endpoint: str | None = None) -> KnowledgeGraph:
    """The graph at an endpoint or in an on-disk store, to be read; without either the packaged one.

    User and password of the endpoint are read from the environment, where they are given. Raises StoreError
    if there is no store, ParameterError for what is no URL.

    >>> graph_at(endpoint="http://localhost:3030/ds/sparql")
    <KnowledgeGraph at http://localhost:3030/ds/sparql>
    """
    if endpoint:
        user = environ.get(USER)
        return connect(endpoint, auth=(user, environ.get(PASSWORD, "")) if user else None)
    return open(store, create=False, read_only=True) if store else load()
