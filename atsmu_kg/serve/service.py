"""What answers questions, for whoever asks: a dataset with the workers that hold it, and the limits."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.serve.description import ServiceDescription
from atsmu_kg.serve.pool import Pool
from atsmu_kg.serve.questions import QuestionLimits, Questions
from atsmu_kg.serve.reply import Reply
from atsmu_kg.serve.snapshot import Snapshot
from atsmu_kg.serve.validators import Validator, unless_changed
from atsmu_kg.sparql.guard import Guard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.endpoint_query import EndpointQuery
    from atsmu_kg.serve.settings import Settings


# Of an answer that tells labels, bounds and sources.
ROWS, BYTES = 10_000, 16 << 20


class GraphService:
    """A graph that is served.

    kg: the graph; changes to it are not seen.
    settings: the limits of its answers.

    ``open`` and ``close`` start and end the workers, which live in the event loop that is running then.
    """

    def __init__(self, kg: KnowledgeGraph, settings: Settings) -> None:
        self.settings = settings
        self.failure: AtsmuKGError | None = None
        self.guard = Guard(allow_service=settings.allow_service)
        self._common = {
            "guard": json.dumps(self.guard.arguments()),
            "prefixes": None if kg.prefixes is PREFIXES else dict(kg.prefixes),
        }
        self._folder = TemporaryDirectory(prefix="atsmu-kg-")
        self.snapshot = Snapshot(kg, Path(self._folder.name))
        self.description = ServiceDescription(kg)
        self.validator = Validator(self.snapshot, settings.max_age)
        self.pool = Pool(self.snapshot.source, count=settings.workers, megabytes=settings.megabytes)
        self.queries = kg.queries
        self.work = kg.work
        self.questions = Questions(
            kg,
            question_limits(settings),
            pool=self.pool,
            snapshot=self.snapshot,
            site=settings.site,
            source=settings.source,
        )

    async def open(self) -> None:
        """Start the workers; questions can be asked when this returns.

        Raises StoreError if there can't be any, which is ``failure`` from then on.
        """
        try:
            await self.pool.open()
        except AtsmuKGError as error:
            self.failure = error
            raise

    async def close(self) -> None:
        """End the workers and remove what was written for them."""
        await self.pool.close()
        self._folder.cleanup()

    def answer(self, question: EndpointQuery, request: Request) -> ASGIApp:
        """The answer to a question that came with a request: 304 where the client has it already.

        Raises LimitError for a text that is too long.
        """
        headers = self.validator.headers(question.key, steady=question.is_steady)
        exists = not question.limited  # as graphs do, where a query may yet fail
        if request.method != "POST" and (told := unless_changed(request, headers, exists=exists)) is not None:
            return told
        self.guard.check_size(question.text)
        asked = question.request(self.settings, self._common)
        return Reply(question, asked, self.pool, self.settings, headers)


def question_limits(settings: Settings) -> QuestionLimits:
    """The limits of answers that are more than the engine's bytes: what a row tells takes its time.

    settings: those of the server.
    """
    return QuestionLimits(
        timeout=settings.timeout,
        max_rows=min(settings.max_rows, ROWS),
        max_bytes=min(settings.max_bytes, BYTES),
        allow_service=settings.allow_service,
    )
