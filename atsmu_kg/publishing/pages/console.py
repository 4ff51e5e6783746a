"""The page of SPARQL: its data, its index, its named queries, and the scripts that run them in a browser."""

from __future__ import annotations

import gzip
import json
from typing import NamedTuple

import pyoxigraph as ox

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.publishing.pages import usage
from atsmu_kg.publishing.pages.addresses import file
from atsmu_kg.publishing.pages.answers import described, supported
from atsmu_kg.publishing.pages.wording import console_words
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject
    from atsmu_kg.queries import NamedQuery

FOLDER = "sparql/"
PAGE = f"{FOLDER}index"
SERVER = "server.json"
# What the page shows first where the dataset has it.
FIRST = "faculties"


class Console(NamedTuple):
    """What the page of SPARQL is made from.

    queries: the named queries, bound to the graph that they are asked of.
    scripts: the files that ``bundle`` gives.
    """

    queries: Mapping[str, NamedQuery]
    scripts: Mapping[str, bytes]

    def files(
        self,
        subject: Subject,
        quads: Sequence[ox.Quad],
        renderers: Sequence[Renderer],
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> Iterator[tuple[str, bytes]]:
        """The files by their paths.

        subject: what the site is about.
        quads: the dataset, with the merge as its default graph.
        renderers: those of the languages.
        prefixes: those that queries may use without declaring them.
        """
        from atsmu_kg.lint.usage import Usage
        from atsmu_kg.stores.embedded import EmbeddedStore

        yield from self.scripts.items()
        data, merged = packed(quads)
        yield f"{FOLDER}data.nq.gz", data
        store = ox.Store()
        store.bulk_extend(quads)
        known = Usage(EmbeddedStore(store), prefixes)
        yield f"{FOLDER}index.json", _json(usage.terms(subject, known, merged=merged, prefixes=prefixes))
        yield f"{FOLDER}graphs.json", _json(usage.graphs(subject, renderers, prefixes))
        # A server that answers SPARQL itself has another file of this name.
        yield f"{FOLDER}{SERVER}", _json({"live": False})
        yield f"{FOLDER}words.json", _json({lang: console_words(lang) for lang in LANGUAGES})
        told = [described(self.queries[name]) for name in sorted(self.queries)]
        yield f"{FOLDER}queries.json", _json(told)
        for name in sorted(self.queries):
            yield f"{FOLDER}answers/{name}.json", _json(supported(self.queries[name]))
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for query in told:
            groups.setdefault(tuple(query["group"]), []).append(query)
        first = FIRST if FIRST in self.queries else next(iter(sorted(self.queries)), "")
        for place, renderer in enumerate(renderers):
            yield (
                file(PAGE, renderer.lang),
                renderer.render(
                    "sparql.html",
                    PAGE,
                    groups=sorted(groups.items()),
                    place=place,
                    first=first,
                    say=console_words(renderer.lang),
                ),
            )


def packed(quads: Sequence[ox.Quad]) -> tuple[bytes, bool]:
    """The dataset as N-Quads in gzip, and whether that leaves out its default graph, the merge of the others.

    Whoever loads it makes the merge in less time than it would take to read it.
    """
    named = [quad for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph)]
    default = {quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)}
    merged = default == {quad.triple for quad in named}
    # Of no moment, so that the same data are the same bytes.
    return gzip.compress(serialize(named if merged else quads, "nq"), 9, mtime=0), merged


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
