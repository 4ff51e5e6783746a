"""The functions and aggregates that SPARQL 1.1 has keywords for."""

from __future__ import annotations

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})

# How many arguments the functions take, at least and at most.
ARGUMENTS: dict[str, tuple[int, float]] = {
    **dict.fromkeys(("RAND", "NOW", "UUID", "STRUUID"), (0, 0)),
    **dict.fromkeys(
        ("STR", "LANG", "DATATYPE", "IRI", "URI", "BOUND", "ABS", "CEIL", "FLOOR", "ROUND"), (1, 1)
    ),
    **dict.fromkeys(("STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS"), (1, 1)),
    **dict.fromkeys(("MINUTES", "SECONDS", "TIMEZONE", "TZ", "MD5", "SHA1", "SHA256", "SHA384"), (1, 1)),
    **dict.fromkeys(("SHA512", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC"), (1, 1)),
    **dict.fromkeys(("LANGMATCHES", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER"), (2, 2)),
    **dict.fromkeys(("STRLANG", "STRDT", "SAMETERM"), (2, 2)),
    **{"IF": (3, 3), "SUBSTR": (2, 3), "REGEX": (2, 3), "REPLACE": (3, 4), "BNODE": (0, 1)},
    **dict.fromkeys(("CONCAT", "COALESCE"), (0, float("inf"))),
}
