"""How far two titles are one.

Titles are compared by words, because stock string scores do not separate hard pairs: they call *Perceiver*
and *Perceiver IO* the same and give *MineRL 2019* and *MineRL 2020* 98 of 100. Numbers, roman numerals,
negations, single letters and words such as "part" or "survey" tell papers apart and are compared
exactly. Other words may hold a slip of the pen, but only one that made no word of its own: *nuclear* is
not *unclear*, nor *microeconomics* *macroeconomics*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bibgen import words
from bibgen.matching import signs

_ROMAN = re.compile(r"(?=[ivx])(?:x{0,2})(?:ix|iv|v?i{0,3})$")
# Words that make another paper of a title, wherever they come or go.
_SERIES = frozenset(
    "part chapter note notes remark remarks survey review comment comments reply erratum addendum "
    "corrigendum rejoinder supplement supplementary appendix revisited".split()
)
_TELLING = _SERIES | frozenset(
    "not no non without never discussion version extended short first second third fourth fifth one two "
    "three four five lower upper left right even odd "
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau "
    "upsilon phi chi psi omega".split()
)
# Whoever puts another of these before a word means another thing: "microeconomics", "macroeconomics".
_PREFIXES = (
    "un in im ir il non anti dis mis de sub super hyper hypo multi mono bi di tri semi self co re pre "
    "post inter intra over under meta quasi pseudo micro macro nano photo bio endo exo homo hetero ultra "
    "infra contra pro iso"
).split()
_ENDINGS = ("s", "es", "ed", "d", "ing", "al", "ally", "ly")
_SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze"), ("our", "or"),
              ("elling", "eling"), ("elled", "eled"), ("centre", "center"), ("fibre", "fiber"))  # fmt: skip
# Words that come, go and stand for one another between the versions of a paper, and tell it from no other.
# "Towards X", "improved X" and "X with applications" are versions as well, but as often papers of their own.
_PASSING = (words.STOP_WORDS - _TELLING) | frozenset(
    "some about its their using via through from based under approach framework method methods scheme "
    "technique study investigation".split()
)
# Sections of journals, which some lists put before a title.
_SECTIONS = frozenset(
    "letter letters article articles paper research report brief rapid communication regular original".split()
)
_MOST_NAME = 3  # words of the name of a method before a colon
_MOST_CUTS = 4
_LEADING_ON = (words.STOP_WORDS - {"it", "no", "not", "will", "such"}) | frozenset(
    "from via using between under over towards toward through its their within among across".split()
)
_ELLIPSIS = re.compile(r"(?:…|\.\s?\.\s?\.)\s*$")
_COINED = re.compile(r"[^\W_]+[A-Z][^\W_]*")
_SUBTITLE = re.compile(r"\s*(?::|\s[-–—]{1,3}|\?|\.\s)\s*(?=\S)")
_LEAST_MAIN_WORDS = 3  # a main title of fewer words names no paper without its subtitle
_LEAST_BEGINNING, _SURE_BEGINNING = 3, 4  # words of a title that is cut
_MOST_SLIPS = 3
# What the ways in which titles are one paper's come to; a person reads them in the evidence.
_TYPING, _SUBTITLED, _CUT, _VERSION, _ADDED = 0.95, 0.9, 0.85, 0.8, 0.8
_OTHER = 0.79  # the most that two titles reach that differ in a word
_OTHER_PART = 0.39  # the most that two titles reach that differ in a word that tells papers apart


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
    def coined(self) -> frozenset[str]:
        """The words with capitals inside, as names of methods and acronyms have; none if all are capitals."""
        if self.text.isupper():
            return frozenset()
        return frozenset(word.lower() for word in _COINED.findall(self.text))

    @cached_property
    def signs(self) -> str:
        return signs.of(self.text)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the title says itself that it does not end here: an ellipsis, or a word that leads on."""
        return bool(_ELLIPSIS.search(self.text)) or (bool(self.words) and self.words[-1] in _LEADING_ON)

    @cached_property
    def telling(self) -> str:
        """Numbers, letters and telling words run together: `n^2` and `n2` are one."""
        return "".join(word for word in self.words if _tells(word))

    @cached_property
    def significant(self) -> list[str]:
        return words.significant(self.words)

    @cached_property
    def content(self) -> list[str]:
        """All but the stop words that tell nothing apart, as "not" does."""
        return [word for word in self.words if word not in words.STOP_WORDS or word in _TELLING]

    @cached_property
    def pieces(self) -> set[str]:
        """What stands before and behind each colon or dash, words run together; empty if there is none."""
        cuts = list(_SUBTITLE.finditer(self.text))[:_MOST_CUTS]
        parts = [part for cut in cuts for part in (self.text[: cut.start()], self.text[cut.end() :])]
        return set(map(words.key, parts))


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
    kind = 1.0 if one.joined == other.joined else _one_paper(one, other)
    if kind:
        return kind if one.signs == other.signs or kind < _TYPING else _OTHER
    ratio = fuzz.ratio(one.joined, other.joined) / 100
    if one.telling != other.telling and sorted(one.telling) != sorted(other.telling):
        return min(_OTHER_PART, 0.4 * ratio)
    return min(_OTHER, 0.85 * ratio)


def _one_paper(one: _Title, other: _Title) -> float:
    """What the titles come to if they differ as titles of one paper do, else 0.

    Args:
        one: what a text says, which may be cut; `other` is whole.
    """
    more = len(one.words) > len(other.words)
    part = _more_likeness(one, other) if more else _part_likeness(one, other)
    if part:
        return part
    short, long = sorted((one, other), key=lambda title: len(title.words))
    coined = one.coined | other.coined
    if any(
        _differ_by_slips(*pair, coined) for pair in ((short.words, long.words), (short.content, long.content))
    ):
        return _TYPING
    return _VERSION if one.telling == other.telling and _differ_in_passing(short, long) else 0.0


@lru_cache(maxsize=1 << 16)
def _tells(word: str) -> bool:
    if word in _TELLING or any(char.isdigit() for char in word):
        return True
    return (len(word) == 1 and word not in "as") or bool(_ROMAN.match(word))


def _differ_by_slips(one: Sequence[str], other: Sequence[str], coined: Collection[str]) -> bool:
    """Whether the words are the same, a few of them with typing errors; coined words never are.

    *YOLOX* is not *YOLOR*.
    """
    if len(one) != len(other) or not one:
        return False
    odd = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(odd) > min(_MOST_SLIPS, len(one) // 2):
        return False
    return all(_typed_alike(*pair) and not (pair[0] in coined and pair[1] in coined) for pair in odd)


@lru_cache(maxsize=1 << 14)
def _typed_alike(one: str, other: str) -> bool:
    """Whether two words can be one: another form or spelling of it, or a slip that made no word."""
    short, long = sorted((one, other), key=len)
    if not (one.isalpha() and other.isalpha()) or len(long) < 3 or (_tells(one) and _tells(other)):
        return False
    forms = any(long == short + ending for ending in _ENDINGS) or _spelled(one) == _spelled(other)
    forms = forms or _singular(one) == _singular(other)
    if forms and not (_tells(one) or _tells(other)):
        return len(short) > 2
    if _prefixed_apart(one, other) or (words.is_known(one) and words.is_known(other)):
        return False
    return OSA.distance(one, other) <= (2 if len(short) >= 7 else 1)


def _singular(word: str) -> str:
    """The word without the ending of a plural; what is not one may lose a letter, on both sides alike."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _spelled(word: str) -> str:
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return word


def _prefixed_apart(one: str, other: str) -> bool:
    """Whether two words are one known word behind different prefixes, or behind none and one."""
    stems = [{word.removeprefix(prefix) for prefix in ("", *_PREFIXES)} for word in (one, other)]
    return any(len(stem) > 3 and words.is_known(stem) for stem in stems[0] & stems[1])


def _differ_in_passing(one: _Title, other: _Title) -> bool:
    """Whether the titles have the same words, but for those that say nothing of what a paper is."""
    kept = [[_singular(word) for word in title.words if word not in _PASSING] for title in (one, other)]
    return len(kept[0]) >= _LEAST_MAIN_WORDS and kept[0] == kept[1]


def _part_likeness(short: _Title, long: _Title) -> float:
    """What it comes to that one title is the other without its subtitle or its end, else 0.

    What is missing must not tell papers apart: "X" is not "X: a survey", nor "X 2". Numbers and the like
    further on in what is missing make it doubtful.
    """
    begins = _begins(short, long)
    subtitled = short.joined in long.pieces and len(short.significant) >= _LEAST_MAIN_WORDS
    if not begins and not subtitled:
        return 0.0
    cut = begins and (short.is_cut or short.words[-1] != long.words[len(short.words) - 1])
    missing = [word for word in long.words if word not in short.words]
    if any(word in _SERIES or _ROMAN.match(word) for word in missing) or (
        missing and all(map(_tells, missing))
    ):
        return 0.0
    if begins and not subtitled and not cut and _goes_on(short, long):
        return 0.0
    if (any(map(_tells, missing)) and not cut) or (not subtitled and len(short.words) < _SURE_BEGINNING):
        return _VERSION
    return _SUBTITLED if subtitled else _CUT


def _more_likeness(long: _Title, short: _Title) -> float:
    """What it comes to that a text says more than the paper's title: a method's name or a section before it.

    A name has a word that is none, as *Gato* or *BERT*: "Poster: X" and "Correction to: X" are not X.
    Words that run on from a title make another, and so may a subtitle: authors of "X" write "X: the case
    of Y" in the same year. Where it is an older version's title, that version will have it.
    """
    more = [word for word in long.words if word not in short.words]
    named = long.joined.endswith(short.joined) and short.joined in long.pieces and len(more) <= _MOST_NAME
    enough = len(short.significant) >= _LEAST_MAIN_WORDS
    coined = any(word in long.coined or not words.is_known(word) for word in more)
    alone = coined or _SECTIONS.issuperset(more)
    return _ADDED if named and enough and alone and not _SERIES & set(more) else 0.0


def _goes_on(short: _Title, long: _Title) -> bool:
    """Whether the longer title goes on with a number, which then belongs to the name."""
    following = long.words[len(short.words)] if len(long.words) > len(short.words) else ""
    return any(char.isdigit() for char in following) or (len(following) == 1 and following not in "a")


def _begins(short: _Title, long: _Title) -> bool:
    """Whether a title is the beginning of the other, its last word perhaps cut."""
    said, found = short.words, long.words
    last = len(said) - 1
    if len(said) < _LEAST_BEGINNING or said[0] != found[0]:
        return False
    if said[:last] != found[:last] or not found[last].startswith(said[last]):
        return False
    return said[last] == found[last] or (
        (said[last].isalpha() or short.is_cut) and not _ROMAN.match(found[last])
    )
