"""The RDF formats: their names, and the extensions of their files."""

from __future__ import annotations

from atsmu_kg.choices import GRAPH_FORMATS, require_text
from atsmu_kg.errors import ExportError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import RdfFormat


class Format:
    """One format of RDF.

    name: what this library calls it.
    media_type: its registered media type.
    extensions: its file extensions with their dots, the usual one first.
    aliases: further names.
    datasets: whether it has a place for named graphs.
    """

    __slots__ = ("aliases", "datasets", "extensions", "media_type", "name")

    def __init__(
        self,
        name: str,
        media_type: str,
        extensions: tuple[str, ...],
        aliases: tuple[str, ...] = (),
        *,
        datasets: bool = False,
    ) -> None:
        self.name = name
        self.media_type = media_type
        self.extensions = extensions
        self.aliases = aliases
        self.datasets = datasets

    @property
    def extension(self) -> str:
        """The usual file extension, with its dot."""
        return self.extensions[0]

    @property
    def engine(self) -> RdfFormat:
        """What the engine calls the format."""
        from pyoxigraph import RdfFormat

        format = RdfFormat.from_media_type(self.media_type)
        assert format is not None
        return format

    def __repr__(self) -> str:
        return f"Format({self.name!r})"


FORMATS = (
    Format("turtle", "text/turtle", (".ttl", ".turtle", ".n3"), ("ttl",)),
    Format("trig", "application/trig", (".trig",), datasets=True),
    Format("n-triples", "application/n-triples", (".nt",), ("nt", "ntriples")),
    Format("n-quads", "application/n-quads", (".nq",), ("nq", "nquads"), datasets=True),
    Format("rdf-xml", "application/rdf+xml", (".rdf", ".owl", ".xml"), ("rdf", "xml", "rdfxml")),
    Format("json-ld", "application/ld+json", (".jsonld", ".json"), ("jsonld", "json"), datasets=True),
)


EXTENSIONS = tuple(extension for format in FORMATS for extension in format.extensions)


def named(name: str) -> Format:
    """The format with a name, alias, extension or media type, whatever its case; else UnknownFormatError.

    >>> named("TTL"), named(".jsonld"), named("application/n-quads")
    (Format('turtle'), Format('json-ld'), Format('n-quads'))
    """
    require_text(format=name)
    wanted = name.lower()
    for format in FORMATS:
        if wanted in (format.name, format.media_type, *format.aliases, *format.extensions):
            return format
    raise GRAPH_FORMATS.refusal(name)


def of_path(path: str) -> Format:
    """The format to write into a file, by its extension; ExportError if that stands for none."""
    format = _of_extension(path)
    if format is not None:
        return format
    known = ", ".join(f"{format.extension} ({format.name})" for format in FORMATS)
    advice = (
        f"Name the format, or give the file one of these extensions: {known}. "
        "The name of a folder of tables has / at its end."
    )
    raise ExportError("the extension does not say which format to write", file=path, advice=advice)


def of_document(path: str) -> Format:
    """The format that a file is in, by its extension; StoreError if that stands for none.

    >>> of_document("ontology.OWL")
    Format('rdf-xml')
    """
    format = _of_extension(path)
    if format is not None:
        return format
    from os.path import splitext

    extension = splitext(path)[1].lower()  # noqa: PTH122
    what = f"{extension} is not the ending of an RDF format" if extension else "the name has no ending"
    raise StoreError(what, file=path, advice=f"Name the file by its format: {', '.join(EXTENSIONS)}.")


def means_tables(target: object, format: object = None) -> bool:
    """Whether a graph is to be exported as a folder of tables, and not as a file.

    >>> means_tables("out/"), means_tables("out", "parquet"), means_tables("out/", "turtle")
    (True, True, False)
    """
    if format is None:
        return isinstance(target, str) and target.endswith("/")
    return isinstance(format, str) and format == "parquet"


def _of_extension(path: str) -> Format | None:
    return next((format for format in FORMATS if path.lower().endswith(format.extensions)), None)
