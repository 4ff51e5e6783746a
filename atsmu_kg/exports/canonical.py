"""One order of quads and one set of blank node labels for each dataset, so that its bytes never differ."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import ExportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def dataset(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Each quad once, blank nodes labelled by RDFC-1.0, sorted as canonical N-Quads are.

    Raises ExportError for RDF 1.2 terms, which not every format and hardly any reader has a place for.
    """
    distinct = set(quads)
    if any(_has_blank_node(quad) for quad in distinct):
        canonical = ox.Dataset(distinct)
        canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        distinct = set(canonical)
    for quad in distinct:
        _require_rdf_1_1(quad)
    return sorted(distinct, key=str)


def merge(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The merge of all graphs of a dataset: each triple once, in the default graph."""
    return {ox.Quad(*quad.triple) for quad in quads}


def _has_blank_node(quad: ox.Quad) -> bool:
    return ox.BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name))


def _require_rdf_1_1(quad: ox.Quad) -> None:
    term = quad.object
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise ExportError(
            f"an RDF 1.2 term can't be exported: {term}",
            advice="Say it with a named graph (a triple term) or a language (a text with a direction).",
            subject=str(quad.subject),
            predicate=str(quad.predicate),
        )
