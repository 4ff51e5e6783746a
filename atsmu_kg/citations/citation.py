"""A citation: for each row of an answer the statements that support it, and the sources that make them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from atsmu_kg.choices import require_path
from atsmu_kg.citations import documents
from atsmu_kg.citations.sources import CitedSource, described
from atsmu_kg.citations.statements import Stated, Statement
from atsmu_kg.errors import ParameterError, StoreError, quoted
from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.citations import steps
    from atsmu_kg.citations.answers import Derived
    from atsmu_kg.citations.bibliography import CitedWork
    from atsmu_kg.stores.protocol import Store


class Sources:
    """What supports one row: its statements, and the passages, authorities and others that make them.

    citation: the citation that the row belongs to.
    row: the row as the answer has it: a row, a triple, or a bool.
    derived: the statements that the row was derived from, with its caveats.

    ``caveats`` say what the row rests on besides, each as ``line:column: words`` with the place of the
    query's part: above all the absence of statements, for which nothing can be cited.
    """

    def __init__(self, citation: Citation, row: Any, derived: Derived) -> None:
        self.row = row
        self.caveats = derived.witness[1]
        self._citation = citation
        self._derived = derived

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, sorted."""
        known = self._citation.stated
        return tuple([known[each] for each in sorted(self._derived.witness[0])])

    @cached_property
    def premises(self) -> tuple[Statement, ...]:
        """What the entailed ones among the statements follow from."""
        return self._citation.premises_of(self.statements)

    @cached_property
    def alternatives(self) -> tuple[tuple[Statement, ...], ...]:
        """Other sets of statements, each of which would support the row as well."""
        return tuple(self._citation.look_up(each) for each, _ in self._derived.others)

    @cached_property
    def graphs(self) -> tuple[IRI, ...]:
        """The named graphs that make the statements and premises, sorted."""
        return tuple(sorted({graph for each in (*self.statements, *self.premises) for graph in each.graphs}))

    @property
    def sources(self) -> tuple[CitedSource, ...]:
        """All sources: passages in the order of their documents, then the others by name."""
        return tuple(sorted(map(self._citation.sources.__getitem__, self.graphs), key=CitedSource.order))

    @property
    def passages(self) -> tuple[CitedSource, ...]:
        """The passages among the sources."""
        return tuple(each for each in self.sources if each.kind == "passage")

    @property
    def authorities(self) -> tuple[CitedSource, ...]:
        """The authorities among the sources."""
        return tuple(each for each in self.sources if each.kind == "authority")

    def __repr__(self) -> str:
        return (
            f"<Sources: {counted(len(self.statements), 'statement')} in {counted(len(self.graphs), 'graph')}>"
        )


class Citation(Sequence[Sources]):
    """The sources of an answer, row by row; see ``citations.cite``.

    store: where the statements are looked up.
    query: the text that was asked.
    version: that of the graph.
    rows: each row with what it was derived from.
    merged: the graphs whose merge was asked, by FROM; none for the default graph.
    texts: the documents that passages stand in, by their IRIs, to show them.
    """

    def __init__(
        self,
        store: Store,
        query: str,
        version: str,
        rows: Iterable[tuple[Any, Derived]],
        merged: tuple[str, ...] = (),
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.query = query
        self.version = version
        # The dataset that answered, where it is not the packaged one.
        self.work: CitedWork | None = None
        # Those that rows and statements are shown with.
        self.prefixes: Mapping[str, str] = PREFIXES
        self._store = store
        self._given = tuple(rows)
        self._merged = merged
        self._known = Stated(store, merged)
        self._texts = texts or {}
        self.rows = tuple([Sources(self, row, derived) for row, derived in self._given])

    @cached_property
    def stated(self) -> Mapping[steps.Statement, Statement]:
        """All statements of all rows, by their cells."""
        everything = {each for _, derived in self._given for each in derived.witness[0]}
        return self._known.look_up(everything)

    @cached_property
    def premises(self) -> Mapping[Statement, tuple[Statement, ...]]:
        """The statements that each entailed one follows from, by the vocabulary's axioms."""
        entailed = {cells: statement for cells, statement in self.stated.items() if statement.entailed}
        if not entailed:
            return {}
        from atsmu_kg.citations.entailment import premises

        # The axioms hold in the merge of all graphs, whatever FROM says.
        known = Stated(self._store) if self._merged else self._known
        followed = premises(known, entailed)
        stated = known.look_up(frozenset().union(*followed.values()))
        return {
            statement: tuple([stated[one] for one in sorted(followed.get((*cells[:3], ""), ()))])
            for cells, statement in entailed.items()
        }

    def premises_of(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """What the entailed ones among some statements follow from, each once."""
        entailed = [each for each in statements if each.entailed]
        return tuple(dict.fromkeys(one for each in entailed for one in self.premises[each]))

    @cached_property
    def sources(self) -> Mapping[IRI, CitedSource]:
        """All sources of all rows, by their named graphs."""
        graphs = {graph for statement in self.stated.values() for graph in statement.graphs}
        graphs.update(
            graph for several in self.premises.values() for statement in several for graph in statement.graphs
        )
        sources = described(self._store, graphs)
        for source in sources.values():
            if source.document is not None and source.document in self._texts:
                source.text = documents.passage(self._texts[source.document], source)
        return sources

    @property
    def references(self) -> tuple[CitedSource, ...]:
        """The sources in the order in which they are numbered."""
        return tuple(sorted(self.sources.values(), key=CitedSource.order))

    @property
    def query_sha256(self) -> str:
        """The SHA-256 of the query's text."""
        from hashlib import sha256

        return sha256(self.query.encode()).hexdigest()

    def look_up(self, statements: Iterable[steps.Statement]) -> tuple[Statement, ...]:
        """Statements with their named graphs, sorted by their cells."""
        wanted = sorted(statements)
        found = self._known.look_up(wanted)
        return tuple([found[each] for each in wanted])

    def with_source(self, file: str | os.PathLike[str]) -> Citation:
        """The same citation with the text of the passages, from a copy of the document that they stand in.

        Raises StoreError if the file can't be read, DataError if it is not that document.
        """
        require_path(file=file)
        document, text = documents.read(file, self.references)
        texts = {**self._texts, document: text}
        cited = Citation(self._store, self.query, self.version, self._given, self._merged, texts)
        cited.work, cited.prefixes = self.work, self.prefixes
        return cited

    def to_text(self, *, full: bool = False) -> str:
        """The numbered sources, the rows with the numbers of theirs, and the caveats with their rows.

        ``full`` adds all that is known of the sources, and the statements of each row.
        """
        from atsmu_kg.citations.presentation import text

        return text(self, full=full)

    def to_bibtex(self) -> str:
        """A BibTeX entry for the graph, with the hash of the query, and one for each source."""
        from atsmu_kg.citations.bibliography import bibtex

        return bibtex(self)

    def to_csl_json(self) -> str:
        """The same as CSL-JSON, which citation managers read."""
        from atsmu_kg.citations.bibliography import csl_json

        return csl_json(self)

    def __copy__(self) -> Citation:
        return self

    def __deepcopy__(self, _: object) -> Citation:
        return self

    def __reduce__(self) -> str:
        raise StoreError(
            "a citation can't be sent to another process, where its graph is not",
            advice="Send what it says: to_text(), to_bibtex() or to_csl_json().",
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: Any) -> Any:
        try:
            return self.rows[key]
        except TypeError as error:
            raise ParameterError(
                f"{quoted(key)} is not the place of a row", advice="Give a number.", value=key
            ) from error

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Citation of {counted(len(self), 'row')}: {counted(len(self.sources), 'source')}>"

    def _repr_html_(self) -> str:
        from atsmu_kg.citations.presentation import html

        return html(self)
