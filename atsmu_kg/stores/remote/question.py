"""What a query asks for, as far as its text says so: the form of the answer, and its variables."""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.tokens import query_form, significant, with_prefixes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from atsmu_kg.sparql.patterns import Query


class Question:
    """A query as it is sent: ``text`` with all prefixes that it uses, its ``form`` and its ``variables``.

    ``read`` is its tree, or None for a query that is nested too deeply for ours; a server may read it.
    ``variables`` is empty for such a one, and for ``SELECT *``. The graphs to take are written into the text
    as FROM and FROM NAMED, since some servers pass over the parameters that the protocol has for them; a
    query with a FROM of its own keeps to that, and those that can't be read here are ``left`` for the
    parameters. Raises QuerySyntaxError for what is no query, and UnknownPrefixError.

    >>> question = Question("SELECT ?name { ?faculty skos:prefLabel ?name }")
    >>> question.form, question.variables
    ('SELECT', ('name',))
    >>> Question("ASK { ?s ?p 1 }", default_graphs=("https://example.org/g",)).text
    'ASK FROM <https://example.org/g> { ?s ?p 1 }'
    """

    __slots__ = ("form", "left", "original", "read", "text", "variables")

    def __init__(
        self, text: str, default_graphs: Collection[str] = (), named_graphs: Collection[str] = ()
    ) -> None:
        self.original = text
        try:
            self.read: Query | None = parse(text)
        except QuerySyntaxError as error:
            if "deepest" not in error.facts:
                raise
            self.read = None
        self.form = query_form(text)
        self.text = with_prefixes(text)
        self.left = bool(default_graphs or named_graphs)
        if self.left and self.read is not None:
            graphs = [f"FROM <{graph}>" for graph in default_graphs]
            graphs += [f"FROM NAMED <{graph}>" for graph in named_graphs]
            self.left = not self._take(graphs)
        projected = self.read.projection if self.read is not None and self.form == "SELECT" else ()
        self.variables = tuple(
            projection.variable.name for projection in projected if projection.variable is not None
        )

    def _take(self, clauses: list[str]) -> bool:
        """Write FROM clauses into the text, if it has a place for them."""
        query = self.read
        if query is None or query.where is None:
            return False
        if not query.sources:
            before = self.text.index(self.original)
            place = before + query.where.offset
            words = [token for token in significant(self.text) if token.offset < place]
            if words and words[-1].text.upper() == "WHERE":
                place = words[-1].offset
            self.text = f"{self.text[:place]}{' '.join(clauses)} {self.text[place:]}"
        return True

    @property
    def limit(self) -> int | None:
        """The LIMIT of the query, if it has one."""
        return self.read.limit if self.read is not None else None


@lru_cache(maxsize=256)
def asked(text: str, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> Question:
    """The question that a text is; the same texts come again and again, and a question never changes."""
    return Question(text, default_graphs, named_graphs)
