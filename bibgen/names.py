"""Names of people and groups: one or a list of them, taken apart, compared, printed.

A list of names must be told apart before it is cut: a comma may stand between people (`A. Vaswani,
N. Shazeer`), inside each of them (`Vaswani, A., Shazeer, N.`), or inside the first only (Chicago).
`parse_list` reads the list in every style and takes the one whose pieces look most like names.

How one name is taken apart is in `person`, what is no person in `groups`, how names compare in
`likeness`; whoever deals with names finds all of it here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibgen.groups import is_cut as is_cut
from bibgen.groups import is_group as is_group
from bibgen.groups import names_several
from bibgen.groups import with_group as with_group
from bibgen.groups import without_et_al as without_et_al
from bibgen.likeness import PARTICLES
from bibgen.likeness import fold as fold
from bibgen.likeness import likeness as likeness
from bibgen.model import Name
from bibgen.person import (
    CAPITAL_PARTICLES,
    CAPITALS,
    CJK,
    INITIALS,
    SHORT_FAMILIES,
    SUFFIX,
    plain,
    split_particle,
)
from bibgen.person import display as display
from bibgen.person import parse as parse

_SEMICOLON = re.compile(r"\s*[;\n、；|·⋅•∙]\s*")
_AND = re.compile(r"(?:^|\s*,\s*|\s+)(?:and|&|und|et)\s+(?=\S)")
_COMMA = re.compile(r"\s*[,，]\s*")
_PLACES = re.compile(r"\s\(\(?1\)[^\d)].*$|\s\((?!for |on behalf)[^()]{2,120}\)(?=\s*(?:[,;]|$))", re.S)
_SPEAKING = re.compile(r"\s\(((?:for|on behalf of) [^()]{3,120})\)")


def parse_list(text: str) -> tuple[tuple[Name, ...], bool]:
    """A line of names, and whether it says that it is cut ("et al.", "and others", "…").

    >>> names, cut = parse_list("Charles L. Webber Jr., A. Sarkar et al.")
    >>> [name.family for name in names], cut
    (['Webber', 'Sarkar'], True)
    """
    whole, cut = without_et_al(text)
    whole = ", ".join(with_group(whole))
    whole = _SPEAKING.sub(r", \1", _PLACES.sub("", plain(_unbroken(whole)))).strip(" ,;")
    if _SEMICOLON.search(whole):
        parts = [part for piece in _SEMICOLON.split(whole) for part in _around_and(piece)]
        if max((part.count(",") for part in parts), default=0) < 2:
            return tuple(parse(part) for part in parts if part.strip(" ,")), cut
        whole = _SEMICOLON.sub(", ", whole)
    parts = _around_and(whole)
    commas = [part.count(",") for part in parts]
    if len(parts) > 1 and (all(map(_is_inverted, parts)) or (len(parts) > 2 and max(commas, default=0) == 1)):
        return tuple(parse(part) for part in parts), cut
    pieces = [piece for part in parts for piece in _COMMA.split(part) if re.search(r"[^\W\d_]", piece)]
    if len(pieces) == 2 == len(" ".join(pieces).split()) and len(parts) == 1 and not CJK.search(whole):
        return (parse(", ".join(pieces)),), cut  # "Vaswani, Ashish"
    return _cheapest(_with_suffixes(pieces)), cut


def _unbroken(text: str) -> str:
    """The lines of a list as one, unless each ends with a name of its own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 2 and not any("," in line or ";" in line for line in lines):
        return "; ".join(lines)
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(lines))


def _around_and(text: str) -> list[str]:
    """The parts of a list around each "and" that stands between people, not inside a group's name."""
    parts: list[str] = []
    for part in _AND.split(text):
        left = parts[-1].split(",")[-1] if parts else ""
        right = part.split(",")[0]
        inside = is_group(left) and len(right.split()) == 1 and re.search(r"\b(?:of|for)\b", left)
        if left and (inside or (names_several(right) and not is_group(left))):
            parts[-1] += f" and {part}"
        elif part.strip(" ,"):
            parts.append(part.strip(" ,"))
    return parts


def _is_inverted(text: str) -> bool:
    """Whether a text is one name with its family name first: `Oord, Aäron van den`."""
    pieces = [piece for piece in _COMMA.split(text) if not SUFFIX.fullmatch(piece)]
    return (is_group(text) and "," not in text) or (
        len(pieces) == 2 and _cost_inverted(*pieces) < _cost(pieces[0]) + _cost(pieces[1])
    )


def _with_suffixes(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and SUFFIX.fullmatch(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


def _cheapest(pieces: list[str]) -> tuple[Name, ...]:
    """The names of a list, read in the style in which its pieces look most like names."""
    plainly = _one_by_one(pieces)
    if plainly[0] == 0:
        return plainly[1]
    readings = (plainly, _in_pairs(pieces), _first_inverted(pieces), _initials_last(pieces))
    return min(readings, key=lambda reading: reading[0])[1]


_Reading = tuple[float, tuple[Name, ...]]


def _one_by_one(pieces: list[str]) -> _Reading:
    return sum(map(_cost, pieces)), tuple(map(parse, pieces))


def _first_inverted(pieces: list[str]) -> _Reading:
    if len(pieces) < 3:
        return 99.0, ()
    cost, rest = _one_by_one(pieces[2:])
    return cost + _cost_inverted(*pieces[:2]) + 0.1, (parse(", ".join(pieces[:2])), *rest)


def _in_pairs(pieces: list[str]) -> _Reading:
    cost, at, made = 0.0, 0, []
    while at < len(pieces):
        paired = at + 1 < len(pieces) and not is_group(pieces[at]) and not is_group(pieces[at + 1])
        family, _, suffix = pieces[at].partition(", ")
        if paired:
            cost += _cost_inverted(family, pieces[at + 1])
            made.append(parse(", ".join(filter(None, (family, pieces[at + 1], suffix)))))
        else:
            cost += 0 if is_group(pieces[at]) else 3
            made.append(parse(pieces[at]))
        at += 1 + paired
    return cost, tuple(made)


def _initials_last(pieces: list[str]) -> _Reading:
    cost, made = 0.2, []
    for piece in pieces:
        name, _, suffix = piece.partition(", ")
        words = name.split()
        if len(words) > 2 and SUFFIX.fullmatch(words[-1]) and CAPITALS.fullmatch(words[-2]):
            suffix = words.pop()
        family_first = len(words[0]) > 1 or words[0] in SHORT_FAMILIES
        if len(words) > 1 and family_first and CAPITALS.fullmatch(words[-1]):
            particle, family = split_particle(words[:-1])
            made.append(Name(family=family, given=words[-1], particle=particle, suffix=suffix))
        else:
            cost += 0 if is_group(piece) else 1.5
            made.append(parse(piece))
    return cost, tuple(made)


@lru_cache(maxsize=4096)
def _cost(text: str) -> float:
    """How little a piece looks like a whole name in the order of speech; 0: it does."""
    words = text.partition(", ")[0].split()
    if is_group(text) or CJK.search(text):
        return 0.0
    if INITIALS.fullmatch(text):
        return 3.0
    if len(words) < 2 or (len(words) == 2 and words[0] in PARTICLES):
        return 1.0
    if CAPITALS.fullmatch(words[-1]):
        return 2.0 if "." in words[-1] else 0.1 if words[-1] in SHORT_FAMILIES else 1.0
    return 0.0 if len(words) < 5 else 0.2


@lru_cache(maxsize=4096)
def _cost_inverted(family: str, given: str) -> float:
    """How little two pieces look like a family name and the given names behind it."""
    words = [word for word in family.split() if word not in PARTICLES | CAPITAL_PARTICLES]
    behind = [word for word in given.partition(", ")[0].split() if word not in PARTICLES]
    if not behind or any(
        INITIALS.fullmatch(word) and len(word) < 5 for word in words if len(words) > 1 or "." in word
    ):
        return 3.0
    full = sum(not INITIALS.fullmatch(word) for word in behind)
    cost = max(len(words) - 1.0, 0.0) + (0.0 if not full else 0.3 * full - 0.1)
    return cost + 0.75 * (full > 0 and bool(INITIALS.fullmatch(behind[0])))  # "Triloki, P. Garg"
