"""A question with its limits, and its answer with its sources as JSON: what everything that serves asks with.

- ``asking``: ``Questions``, which asks in worker processes; ``limits``: what an answer may cost
- ``worker``: one of these processes; ``graph``: the dataset that it holds; ``answering``: from a question to
  its answer
- ``rows``, ``cells``, ``figures``: rows whose numbers know their bounds; ``sources``: who says so
- ``headers``: the named queries with their parameters; ``schemas``: what all of this looks like

Nothing here knows of the Web, nor of SPARQL beyond handing it on.
"""

from __future__ import annotations

from atsmu_kg.serve.questions.asking import Questions
from atsmu_kg.serve.questions.limits import QuestionLimits

__all__ = ["QuestionLimits", "Questions"]
