"""The search of a site: an index that the page loads, and the folding that Python's search has."""

from __future__ import annotations

import json

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.records.names import folding
from atsmu_kg.records.names.lexicon import lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject
    from atsmu_kg.records.names.index import Entry


def index(subject: Subject, entries: Iterable[Entry], renderers: Sequence[Renderer]) -> bytes:
    """The script with the things that have a page: where that is, their kinds, names and folded names.

    entries: the names and codes of the graph, as ``kg.find`` knows them.
    """
    spellings: dict[str, list[str]] = {}
    for entry in entries:
        spelling = entry.folded or folding.fold(entry.text)
        if spelling and entry.thing in subject.things:
            spellings.setdefault(entry.thing, []).append(spelling)
    for figure in subject.figures:
        spellings[figure] = [folding.fold(renderer.sentences.figure(figure)) for renderer in renderers]
    kinds: dict[str, int] = {}
    rows = []
    # In the order of the names, in which kg.find has what matches equally well.
    for iri, known in spellings.items():
        kind = next(iter(subject.labels.kinds(iri)), "")
        number = kinds.setdefault(kind, len(kinds))
        names = [
            renderer.sentences.figure(iri) or subject.labels.text(iri, renderer.lang)
            for renderer in renderers
        ]
        href = subject.addresses.href(iri)
        rows.append([href, number, names, " | ".join(dict.fromkeys(known))])
    told = [[subject.labels.text(kind, lang) for lang in LANGUAGES] for kind in kinds]
    words = lexicon()
    return _script(
        LANGUAGES=[*LANGUAGES],
        KINDS=told,
        NAMES=rows,
        FOLDING=_tables(),
        LITTLE=sorted(words.stops | words.context),
        MEANINGS=dict(sorted(words.meanings().items())),
    )


def _tables() -> dict[str, object]:
    """The tables of the folding, as the script has them."""
    return {
        "cyrillic": _letters(folding.CYRILLIC),
        "carons": _letters(folding.CARONS),
        "apostrophes": "".join(map(chr, sorted(folding.APOSTROPHES))),
        "sounds": folding.SOUNDS,
    }


def _letters(table: dict[int, str]) -> dict[str, str]:
    return {chr(code): letters for code, letters in sorted(table.items())}


def _script(**values: object) -> bytes:
    lines = (
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in values.items()
    )
    return "".join(lines).encode()
