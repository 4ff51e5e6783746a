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
OWN = "akg:"
# Nearly all have names, which says nothing of any.
NAMES = ("schema:name", "skos:altLabel", "skos:prefLabel")
# In characters; the name of a class is broken behind its prefix where it is longer.
WIDEST = 24


def links(quads: Iterable[Quad]) -> tuple[list[Link], dict[str, list[str]]]:
    """The links between classes and the attributes of each class that the passages' graphs use, in CURIEs.

    A link is a class, a property and the class of its object; an attribute is a property whose object is a
    literal or a concept of the vocabulary. A graph's passage and its document are links too.
    """
    quads = [quad for quad in quads if quad.graph_name != DefaultGraph()]
    classed = [quad for quad in quads if quad.predicate.value == RDF.type]
    types = {
        quad.subject: contract(plain(quad.object))
        for quad in sorted(classed, key=str)
        if plain(quad.graph_name) != GRAPH.entailed
    }
    concepts = {node for node, kind in types.items() if plain(node) in AKG and not kind.startswith("owl:")}
    between: set[Link] = set()
    attributes: dict[str, set[str]] = {}
    for quad in quads:
        kind = types.get(quad.subject)
        if not kind or not _is_of_the_model(quad) or quad.predicate.value == RDF.type:
            continue
        name = contract(quad.predicate.value)
        if isinstance(quad.object, Literal) or quad.object in concepts or quad.object not in types:
            attributes.setdefault(kind, set()).add(name)
        elif types[quad.object] != kind or quad.subject != quad.object:
            between.add((kind, name, types[quad.object]))
    return sorted(between), {kind: sorted(names) for kind, names in sorted(attributes.items())}


def dot(quads: Iterable[Quad]) -> str:
    """The model as a Graphviz document: a box a class with its properties, and arrows from those that link.

    So an arrow needs no text of its own, and the picture is narrow enough to be read on a page. Classes that
    lead to none of ours stand in its last column.
    """
    between, attributes = links(quads)
    kinds = sorted({kind for link in between for kind in (link[0], link[2])} | set(attributes))
    others = {kind: {other for before, _, other in between if before == kind} for kind in kinds}
    last = [kind for kind in kinds if not any(name.startswith(OWN) for name in (kind, *others[kind]))]
    boxes = {
        kind: _box(
            kind,
            [name for name in attributes.get(kind, ()) if name not in NAMES],
            sorted({name for before, name, _ in between if before == kind}),
        )
        for kind in kinds
    }
    lines = [
        "digraph model {",
        "  rankdir=LR; nodesep=0.12; ranksep=0.35; bgcolor=white;",
        f"  node [shape=plain {FONT} fontsize=14];",
        '  edge [color="#555555" arrowsize=0.7];',
        *(f'  "{kind}" [label=<{box}>];' for kind, box in boxes.items()),
        "  { rank=same; " + " ".join(f'"{kind}"' for kind in last) + " }",
        *(f'  "{kind}":{_port(name)}:e -> "{other}":{_port(other)}:w;' for kind, name, other in between),
    ]
    return "\n".join([*lines, "}", ""])


def _is_of_the_model(quad: Quad) -> bool:
    """Whether a quad shows the model: facts of passages, and what describes a passage's graph."""
    if quad.predicate.value in (RDFS.label, PROV.wasAttributedTo):
        return False
    subject = plain(quad.subject)
    return plain(quad.graph_name) in PROFILE or subject in PROFILE or "#char=" in subject


def _box(kind: str, attributes: Sequence[str], linking: Sequence[str]) -> str:
    """The HTML-like label of a class: its name, its attributes, and the properties that arrows begin at."""
    fill = "#dbe9f6" if kind.startswith(OWN) else "#eeeeee"
    name = kind if len(kind) <= WIDEST else kind.replace(":", ":<br/>")
    head = f'<tr><td port="{_port(kind)}" bgcolor="{fill}"><b>{name}</b></td></tr>'
    rows = "".join(f'<tr><td align="left">{name}</td></tr>' for name in attributes)
    rows += "".join(f'<tr><td port="{_port(name)}" align="right"><i>{name}</i></td></tr>' for name in linking)
    return f'<table border="0" cellborder="1" cellspacing="0" cellpadding="2">{head}{rows}</table>'


def _port(name: str) -> str:
    """A CURIE as the name of a place in a box, in which Graphviz takes a colon for the end."""
    return name.replace(":", "_")


def write_dot(root: Path) -> None:
    """Writes `docs/model.dot` under `root` from the built dataset there; `make picture` draws it."""
    text = dot(read(root / "data" / "atsmu-kg.nq"))
    replace(root / "docs" / "model.dot", text.encode())
