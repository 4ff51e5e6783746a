"""Files of one's own beside a graph: each statement in a named graph and in the merge, like the graph's."""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox

from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.rdf.documents import declared_prefixes, read_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from atsmu_kg.stores.embedded import EmbeddedStore

GRAPH = "urn:atsmu-kg:data:"


def add(store: EmbeddedStore, files: Iterable[str | os.PathLike[str]]) -> dict[str, str]:
    """Add what files state to a store in memory; the prefixes that they declare, the first of a name.

    store: the store, whose default graph merges its named ones.
    files: RDF files, whose extensions say their formats. What stands in no named graph is put into
        ``urn:atsmu-kg:data:FILENAME``, by which answers cite it.

    Raises ParameterError for two files of one name, DataError for a file without triples or one that states
    something in a named graph of the store, and what ``documents.read`` raises. Nothing is added then.
    """
    documents = read_all(files)
    taken = set(store.graph_names())
    names: dict[ox.NamedNode, str] = {}
    added: list[ox.Quad] = []
    for file, quads in documents.items():
        own = ox.NamedNode(GRAPH + quote(file.replace("\\", "/").rpartition("/")[2]))
        if names.setdefault(own, file) != file:
            raise ParameterError(
                f"two files have the same name, {names[own]} and {file}",
                advice="Rename one of them: the name says in answers whose statement it is.",
                value=file,
            )
        for subject, predicate, object, graph in quads:
            if graph in taken:
                raise DataError(
                    f"{graph} is a named graph of the dataset that the file is put beside",
                    file=file,
                    advice="Put what the file states into a graph of its own, or into none.",
                )
            named = own if isinstance(graph, ox.DefaultGraph) else graph
            added.append(ox.Quad(subject, predicate, object, named))
            added.append(ox.Quad(subject, predicate, object))
    store.extend(added)
    prefixes: dict[str, str] = {}
    for file in documents:
        prefixes = {**declared_prefixes(file), **prefixes}
    return prefixes
