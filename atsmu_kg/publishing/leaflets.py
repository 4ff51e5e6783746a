"""What a person reads who opens the folder of a release: README.md and LICENSE."""

from __future__ import annotations

from atsmu_kg.files import template
from atsmu_kg.publishing.catalogue.landing import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.publishing.catalogue.publication import Publication
    from atsmu_kg.publishing.signing.keys import SigningKey

README, LICENSE = "README.md", "LICENSE"
# What begins something in Markdown (CommonMark, 2.4); a line break would end a heading or a cell.
MARKDOWN = str.maketrans({**{mark: f"\\{mark}" for mark in "\\`*_[]<>&|"}, "\n": " "})


def readme(
    publication: Publication, contents: Mapping[str, bytes], signer: SigningKey | None = None
) -> bytes:
    """What the files of a release hold, how to check and to cite them.

    publication: what is published.
    contents: the files that are told.
    signer: who signs the release, if anybody does.
    """
    described = publication.description
    row = template(__file__, "templates/README_row.md")
    return _filled(
        "README.md",
        publication,
        title=described.title().translate(MARKDOWN),
        abstract=described.abstract().translate(MARKDOWN),
        archive=f"{publication.whole}.zip",
        modified=described.modified,
        signed=""
        if signer is None
        else template(__file__, "templates/README_signed.md").substitute(key=signer.did),
        files="".join(
            row.substitute(path=path, holds=holds.translate(MARKDOWN))
            for path, holds in told(publication, contents).items()
        ),
    )


def licence(publication: Publication) -> bytes:
    """The dataset's licence, and those of its parts with the attributions that they ask for."""
    terms: dict[str, list[set[str]]] = {}
    for name, licence, rights in publication.select("terms_of_use"):
        licences, attributions = terms.setdefault(name, [set(), set()])
        licences |= {licence} - {""}
        attributions |= {rights} - {""}
    own = {publication.description.licence}
    parts: dict[str, list[str]] = {}
    for name, (licences, attributions) in sorted(terms.items()):
        if attributions or not licences <= own:
            shown = "\n".join(f"    {line}" for line in (*sorted(attributions), *sorted(licences)))
            parts.setdefault(shown, []).append(name)
    part = template(__file__, "templates/LICENSE_part")
    listed = "".join(
        part.substitute(names="\n".join(names), terms=shown) for shown, names in parts.items()
    ).rstrip("\n")
    others = template(__file__, "templates/LICENSE_parts").substitute(parts=listed) if parts else ""
    return _filled("LICENSE", publication, parts=others)


def _filled(name: str, publication: Publication, **values: str) -> bytes:
    described = publication.description
    said = {
        "title": described.title(),
        "version": described.version,
        "publisher": described.publisher,
        "page": described.page,
        "licence": described.licence,
        "licence_name": described.text("dcterms:title", described.licence, lang="en"),
    }
    text = template(__file__, f"templates/{name}").substitute(said | values)
    return f"{text.rstrip()}\n".encode()
