"""Places as GeoJSON (RFC 7946), with the coordinates that the graph states and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.pictures.words import checked

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from decimal import Decimal

    from atsmu_kg.pictures.labels import Labels
    from atsmu_kg.queries.catalogue_types import CoordinatesRow
    from atsmu_kg.rdf.namespaces import IRI


def places(
    rows: Iterable[CoordinatesRow],
    labels: Labels,
    lang: str = "en",
    target: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """A feature for each place and each point that is stated of it, with the named graphs that state it.

    With a target the collection is also written to that file, all or nothing. Raises ParameterError for an
    unknown language, ExportError.
    """
    checked(lang)
    stated: dict[tuple[IRI, Decimal, Decimal], list[str]] = {}
    for row in rows:
        stated.setdefault((row.place, row.longitude, row.latitude), []).append(row.graph.curie)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(east), float(north)]},
            "properties": {
                "iri": str(place),
                "curie": place.curie,
                "name": labels(place, lang),
                "graphs": sorted(graphs),
            },
        }
        for (place, east, north), graphs in stated.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    if target is not None:
        import json

        from atsmu_kg.atomic import replace

        replace(target, (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode())
    return collection
