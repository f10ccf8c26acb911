"""How far two titles are one.

Titles are compared by words, because stock string scores do not separate hard pairs: they call *Perceiver*
and *Perceiver IO* the same and give *MineRL 2019* and *MineRL 2020* 98 of 100. Numbers, roman numerals,
negations, single letters and words such as "part" or "survey" tell papers apart and are compared
exactly; all other words may hold a typing error, but not a prefix more (*supervised*, *unsupervised*).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bibgen import words

_ROMAN = re.compile(r"(?=[ivx])(?:x{0,2})(?:ix|iv|v?i{0,3})$")
_TELLING = frozenset(
    "not no non without never part volume vol chapter survey review comment comments reply erratum "
    "addendum corrigendum rejoinder discussion supplement supplementary appendix version extended short "
    "first second third fourth fifth one two three four five lower upper".split()
)
_PREFIXES = (
    "un in im ir il non a an anti dis mis de sub super hyper hypo multi mono bi di tri semi self co re pre "
    "post inter intra over under meta quasi pseudo micro macro nano photo bio"
).split()
_SUBTITLE = re.compile(r"\s*(?::|\s[-–—]{1,3}|\?|\.\s)\s*(?=\S)")
_LEAST_MAIN_WORDS = 3  # a main title of fewer words names no paper without its subtitle


@dataclass(frozen=True, eq=False)
class _Title:
    """A title taken apart once, for it is held against many."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return words.words(self.text)

    @cached_property
    def joined(self) -> str:
        return "".join(self.words)

    @cached_property
    def telling(self) -> list[str]:
        return sorted(word for word in self.words if _tells(word))

    @cached_property
    def significant(self) -> list[str]:
        return words.significant(self.words)

    @cached_property
    def pieces(self) -> set[str]:
        """Main title and subtitle, their words run together; empty if there is only one."""
        pieces = _SUBTITLE.split(self.text, maxsplit=1)
        return set(map(words.key, pieces)) if len(pieces) > 1 else set()


@lru_cache(maxsize=1 << 15)
def _parsed(text: str) -> _Title:
    return _Title(text)


@lru_cache(maxsize=1 << 14)
def title_likeness(said: str, found: str) -> float:
    """0..1 how far two titles are one: 1 equal, from 0.8 the same but for typing or a subtitle.

    >>> title_likeness("Attention is all you need", "Attention Is Not All You Need") < 0.4
    True
    >>> title_likeness("Perceiver", "Perceiver IO: A General Architecture") < 0.8
    True
    """
    one, other = _parsed(said), _parsed(found)
    if not one.joined or not other.joined:
        return 0.0
    if one.joined == other.joined:
        return 1.0
    part = _part_likeness(one, other)
    if part:
        return part
    ratio = fuzz.ratio(one.joined, other.joined) / 100
    if one.telling != other.telling:
        return min(0.39, 0.4 * ratio)
    return ratio if _same_but_for_typing(one, other) else min(0.79, 0.85 * ratio)


@lru_cache(maxsize=1 << 16)
def _tells(word: str) -> bool:
    if word in _TELLING or any(char.isdigit() for char in word):
        return True
    return (len(word) == 1 and word not in "as") or bool(_ROMAN.match(word))


def _same_but_for_typing(one: _Title, other: _Title) -> bool:
    first, second = one.significant, other.significant
    if len(first) != len(second):
        return False
    return all(_typed_alike(a, b) for a, b in zip(first, second, strict=True))


def _typed_alike(one: str, other: str) -> bool:
    """Whether two words can be one with typing errors: one slip, two in a long word."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or any(long == prefix + short for prefix in _PREFIXES):
        return False
    return OSA.distance(one, other) <= (2 if len(short) >= 8 else 1)


def _part_likeness(one: _Title, other: _Title) -> float:
    """0.9 or 0.85 if one title is the other without its subtitle or its end, else 0.

    What is missing must not tell papers apart: "X" is not "X: a survey".
    """
    short, long = sorted((one, other), key=lambda title: len(title.words))
    begins = _begins(short.words, long.words)
    if not begins and short.joined not in long.pieces:
        return 0.0
    if any(_tells(word) for word in set(long.words) - set(short.words)):
        return 0.0
    if short.joined in long.pieces and len(short.significant) >= _LEAST_MAIN_WORDS:
        return 0.9
    return 0.85 if begins else 0.0


def _begins(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a title of five words and more is the beginning of the other, its last word perhaps cut."""
    last = len(short) - 1
    if last < 4 or short[0] != long[0]:
        return False
    return short[:last] == long[:last] and len(short[last]) > 2 and long[last].startswith(short[last])
