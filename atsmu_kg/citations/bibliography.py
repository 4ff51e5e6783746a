"""Citations for reference managers: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from typing import NamedTuple

from atsmu_kg.rdf.namespaces import BASE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.citations.sources import CitedSource

TITLE = "ATSMU-KG: a knowledge graph of Avicenna Tajik State Medical University"
WORK = BASE.rstrip("/")


class CitedWork(NamedTuple):
    """The dataset that answered: its title, its address, and what keys of entries begin with."""

    title: str
    url: str
    key: str


OURS = CitedWork(TITLE, WORK, "atsmu-kg")


def bibtex(citation: Citation) -> str:
    """An entry for the graph and the query, and one for each source, all ``@misc``."""
    graph = {
        "title": _work(citation).title,
        "version": citation.version,
        "url": _work(citation).url,
        "note": f"Query SHA-256 {citation.query_sha256}",
    }
    entries = [entry(_graph_key(citation), graph)]
    for source in citation.references:
        note = "; ".join(source.details())
        entries.append(entry(_key(citation, source), {"title": source.name, "url": source.iri, "note": note}))
    return "\n".join(entries)


def csl_json(citation: Citation) -> str:
    """An array of items: the graph, of type ``dataset``, and each source."""
    import json

    items: list[dict[str, Any]] = [
        {
            "id": _graph_key(citation),
            "type": "dataset",
            "title": _work(citation).title,
            "version": citation.version,
            "URL": _work(citation).url,
            "note": f"Query SHA-256 {citation.query_sha256}",
        }
    ]
    for source in citation.references:
        item = {
            "id": _key(citation, source),
            "type": "document" if source.kind == "passage" else "dataset",
            "title": source.name,
            "URL": source.iri,
            "license": " ".join(source.licences),
            "note": "; ".join(source.details()),
            "abstract": source.text or "",
        }
        items.append({name: value for name, value in item.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2)


def _graph_key(citation: Citation) -> str:
    return f"{_work(citation).key}-{citation.query_sha256[:12]}"


def _key(citation: Citation, source: CitedSource) -> str:
    work = _work(citation)
    name = source.graph.removeprefix(f"{work.url}/").removeprefix(BASE)
    return key(work.key, name)


def _work(citation: Citation) -> CitedWork:
    return citation.work or OURS


def key(*parts: str) -> str:
    """The key of an entry, of what reference managers allow in one.

    >>> key("atsmu-kg", "source/profile.txt#char=0,12")
    'atsmu-kg-source-profile-txt-char-0-12'
    """
    return "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)


def entry(key: str, fields: Mapping[str, str]) -> str:
    """An entry for BibTeX, of the kind ``@misc``.

    key: what a text cites it by.
    fields: what is said of it, by field; what is empty is left out.

    >>> print(entry("a", {"title": "50 % of all", "note": ""}), end="")
    @misc{a,
      title = {50 \\% of all},
    }
    """
    lines = "".join(f"  {name} = {{{_tex(value)}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n"


def _tex(value: str) -> str:
    return re.sub(r"[\\{}%&$#_~^]", lambda special: _SPECIAL.get(special[0], f"\\{special[0]}"), value)


_SPECIAL = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
