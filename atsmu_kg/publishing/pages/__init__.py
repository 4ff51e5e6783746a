"""The site of a dataset: pages for people and files for programs, of every thing, named graph and passage.

- ``site``: all files of a site, put together
- ``documents``, ``addresses``: which subjects are described together, and where
- ``statements``, ``labels``: the graph as pages ask it
- ``page``: what the page of a thing says; ``figures``, ``neighbourhood``, ``maps`` are parts of it
- ``browse``, ``search``, ``front``: the ways in
- ``console``: the page of SPARQL, with ``usage``, ``answers`` and ``scripts``
- ``rendering``: the templates, which know a language at a time; ``wording``: the words around the data
"""

from atsmu_kg.publishing.pages.console import Console
from atsmu_kg.publishing.pages.scripts import bundle
from atsmu_kg.publishing.pages.site import Appearance, site

__all__ = ["Appearance", "Console", "bundle", "site"]
