"""Which format an answer has: by the Accept header with its weights, or by a name."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from atsmu_kg.choices import GRAPH_FORMATS, LANGUAGES, RESULT_FORMATS, Choices, UnknownFormatError
from atsmu_kg.rdf import formats as graph_formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from atsmu_kg.choices import Language

JSON, XML = "application/json", "application/xml"
# Each media type with others that ask for the same, in the order in which we would rather send them.
SOLUTIONS = (
    ("application/sparql-results+json", JSON),
    ("application/sparql-results+xml", XML, "text/xml"),
    ("text/csv",),
    ("text/tab-separated-values",),
)
BOOLEANS = SOLUTIONS[:2]
TRIPLES = (
    ("text/turtle", "application/x-turtle"),
    ("application/n-triples",),
    ("application/ld+json", JSON),
    ("application/rdf+xml", XML, "text/xml"),
    ("application/trig", "application/x-trig"),
    ("application/n-quads",),
)
PROBLEMS = (
    ("text/plain",),
    ("application/problem+json", JSON, "application/sparql-results+json", "application/ld+json"),
)
NAMED = MappingProxyType(dict(zip(("json", "xml", "csv", "tsv"), SOLUTIONS, strict=True)))
ANSWER_FORMATS: Choices[str] = Choices(
    tuple(dict.fromkeys((*RESULT_FORMATS, *GRAPH_FORMATS))),
    "format",
    "{} is not a format of answers",
    UnknownFormatError,
)
WEIGHT = re.compile(r"[ \t]*q[ \t]*=[ \t]*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*", re.IGNORECASE)

# What was chosen for a header is remembered, so that no header may be large.
LONGEST_ACCEPT = 2_000

Offer = tuple[str, ...]
Chosen = tuple[str, str]


class AnswerFormats:
    """What an answer may look like, by what it turns out to be.

    solutions, triples, boolean: each the engine's media type and the one to send, or None where nothing that
        we have is wanted.
    """

    __slots__ = ("boolean", "key", "solutions", "triples")

    def __init__(self, solutions: Chosen | None, triples: Chosen | None, boolean: Chosen | None) -> None:
        self.solutions = solutions
        self.triples = triples
        self.boolean = boolean
        self.key = " ".join(chosen[1] if chosen else "-" for chosen in (solutions, triples, boolean))


@lru_cache(maxsize=1024)
def accepted(accept: str | None) -> AnswerFormats:
    """The formats that an Accept header wants most (RFC 9110, 12.5.1); without one those we like best.

    >>> formats = accepted("text/html, application/xml;q=0.9, */*;q=0.8")
    >>> formats.solutions, formats.triples[1]
    (('application/sparql-results+xml', 'application/xml'), 'application/xml')
    """
    return AnswerFormats(*(preferred(accept, offers) for offers in (SOLUTIONS, TRIPLES, BOOLEANS)))


@lru_cache(maxsize=64)
def named(name: str) -> AnswerFormats:
    """The formats that have a name, an extension or a media type; UnknownFormatError if there are none.

    >>> named("json").solutions[0], named("ttl").solutions, named("ttl").triples[0]
    ('application/sparql-results+json', None, 'text/turtle')
    """
    wanted = name.lower()
    tabular = next((offer for key, offer in NAMED.items() if wanted == key or wanted in offer), None)
    graph: Offer = ()
    try:
        graph = (graph_formats.named(name).media_type,)
    except UnknownFormatError as error:
        if tabular is None:
            raise ANSWER_FORMATS.refusal(name) from error
    return AnswerFormats(
        _as_named(tabular), _as_named(graph), _as_named(tabular if tabular in BOOLEANS else None)
    )


@lru_cache(maxsize=1024)
def preferred(accept: str | None, offers: Sequence[Offer]) -> Chosen | None:
    """The offer that a header wants most, under the name by which it asks for it; None if it wants none.

    >>> preferred("text/csv;q=0.5, application/*", SOLUTIONS)
    ('application/sparql-results+json', 'application/sparql-results+json')
    >>> preferred("text/html", SOLUTIONS)
    """
    ranges = _ranges(accept or "") or {"*/*": 1.0}
    best, chosen = 0.0, None
    for offer in offers:
        for name in offer:
            # An offer's other names are for those who name them.
            if name != offer[0] and name not in ranges:
                continue
            kind = name.partition("/")[0]
            weight = next((ranges[key] for key in (name, f"{kind}/*", "*/*") if key in ranges), 0.0)
            if weight > best:
                best, chosen = weight, (offer[0], name)
    return chosen


def language(accepted: str | None) -> Language:
    """The language of ours that a header Accept-Language wants most, else English.

    >>> language("de, tg-Cyrl-TJ;q=0.9, ru;q=0.5"), language(None)
    ('tg', 'en')
    """
    # A kind of a language stands for it, and `*` for all of them.
    spoken = re.sub(r"-\w+", "", (accepted or "")[:LONGEST_ACCEPT]).replace("*", "*/*")
    chosen = preferred(spoken, tuple((tag,) for tag in LANGUAGES))
    return LANGUAGES.checked(chosen[0] if chosen else LANGUAGES[0])


def with_charset(media_type: str) -> str:
    """A media type as a header has it.

    >>> with_charset("text/csv"), with_charset("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _ranges(accept: str) -> dict[str, float]:
    """Each media range with its weight, 1 where there is none that can be read."""
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = part.split(";")
        if name.strip():
            weights = [match[1] for match in map(WEIGHT.fullmatch, parameters) if match]
            ranges[name.strip().lower()] = float(weights[0]) if weights else 1.0
    return ranges


def _as_named(offer: Offer | None) -> Chosen | None:
    return (offer[0], offer[0]) if offer else None
