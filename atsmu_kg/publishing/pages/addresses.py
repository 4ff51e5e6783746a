"""Where the page of an IRI lies below the root of a site, and how one page links to another."""

from __future__ import annotations

import re
from urllib.parse import quote

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.rdf.namespaces import BASE

SHARED = "shared"
ONTOLOGY = f"{BASE}ontology"
VOCABULARY = "ontology"
KINDS = "browse/kind/"
# Where documentation lies that was built apart.
GUIDES = "guides/"
# What stands in a path as it is; the underscore begins what does not, so that no two IRIs have one path.
PLAIN = re.compile(r"[^A-Za-z0-9.~,=-]")

SAFE = "/=,~#"


class Addresses:
    """The paths of pages, without language and extension.

    base: what the dataset's own IRIs begin with. What else stands under the base of the vocabulary, such as
        countries, which all datasets name alike, is in a folder of its own.

    >>> addresses = Addresses("https://w3id.org/atsmu-kg/")
    >>> addresses.path("https://w3id.org/atsmu-kg/source/profile.txt#char=0,12")
    'source/profile.txt/char=0,12'
    >>> addresses.path("https://college.example/id/university") is None
    True
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self._paths: dict[str, str | None] = {}

    def path(self, iri: str) -> str | None:
        """The path of the page about an IRI, or None where there is none."""
        if iri not in self._paths:
            self._paths[iri] = self._path(iri)
        return self._paths[iri]

    def href(self, iri: str) -> str:
        """The file of the page about an IRI, without the folder of its language; empty if it has none."""
        path = self.path(iri)
        return "" if path is None else quote(f"{path}.html", safe=SAFE)

    def is_passage(self, iri: str) -> bool:
        """Whether an IRI is that of a passage of a document."""
        return "#" in iri and "/source/" in iri and self.path(iri) is not None

    def _path(self, iri: str) -> str | None:
        if iri == ONTOLOGY or iri.startswith(f"{ONTOLOGY}#"):
            return VOCABULARY
        for base, folder in ((self.base, ""), (BASE, f"{SHARED}/")):
            rest = iri.removeprefix(base)
            if rest not in (iri, "") and rest.startswith(("id/", "graph/", "source/", "maintainers")):
                return folder + "/".join(map(_segment, re.split("[/#]", rest)))
        return None


def _segment(text: str) -> str:
    """One name of a path; no name is empty, nor of dots only."""
    plain = PLAIN.sub(lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), text)
    return plain.replace(".", "_2E") if plain.strip(".") == "" else plain


def slug(curie: str) -> str:
    """A CURIE, or an IRI without one, as the name of a file.

    >>> slug("akg:Faculty")
    'akg-Faculty'
    """
    return _segment(curie.replace(":", "-", 1)) if "/" not in curie else _segment(curie)


def file(path: str, lang: str) -> str:
    """The file of a page: the English one lies where the identifier leads, the others in their folders.

    >>> file("id/university", "en"), file("id/university", "tg")
    ('id/university.html', 'tg/id/university.html')
    """
    return f"{'' if lang == LANGUAGES[0] else f'{lang}/'}{path}.html"


def relative(target: str, folder: str) -> str:
    """The way from a folder of the site to a file of it.

    >>> relative("id/university.html", "ru/id/country"), relative("id/country/TJ.ttl", "id/country")
    ('../../../id/university.html', 'TJ.ttl')
    """
    there, here = target.split("/"), folder.split("/") if folder else []
    same = 0
    while same < min(len(there) - 1, len(here)) and there[same] == here[same]:
        same += 1
    return "../" * (len(here) - same) + quote("/".join(there[same:]), safe=SAFE)


class SiteFolder:
    """A folder of the site and a language, from where pages lead to others.

    folder: its path.
    lang: the language of the pages that are linked.

    >>> SiteFolder("ru/id/country", "ru").page("search"), SiteFolder("guides", "en").data("static/site.css")
    ('../../search.html', '../static/site.css')
    """

    def __init__(self, folder: str, lang: str) -> None:
        self.folder = folder
        self.lang = lang

    def page(self, path: str) -> str:
        """The way to a page by its path."""
        return relative(file(path, self.lang), self.folder)

    def data(self, file: str) -> str:
        """The way to a file."""
        return relative(file, self.folder)
