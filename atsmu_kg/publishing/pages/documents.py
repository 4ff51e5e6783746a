"""Which subjects are described together, and the files of that in RDF."""

from __future__ import annotations

import json

import pyoxigraph as ox

from atsmu_kg.publishing.pages.addresses import VOCABULARY
from atsmu_kg.rdf.namespaces import GRAPH
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.publishing.pages.addresses import Addresses
    from atsmu_kg.publishing.pages.statements import SiteGraph

# The extensions of a document's files, with their media types; the first is that of whoever names none.
FORMATS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}

TOLD_ELSEWHERE = (GRAPH.entailed, GRAPH.ontology, GRAPH.provenance)


class ThingDocument:
    """What one page and its files are about.

    path: where they lie, without language and extension.
    iri: the thing, named graph or passage; of a source document, the document with its passages.
    subjects: what the files describe.
    """

    def __init__(self, path: str, iri: str, subjects: Iterable[str]) -> None:
        self.path = path
        self.iri = iri
        self.subjects = tuple(sorted(subjects))

    def triples(self, statements: SiteGraph) -> list[ox.Triple]:
        """What the files hold: all that is said of the subjects, and what a named graph states.

        What merely follows, and what describes the vocabulary, the graphs and their sources, is in the files
        of what it is about, and not once more in those of its graph.
        """
        said = [triple for subject in self.subjects for triple in statements.whole(subject)]
        content = () if self.iri in TOLD_ELSEWHERE else statements.content.get(self.iri, ())
        return list(dict.fromkeys([*said, *content]))

    def files(self, statements: SiteGraph, prefixes: Mapping[str, str]) -> dict[str, bytes]:
        """The files in each format, by their paths."""
        quads = [ox.Quad(*triple) for triple in self.triples(statements)]
        files = {
            f"{self.path}.{extension}": serialize(quads, extension, prefixes=prefixes)
            for extension in FORMATS
        }
        # Thousands of small files: the blanks of the JSON would be a third of it.
        document = json.loads(files[f"{self.path}.jsonld"])
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return files | {f"{self.path}.jsonld": f"{text}\n".encode()}

    def __repr__(self) -> str:
        return f"<ThingDocument {self.path}>"


def documents(statements: SiteGraph, addresses: Addresses) -> list[ThingDocument]:
    """The documents of a graph, in the order of their paths; together they describe every subject.

    What has no page of its own, such as classes, properties and the terms of standards, is described in that
    of the vocabulary.
    """
    paths: dict[str, tuple[str, list[str]]] = {}
    terms: list[str] = []
    for subject in sorted({*statements.merge, *statements.content}):
        path = addresses.path(subject)
        if subject.startswith("_:"):
            # It is told with the thing that leads to it.
            terms += [] if statements.is_led_to(subject) else [subject]
        elif path is None or path == VOCABULARY:
            terms.append(subject)
        else:
            paths[path] = subject, [subject]
            parent, _, fragment = subject.partition("#")
            above = addresses.path(parent)
            if fragment and above is not None:
                paths.setdefault(above, (parent, []))[1].append(subject)
    return [
        ThingDocument(VOCABULARY, "", terms),
        *(ThingDocument(path, iri, subjects) for path, (iri, subjects) in sorted(paths.items())),
    ]
