"""Where the permanent identifiers of a dataset lead to, as rules of Apache's mod_rewrite."""

from __future__ import annotations

import re

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.files import template
from atsmu_kg.publishing.catalogue.prefixes import DATASET
from atsmu_kg.publishing.catalogue.publication import SITE
from atsmu_kg.rdf.namespaces import checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from atsmu_kg.publishing.catalogue.description import DatasetDescription

# Of a whole site the reference is among the guides.
PAGES = {
    name: [f"{SITE}{folder}reference/en/{name}.html" for folder in ("guides/", "")]
    for name in ("vocabulary", "shapes")
}
# RFC 2606: a host that is sure not to exist.
NO_HOST = "https://atsmu-kg.invalid"
LANDING = "index.html"
# Where a release lies at the identifiers' own address, its files are served as they are.
HERE, THERE = "- [L]", "%{ENV:HOST}/release/$1 [R=302,L]"
# What is handed in at w3id.org, and what another institution puts where its identifiers lead to.
OURS, OWN = "w3id/.htaccess", "redirects/.htaccess"
# What has a page: an IRI that ends where one does.
THINGS = "^((?:id|graph|source)/.+|ontology|maintainers)$"
HOST_NOTE = f"no host is named, so the redirects lead to {NO_HOST}: give --host URL, or edit {OURS}"


def thing_rules() -> str:
    """The rules that lead an identifier to the page or the file of its thing, below ``%{ENV:SITE}``."""
    rules = template(__file__, "templates/htaccess_things")
    return rules.substitute(things=THINGS, languages="|".join(LANGUAGES[1:]))


def site_rules(missing: str) -> bytes:
    """The rules of a site, for the folder that it lies in.

    missing: the path of the page that tells that there is none, as the Web knows it.
    """
    head = template(__file__, "templates/htaccess_site").substitute(missing=missing)
    return f"{head}{thing_rules()}".encode()


class RedirectRules:
    """The redirects of one release.

    described: the dataset. Ours also leads to the vocabulary and the shapes.
    host: the URL below which ``release/VERSION/`` will lie, or None where that is not known; the release of
        another institution is then looked for below the address of its dataset.
    site: the paths of the pages in the release, to which browsers go.
    things: the URL of a site with the pages of things, to which their identifiers lead then; else to those
        in the release, if it has any.
    deprecated: IRIs that are no longer in use, each with the one that replaces it.

    ``file`` is the path of the rules in the release, and ``notes`` say what they do without. Raises
    ParameterError if the host is no IRI.
    """

    def __init__(
        self,
        described: DatasetDescription,
        host: str | None,
        site: Collection[str] = (),
        deprecated: Iterable[tuple[str, ...]] = (),
        things: str | None = None,
    ) -> None:
        self.ours = described.iri == DATASET
        self.file = OURS if self.ours else OWN
        self.notes = (HOST_NOTE,) if self.ours and not host else ()
        self._described = described
        self._host = checked(host).rstrip("/") if host else NO_HOST if self.ours else described.page
        self._things = checked(things).rstrip("/") if things else None
        self._home = described.iri.rpartition("/")[0]
        self._deprecated = sorted(set(deprecated))
        self._pages = {
            name: next((page for page in pages if page in site), LANDING) for name, pages in PAGES.items()
        }
        if things is None and any(path.startswith(f"{SITE}id/") for path in site):
            self._things = f"{self._host}/release/{described.version}/{SITE.rstrip('/')}"

    def to_text(self) -> str:
        """The rules."""
        head = template(__file__, f"templates/{'htaccess' if self.ours else 'htaccess_own'}")
        dataset = template(__file__, "templates/htaccess_dataset")
        deprecated = "\n".join(
            f"RewriteRule ^{re.escape(thing.removeprefix(f'{self._home}/'))}$ {replacement} [R=301,L]"
            for thing, replacement in self._deprecated
        )
        there = f"RewriteRule ^ - [E=SITE:{self._things}/]\n{thing_rules()}\n" if self._things else ""
        return "".join(
            part.substitute(
                home=f"{self._home}/",
                release=HERE if self._host == self._home else THERE,
                host=self._host,
                version=self._described.version,
                stem=self._described.stem,
                deprecated=deprecated,
                things=there,
                **self._pages,
            )
            for part in (head, dataset)
        )
