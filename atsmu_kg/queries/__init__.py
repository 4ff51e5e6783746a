"""The named queries: one file a question, whose header says its parameters, its columns and what to expect.

- ``catalogue``, ``query``, ``parameters``: asking them
- ``headers``, ``expectations``: reading the files, and holding them and their answers to their word
- ``signatures``, ``stubs``: what an editor and a type checker see
"""

from atsmu_kg.queries.catalogue import Catalogue, UnknownQueryError, packaged
from atsmu_kg.queries.query import INDEX, Column, Query

__all__ = ["INDEX", "Catalogue", "Column", "Query", "UnknownQueryError", "packaged"]
