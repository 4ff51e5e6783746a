"""One order of quads and one set of blank node labels for each dataset, so that its bytes never differ."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from atsmu_kg.errors import ExportError
from atsmu_kg.rdf.terms import spell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Chains of so many take a second to label.
MOST_ALIKE = 200


def dataset(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Each quad once, blank nodes labelled by RDFC-1.0, sorted as canonical N-Quads are.

    Raises what ``labelled`` raises.
    """
    return sorted(labelled(quads), key=str)


def labelled(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads, blank nodes labelled by RDFC-1.0.

    Raises ExportError for RDF 1.2 terms, which not every format and hardly any reader has a place for, and
    for very many blank nodes that look alike.
    """
    distinct = set(quads)
    if any(map(has_blank_node, distinct)):
        _require_labels(distinct)
        canonical = ox.Dataset(distinct)
        canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        distinct = set(canonical)
    for quad in distinct:
        require_rdf_1_1(quad)
    return distinct


def merge(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The merge of all graphs of a dataset: each triple once, in the default graph."""
    return {ox.Quad(*quad.triple) for quad in quads}


def has_blank_node(quad: ox.Quad) -> bool:
    """Whether a blank node is one of its four terms."""
    return ox.BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name))


def _require_labels(quads: set[ox.Quad]) -> None:
    """Raises ExportError where labels would take hours, or more stack than there is.

    The algorithm tells blank nodes apart by the quads that they stand in (RDFC-1.0, 4.6), which is quick, and
    follows those that look the same from one to the next, which is not.
    """
    looks: dict[ox.BlankNode, list[str]] = {}
    for quad in quads:
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        for node in {term for term in terms if isinstance(term, ox.BlankNode)}:
            shown = (
                "_:a" if term == node else "_:z" if isinstance(term, ox.BlankNode) else term for term in terms
            )
            looks.setdefault(node, []).append(" ".join(map(str, shown)))
    alike = Counter("\n".join(sorted(look)) for look in looks.values())
    most = max(alike.values(), default=0)
    linked = any(
        isinstance(quad.subject, ox.BlankNode) and isinstance(quad.object, ox.BlankNode) for quad in quads
    )
    if most > MOST_ALIKE and linked:
        raise ExportError(
            f"{most} blank nodes look alike, and can't be given labels that stay the same",
            advice="Give them IRIs, or say something of each that tells it apart.",
            alike=most,
        )


def require_rdf_1_1(quad: ox.Quad) -> None:
    """Raises ExportError where the object is a term of RDF 1.2."""
    term = quad.object
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise ExportError(
            f"an RDF 1.2 term can't be exported: {spell(term)}",
            advice="Say it with a named graph (a triple term) or a language (a text with a direction).",
            subject=str(quad.subject),
            predicate=str(quad.predicate),
        )
