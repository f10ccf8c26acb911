"""Names of people and groups: taken apart, compared, printed.

A page gives `Aäron van den Oord`, a reference `van den Oord, A.`, arXiv `J. -M. Caillol` or
`CDF Collaboration`. All become CSL name parts (family, given, particle, suffix) or a `literal` for
what has no parts: a group, a single word, a name in Chinese, Japanese or Korean script. Where the
family name begins cannot be known for sure from `Given Family`; the rules are those that BibTeX
(btxdoc, section 4), biber and Zotero share, and that their users expect: particles in lower case
belong to the family name, so do the usual ones in capitals between two other words.

Comparison is by family name first, because initials, accents, hyphens and order differ from page
to page while the family name does not.
"""

from __future__ import annotations

import re
import unicodedata

from bibgen.model import Name

_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|II|III|IV)\.?$", re.I)
_PARTICLES = frozenset(
    "van von der den de del della delle dello di da das do dos du la las le los ter ten te tot zu "
    "zur zum af av bin ibn ben al el vom op 't d' l' dal dalla degli dei af auf des dit in".split()
)
_JOINERS = frozenset(("y", "e", "i", "und"))  # "Ortega y Gasset" is one family name
_CAPITAL_PARTICLES = frozenset(
    "Van Von Der Den De Del Della Di Da Dos Du La Le Ter Ten El Al Bin Ibn St. San Santa Mc Mac O'".split()
)
_GROUP = re.compile(
    r"\b(?:collaborations?|collab\.?|consorti(?:um|a)|team|working group|project|committee|society|"
    r"association|foundation|organi[sz]ation|initiative|network|laboratory|institute|university)\b",
    re.I,
)
_FOR_GROUP = re.compile(r"^(?:for|on behalf of|and)\s+(?:the\s+)?(?=.*\bcollab)", re.I)
_ET_AL = re.compile(r"[\s,;]*(?:\bet\.?\s*al\b\.?|\band others\b|…|\.\.\.|\+\s?\d+ authors?)\s*$", re.I)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAME_BREAK = re.compile(r"\s*,\s*|\s+(?:and|&)\s+")
_IN_OWN_SCRIPT = re.compile(r"\s*\([^()]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^()]*\)$")
_LOST_HYPHEN = re.compile(r"(?<=\.) -(?=[^\W\d_])")
# Letters that Unicode does not decompose, as the languages that have them fold them.
_FOLD = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
     "ŋ": "n", "ħ": "h", "’": "'", "‐": "-", "‑": "-", "–": "-"}
)  # fmt: skip
_UMLAUT = re.compile(r"(?<=[aou])e(?=[^aeiou]|$)")


def parse(text: str) -> Name:
    """One name, in either order, as parts.

    >>> parse("Robert P. C. de Marrais")
    Name(family='Marrais', given='Robert P. C.', particle='de', suffix='', literal='')
    >>> parse("Heath, Jr., Robert W.").suffix
    'Jr.'
    >>> parse("for the DarkSide Collaboration").literal
    'DarkSide Collaboration'
    """
    text = _LOST_HYPHEN.sub("-", " ".join(_ET_AL.sub("", text).split()))
    text = _IN_OWN_SCRIPT.sub("", _FOR_GROUP.sub("", text))
    if _GROUP.search(text) or _CJK.search(text):
        return Name(literal=text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) > 1:
        particle, family = _particle(parts[0].split())
        return Name(family=family, given=" ".join(parts[1:]), particle=particle, suffix=suffix)
    return _first_last(parts[0].split() if parts else [], suffix)


def _first_last(words: list[str], suffix: str) -> Name:
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2:
        return Name(literal=" ".join(words + [suffix] * bool(suffix)))
    begin = len(words) - 1
    least = 0 if words[0] in _PARTICLES else 1
    while begin > least and _opens_family(words[begin - 1]):
        begin -= 2 if words[begin - 1] in _JOINERS and begin > 2 else 1
    particle, family = _particle(words[begin:])
    return Name(given=" ".join(words[:begin]), particle=particle, family=family, suffix=suffix)


def _opens_family(word: str) -> bool:
    """Whether a word before the family name belongs to it; `e.` of `e. e. cummings` does not."""
    small = word.islower() and "." not in word
    return small or word in _PARTICLES or word in _CAPITAL_PARTICLES


def _particle(words: list[str]) -> tuple[str, str]:
    """The lower-case particles in front, and the rest; a name of particles only is all family."""
    begin = 0
    while begin < len(words) - 1 and words[begin].lower() == words[begin] in _PARTICLES:
        begin += 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def parse_list(text: str) -> tuple[tuple[Name, ...], bool]:
    """A line of names, and whether it says that it is cut ("et al.", "and others", "…").

    >>> names, cut = parse_list("Charles L. Webber Jr., A. Sarkar et al.")
    >>> [name.family for name in names], cut
    (['Webber', 'Sarkar'], True)
    """
    whole, cut = without_et_al(text)
    pieces = [piece for piece in _NAME_BREAK.split(whole.strip(" ,;")) if piece]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return tuple(parse(piece) for piece in joined), cut


def without_et_al(text: str) -> tuple[str, bool]:
    """The names without "et al." or its like at the end, and whether it was there."""
    whole = _ET_AL.sub("", text)
    return whole, whole != text


def is_group(text: str) -> bool:
    """Whether a name is that of a group, not of a person."""
    return bool(_GROUP.search(text))


def is_cut(text: str) -> bool:
    """Whether a line of names ends in "et al." or its like."""
    return bool(_ET_AL.search(text))


def display(name: Name) -> str:
    """The name in the order of speech: `Aäron van den Oord`, `Robert W. Heath, Jr.`."""
    if name.literal:
        return name.literal
    spoken = " ".join(part for part in (name.given, name.particle, name.family) if part)
    return f"{spoken}, {name.suffix}" if name.suffix else spoken


def fold(text: str) -> str:
    """A name without case, accents and the points of initials: what two spellings share."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLD))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.replace(".", " ").replace("-", " ").replace("'", "").split())


def _family(name: Name) -> str:
    return fold(name.literal or f"{name.particle} {name.family}")


def likeness(one: Name, other: Name) -> float:
    """How far two names can be one person: 1 the same, 0.8 as far as both tell, 0 different.

    Initials agree with the names they begin; `O Vinyals` with `Vinyals, Oriol`; `Müller` with
    `Mueller`. Family names that agree with given names that do not make 0.3: relatives, or a
    mistake of the page.

    >>> likeness(parse("Vinyals, O."), parse("Oriol Vinyals"))
    0.9
    """
    first, second = _family(one), _family(other)
    whole = sorted(f"{fold(one.given)} {first}".split()), sorted(f"{fold(other.given)} {second}".split())
    if whole[0] == whole[1]:
        return 1.0
    if not _same_family(first, second):
        return 0.0
    return _given_likeness(fold(one.given).split(), fold(other.given).split())


def _same_family(one: str, other: str) -> bool:
    if one == other or _UMLAUT.sub("", one) == _UMLAUT.sub("", other):
        return True
    # A particle or a second family name may be left out: "Oord" for "van den Oord".
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and (long[-len(short) :] == short or long[: len(short)] == short)


def _given_likeness(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return 0.8
    if len(one) == 1 and len(one[0]) <= 3 and len(other) > 1:
        one = list(one[0])  # "GS Corrado" for "Greg S. Corrado"
    if len(other) == 1 and len(other[0]) <= 3 and len(one) > 1:
        other = list(other[0])
    agree = all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=False))
    return 0.9 if agree else 0.3
