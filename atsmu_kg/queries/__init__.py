"""The named queries: one file a question, whose header says its parameters, its columns and what to expect.

- ``catalogue``, ``query``, ``parameters``, ``signatures``: asking them, and what an editor shows of them
- ``bindings``: values for the variables of any query, and which call answers its form
- ``template``: the text of a query, with places for parameters
- ``comments``, ``header``, ``expectations``: reading the files, holding them and their answers to their word
- ``compiler``: writing what is read in place of the headers, an index and types
"""

from functools import cache

from atsmu_kg import files
from atsmu_kg.queries.catalogue import Catalogue, UnknownQueryError
from atsmu_kg.queries.query import Column, NamedQuery
from atsmu_kg.queries.template import INDEX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.queries.catalogue_types import Queries

__all__ = ["INDEX", "Catalogue", "Column", "NamedQuery", "UnknownQueryError", "packaged"]


@cache
def packaged() -> "Queries":
    """The queries that come with the package.

    >>> len(packaged()) >= 30
    True
    """
    # Their types are made from their headers: the stub of catalogue_types says them, and no run needs it.
    catalogue: Any = Catalogue(files.path("queries"))
    return catalogue  # type: ignore[no-any-return]
