"""A question that came by an address, on its way to a worker, with the format and the links of its answer."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from atsmu_kg.serve import formats
from atsmu_kg.serve.formats import JSON, SOLUTIONS, AnswerFormats
from atsmu_kg.serve.likeness import likeness
from atsmu_kg.serve.problems import not_acceptable
from atsmu_kg.serve.protocol import accept_of, single
from atsmu_kg.serve.questions.asking import WARMING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.requests import Request

    from atsmu_kg.serve.formats import Chosen, Offer

DOCUMENT: Offer = (JSON,)
# What the rows of a named query can be had as, in the order in which we would rather send them.
ROWS: tuple[Offer, ...] = (DOCUMENT, SOLUTIONS[0][:1], *SOLUTIONS[1:])


class ApiQuestion:
    """What a worker is asked for an address; see ``serve.reply``.

    keywords: those of the question.
    chosen: the format of the answer, as the worker and as the client names it.
    address: the address that was asked, with its fields, for the links to what comes before and behind.
    """

    __slots__ = ("_address", "_fields", "formats", "likeness", "text")
    warming = WARMING

    def __init__(self, keywords: Mapping[str, Any], chosen: Chosen, path: str, encoded: bytes) -> None:
        text = keywords.get("text")
        self.text = str(text or keywords)
        # Without its constants nothing would tell one named query from another.
        self.likeness = likeness(text) if text else self.text
        self.formats = AnswerFormats(chosen, None, None)
        self._address = path
        self._fields = parse_qsl(encoded.decode("ascii", "replace"), keep_blank_values=True)

    def headers(self, told: bytes) -> dict[str, str]:
        """The headers that come of what the worker told first: the offset of what comes behind, if anything.

        >>> question = ApiQuestion({}, ("text/csv", "text/csv"), "/api/queries/names", b"limit=20&offset=10")
        >>> print(question.headers(b"30")["Link"].replace(", ", "\\n"))
        </api/queries/names?limit=20&offset=0>; rel="prev"
        </api/queries/names?limit=20&offset=30>; rel="next"
        """
        known = dict(self._fields)
        links = []
        offset, limit = int(known.get("offset") or 0), known.get("limit")
        if offset and limit:
            links.append(self._link(max(0, offset - int(limit)), "prev"))
        if told:
            links.append(self._link(int(told), "next"))
        return {"Link": ", ".join(links)} if links else {}

    def _link(self, offset: int, relation: str) -> str:
        fields = [field for field in self._fields if field[0] != "offset"]
        return f'<{self._address}?{urlencode([*fields, ("offset", str(offset))])}>; rel="{relation}"'


def format_of(request: Request, asked: dict[str, list[str]], offers: tuple[Offer, ...]) -> Chosen:
    """The format that a request wants: by name, else by its Accept header.

    ``json`` is that of the schemas; SPARQL's results in JSON have their media type. Raises RequestError where
    nothing fits, UnknownFormatError for a name that no format has.
    """
    if "format" not in asked:
        chosen = formats.preferred(accept_of(request), offers)
    # In an address a plus that is not escaped is a blank.
    elif (name := single(asked, "format").lower().replace(" ", "+")) in ("json", JSON):
        chosen = (JSON, JSON)
    else:
        named = formats.named(name).solutions
        chosen = named if named and any(named[0] in offer for offer in offers) else None
    if chosen is None:
        raise not_acceptable(offers)
    return chosen
