"""The picture of the model: the classes and the properties that link them, as the data uses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad

from atsmu_kg.atomic import replace
from atsmu_kg.curation.coverage import plain
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKG, GRAPH, PROFILE, PROV, RDF, RDFS, contract

Link = tuple[str, str, str]
FONT = 'fontname="Helvetica,Arial,sans-serif"'


def links(quads: Iterable[Quad]) -> tuple[list[Link], dict[str, list[str]]]:
    """The links between classes and the attributes of each class that the passages' graphs use, in CURIEs.

    A link is a class, a property and the class of its object; an attribute is a property whose object is a
    literal or a concept of the vocabulary. A graph's passage and its document are links too.
    """
    quads = [quad for quad in quads if quad.graph_name != DefaultGraph()]
    types = {
        quad.subject: contract(plain(quad.object))
        for quad in sorted(quads, key=str)
        if quad.predicate.value == RDF.type and plain(quad.graph_name) != GRAPH.entailed
    }
    concepts = {node for node, kind in types.items() if plain(node) in AKG and not kind.startswith("owl:")}
    between: set[Link] = set()
    attributes: dict[str, set[str]] = {}
    for quad in quads:
        kind, name = types.get(quad.subject), contract(quad.predicate.value)
        if not kind or not _is_of_the_model(quad) or quad.predicate.value == RDF.type:
            continue
        if isinstance(quad.object, Literal) or quad.object in concepts or quad.object not in types:
            attributes.setdefault(kind, set()).add(name)
        elif types[quad.object] != kind or quad.subject != quad.object:
            between.add((kind, name, types[quad.object]))
    return sorted(between), {kind: sorted(names) for kind, names in sorted(attributes.items())}


def dot(quads: Iterable[Quad]) -> str:
    """The model as a Graphviz document: a box a class with its attributes, an arrow for each pair of classes.

    Properties that link the same two classes share an arrow.
    """
    between, attributes = links(quads)
    kinds = sorted({kind for link in between for kind in (link[0], link[2])} | set(attributes))
    lines = [
        "digraph model {",
        "  rankdir=LR; nodesep=0.25; ranksep=0.9; bgcolor=white;",
        f"  node [shape=plain {FONT} fontsize=11];",
        f'  edge [{FONT} fontsize=9 color="#555555" fontcolor="#333333" arrowsize=0.7];',
        *(f'  "{kind}" [label=<{_box(kind, attributes.get(kind, []))}>];' for kind in kinds),
    ]
    arrows: dict[tuple[str, str], list[str]] = {}
    for kind, name, other in between:
        arrows.setdefault((kind, other), []).append(name)
    for (kind, other), names in sorted(arrows.items()):
        label = "\\n".join(names)
        lines.append(f'  "{kind}" -> "{other}" [label="{label}"];')
    return "\n".join([*lines, "}", ""])


def _is_of_the_model(quad: Quad) -> bool:
    """Whether a quad shows the model: facts of passages, and what describes a passage's graph."""
    if quad.predicate.value in (RDFS.label, PROV.wasAttributedTo):
        return False
    subject = plain(quad.subject)
    return plain(quad.graph_name) in PROFILE or subject in PROFILE or "#char=" in subject


def _box(kind: str, attributes: Sequence[str]) -> str:
    """The HTML-like label of a class: its name above its attributes."""
    fill = "#dbe9f6" if kind.startswith("akg:") else "#eeeeee"
    rows = "".join(f'<tr><td align="left">{name}</td></tr>' for name in attributes)
    head = f'<tr><td bgcolor="{fill}"><b>{kind}</b></td></tr>'
    return f'<table border="0" cellborder="1" cellspacing="0" cellpadding="3">{head}{rows}</table>'


def write_dot(root: Path) -> None:
    """Writes `docs/model.dot` under `root` from the built dataset there; `make picture` draws it."""
    text = dot(read(root / "data" / "atsmu-kg.nq"))
    replace(root / "docs" / "model.dot", text.encode())
