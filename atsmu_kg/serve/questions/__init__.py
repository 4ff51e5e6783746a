"""A question with its limits, and its answer with its sources as JSON: what everything that serves asks with.

- ``asking``: ``Questions``, which asks in worker processes; ``limits``: what an answer may cost
- ``graph``: the dataset as such a process (``serve.worker``) holds it; ``answering``: from a question to its
  answer
- ``table``, ``rows``, ``cells``, ``figures``: rows whose numbers know their bounds; ``window``: which of them
  are wanted; ``sources``: who says so; ``telling``: what else there is to say; ``values``: numbers in JSON
- ``headers``: the named queries with their parameters; ``schemas``: what all of this looks like

Nothing here knows of the Web, nor of SPARQL beyond handing it on.
"""

from __future__ import annotations

from atsmu_kg.serve.questions.asking import Questions
from atsmu_kg.serve.questions.limits import QuestionLimits

__all__ = ["QuestionLimits", "Questions"]
