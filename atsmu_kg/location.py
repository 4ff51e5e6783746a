"""Where a graph is: at an endpoint, in an on-disk store, or in the package; and who asks there."""

from __future__ import annotations

from os import environ

from atsmu_kg.graph import KnowledgeGraph, load, open

# Who asks an endpoint stands in the environment, since any process may read arguments.
USER = "ATSMU_KG_USER"
PASSWORD = "ATSMU_KG_PASSWORD"


def graph_at(store: str | None = None, endpoint: str | None = None) -> KnowledgeGraph:
    """The graph at an endpoint or in an on-disk store, to be read; without either the packaged one.

    User and password of the endpoint are read from the environment, where they are given. Raises StoreError
    if there is no store, ParameterError for what is no URL.

    >>> graph_at(endpoint="http://localhost:3030/ds/sparql")
    <KnowledgeGraph at http://localhost:3030/ds/sparql>
    """
    if endpoint:
        from atsmu_kg.endpoints import connect

        user = environ.get(USER)
        return connect(endpoint, auth=(user, environ.get(PASSWORD, "")) if user else None)
    return open(store, create=False, read_only=True) if store else load()
