"""Names: those of a thing in its languages, and things by any of their names.

- ``preferred``: the names of one thing, language by language
- ``folding``: spellings that differ only in script, diacritics or romanisation made equal
- ``index``: all names and codes of a graph, and the search in them
"""

from __future__ import annotations

from atsmu_kg.records.names.folding import fold
from atsmu_kg.records.names.index import Match, NameIndex
from atsmu_kg.records.names.preferred import Names

__all__ = ["Match", "NameIndex", "Names", "fold"]
