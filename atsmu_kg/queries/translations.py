"""What the headers of the named queries say, in Russian and in Tajik: the file ``texts.json``."""

from __future__ import annotations

from functools import cache

from atsmu_kg import files
from atsmu_kg.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = "texts.json"


def translated(text: str, lang: str) -> str:
    """A text of a header in a language; empty where nobody has translated it.

    >>> translated("its name", "ru"), translated("its name", "en"), translated("a text of mine", "tg")
    ('название', 'its name', '')
    """
    return text if lang == "en" or not text else _translations().get(lang, {}).get(text, "")


@cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    import json

    file = files.path(f"queries/{TEXTS}")
    try:
        with open(file, encoding="utf-8") as source:  # noqa: PTH123
            texts: Mapping[str, Mapping[str, str]] = json.load(source)
    except (OSError, ValueError) as error:
        what = f"the translations of the queries can't be read: {error}"
        raise DataError(what, file=file, advice="Run make data.") from error
    return texts
