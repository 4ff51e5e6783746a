"""The answer to a SELECT."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from atsmu_kg.choices import RESULT_FORMATS, require_path, require_text, require_whole
from atsmu_kg.errors import ParameterError, QueryError, quoted
from atsmu_kg.results.answer import Answer
from atsmu_kg.results.rows import Row, row_type, rows_of, unknown_column, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from typing import Any

    import pandas
    import polars
    import rdflib.query

    from atsmu_kg.choices import Language, PictureKind, ResultFormat
    from atsmu_kg.citations.citation import Citation, Sources
    from atsmu_kg.pictures.picture import Picture
    from atsmu_kg.results.answer import AnswerGraph
    from atsmu_kg.stores.answers import Solutions


class Result(Answer, Sequence[Row]):
    """The solutions of a SELECT, in order: a sequence of rows of Python values, and conversions.

    solutions: the answer of a store.
    types: the declared types of columns (``iri``, ``string``, ``text``, ``xsd:integer``, …) by their names;
        data frames follow them.
    query: the SPARQL that was asked.
    version: that of the graph.
    graph: what was asked, and can tell where the answer comes from.
    timeout: the seconds that the call might take; what is asked about the answer later may take as long.

    What a named query says of itself and of its columns is in ``summary`` and ``descriptions``, and the
    language that it was asked in is ``lang``.
    The answer is complete from the start and never changes; rows are made when they are first wanted.

    >>> from atsmu_kg.stores.answers import Solutions
    >>> result = Result(Solutions('?n\\t?name\\n4\\t"four"@en\\n'))
    >>> result.columns, len(result), result[0].n, result.column("name")
    (('n', 'name'), 1, 4, [Text('four', 'en')])
    """

    __slots__ = (
        *("_citation", "_places", "_rows"),
        *("columns", "descriptions", "lang", "solutions", "summary", "types"),
    )

    def __init__(
        self,
        solutions: Solutions,
        *,
        types: Mapping[str, str] | None = None,
        query: str = "",
        version: str = "",
        graph: AnswerGraph | None = None,
        timeout: float | None = None,
    ) -> None:
        super().__init__(
            query=query, version=version, graph=graph, timeout=timeout, shortfall=solutions.shortfall
        )
        self.solutions = solutions
        self.columns = solutions.columns
        self.types = types or {}
        self.summary = ""
        self.lang: Language = "en"
        self.descriptions: Mapping[str, str] = {}
        self._rows: tuple[Row, ...] | None = None
        self._citation: Citation | None = None
        self._places: dict[int, int] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        if self._rows is None:
            rows = self.solutions.rows(map(value, self.solutions.cells()))
            if self.graph is None:
                self._rows = tuple(map(row_type(self.columns), rows))
            else:
                self._rows = rows_of(self, self.columns, len(self.solutions), rows)
        return self._rows

    def __len__(self) -> int:
        return len(self.solutions)

    def __getitem__(self, key: Any) -> Any:
        try:
            return self.rows[key]
        except TypeError as error:
            advice = "Give a number, or take a column by its name: column(name)."
            raise ParameterError(
                f"{quoted(key)} is not the position of a row", advice=advice, value=key
            ) from error

    def column(self, name: str) -> list[Any]:
        """The values of one column, row by row; UnknownNameError if there is no such column."""
        require_text(name=name)
        if name not in self.columns:
            raise unknown_column(name, self.columns)
        place = self.columns.index(name)
        return [tuple.__getitem__(row, place) for row in self.rows]

    def one(self) -> Row:
        """The only row; QueryError if there is none or more than one."""
        if len(self) != 1:
            raise QueryError(
                f"the query gave {len(self)} rows, not one",
                advice="Look at .rows, or narrow the query down.",
                rows=len(self),
                query=self.query,
            )
        return self.rows[0]

    def scalar(self) -> Any:
        """The only value of the only row; QueryError if there are more or fewer of either."""
        if len(self.columns) != 1:
            raise QueryError(
                f"the query gave {len(self.columns)} columns, not one",
                advice="Select one variable, or take the value by its name: one()[name].",
                columns=self.columns,
                query=self.query,
            )
        return self.one()[0]

    def sources_of(self, row: Row) -> Sources:
        """What supports one of the rows; ``row.sources`` calls this."""
        if self._citation is None:
            self._places = {id(each): place for place, each in enumerate(self.rows)}
            self._citation = self.cite()
        if id(row) not in self._places:
            advice = "Give one of its rows: result[0]."
            raise ParameterError(f"{quoted(row)} is not a row of this answer", advice=advice, value=row)
        return self._citation.rows[self._places[id(row)]]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row as a dict from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame whose columns have the declared types, else those that their terms agree on.

        A year is an Int64, a decimal a Float64 (exact Decimals are in the rows), anything can be missing
        (``pd.NA``, ``NaT``). A column with language-tagged texts is followed by ``<name>_lang``. See
        ``results.frames``. Raises MissingDependencyError, and DataError where a term does not fit its
        column's declared type.
        """
        from atsmu_kg.results.frames import to_pandas

        return to_pandas(self.solutions, self.types)

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame, by the rules of to_pandas."""
        from atsmu_kg.results.frames import to_polars

        return to_polars(self.solutions, self.types)

    def to_rdflib(self) -> rdflib.query.Result:
        """An rdflib query result with the same terms, lexically exact: nothing is normalised."""
        from atsmu_kg.stores.nodes import result

        return result(self.solutions)

    def serialize(self, format: ResultFormat) -> str:
        """The answer as a W3C document: ``csv`` (no types, by design), ``tsv``, ``json`` or ``xml``.

        Raises UnknownFormatError for another format, ExportError for a character that XML does not have.
        """
        from pyoxigraph import QueryResultsFormat

        format = RESULT_FORMATS.checked(format)
        document = self.solutions.serialize(getattr(QueryResultsFormat, format.upper()))
        if format == "csv" and len(self.columns) == 1:
            from atsmu_kg.results.delimited import with_empty_rows

            return with_empty_rows(document)
        if format == "xml":
            from atsmu_kg.rdf.serializers.characters import require_xml

            require_xml(document, "SPARQL results XML", "Take another format, or the character out.")
        return document

    def to_csv(self, target: str | os.PathLike[str] | None = None, *, guard: bool = False) -> str:
        """SPARQL 1.1 CSV; with a target also written to that file, all or nothing.

        ``guard`` puts an apostrophe before each value that a spreadsheet would run as a formula (numbers are
        left as they are). A program that reads the file would take the apostrophe for a part of the value.
        """
        document = self.serialize("csv")
        if guard:
            from atsmu_kg.results.delimited import guarded

            document = guarded(document)
        return _written(document, target)

    def to_tsv(self, target: str | os.PathLike[str] | None = None) -> str:
        """SPARQL 1.1 TSV, which keeps types and languages; target as in to_csv."""
        return _written(self.serialize("tsv"), target)

    def to_json(self, target: str | os.PathLike[str] | None = None) -> str:
        """SPARQL 1.1 Query Results JSON; target as in to_csv."""
        return _written(self.serialize("json"), target)

    def to_xml(self, target: str | os.PathLike[str] | None = None) -> str:
        """SPARQL Query Results XML; target as in to_csv."""
        return _written(self.serialize("xml"), target)

    def plot(self, kind: PictureKind | None = None, *, lang: Language | None = None) -> Picture:
        """A picture that fits the columns, or of a kind: ``figures``, ``map``, ``line`` or ``bars``.

        kind: the kind that is wanted (default: the first that fits).
        lang: the language of its title and axes (default: the one that the query was asked in).

        See ``pictures.choice``. Raises MissingDependencyError, ParameterError for an unknown kind or
        language, and NoPictureError, a QueryError that says what each kind needs.
        """
        from atsmu_kg.pictures.choice import picture

        return picture(self, kind, self.lang if lang is None else lang)

    def to_text(self, *, width: int | None = None, limit: int | None = None) -> str:
        """A plain table of at most ``limit`` rows; without ``width`` it fits the terminal, if any."""
        return "\n".join(self.text_lines(width=width, limit=limit))

    def text_lines(self, *, width: int | None = None, limit: int | None = None) -> Iterator[str]:
        """The lines of ``to_text``, one after the other, so that a long table is never held whole."""
        from atsmu_kg.results.display import lines

        require_whole(width=width, limit=limit)
        why = None if self or self.graph is None else self.explained()
        table = lines(self.solutions, self.version, width=width, limit=limit, prefixes=self.prefixes)
        return chain(table, why.to_text().split("\n") if why else ())

    def __repr__(self) -> str:
        return self.to_text(limit=50)

    def _repr_html_(self) -> str:
        from atsmu_kg.results.display import html

        table = html(self.columns, self.rows, self.version, prefixes=self.prefixes)
        why = None if self or self.graph is None else self.explained()
        return f"{table}{why._repr_html_() if why else self.told_html()}"

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """The cells go along: rows are made again, and a citation belongs to the graph."""
        _, state = super().__getstate__()
        return None, state | {"types": dict(self.types), "_rows": None, "_citation": None, "_places": {}}


def _written(document: str, target: str | os.PathLike[str] | None) -> str:
    """The document, written to the target if there is one."""
    if target is not None:
        require_path(target=target)
        from atsmu_kg.atomic import replace

        replace(target, document.encode())
    return document
