"""The lexicon: words that say nothing, words that mean the same, and the endings that one word takes.

What it knows stands in words.csv, each line with its reason.
"""

from __future__ import annotations

from functools import cache

from atsmu_kg.files import table
from atsmu_kg.records.names.folding import fold

# Fewer letters are too few to tell one word from another, of one language or, for synonyms, of three.
STEM, SYNONYM_STEM = 4, 6


class Lexicon:
    """What words.csv says, folded.

    ``stops`` join others, ``context`` may be left out or added, ``owner`` is what things are a part of,
    ``apart`` is no part of another name, and ``short`` has the words that an acronym stands for.
    """

    def __init__(self, table: list[dict[str, str]]) -> None:
        rows: dict[str, list[str]] = {}
        for row in table:
            rows.setdefault(row["kind"], []).append(row["words"])
        self.stops, self.context, self.owner, self.apart, endings = (
            frozenset(fold(" ".join(rows[kind])).split())
            for kind in ("stop", "context", "owner", "apart", "ending")
        )
        self._endings = endings | {""}
        self._synonyms = [frozenset(fold(row).split()) for row in rows["synonym"]]
        self._alike: dict[str, list[frozenset[str]]] = {}
        for words in self._synonyms:
            for beginning in sorted({word[: SYNONYM_STEM - 1] for word in words}):
                self._alike.setdefault(beginning, []).append(words)
        shorts = (row.partition("=") for row in rows["short"])
        self.short = {fold(acronym): fold(full) for acronym, _, full in shorts}

    def content(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words that say something; all of them if none does.

        >>> lexicon().content(("fakulti", "of", "dentistri"))
        ('fakulti', 'dentistri')
        """
        return tuple(word for word in words if word not in self.stops) or words

    def meanings(self) -> dict[str, str]:
        """One word for all that mean the same, by each of them.

        >>> meanings = lexicon().meanings()
        >>> meanings["stomatologi"] == meanings["dental"], "iran" in meanings
        (True, False)
        """
        return {word: min(group) for group in self._synonyms for word in sorted(group)}

    def inflected(self, a: str, b: str, stem: int = STEM) -> bool:
        """Whether two folded words, with so many letters in common, differ in their endings only.

        One letter less will do if no more than one letter follows it.

        >>> lexicon().inflected("tibi", "tib"), lexicon().inflected("iran", "irak")
        (True, False)
        """
        if a[: stem - 1] != b[: stem - 1]:
            return False
        most = min(len(a), len(b))
        same = next((at for at in range(most) if a[at] != b[at]), most)
        for at in range(same, stem - 2, -1):
            rests = a[at:], b[at:]
            if at < stem and max(map(len, rests)) > 1:
                return False
            if rests[0] in self._endings and rests[1] in self._endings:
                return True
        return False

    def synonyms(self, word: str) -> frozenset[str]:
        """The folded words that mean the same, in their dictionary form.

        >>> "dentistri" in lexicon().synonyms("dental"), lexicon().synonyms("avikena")
        (True, frozenset())
        """
        return frozenset[str]().union(
            *(
                row
                for row in self._alike.get(word[: SYNONYM_STEM - 1], ())
                if any(self.means(word, known) for known in row)
            )
        ) - {word}

    @property
    def words(self) -> frozenset[str]:
        """All words that have synonyms."""
        return frozenset[str]().union(*self._synonyms)

    def means(self, word: str, synonym: str) -> bool:
        """Whether a word is a synonym of the lexicon, or a form of it."""
        return word == synonym or self.inflected(word, synonym, SYNONYM_STEM)


@cache
def lexicon() -> Lexicon:
    """The lexicon of words.csv, read once."""
    return Lexicon(table(__file__, "words.csv"))
