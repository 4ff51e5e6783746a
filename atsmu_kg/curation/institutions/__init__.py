"""Datasets of the same form about other institutions.

- ``starting``: a new folder from ``templates/``
- ``dataset``: such a folder: its IRIs, files, checks, and its graph, alone or beside others
- ``checking``: what is still wrong with it
- ``questions``: the named queries, asked of its institution
- ``sheets``, ``columns``, ``workbook``: tables in CSV and Excel, what their cells may hold, and an empty one
- ``conversion``: tables to TriG, by the SPARQL Updates in ``mappings/``
"""

from atsmu_kg.curation.institutions.conversion import convert
from atsmu_kg.curation.institutions.dataset import Dataset
from atsmu_kg.curation.institutions.starting import start

__all__ = ["Dataset", "convert", "start"]
