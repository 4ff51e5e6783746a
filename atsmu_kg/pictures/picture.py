"""A picture: a Vega-Lite chart that shows itself and saves itself, without a network."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

from atsmu_kg.choices import PICTURE_FORMATS, UnknownFormatError, require_path
from atsmu_kg.errors import ExportError, MissingDependencyError, ParameterError, quoted
from atsmu_kg.pictures.escaping import drawable, page
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.choices import PictureFormat

# A diagram has Mermaid as well.
FORMATS: tuple[PictureFormat, ...] = tuple(format for format in PICTURE_FORMATS if format != "mmd")
LARGEST = 20
REFERRED = re.compile(r'(?<= id=")(?:clip|gradient_)\d+(?=")|(?<=url\(#)(?:clip|gradient_)\d+(?=\))')
# A picture holds its data; nothing that it names may be fetched.
NO_ADDRESS: list[str] = []


def require() -> None:
    """See that what draws is installed: MissingDependencyError if not."""
    for package in ("altair", "ttf_opensans", "vl_convert"):
        try:
            import_module(package)
        except ImportError as error:
            raise MissingDependencyError(
                f"pictures need {package}, which is not installed",
                advice="pip install 'atsmu-kg[plot]'",
                package=package,
            ) from error


@cache
def _renderer() -> Any:
    """What draws, told once where its font is."""
    import ttf_opensans  # type: ignore[import-untyped]
    import vl_convert

    vl_convert.register_font_directory(str(Path(ttf_opensans.__file__).parent / "ttf"))
    return vl_convert


class Picture:
    """A chart, made by ``kg.plot`` and ``result.plot()``.

    ``chart`` is the Altair chart, to be changed further, and ``spec`` its Vega-Lite specification, which
    holds all of its data. In a notebook a picture shows itself. The same graph gives the same SVG, byte
    for byte, with the same version of the renderer.
    """

    formats: tuple[PictureFormat, ...] = FORMATS

    def __init__(self, chart: Any) -> None:
        self.chart = chart

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification."""
        return dict(self.chart.to_dict())

    @property
    def title(self) -> str:
        """What stands above it."""
        title = self.spec["title"]
        return str(title["text"] if isinstance(title, dict) else title)

    def to_svg(self) -> str:
        """The picture as an SVG document."""
        drawn = str(self._drawn("svg", self._drawable, allowed_base_urls=NO_ADDRESS))
        # The renderer goes on counting what is referred to from one picture to the next.
        numbers: dict[str, str] = {}
        return REFERRED.sub(lambda found: numbers.setdefault(found[0], f"part{len(numbers)}"), drawn)

    def to_png(self, *, scale: float = 2.0) -> bytes:
        """The picture as PNG, ``scale`` times its size; ParameterError for too much or too little."""
        if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0 < scale <= LARGEST:
            raise ParameterError(
                f"a picture can't be drawn at {quoted(scale)} times its size",
                advice=f"Give a number above 0 and up to {LARGEST}.",
                scale=scale,
            )
        return bytes(self._drawn("png", self._drawable, scale=scale, allowed_base_urls=NO_ADDRESS))

    def to_pdf(self) -> bytes:
        """The picture as PDF."""
        return bytes(self._drawn("pdf", self._drawable, allowed_base_urls=NO_ADDRESS))

    def to_html(self) -> str:
        """A page that needs no network: the picture, what draws it, and what a pointer asks of its parts."""
        return page(self._drawable, lambda spec: str(self._drawn("html", spec, bundle=True)))

    def to_json(self) -> str:
        """The Vega-Lite specification as JSON."""
        import json

        return json.dumps(self.spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def save(self, target: str | os.PathLike[str], format: PictureFormat | None = None) -> None:
        """Write the picture to a file, all or nothing, in the format that its extension names.

        Raises UnknownFormatError for a format that it does not have, ExportError for a file that can't be
        written, and, as the methods do that it calls, for a changed chart that can't be drawn.
        """
        from atsmu_kg.atomic import replace

        require_path(target=target)
        extension = os.path.splitext(os.fspath(target))[1].lstrip(".").lower()  # noqa: PTH122
        name = extension if format is None else format
        if not isinstance(name, str) or name not in self.formats:
            near = nearest(name, self.formats) if isinstance(name, str) else []
            shown = extension or "no extension" if format is None else format
            raise UnknownFormatError(
                f"{quoted(shown)} is not a format of this picture",
                file=os.fspath(target),
                advice=f"{did_you_mean(near)} The choices are {', '.join(self.formats)}.".lstrip(),
                format=name,
                nearest=near,
            )
        content = self._in(name)
        replace(target, content.encode() if isinstance(content, str) else content)

    @cached_property
    def _drawable(self) -> dict[str, Any]:
        return drawable(self.spec)

    def _drawn(self, format: str, spec: dict[str, Any], **options: Any) -> Any:
        try:
            return getattr(_renderer(), f"vegalite_to_{format}")(spec, **options)
        except ValueError as error:
            # The first line says no more than that it failed.
            why = next((line.strip() for line in str(error).splitlines()[1:] if line.strip()), str(error))
            raise ExportError(
                f"the picture can't be drawn as {format}: {why}",
                advice="Put the data into the chart itself: nothing is fetched.",
                format=format,
            ) from error

    def _in(self, format: str) -> str | bytes:
        content: str | bytes = getattr(self, f"to_{format}")()
        return content

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # A notebook that is not trusted shows no SVG.
        png = b64encode(self.to_png(scale=1)).decode()
        return {"image/svg+xml": self.to_svg(), "image/png": png, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.title}>"
