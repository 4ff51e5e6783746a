"""Matching: which words of a name are meant by the words that are looked for, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cached_property, lru_cache

from atsmu_kg.records.names.folding import distance
from atsmu_kg.records.names.lexicon import SYNONYM_STEM, Lexicon

# The least part of a name that other forms, beginnings and slips must match: less is a chance likeness.
LEAST, LEAST_SLIP, LEAST_LONG_SLIP, LONG = 0.25, 0.5, 0.35, 8
DIGRAPHS = (("sh", "ʃ"), ("ts", "ʦ"), ("ia", "я"), ("iu", "ю"))
# The words of a column of names come again and again.
REMEMBERED = 4096


class Likeness(IntEnum):
    """How a word of a name is like one that is looked for, the best first."""

    SAME = 0
    FORM = 1
    SYNONYM = 2
    BEGINNING = 3
    SLIP = 4


class KnownWords:
    """All words of the names, and which of them are like a given one.

    `acronyms` are the words that no slip leads to: a letter more or less makes them another acronym.
    """

    def __init__(self, words: Iterable[str], acronyms: frozenset[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._acronyms = acronyms
        self._words = sorted(words)
        self._begin: dict[str, list[str]] = {}
        for word in self._words:
            self._begin.setdefault(word[:3], []).append(word)
        self.like = lru_cache(REMEMBERED)(self._like)
        self.slips = lru_cache(REMEMBERED)(self._slips)

    def _like(self, word: str, *, acronym: bool) -> dict[str, Likeness]:
        """The known words that a word means, another form of it or its beginning, without slips."""
        alike: dict[str, Likeness] = {}
        for known in self._begin.get(word[:3], ()):
            if known == word:
                alike[known] = Likeness.SAME
            elif self._lexicon.inflected(word, known):
                alike[known] = Likeness.FORM
            elif known.startswith(word) and not acronym:
                alike[known] = Likeness.BEGINNING
        for synonym in self._lexicon.synonyms(word):
            for known in self._begin.get(synonym[:3], ()):
                if alike.get(known, Likeness.SLIP) > Likeness.SYNONYM and self._lexicon.inflected(
                    synonym, known
                ):
                    alike[known] = Likeness.SYNONYM
        if len(word) == 2 and not acronym:
            alike |= {known: Likeness.BEGINNING for known in self._words if known.startswith(word)} | alike
        return alike

    def _slips(self, word: str, *, short: bool = False) -> dict[str, int]:
        """The known words that are but a few slips away, with their number: the longer, the more.

        A word of four letters may have one only if it is `short` and the words beside it say what is meant.
        """
        slips: dict[str, int] = {}
        plain = squeezed(word)
        mine, sounds = signs(word), signs(plain)
        # A slip leaves at most two letters that only one of the words has.
        most, most_sounds = 2 * _most(word), 2 * _most(plain)
        for length in range(len(word) - 4, len(word) + 5) if most else ():
            for known, letters, theirs, their_sounds in self._by_length.get(length, ()):
                count = None
                if (mine ^ theirs).bit_count() <= most:
                    count = _slips(word, known, short=short)
                if count is None and letters and (sounds ^ their_sounds).bit_count() <= most_sounds:
                    count = _slips(plain, letters, short=short)
                if count is not None:
                    slips[known] = count
        return slips or self._slips_in_synonyms(word)

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[str, str, int, int]]]:
        """The words that slips may lead to, by their length, each with its signs.

        Those that have digraphs are squeezed besides.
        """
        words: dict[int, list[tuple[str, str, int, int]]] = {}
        for word in self._words:
            if word not in self._acronyms:
                plain = squeezed(word)
                shape = (word, plain if len(plain) != len(word) else "", signs(word), signs(plain))
                words.setdefault(len(word), []).append(shape)
        return words

    def _slips_in_synonyms(self, word: str) -> dict[str, int]:
        """The known words that mean the same as a long word of the lexicon a few slips away."""
        slips: dict[str, int] = {}
        for meant in sorted(self._lexicon.words) if len(word) >= SYNONYM_STEM else ():
            count = _slips(word, meant, short=False)
            for known in self.like(meant, acronym=False) if count is not None else ():
                slips[known] = min(count or 0, slips.get(known, LONG))
        return slips


def squeezed(word: str) -> str:
    """A folded word with one sign for each letter of the Cyrillic alphabet, so that a slip is one, too.

    >>> squeezed("donishgohi"), squeezed("avstria")
    ('doniʃgohi', 'avstrя')
    """
    for sounds, letter in DIGRAPHS:
        word = word.replace(sounds, letter)
    return word


def signs(word: str) -> int:
    """The set of the signs of a word, as bits; a bit may stand for several.

    >>> signs("iran") == signs("rain"), (signs("iran") ^ signs("iraq")).bit_count()
    (True, 2)
    """
    bits = 0
    for sign in word:
        bits |= 1 << ord(sign) % 63
    return bits


def _most(word: str) -> int:
    """How many slips a word may have."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < LONG else 2


def _slips(a: str, b: str, *, short: bool) -> int | None:
    most = _most(a)
    if not most or abs(len(a) - len(b)) > most or (a[0] != b[0] and len(a) < LONG and b[:2] != a[1::-1]):
        return None
    count = distance(a, b, most)
    return count if count is not None and _plausible(a, b, count, short=short) else None


def _plausible(a: str, b: str, slips: int, *, short: bool) -> bool:
    """Whether one who means a word may write the other: not so if short words differ in more than order.

    Two letters that are missing side by side make another word (Austria, Australia), and the first letter is
    seldom wrong.
    """
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 5 and not (short and len(shorter) == 4 and a[0] == b[0]):
        return sorted(a) == sorted(b)
    if slips == 2 and any(longer[:at] + longer[at + 2 :] == shorter for at in range(len(shorter) + 1)):
        return False
    return a[0] == b[0] or (slips == 1 and (len(shorter) >= LONG or sorted(a) == sorted(b)))


class Pairing:
    """Which words of a name are meant by those that are looked for, each word of the name once.

    ``part`` is how much of the name was matched, from 0 to 1, ``missing`` are the words that it has not.
    """

    def __init__(
        self, wanted: tuple[str, ...], name: tuple[str, ...], alike: Mapping[str, Mapping[str, Likeness]]
    ) -> None:
        free = list(name)
        self._pairs: dict[str, tuple[str, Likeness]] = {}
        for likeness in Likeness:
            for word in wanted:
                known = next((known for known in free if alike[word].get(known) == likeness), None)
                if word not in self._pairs and known is not None:
                    self._pairs[word] = known, likeness
                    free.remove(known)
        self.rest = frozenset(free)
        self.missing = frozenset(wanted) - self._pairs.keys()
        self.worst = max((likeness for _, likeness in self._pairs.values()), default=Likeness.SLIP)
        length = sum(
            len(word if likeness == Likeness.BEGINNING else known)
            for word, (known, likeness) in self._pairs.items()
        )
        self.part = length / sum(map(len, name))

    @property
    def words(self) -> Iterable[str]:
        """The words that the name has."""
        return self._pairs.keys()

    @property
    def slipped(self) -> list[tuple[str, str]]:
        """The words with slips, and what was meant."""
        return [(word, known) for word, (known, likeness) in self._pairs.items() if likeness == Likeness.SLIP]

    @property
    def sure(self) -> bool:
        """Whether what was matched is no chance likeness: less of a name will do for long words."""
        longest = max(map(len, self._pairs))
        if self.worst == Likeness.SLIP:
            if min(len(squeezed(word)) for word, _ in self.slipped) <= 4 and not self._beside():
                return False
            return self.part >= (LEAST_LONG_SLIP if longest >= LONG else LEAST_SLIP)
        ((word, (known, likeness)), *more) = self._pairs.items()
        stub = likeness == Likeness.BEGINNING and (len(word) < 3 or 2 * len(word) < len(known))
        return self.part >= LEAST and (bool(more) or not stub)

    def _beside(self) -> bool:
        """Whether half of the name was matched without slips, so that the others may be short."""
        slipped = {known for _, known in self.slipped}
        same = sum(len(known) for known, _ in self._pairs.values() if known not in slipped)
        return not self.rest and same >= sum(map(len, slipped))
