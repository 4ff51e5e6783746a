"""A graph as Parquet tables for the engines that people have: a table a property, and a dictionary of terms.

- ``writer``: from quads to the folder, by DuckDB, whose statements are the ``.sql`` files
- ``names``: what the files are called
"""

from __future__ import annotations

from atsmu_kg.publishing.tables.writer import write

__all__ = ["write"]
