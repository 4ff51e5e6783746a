"""The tables as a graph again: an R2RML mapping, for engines that answer SPARQL over SQL.

Source: https://www.w3.org/TR/r2rml/. A language is a constant there, so that a table of texts has a map for
each of its languages. A graph has an IRI, so that what stands in one named by a blank node has no map.
Columns are called s, o and g: morph-kgc mistakes those called subject and object for its own.
"""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.files import beside, template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.rdf.tables.manifest import Table

TERM_TYPES = {"iri": "rr:IRI", "blank": "rr:BlankNode", "literal": "rr:Literal"}


def mapping(
    maps: Iterable[tuple[int, int, bool, str, str | None]],
    tables: Mapping[tuple[int, int], tuple[str, Table]],
) -> str:
    """The mapping as Turtle.

    maps: for each the id of the property, the place of the kind of object, whether the triples are in named
        graphs, the kind of subject, and the language of the objects.
    tables: the IRI of the property and its table, by the first two of those.
    """
    texts = [beside(__file__, "mapping.ttl")]
    for property, place, named, subject, language in maps:
        iri, table = tables[property, place]
        which = "named" if named else "default"
        query = template(__file__, f"{which}_map.sql").substitute(
            file=table.named if named else table.default,
            kind=subject,
            language="" if language is None else f" AND objects.language = '{language}'",
        )
        texts.append(
            template(__file__, f"{which}_map.ttl").substitute(
                query=ox.Literal(query.strip()),
                subject=TERM_TYPES[subject],
                property=ox.NamedNode(iri),
                object=_object(table, language),
            )
        )
    return "".join(texts)


def _object(table: Table, language: str | None) -> str:
    if language is not None:
        return f"rr:language {ox.Literal(language)}"
    if table.datatype is not None:
        return f"rr:datatype {ox.NamedNode(table.datatype)}"
    return f"rr:termType {TERM_TYPES[table.kind]}"
