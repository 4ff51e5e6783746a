"""A knowledge graph of Avicenna Tajik State Medical University, and answers from it.

>>> import atsmu_kg
>>> kg = atsmu_kg.load()
>>> kg.queries.ratio("akg:StudentCount", "akg:AcademicStaffCount").one().ratio
Decimal('11.1105')
"""

from atsmu_kg._version import __version__
from atsmu_kg.errors import AtsmuKGError

__all__ = [
    "IRI",
    "AtsmuKGError",
    "BNode",
    "KnowledgeGraph",
    "Literal",
    "Text",
    "Year",
    "__version__",
    "connect",
    "dataset",
    "load",
    "open",
    "tables",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.curation.institutions.dataset import dataset
    from atsmu_kg.endpoints import connect
    from atsmu_kg.graph import KnowledgeGraph, load, open, tables
    from atsmu_kg.rdf.datatypes import Year
    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.rdf.terms import BNode, Literal, Text


def __getattr__(name: str) -> object:
    # Whoever asks no endpoint need not wait for what speaks to one; and the command line, which imports the
    # package first, comes to the graph when it has told the collector of garbage to leave it alone.
    if name == "connect":
        from atsmu_kg.endpoints import connect

        return connect
    if name == "dataset":
        from atsmu_kg.curation.institutions.dataset import dataset

        return dataset
    if name in __all__:
        from atsmu_kg.graph import KnowledgeGraph, load, open, tables
        from atsmu_kg.rdf.datatypes import Year
        from atsmu_kg.rdf.namespaces import IRI
        from atsmu_kg.rdf.terms import BNode, Literal, Text

        here = (BNode, IRI, KnowledgeGraph, Literal, Text, Year, load, open, tables)
        globals().update({value.__name__: value for value in here})
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
