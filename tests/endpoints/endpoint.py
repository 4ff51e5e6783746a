"""An endpoint that a test may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph

from .process import Process


@dataclass(frozen=True)
class Endpoint:
    """Where a server that runs answers, and what has to be said to it; empty where it has no such thing."""

    url: str
    process: Process
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    update: str = ""
    """The URL for SPARQL 1.1 Update."""
    graph_store: str = ""
    """The URL for the Graph Store Protocol, without ``?graph=…`` and ``?default``."""
    login: tuple[str, str] | None = None
    """User and password for ``update`` and ``graph_store``, by Digest."""

    def connect(self, **options: Any) -> KnowledgeGraph:
        """The graph behind the endpoint, asked with the graphs that it needs to be told."""
        graphs = {"default_graphs": self.default_graphs, "named_graphs": self.named_graphs}
        return atsmu_kg.connect(self.url, **graphs | options)
