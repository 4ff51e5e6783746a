"""Regular expressions of XPath, which SPARQL and SHACL use, as Python reads them."""

from __future__ import annotations

import re

_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


def python_pattern(pattern: str, flags: str = "") -> str:
    r"""The same pattern for Python, where ``$`` would match before a last line break too (XPath F&O, 5.6.1).

    >>> python_pattern(r"^[a$]+\$$"), python_pattern("a$", "m")
    ('^[a$]+\\$\\Z', 'a$')
    """
    if "m" in flags:
        return pattern
    return _PARTS.sub(lambda part: r"\Z" if part[0] == "$" else part[0], pattern)
