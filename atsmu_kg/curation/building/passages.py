"""The passages of a source document: their ranges, hashes and named graphs, made from it and its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.claims import ClaimCheck, on_borders
from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.text import counted

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
# How far from a wrong range the right one is looked for, and how much of the text is shown around it.
NEAR, SHOWN = 3, 20
SENTENCE = {"en": "sentence", "ru": "предложение", "tg": "ҷумлаи"}


def day(text: str) -> Literal:
    """A date as a literal; raises ParameterError for what is none."""
    from datetime import date

    try:
        written = date.fromisoformat(text).isoformat()
    except ValueError as error:
        advice = "Write it as 2026-11-22."
        raise ParameterError(f"{text!r} is not a date", advice=advice, value=text) from error
    return Literal(written, datatype=NamedNode(expand("xsd:date")))


def passage_quads(
    source: Path,
    claims: Sequence[ClaimCheck],
    *,
    titles: Mapping[str, str],
    language: str,
    date: str,
    licence: str = LICENCE,
) -> Iterator[Quad]:
    """The description of a source document, its passages and their graphs, as quads of `graph:provenance`.

    `claims` are those of the document, `titles` gives its title by language tag, `language` is the one that
    it is written in, `licence` is the IRI of that of the graphs. A passage's IRI is the document's with a
    character range (RFC 5147); its selector is a Web Annotation text position.
    The document's text itself is not stored, only its length and SHA-256.

    Raises ParameterError for claims of no document, or of several, and for what is not a date, and DataError
    for ranges that don't begin and end on the border of a sentence.
    """
    from hashlib import sha256

    documents = sorted({claim.document for claim in claims})
    if len(documents) != 1:
        raise ParameterError(
            f"the claims are those of {len(documents)} documents",
            advice="Give the claims of one table.",
            documents=documents,
        )
    (document,) = documents
    created = day(date)
    text = source.read_bytes().decode("utf-8")
    _require_borders(text, claims, source)
    passages = {(claim.sentence, claim.start, claim.end): claim for claim in claims}

    def quad(subject: str, predicate: str, value: str | Literal) -> Quad:
        object = NamedNode(value) if isinstance(value, str) else value
        return Quad(
            NamedNode(subject), NamedNode(expand(predicate)), object, NamedNode(expand("graph:provenance"))
        )

    def digest(part: str) -> Literal:
        return Literal(sha256(part.encode("utf-8")).hexdigest())

    yield quad(document, "rdf:type", expand("akg:SourceDocument"))
    for tag, title in titles.items():
        yield quad(document, "skos:prefLabel", Literal(title, language=tag))
    yield quad(document, "schema:inLanguage", Literal(language))
    yield quad(document, "schema:sha256", digest(text))
    yield quad(document, "akg:characterCount", Literal(len(text)))
    for (number, start, end), claim in sorted(passages.items(), key=lambda item: item[0]):
        passage, graph, selector = claim.passage, claim.graph, claim.selector
        yield quad(passage, "rdf:type", expand("akg:Passage"))
        yield quad(passage, "oa:hasSource", document)
        yield quad(passage, "oa:hasSelector", selector)
        yield quad(passage, "schema:position", Literal(number))
        yield quad(passage, "schema:sha256", digest(text[start:end]))
        yield quad(selector, "rdf:type", expand("oa:TextPositionSelector"))
        yield quad(selector, "oa:start", Literal(start))
        yield quad(selector, "oa:end", Literal(end))
        yield quad(graph, "rdf:type", expand("akg:PassageGraph"))
        for tag, title in titles.items():
            yield quad(graph, "skos:prefLabel", Literal(f"{title}, {SENTENCE[tag]} {number}", language=tag))
        yield quad(graph, "prov:wasDerivedFrom", passage)
        yield quad(graph, "dcterms:created", created)
        yield quad(graph, "dcterms:license", licence)


def _require_borders(text: str, claims: Sequence[ClaimCheck], source: Path) -> None:
    """Raises DataError for all ranges of claims that cut a sentence, with the text where they do."""
    wrong = [claim for claim in claims if not on_borders(text, claim.start, claim.end)]
    if wrong:
        told = [
            f"line {claim.patterns[0].line}, claim {claim.id}: {_shown(text, claim.start, claim.end)}"
            for claim in wrong
        ]
        raise DataError(
            f"{counted(len(wrong), 'range')} of {claims[0].source}.csv cut a sentence"
            if len(wrong) > 1
            else f"a range of {claims[0].source}.csv cuts a sentence",
            file=str(source),
            advice="\n".join(told),
            claims=[claim.id for claim in wrong],
        )


def _shown(text: str, start: int, end: int) -> str:
    """A range with what stands around it, between bars, and the nearest one that cuts no sentence.

    >>> _shown("One. Two. Three.", 5, 8)
    '5,8 is One. |Two|. Three.; did you mean 5,9?'
    """
    if not 0 <= start < end <= len(text):
        return f"{start},{end} is not a range of a text of {counted(len(text), 'character')}"
    steps = range(-NEAR, NEAR + 1)
    ranges = [(start + before, end + after) for before in steps for after in steps]
    near = [span for span in ranges if on_borders(text, *span)]
    best = min(near, key=lambda span: (abs(span[0] - start) + abs(span[1] - end), span), default=None)
    passage = text[start:end]
    if len(passage) > 2 * SHOWN:
        passage = f"{passage[:SHOWN]}…{passage[-SHOWN:]}"
    around = f"{text[max(0, start - SHOWN) : start]}|{passage}|{text[end : end + SHOWN]}"
    meant = f"; did you mean {best[0]},{best[1]}?" if best else ""
    return f"{start},{end} is {' '.join(around.split())}{meant}"
