"""What the host of a site reads: redirect rules, a map for crawlers, the page where there is none."""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.files import template
from atsmu_kg.publishing.pages.addresses import SAFE
from atsmu_kg.publishing.redirects import site_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from atsmu_kg.publishing.pages.rendering import Renderer
    from atsmu_kg.publishing.pages.subject import Subject

MISSING = "404.html"


def hosting(
    subject: Subject, paths: Iterable[str], renderers: Sequence[Renderer]
) -> Iterator[tuple[str, bytes]]:
    """The files by their paths.

    subject: what the site is about.
    paths: the files of the site; its pages are on the map, if the host is known.
    renderers: those of the languages.
    """
    at = urlsplit(subject.host or subject.addresses.base).path.rstrip("/")
    yield ".htaccess", site_rules(f"{at}/{MISSING}")
    # A file that keeps GitHub Pages from leaving out what begins with an underscore.
    yield ".nojekyll", b""
    # A host shows it wherever something is missing, so its links go out from the root.
    yield MISSING, renderers[0].render("missing.html", MISSING.removesuffix(".html"), base=f"{at}/")
    pages = sorted(path for path in paths if path.endswith(".html"))
    yield from _forwarding(pages)
    robots = template(__file__, "static/robots.txt")
    sitemap = f"Sitemap: {subject.host}/sitemap.xml\n" if subject.host else ""
    yield "robots.txt", robots.substitute(sitemap=sitemap).encode()
    if subject.host:
        entry = template(__file__, "static/sitemap_page.xml")
        entries = "".join(
            entry.substitute(address=escape(f"{subject.host}/{quote(page, safe=SAFE)}")) for page in pages
        )
        yield "sitemap.xml", template(__file__, "static/sitemap.xml").substitute(pages=entries).encode()


def _forwarding(pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """For hosts without rules: the page of a document that is a folder too, where they look for it."""
    folders = {page.rpartition("/")[0] for page in pages}
    forward = template(__file__, "static/forward.html")
    for page in pages:
        folder = page.removesuffix(".html")
        if folder in folders and f"{folder}/index.html" not in pages and folder not in LANGUAGES:
            root = "../" * (folder.count("/") + 1)
            there = f"../{quote(page.rpartition('/')[2], safe=SAFE)}"
            yield f"{folder}/index.html", forward.substitute(there=there, root=root).encode()
