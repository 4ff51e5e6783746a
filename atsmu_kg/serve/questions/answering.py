"""From a question to its answer, in a worker process."""

from __future__ import annotations

import json
from itertools import islice

from atsmu_kg.choices import LANGUAGES, Choices, require_text, require_whole
from atsmu_kg.citations.sources import described
from atsmu_kg.errors import AtsmuKGError, ParameterError
from atsmu_kg.rdf.terms import to_term
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import COLUMNS
from atsmu_kg.serve.questions.cells import CellWriter
from atsmu_kg.serve.questions.report import report_on
from atsmu_kg.serve.questions.rows import RowWriter
from atsmu_kg.serve.questions.sources import references, support
from atsmu_kg.serve.questions.table import AnswerTable
from atsmu_kg.serve.questions.telling import emptiness, findings, unknowns
from atsmu_kg.serve.questions.values import known
from atsmu_kg.serve.questions.window import AnswerWindow
from atsmu_kg.stores.workers.sheet import require_few

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from atsmu_kg.choices import ResultFormat
    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.records.descriptions import Mention
    from atsmu_kg.serve.questions.graph import AskedGraph

STYLES: Choices[str] = Choices(
    ("rows", "text", "bibtex", "csl-json"), "style", "{} is not a style of citations"
)
UNCITED = "uncited"
UNTOLD = "neither the sources of this answer nor the bounds of its numbers can be told: {}"
CHECK = (
    "Ask for the figures themselves: their IRIs beside their numbers; those that have such numbers are named."
)


class Answering:
    """What answers the questions of a graph.

    kg: the graph.
    max_rows, max_bytes: of an answer, which is cut beyond them.
    """

    def __init__(self, kg: AskedGraph, *, max_rows: int, max_bytes: int) -> None:
        self._kg = kg
        self._max_rows = max_rows
        self._max_bytes = max_bytes

    def document(self, kind: str, **given: Any) -> tuple[bytes, int | None]:
        """The answer to a question of a kind, and the offset of what comes behind it, if anything does."""
        if kind == "written":
            return self.written(**given)
        answer = self.answer(kind, **given)
        return json.dumps(answer, ensure_ascii=False).encode(), answer.get("next")

    def answer(self, kind: str, **given: Any) -> dict[str, Any]:
        """The answer to a question of a kind, with its members given."""
        kinds: dict[str, Callable[..., dict[str, Any]]] = {
            "named": self.named,
            "sparql": self.sparql,
            "find": self.find,
            "describe": self.describe,
            "cite": self.cite,
            "lint": self.lint,
            "validate": self.validate,
        }
        return kinds[kind](**given) | {"version": self._kg.version}

    def named(
        self,
        name: str,
        parameters: Mapping[str, Any],
        *,
        sources: bool = False,
        limit: int | None = None,
        offset: int = 0,
        lang: str = "en",
    ) -> dict[str, Any]:
        """The rows of a named query."""
        query = self._kg.queries[name]
        values = self.values(name, parameters)
        lang = LANGUAGES.checked(values.get("lang", lang))
        window = self._part(limit, offset)
        answer = query(bindings=values)
        told = self._told(answer, window, lang, sources=sources)
        descriptions = {column.name: column for column in query.columns}
        for column in told["columns"]:
            declared = descriptions[column["name"]]
            column |= {"type": declared.type, "description": declared.description}
        if window.cut and offset + len(told["rows"]):
            told["next"] = offset + len(told["rows"])
        told["warnings"] += unknowns(answer.warnings)
        return {"query": name, "parameters": values, "offset": offset, **told}

    def written(
        self,
        name: str,
        parameters: Mapping[str, Any],
        format: ResultFormat,
        *,
        limit: int | None = None,
        offset: int = 0,
        lang: str = "en",
    ) -> tuple[bytes, int | None]:
        """The rows of a named query in a format of results, and the offset of what comes behind, if any do.

        There are no labels in it, for which ``lang`` would matter.
        Raises LimitError for an answer that would be cut without having been asked for in parts.
        """
        window = self._part(limit, offset)
        LANGUAGES.checked(lang)
        answer: Result = self._kg.queries[name](bindings=self.values(name, parameters))
        if window.cut and (limit is None or window.cut != "max_rows"):
            require_few(window.limit + 1, window.limit)
        return answer.serialize(format).encode(), offset + window.limit if window.cut else None

    def sparql(
        self,
        text: str,
        *,
        sources: bool = False,
        limit: int | None = None,
        lang: str = "en",
        lint: bool = True,
    ) -> dict[str, Any]:
        """The rows, the triples or the yes or no of a query."""
        require_whole(1, limit=limit)
        window = self._kg.window = self._window(limit)
        answer = self._kg.query(text)
        told = self._told(answer, window, LANGUAGES.checked(lang), sources=sources)
        if lint:
            told["warnings"] += findings(self._kg.lint(text))
        return told

    def values(self, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a named query; texts stand for values of the declared types."""
        given = {name: value for name, value in parameters.items() if value is not None}
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        return given | self._kg.queries[name].from_text(texts)

    def find(self, text: str, *, lang: str = "en", limit: int | None = 10) -> dict[str, Any]:
        """The things with such a name or code, best first."""
        require_text(text=text)
        require_whole(1, limit=limit)
        lang = LANGUAGES.checked(lang)
        most = min(limit or self._max_rows, self._max_rows)
        matches = self._kg.find(text, limit=most + 1)
        told: dict[str, Any] = {
            "things": [
                self._thing(match.iri, lang)
                | known(
                    {
                        "matched": str.__str__(match.matched),
                        "language": match.language,
                        "scheme": match.scheme and self._kg.curie(match.scheme),
                        "how": match.kind,
                        "score": round(match.score, 3),
                    }
                )
                for match in matches[:most]
            ],
            "complete": len(matches) <= most,
        }
        if not matches:
            told["nearest"] = list(self._kg.things_like(text))
        return told

    def describe(self, thing: str, *, lang: str = "en", entailed: bool = False) -> dict[str, Any]:
        """What the graph says of a thing, where it is mentioned, and who says so."""
        lang = LANGUAGES.checked(lang)
        description = self._kg.describe(thing, lang=lang, entailed=entailed)
        window = self._window(None)
        about = description.about[: window.limit]
        mentions = description.mentions[: window.limit - len(about)]
        graphs = {graph for mention in (*about, *mentions) for graph in mention.graphs}
        stated = sorted(described(self._kg.store, graphs).values(), key=lambda source: source.order())
        numbers = {str(source.graph): number for number, source in enumerate(stated, start=1)}
        rows = RowWriter(self._kg, lang)

        def row(mention: Mention) -> dict[str, Any]:
            terms = [to_term(term) for term in (mention.subject, mention.predicate, mention.object)]
            told = rows.row(COLUMNS, terms) | {"sources": sorted(numbers[graph] for graph in mention.graphs)}
            return told | {"elsewhere": True} if mention.elsewhere else told

        told = {
            "thing": self._thing(description.iri, lang),
            "page": self._kg.page(description.iri),
            "about": [row(mention) for mention in about],
            "mentions": [row(mention) for mention in mentions],
            "sources": references(stated, self._kg),
        }
        if len(about) + len(mentions) < len(description.about) + len(description.mentions):
            window.cut = "max_rows"
        return known(told) | self._completeness(window)

    def cite(
        self,
        text: str = "",
        *,
        name: str = "",
        parameters: Mapping[str, Any] | None = None,
        style: str = "rows",
        limit: int | None = None,
    ) -> dict[str, Any]:
        """Who says what the answer to a query says: to a text, or to a named query with parameters."""
        STYLES.checked(style)
        if bool(text) == bool(name):
            given = "both are given" if text else "neither is given"
            advice = "Give a query, or the name of one."
            raise ParameterError(f"a citation is of a text or of a named query, and {given}", advice=advice)
        window = self._kg.window = self._window(limit)
        if name:
            answer: Any = self._kg.queries[name](bindings=self.values(name, parameters or {}))
        else:
            answer = self._kg.query(text)
        citation: Citation = answer.cite()
        numbers = {str(source.graph): at for at, source in enumerate(citation.references, start=1)}
        styles = {"text": citation.to_text, "bibtex": citation.to_bibtex, "csl-json": citation.to_csl_json}
        told: dict[str, Any] = {
            "sources": references(citation.references, self._kg),
            "query_sha256": citation.query_sha256,
            **self._completeness(window),
        }
        if style == "rows":
            return told | {"rows": [support(cited, numbers, self._kg) for cited in citation]}
        return told | {"style": style, "citation": styles[style]()}

    def lint(self, text: str) -> dict[str, Any]:
        """What is suspicious about a query, without asking it."""
        suspicious = self._kg.lint(text)
        return {"findings": findings(suspicious), "clean": not suspicious.faults}

    def validate(self, data: str, *, lang: str = "en") -> dict[str, Any]:
        """What is wrong with RDF of somebody else's by the shapes."""
        return report_on(data, self._kg.base, self._kg.prefixes, lang=LANGUAGES.checked(lang))

    def _told(self, answer: Any, window: AnswerWindow, lang: str, *, sources: bool) -> dict[str, Any]:
        """What every answer of a query has: its rows, how much of it they are, and what to mind."""
        if isinstance(answer, BooleanResult):
            return self._boolean(answer, lang, sources=sources)
        table = AnswerTable(self._kg, answer, lang)
        rows = list(islice(table.rows(self._max_bytes, sources=sources), window.limit))
        if len(rows) < min(len(answer), window.limit):
            window.cut = "max_bytes"
        told: dict[str, Any] = {
            "kind": "rows" if isinstance(answer, Result) else "triples",
            "columns": [{"name": name} for name in table.columns],
            "rows": rows,
            **self._completeness(window),
            "warnings": [],
        }
        if not len(answer) and not window.offset:
            told["empty"] = emptiness(answer)
        if table.uncited is not None:
            told["warnings"].append(_uncited(table.uncited))
            told |= table.suspected(rows)
        elif sources and table.citation is not None:
            told["sources"] = references(table.citation.references, self._kg)
        return told

    def _boolean(self, answer: BooleanResult, lang: str, *, sources: bool) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": "boolean", "boolean": bool(answer), "complete": True, "warnings": []}
        if not sources:
            return told
        try:
            citation = answer.cite()
        except AtsmuKGError as error:
            told["warnings"].append(_uncited(error))
            return told
        told["sources"] = references(citation.references, self._kg)
        told["caveats"] = list(citation[0].caveats)
        return told | RowWriter(self._kg, lang).figures(citation[0].statements)

    def _part(self, limit: int | None, offset: int) -> AnswerWindow:
        """The rows of a named query that are wanted, of the next answer; all, unless it is said which."""
        require_whole(1, limit=limit)
        require_whole(0, offset=offset)
        window = self._window(limit, offset, is_whole=limit is None and not offset)
        self._kg.window = window
        return window

    def _window(self, limit: int | None, offset: int = 0, *, is_whole: bool = True) -> AnswerWindow:
        most = min(limit or self._max_rows, self._max_rows)
        return AnswerWindow(most, self._max_bytes, offset=offset, is_whole=is_whole)

    def _completeness(self, window: AnswerWindow) -> dict[str, Any]:
        """Whether that is all, and if not, by which limit it was cut."""
        if not window.cut:
            return {"complete": True}
        allowed = self._max_bytes if window.cut == "max_bytes" else window.limit
        return {"complete": False, "cut": {"limit": window.cut, "allowed": allowed}}

    def _thing(self, iri: str, lang: str) -> dict[str, Any]:
        kinds = [self._kg.curie(kind) for kind in self._kg.types(iri)]
        return CellWriter(self._kg, lang).thing(iri) | {"kinds": kinds}


def _uncited(error: AtsmuKGError) -> dict[str, Any]:
    """The warning about an answer that can't be cited."""
    return {"code": UNCITED, "message": UNTOLD.format(error.message), "advice": CHECK}
