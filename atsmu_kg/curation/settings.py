"""The settings of an institution's dataset: ``dataset.toml`` in its folder, without the dataset itself."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.names import InstitutionNames
from atsmu_kg.errors import DataError, StoreError
from atsmu_kg.rdf.documents import content

SETTINGS = "dataset.toml"
# What pages are called, and the colour of their links and lines.
SITE = ("accent", "name")
COLOUR = re.compile("#[0-9A-Fa-f]{6}")


class DatasetSettings:
    """What ``dataset.toml`` says.

    ``names`` are the dataset's IRIs, ``name`` is its own, ``language`` that of its sources; ``titles`` are
    those of each source by language, and ``site`` says how its pages look.
    """

    def __init__(self, stated: dict[str, Any]) -> None:
        self.names = InstitutionNames(stated["things"])
        self.name: str = stated["name"]
        self.language: str = stated["language"]
        self.licence: str = stated["licence"]
        self.date: str = stated["date"]
        self.titles: dict[str, dict[str, str]] = stated["title"]
        self.site: dict[str, str] = stated.get("site", {})

    @classmethod
    def read(cls, directory: str | os.PathLike[str]) -> DatasetSettings:
        """The settings in a folder; StoreError if there are none, DataError if they are wrong."""
        import tomllib

        file = Path(directory, SETTINGS)
        if not file.is_file():
            raise StoreError(
                f"the folder has no {SETTINGS}",
                file=str(directory),
                advice="Begin a dataset with 'atsmu-kg new DIR --name … --iri …'.",
            )
        try:
            stated = tomllib.loads(content(str(file)).decode("utf-8"))
        except ValueError as error:
            raise DataError(f"the settings are not TOML: {error}", file=str(file)) from error
        fault = _fault(stated)
        if fault:
            raise DataError(fault, file=str(file), advice="A new dataset shows how the settings are written.")
        return cls(stated)


def folder_around(file: str | os.PathLike[str]) -> Path | None:
    """The folder of the dataset that a file lies in, at any depth, or None.

    >>> folder_around("/nowhere/data/profile.trig")
    """
    return next((folder for folder in Path(file).resolve().parents if (folder / SETTINGS).is_file()), None)


def _fault(settings: dict[str, Any]) -> str:
    """What is wrong with the settings, if anything."""
    for key in ("name", "things", "language", "licence", "date"):
        if not isinstance(settings.get(key), str):
            return f"{key} is not given as a text"
    if settings["language"] not in LANGUAGES:
        return f"the language {settings['language']!r} is not one of {', '.join(LANGUAGES)}"
    title = settings.get("title")
    if not isinstance(title, dict):
        return "title is not given for each source"
    for source, titles in title.items():
        if not isinstance(titles, dict) or set(titles) != set(LANGUAGES):
            return f"title.{source} is not given in {', '.join(LANGUAGES)}"
    return _fault_of_site(settings.get("site", {}))


def _fault_of_site(site: Any) -> str:
    if not isinstance(site, dict) or not all(isinstance(value, str) for value in site.values()):
        return "site is not a table of texts"
    for key in sorted(site):
        if key not in SITE:
            return f"site.{key} is not one of {', '.join(SITE)}"
    if not COLOUR.fullmatch(site.get("accent", "#000000")):
        return f"site.accent is {site['accent']!r}, and not a colour like #0b6b66"
    return ""
