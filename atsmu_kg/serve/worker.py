"""A worker process that answers questions beside queries."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError, LimitError, QueryError
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.stores.workers import frames, worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    import pyoxigraph as ox

    from atsmu_kg.serve.questions.graph import AskedGraph


class QuestionWorker:
    """What answers, one after the other, in a worker process; its graph is made at the first question."""

    def __init__(self) -> None:
        self._graph: AskedGraph | None = None

    def __call__(self, engine: ox.Store, out: IO[bytes], request: dict[str, Any]) -> None:
        """Answer a request; raises what there is to tell the other side."""
        if "question" not in request:
            worker.answered(engine, out, request)
            return
        try:
            document, following = self._document(engine, **request)
        except MemoryError as error:
            raise LimitError("the answer needs more memory than a worker has", limit="memory") from error
        except RecursionError as error:
            advice = "Ask in parts that are nested less deeply."
            raise LimitError("the question is nested too deeply", advice=advice, limit="depth") from error
        except AtsmuKGError:
            raise
        except Exception as error:
            # Else the process would end, and its other side would look for the reason in the engine.
            told = f"{type(error).__name__}: {error}"
            advice = "This is a fault of the program: tell those who look after it."
            raise QueryError(f"the question can't be answered ({told})", advice=advice) from error
        head = b"" if following is None else str(following).encode()
        out.write(frames.HEAD.pack(frames.SOLUTIONS, len(head)) + head)
        out.write(frames.HEAD.pack(frames.DATA, len(document)) + document)
        frames.send(out, frames.END)

    def _document(
        self,
        engine: ox.Store,
        question: dict[str, Any],
        *,
        graph: dict[str, Any],
        guard: dict[str, Any],
        max_rows: int,
        max_bytes: int,
    ) -> tuple[bytes, int | None]:
        from atsmu_kg.serve.questions.answering import Answering
        from atsmu_kg.serve.questions.graph import AskedGraph

        if self._graph is None:
            self._graph = AskedGraph(engine, graph)
        if "text" in question and question["kind"] != "find":
            Guard(**guard).check(question["text"])
        answering = Answering(self._graph, max_rows=max_rows, max_bytes=max_bytes)
        return answering.document(**question)


if __name__ == "__main__":
    worker.main(worker.dataset, QuestionWorker())
