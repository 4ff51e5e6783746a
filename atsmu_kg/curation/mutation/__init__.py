"""How good the shapes are: the dataset is changed in many small ways, and the changes found are counted.

A mutant differs from the dataset by one slip of a hand: one statement, or the statements of one thing. A
slip either changes the meaning, and then validation ought to find it, or it doesn't, and then it must not.
"""

from atsmu_kg.curation.mutation.agreement import Agreement, agreement
from atsmu_kg.curation.mutation.measurement import Measurement, measure
from atsmu_kg.curation.mutation.mutants import KINDS, Mutant, mutants

__all__ = ["KINDS", "Agreement", "Measurement", "Mutant", "agreement", "measure", "mutants"]
