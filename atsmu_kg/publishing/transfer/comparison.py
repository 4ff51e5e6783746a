"""Graph by graph, what is here and what is there."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.publishing.transfer.tally import Tally

    GraphName = ox.NamedNode | ox.DefaultGraph

UNION = (
    "The default graph of this server seems to be the union of its named graphs; "
    "name a graph for the merge with --default-graph IRI."
)


class Difference(NamedTuple):
    """One graph: the tally of it here and at the endpoint, and, where it is known, what makes them differ.

    ``missing`` is the number of our triples that the endpoint does not have, ``extra`` of those that only it
    has (or has twice).
    """

    graph: GraphName
    here: Tally
    there: Tally
    missing: int | None = None
    extra: int | None = None

    @property
    def equal(self) -> bool:
        """Whether count and hash are the same."""
        return self.here == self.there

    def __str__(self) -> str:
        if self.equal:
            return "equal"
        lacks = f"{self.missing:,} missing there" if self.missing else ""
        has = f"{self.extra:,} more there" if self.extra else ""
        return ", ".join(filter(None, (lacks, has))) or "differs"


class Comparison:
    """All graphs of a transfer, compared when it had ended. Iteration gives the Difference of each.

    Literals are compared in the form in which an Oxigraph store holds them (see ``tally.line``).

    >>> from atsmu_kg.publishing.transfer.tally import Tally
    >>> graph = ox.NamedNode("https://w3id.org/atsmu-kg/graph/editorial")
    >>> one, two = Tally(["<a:s> <a:p> <a:o>"]), Tally(["<a:s> <a:p> <a:o>", "<a:s> <a:p> <a:q>"])
    >>> found = Comparison([Difference(graph, one, two, missing=0, extra=1)], "http://localhost/sparql")
    >>> found.equal, len(found.differing)
    (False, 1)
    >>> print(found.to_text(), end="")
    http://localhost/sparql: 1 of 1 graphs differ
           here      there
              1          2  1 more there  https://w3id.org/atsmu-kg/graph/editorial
    """

    def __init__(self, differences: Iterable[Difference], url: str) -> None:
        self.url = url
        self._differences = list(differences)

    @property
    def equal(self) -> bool:
        """Whether every graph is the same here and there."""
        return not self.differing

    @property
    def differing(self) -> list[Difference]:
        """The graphs that are not the same."""
        return [each for each in self if not each.equal]

    def to_text(self) -> str:
        """What differs, a line each; or that nothing does."""
        triples = sum(difference.there.size for difference in self)
        if self.equal:
            graphs = f"{counted(len(self), 'graph')} with {counted(triples, 'triple')}"
            return f"{self.url}: {graphs}, equal here and there\n"
        lines = [f"{self.url}: {len(self.differing)} of {len(self)} graphs differ", "       here      there"]
        lines += [
            f"{difference.here.size:11,}{difference.there.size:11,}  {difference}  {title(difference.graph)}"
            for difference in self.differing
        ]
        if self._is_union():
            lines.append(UNION)
        return "\n".join([*lines, ""])

    def _is_union(self) -> bool:
        """Whether only the default graph differs, in having more."""
        found = self.differing
        return len(found) == 1 and isinstance(found[0].graph, ox.DefaultGraph) and not found[0].missing

    def __iter__(self) -> Iterator[Difference]:
        return iter(self._differences)

    def __len__(self) -> int:
        return len(self._differences)

    def __repr__(self) -> str:
        return f"<Comparison with {self.url}: {len(self.differing)} of {len(self)} graphs differ>"


def title(graph: GraphName) -> str:
    """What a graph is called.

    >>> title(ox.DefaultGraph())
    'the default graph'
    """
    return "the default graph" if isinstance(graph, ox.DefaultGraph) else printable(graph.value)
