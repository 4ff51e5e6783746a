"""A knowledge graph of Avicenna Tajik State Medical University, and answers from it.

>>> import atsmu_kg
>>> kg = atsmu_kg.load()
>>> kg.queries.students_per_staff().one().ratio
Decimal('11.11')
"""

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.graph import KnowledgeGraph, load, open
from atsmu_kg.terms import BNode, Literal, Text, Year
from atsmu_kg.vocabulary import IRI

__all__ = ["IRI", "AtsmuKGError", "BNode", "KnowledgeGraph", "Literal", "Text", "Year", "load", "open"]
__version__ = "0.1.0"
