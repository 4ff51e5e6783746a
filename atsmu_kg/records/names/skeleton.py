"""Skeletons: the consonants of a word, by which a name in Persian script meets its Tajik spelling."""

from __future__ import annotations

import re

# The letters of the Persian alphabet as `fold` writes their Tajik counterparts; alef, vav, yeh, hamza and
# ayn are not among the consonants that Tajik always writes.
PERSIAN = {
    **dict(
        zip(
            "بپتجچحخدرزسشغفقکگلمنهي",
            [
                "b",
                "p",
                "t",
                "j",
                "j",
                "h",
                "h",
                "d",
                "r",
                "z",
                "s",
                "sh",
                "g",
                "f",
                "k",
                "k",
                "g",
                "l",
                "m",
                "n",
                "h",
                "",
            ],
            strict=True,
        )
    ),
    **dict.fromkeys("ثص", "s"),
    **dict.fromkeys("ذضظژ", "z"),
    "ط": "t",
    "ك": "k",
    "ة": "h",
}
SCRIPT = re.compile("[\u0621-\u064a\u066e-\u06d3]")
VOWELS = re.compile("[aeiouv]")
DOUBLED = re.compile(r"(.)\1")


def persian(text: str) -> str:
    """The skeletons of the words of a text in Persian script; empty for any other script.

    >>> persian("دوشنبه"), persian("Dushanbe")
    ('dshnbh', '')
    """
    if not SCRIPT.search(text):
        return ""
    words = text.replace("\u200c", " ").split()
    return " ".join(DOUBLED.sub(r"\1", "".join(PERSIAN.get(letter, "") for letter in word)) for word in words)


def skeleton(folded: str) -> str:
    """The skeletons of folded words.

    >>> skeleton("dushanbe")
    'dshnb'
    """
    return " ".join(DOUBLED.sub(r"\1", VOWELS.sub("", word)) for word in folded.split())


def alike(persian: str, tajik: str) -> bool:
    """Whether two skeletons are of one name; a final ه is silent or not, and izofat and blanks don't count.

    >>> alike("dshnbh", "dshnb"), alike("mn", "lmn")
    (True, False)
    """
    wanted, known = persian.split(), tajik.split()
    return "".join(wanted) == "".join(known) or (
        len(wanted) == len(known)
        and all(a == b or a.removesuffix("h") == b for a, b in zip(wanted, known, strict=True))
    )
