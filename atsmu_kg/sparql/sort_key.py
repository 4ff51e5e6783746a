"""The kind of a sort key, by which keys are sorted first."""

from __future__ import annotations

from functools import cache

from atsmu_kg.files import beside


def kind_of(key: str) -> str:
    """The expression for the kind of a sort key, which is an expression too; see ``sort_key.rq``.

    >>> kind_of("?o")
    'IF(isNumeric(?o), "1", CONCAT(STR(DATATYPE(?o)), STR(TZ(?o) = "")))'
    """
    return _kind().replace("?key", key)


@cache
def _kind() -> str:
    text = beside(__file__, "sort_key.rq")
    return " ".join(text.partition("ORDER BY")[2].split()).removesuffix(" ?key")
