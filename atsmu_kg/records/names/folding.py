"""Folding: one spelling for what is written alike in Cyrillic and Latin, with and without diacritics.

The outcome is for comparison, not for reading. Names and what is looked for are folded alike, so a rule need
not be right for every language; it must bring the usual spellings of one name together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

# Russian, Tajik and Ukrainian letters in lower case, without marks: ё is е, й and ӣ are и, ӯ is у by then.
CYRILLIC = str.maketrans(
    dict(zip("абвгғґдезиіклмнопрстуфхҳыэєқ", "abvgggdeziiklmnoprstufhhieek", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ҷ": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ь": "", "ъ": "", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
# Letters of scholarly romanisation whose mark is not just an accent.
CARONS = str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ş": "sh", "ç": "ch"})
APOSTROPHES = str.maketrans("", "", "'`´ʹʺʻʼʿʾ‘’")
# All of these at once, with the usual letters that have a mark and the usual signs: what is ASCII then is
# folded without Unicode's tables, at a fraction of the time.
USUAL = {**CYRILLIC, **CARONS, **APOSTROPHES, **str.maketrans("йёӣӯ«»–—„“”", "ieiu" + 7 * " ")}
ASCII_WORD = re.compile("[a-z0-9]+")
# The romanisations that are in use for one sound; ҷ goes with ч, as one is typed for the other.
SOUNDS = {
    **dict.fromkeys(("dsch", "tsch", "dzh", "tch", "dj", "ch", "j"), "j"),
    **{"sch": "sh", "kh": "h", "gh": "g", "ph": "f", "zh": "z", "ck": "k"},
    **{"x": "h", "c": "k", "q": "k", "w": "v", "y": "i"},
}
DOUBLED = re.compile(r"([^\W\d])\1")
SOUND = re.compile("|".join(sorted(SOUNDS, key=len, reverse=True)))


def fold(text: str) -> str:
    """The words of a text in folded letters, with one space between them; empty if it has no letter or digit.

    >>> fold("Тоҷикистон"), fold("Tojikiston"), fold("Точикистон")
    ('tojikiston', 'tojikiston', 'tojikiston')
    >>> fold("Tadzhikistan") == fold("Таджикистан") == fold("TAJIKISTAN")
    True
    """
    usual = text.casefold().translate(USUAL)
    if usual.isascii():
        return " ".join(map(_sounds, ASCII_WORD.findall(usual)))
    lower = normalize("NFKC", normalize("NFKC", text).casefold())
    latin = lower.translate(CARONS).translate(APOSTROPHES)
    bare = "".join(letter for letter in normalize("NFKD", latin) if not combining(letter)).translate(CYRILLIC)
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    return " ".join(map(_sounds, words))


def fold_code(text: str) -> str:
    """The letters and digits of a code, whatever their case and what stands between them.

    >>> fold_code("0000 0001 2143 0876"), fold_code("Q-863")
    ('0000000121430876', 'q863')
    """
    if text.isascii():
        return "".join(ASCII_WORD.findall(text.lower()))
    return "".join(each for each in normalize("NFKC", text).casefold() if each.isalnum())


def distance(a: str, b: str, most: int) -> int | None:
    """How many slips lead from one word to another, or None if more than `most`.

    A slip is a letter too many, missing, wrong, or in the place of its neighbour (the restricted
    Damerau-Levenshtein distance).

    >>> distance("iran", "irna", 1), distance("iran", "iraq", 1), distance("iran", "oman", 1)
    (1, 1, None)
    """
    if abs(len(a) - len(b)) > most or len(set(a) ^ set(b)) > 2 * most:
        return None
    # What they begin and end with in common takes no slip.
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    before, row = list[int](), list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, before, row = before, row, [i] + [most + 1] * len(b)
        # What is further from the diagonal takes more slips.
        for j in range(max(1, i - most), min(len(b), i + most) + 1):
            other = b[j - 1]
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and other == a[i - 2]:
                least = min(least, last[j - 2] + 1)
            row[j] = least
        if min(row) > most and min(before) > most:
            return None
    return row[-1] if row[-1] <= most else None


@lru_cache(4096)
def _sounds(word: str) -> str:
    sounds = SOUND.sub(lambda found: SOUNDS[found[0]], word).replace("ie", "e")
    return DOUBLED.sub(r"\1", sounds)
