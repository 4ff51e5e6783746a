"""Whole graphs on their way to an endpoint (``push``) and from one (``pull``), compared at the end.

- ``push``, ``pull``: graph by graph, so that a second run goes on where the first one ended
- ``writer``: the Graph Store Protocol and Update; ``reader``: graphs that stream in; ``access``: who asks
- ``mirror``: the directory that is pulled into, with its journal
- ``batches``, ``tally``: how triples are sent, and what is counted of them
- ``comparison``, ``progress``: what is said about it at the end, and meanwhile

A third way into an engine is its own bulk loader, the fastest for millions of triples: give it the file that
``atsmu-kg export graph.nq`` writes, and ``push`` then only compares.
"""

from __future__ import annotations

from atsmu_kg.publishing.transfer.comparison import Comparison, Difference
from atsmu_kg.publishing.transfer.progress import Step
from atsmu_kg.publishing.transfer.pull import pull
from atsmu_kg.publishing.transfer.push import push

__all__ = ["Comparison", "Difference", "Step", "pull", "push"]
