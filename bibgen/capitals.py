"""Which capitals of a title mean something, for styles that set titles in lower case.

BibTeX's plain, IEEEtran and most others lower every letter but the first and the one behind a colon
(btxdoc, `change.case$`); biblatex and citeproc do likewise on request. What stands in braces is left
alone. Protected are letters that would be wrong in lower case: acronyms and inner capitals (`GPT-3`,
`StarCraft`), single letters, chemical symbols beside a formula, sentences after the first, and names.
No more than that, because a title in braces from end to end is what users complain of.

In a title written in sentence case a capital inside marks a name, unless the abstract has the word in
small letters only. A title in Title Case does not tell names from other words, nor does one in ALL
CAPITALS. There the paper's own abstract tells, which has a name always with its capital, also inside a
sentence; and where it is silent, the names that abstracts on arXiv have (`known_names.txt`, learnt from
30,000 of arXiv's records, which are CC0, by tests/benchmarks/known_names.py). A common word is no name
even if this abstract has it with a capital, for so it may have the words that an acronym is made of. A
word that is common and a name too stands in the list in small letters (`green`): the abstract decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from bibgen import latex, mathtex, words

_OPEN, _CLOSE = "\ue010", "\ue011"  # stand for the braces until the text itself is escaped
_OVER = "".join(map(chr, range(0x300, 0x370)))  # accents and bars that stand over the letter before
_PART = re.compile(rf"[^\W_](?:[^\W_]|[{_OVER}]|[.'’](?=[^\W_]))*")
_JOINED = re.compile(f"{_CLOSE}([-–/]?){_OPEN}")
_SMALL = frozenset(
    "a an the and or of in on for to with from by at as via is are its into over under between".split()
)
_TELLING = re.compile(r"(?<![:.?!—–-] )(?<=\s)([^\W\d_]{2,})(?![^\s,;:.?!)])")
_POSSESSIVE = re.compile(r"['’][sS]$")
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_NOTHING_BEFORE = " \"'“‘`([{¿¡"
_QUOTES = " \"'“‘`([”’)"
_AFTER_COLON = re.compile(r":\s+[\"'“‘`(\[]*$")
_AFTER_STOP = re.compile(r"(?<!\b[vV][sS])(?<!\b[aA][lL])[.?!][\"'”’)]*\s+[\"'“‘`(\[]*$")
_AFTER_DASH = re.compile(r"[-–—]\s+$")
_HYPHEN_BEFORE = re.compile(r"([^\W\d_]+)[-–]{1,2}$")
_HYPHEN_AFTER = re.compile(r"[-–]{1,2}([^\W\d_]+)")
_NEXT_WORD = re.compile(r"[- ][^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LOUD = re.compile(r"[^\W\d_a-z]{2}")
_LONG_ACRONYM = 7  # letters; most have fewer
_AROUND = 40  # characters before and behind a word that can tell something of it
# What stands before the first word of a sentence or of an item: there a capital says nothing.
OPENS_SENTENCE = re.compile(r"(?:^|[.?!:;•|…/*\[\]]|[-–—]\s|\(\w{1,3}\)|\d[.)])[\s\"'“”‘’`(\[{*]*$")


class _Manner(Enum):
    """How a title is written."""

    SENTENCE = "Large deviations of Markov chains"
    TITLE = "Large Deviations of Markov Chains"
    SHOUT = "LARGE DEVIATIONS OF MARKOV CHAINS"


class _Kind(Enum):
    """What a word is by itself."""

    NAME = "always a name"
    EITHER = "a common word that is a name too"
    COMMON = "a common word"
    UNKNOWN = "none of these"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A word of a title, or one between its hyphens, and what stands around it."""

    text: str
    before: str
    behind: str
    opens: bool  # the title
    touches: bool  # a formula

    @property
    def word(self) -> str:
        """What is looked up: small letters, no possessive s."""
        return _POSSESSIVE.sub("", self.text).lower()

    @property
    def owns(self) -> str:
        """Its possessive s with the apostrophe, in small letters, if it has one."""
        found = _POSSESSIVE.search(self.text)
        return found[0].lower() if found else ""

    @property
    def single(self) -> bool:
        """Whether it is one letter, whatever stands over it."""
        return len(self.text.rstrip(_OVER)) == 1

    @property
    def follows_colon(self) -> bool:
        """Whether it begins a subtitle."""
        return self._sign == ":" and bool(_AFTER_COLON.search(self.before))

    @property
    def follows_stop(self) -> bool:
        """Whether it begins a sentence that is not the first."""
        return self._sign in (".", "?", "!") and bool(_AFTER_STOP.search(self.before))

    @property
    def _sign(self) -> str:
        return self.before.rstrip(_QUOTES)[-1:]


def to_bibtex_title(title: str, abstract: str | None = None, *, ascii: bool = False) -> str:
    """A title for a .bib, with braces around what must keep its capitals.

    Args:
        abstract: that of the paper, which knows its names.
        ascii: no other characters, as in `latex.to_bibtex`.

    >>> to_bibtex_title("StarCraft II: A New Challenge for Reinforcement Learning")
    '{StarCraft} {II}: A New Challenge for Reinforcement Learning'
    >>> to_bibtex_title("On the Markov Trace for Algebras of Type $n$")
    'On the {Markov} Trace for Algebras of Type {$n$}'
    """
    title = title.replace(_OPEN, "").replace(_CLOSE, "")
    manner = _manner(title)

    def braced(part: _Part) -> str:
        kept = _kept(part, manner, abstract or "")
        # With a brace between its dollar and its digit a price could become a formula.
        if not kept or (part.before.endswith("$") and part.text[0].isdigit()):
            return part.text
        return f"{_OPEN}{part.text[:kept]}{_CLOSE}{part.text[kept:]}"

    def passed(match: re.Match[str], first: bool) -> bool:
        return match[0].islower() or (manner is not _Manner.SHOUT and _is_ordinary(match, first, manner))

    marked = _JOINED.sub(r"\1", _rewritten(title, braced, passed))
    return latex.to_bibtex(marked, ascii=ascii).replace(_OPEN, "{").replace(_CLOSE, "}")


def sentence_case(title: str, abstract: str | None = None) -> str:
    """A title in sentence case: capitals at its beginning, behind a colon, and where they mean something.

    Formulae stay as they are.

    Args:
        abstract: that of the paper, which knows its names.

    >>> sentence_case("Gemini: a Family of Highly Capable Models for the Higgs Boson")
    'Gemini: A family of highly capable models for the Higgs boson'
    """
    manner = _manner(title)

    def lowered(part: _Part) -> str:
        begins = part.opens or part.follows_colon
        if manner is _Manner.SHOUT:
            begins = begins or part.follows_stop
            form = _spelling(part, abstract or "")
        else:
            kept = begins or _kept(part, manner, abstract or "")
            form = part.text if kept else part.text.lower()
        return _begun(form, part) if begins else form

    return _rewritten(title, lowered)


def _begun(form: str, part: _Part) -> str:
    """A word as it begins a sentence; `p-adic` and `c2d` begin as they are."""
    symbol = (len(form) == 1 and part.behind.startswith("-")) or any(map(str.isdigit, form))
    return form if symbol or not form.islower() else form[0].upper() + form[1:]


def _is_ordinary(match: re.Match[str], first: bool, manner: _Manner) -> bool:
    """Whether a part has the capital of the first word, or of a common word amid a title in Title Case.

    Most parts are ordinary, and need no closer look.
    """
    text, piece, start = match[0], match.string, match.start()
    if not text[1:].islower():
        return False
    if first and start == 0:
        return True
    amid = start > 1 and match.end() < len(piece) and piece[start - 2].isalnum()
    return amid and manner is _Manner.TITLE and _is_common(text)


@lru_cache(maxsize=1 << 14)
def _is_common(text: str) -> bool:
    return _kind(_POSSESSIVE.sub("", text).lower()) is _Kind.COMMON


def _none(match: re.Match[str], first: bool) -> bool:
    return False


def _rewritten(
    title: str,
    write: Callable[[_Part], str],
    passed: Callable[[re.Match[str], bool], bool] = _none,
) -> str:
    """The title with each part of its prose as `write` gives it, but for those that are `passed`."""
    pieces = list(mathtex.split(title))
    out: list[str] = []
    for at, (formula, piece) in enumerate(pieces):
        if formula:
            out.append(f"${piece}$")
            continue
        first = not "".join(out).strip()
        beside = (at > 0, at + 1 < len(pieces))
        done = 0
        for match in _PART.finditer(piece):
            if not passed(match, first):
                out += (piece[done : match.start()], write(_part(match, first, beside)))
                done = match.end()
        out.append(piece[done:])
    return "".join(out)


def _part(match: re.Match[str], first: bool, beside: tuple[bool, bool]) -> _Part:
    """A part in its run of prose: whether that is the first, and has a formula before and behind it."""
    piece, (start, end) = match.string, match.span()
    return _Part(
        text=match[0],
        before=piece[max(0, start - _AROUND) : start],
        behind=piece[end : end + _AROUND],
        opens=first and not piece[:start].strip(_NOTHING_BEFORE),
        touches=(start == 0 and beside[0]) or (end == len(piece) and beside[1]),
    )


def _manner(title: str) -> _Manner:
    prose = " ".join(piece for formula, piece in mathtex.split(title) if not formula)
    if _shouts(prose):
        return _Manner.SHOUT
    return _Manner.SENTENCE if _in_sentence_case(prose) else _Manner.TITLE


def _shouts(prose: str) -> bool:
    """Whether most words are in capitals, and not because they are acronyms."""
    if not _LOUD.search(prose):
        return False
    found = _LETTERS.findall(prose)
    loud = [word for word in found if word.isupper()]
    return len(found) > 1 and len(loud) > 0.7 * len(found) and not all(map(_can_be_acronym, loud))


def _can_be_acronym(word: str) -> bool:
    return len(word) <= _LONG_ACRONYM and _kind(word.lower()) is not _Kind.COMMON


def _in_sentence_case(prose: str) -> bool:
    """Whether most words inside the title are in lower case, so that a capital marks a name."""
    telling = [word for word in _TELLING.findall(prose) if word[1:].islower() and word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in telling)
    return len(telling) >= 2 and capitals < 0.5 * len(telling)


def _kept(part: _Part, manner: _Manner, abstract: str) -> int:
    """How many letters at the beginning of a part keep their case, besides that of the title."""
    if manner is _Manner.SHOUT:
        kept = _last_capital(_spelling(part, abstract), part)
    elif _is_code(part.text) or _is_meant(part, manner, abstract):
        kept = len(part.text)
    else:
        kept = 0
    return kept or int(part.follows_stop and part.text[0].isupper())


def _last_capital(form: str, part: _Part) -> int:
    """How many letters of a shouted part reach to the last capital that it really has."""
    last = max((at for at, char in enumerate(form, 1) if char.isupper()), default=0)
    return 0 if part.opens and last == 1 else last


def _is_code(text: str) -> bool:
    """Whether a part has capitals inside, or one and digits, as acronyms and formulae have."""
    return not text[1:].islower() and (
        any(map(str.isupper, text[1:])) or (text[0].isupper() and any(map(str.isdigit, text)))
    )


def _is_symbol(part: _Part, manner: _Manner, abstract: str) -> bool:
    """Whether a single capital is more than the article or a letter that the abstract has small."""
    if part.text == "A" and (not part.behind or part.behind[0].isspace()):
        begins = part.follows_colon or part.follows_stop
        ends = not part.behind and not part.touches
        return ends or (manner is _Manner.SENTENCE and not begins and not _AFTER_DASH.search(part.before))
    following = _NEXT_WORD.match(part.behind)
    return not (following and _stands(f"{part.text}{following[0]}".lower(), abstract))


def _is_meant(part: _Part, manner: _Manner, abstract: str) -> bool:
    """Whether a part has a capital inside a title because it is a symbol or a name."""
    if not part.text[0].isupper() or part.opens:
        return False
    if part.touches or part.single:
        return part.touches or _is_symbol(part, manner, abstract)
    begins = part.follows_colon or part.follows_stop
    if manner is _Manner.SENTENCE and not begins:
        small, capital = _shown(part.word, abstract)
        return capital or not small or _kind(part.word) is _Kind.NAME
    return _is_name(part, abstract)


def _is_name(part: _Part, abstract: str) -> bool:
    """Whether a word is a name by itself, or, unknown, as one that owns or that is joined to a name."""
    word = part.word
    if _is_name_alone(word, abstract):
        return True
    if _kind(word) is not _Kind.UNKNOWN or any(_shown(word, abstract)):
        return False
    joined = (_HYPHEN_BEFORE.search(part.before), _HYPHEN_AFTER.match(part.behind))
    return bool(part.owns) or any(other and _is_name_alone(other[1].lower(), abstract) for other in joined)


def _is_name_alone(word: str, abstract: str) -> bool:
    kind = _kind(word)
    if kind is _Kind.COMMON:
        return False
    small, capital = _shown(word, abstract)
    return not small and (capital or kind is _Kind.NAME)


def _spelling(part: _Part, abstract: str) -> str:
    """How a part of a title in ALL CAPITALS is spelled inside a sentence."""
    text, word = part.text, part.word
    if part.touches or _ROMAN.fullmatch(text) or any(map(str.isdigit, text)):
        return text
    if part.single:
        return text if _is_symbol(part, _Manner.SHOUT, abstract) else text.lower()
    if _stands(word, abstract):
        return text.lower()
    listed = _names().get(word, word)
    coined = next((form for form in _forms(word, abstract) if _is_acronym(form)), listed)
    if _is_acronym(coined):
        return coined + part.owns
    return (word.capitalize() if _is_name(part, abstract) else word) + part.owns


def _is_acronym(form: str) -> bool:
    """Whether a spelling has capitals inside; not so a common word that shows where an acronym comes from."""
    return not form[1:].islower() and (form.isupper() or _kind(form.lower()) is not _Kind.COMMON)


def _forms(word: str, abstract: str) -> Iterator[str]:
    """How an abstract spells a word, each time that it has it."""
    for match in re.finditer(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", abstract, re.IGNORECASE):
        yield match[0]


def _shown(word: str, abstract: str) -> tuple[bool, bool]:
    """Whether an abstract has a word in small letters, and inside a sentence with a capital."""
    return _stands(word, abstract), _stands(word.capitalize(), abstract, inside=True)


def _stands(word: str, text: str, *, inside: bool = False) -> bool:
    """Whether a word stands in a text, and not as a macro; `inside`: not first in its sentence."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        whole = (
            not (at and (text[at - 1].isalnum() or text[at - 1] == "\\"))
            and not text[end : end + 1].isalnum()
        )
        if whole and not (inside and OPENS_SENTENCE.search(text[max(0, at - 12) : at])):
            return True
        at = text.find(word, end)
    return False


@cache
def _names() -> dict[str, str]:
    """Word in small letters -> as the list has it."""
    listed = files("bibgen").joinpath("known_names.txt").read_text(encoding="utf-8").split()
    return {form.lower(): form for form in listed}


@lru_cache(maxsize=1 << 14)
def _kind(word: str) -> _Kind:
    listed = _names().get(word)
    if listed:
        return _Kind.EITHER if listed.islower() else _Kind.NAME
    plain = words.words(word)
    return _Kind.COMMON if plain and all(map(words.is_known, plain)) else _Kind.UNKNOWN
