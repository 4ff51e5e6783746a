"""Where the files of a site that is served can be asked for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.publishing.pages.addresses import SAFE, Addresses, file

PAGE = ".html"


class SiteAddresses:
    """The addresses of the files of a site that are there.

    site: a folder that ``atsmu-kg site`` made; None where no site is served, of which there are none.
    base: what the dataset's own IRIs begin with.

    >>> SiteAddresses(None, "https://w3id.org/atsmu-kg/").about("https://w3id.org/atsmu-kg/id/university")
    """

    def __init__(self, site: str | None, base: str) -> None:
        self._site = None if site is None else Path(site)
        self._base = base

    def has_file(self, name: str) -> bool:
        """Whether there is a file of such a name."""
        return self._site is not None and (self._site / name).is_file()

    def about(self, iri: str, extension: str = PAGE, lang: str = LANGUAGES[0]) -> str | None:
        """The address of the page about an IRI, or of its data by their extension; None if it has none."""
        # New each time: they remember what they are asked, and anybody may ask for anything.
        path = None if self._site is None else Addresses(self._base).path(iri)
        if path is None:
            return None
        name = file(path, lang).removesuffix(PAGE) + extension
        return f"/{quote(name, safe=SAFE)}" if self.has_file(name) else None
