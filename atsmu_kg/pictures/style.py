"""How pictures look: one font, sizes, and colours that differ in lightness as well."""

from __future__ import annotations

from types import MappingProxyType
from unicodedata import category

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import altair

# The first comes with the extra and has the letters of all three languages, so that no machine's own fonts
# stand in; the others, which a browser may have instead, are no wider.
FONT = "Open Sans, Liberation Sans, Arial, Helvetica, sans-serif"
SIZE, SMALL, LARGE = 12, 10, 15
INK, FAINT, GRID, PAPER = "#222222", "#595959", "#dddddd", "#ffffff"

# The texts of axes and legends.
GUIDE: Mapping[str, Any] = MappingProxyType(
    {
        **{"labelFontSize": SIZE, "labelColor": INK, "labelLimit": 0},
        **{"titleFontSize": SMALL + 1, "titleColor": FAINT, "titleLimit": 0, "titleFontWeight": "normal"},
    }
)

# Colours that people with any colour vision tell apart (Okabe and Ito 2008); shapes tell the same again.
BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = "#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9"
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)

NARROW, WIDE = frozenset("ijlftrI.,:;'|!()[]/- "), frozenset("mwMWшщжюфыЖШЩЮФЫМ@%")


def dressed(
    chart: altair.TopLevelMixin, title: str, *, subtitle: Sequence[str] = (), description: str = ""
) -> Any:
    """A chart with its title, its description for those who can't see it, and the look of all pictures."""
    import altair as alt

    titled: Any = chart
    heading = alt.TitleParams(title, subtitle=list(subtitle)) if subtitle else alt.TitleParams(title)
    look = alt.Config(
        axis=alt.AxisConfig(**GUIDE, gridColor=GRID, domainColor=GRID, tickColor=GRID),
        font=FONT,
        legend=alt.LegendConfig(**GUIDE, orient="top"),
        padding=16,
        title=alt.TitleConfig(
            anchor="start",
            frame="bounds",
            fontSize=LARGE,
            subtitleFontSize=SMALL + 1,
            subtitleColor=FAINT,
            color=INK,
            offset=14,
            limit=0,
        ),
        view=alt.ViewConfig(stroke=None),
    )
    # All at once: each configure_…() would copy the whole chart.
    return titled.properties(title=heading, description=description or title, background=PAPER, config=look)


def width(text: str, size: float = SIZE) -> float:
    """About how many pixels a text takes; rather too many than too few.

    >>> round(width("Library")), round(width("Стоматология"))
    (43, 88)
    """
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    if character in NARROW:
        return 0.36
    if character in WIDE:
        return 0.9
    kind = category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0.0
    if kind == "Lo":
        return 1.0
    return 0.72 if kind == "Lu" else 0.6
