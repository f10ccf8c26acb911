"""Names of people and groups: taken apart, compared, printed.

A page gives `Aäron van den Oord`, a reference `van den Oord, A.`, arXiv `J. -M. Caillol` or
`CDF Collaboration`. All become CSL name parts (family, given, particle, suffix) or a `literal` for
what has no parts: a group, a single word, a name in Chinese, Japanese or Korean script. Where the
family name begins cannot be known for sure from `Given Family`; the rules are those that BibTeX
(btxdoc, section 4), biber and Zotero share, and that their users expect: particles in lower case
belong to the family name, so do the usual ones in capitals between two other words.

A list of names must be told apart before it is cut: a comma may stand between people (`A. Vaswani,
N. Shazeer`), inside each of them (`Vaswani, A., Shazeer, N.`), or inside the first only (Chicago).
`parse_list` reads the list in every style and takes the one whose pieces look most like names.

How names compare is in `likeness`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibgen import latex
from bibgen.likeness import PARTICLES
from bibgen.likeness import fold as fold
from bibgen.likeness import likeness as likeness
from bibgen.model import Name

_SUFFIX = re.compile(r"(?:[Jj]n?r|[Ss]n?r|II|III|IV)\.?$")
_UPPER = "".join(chr(code) for code in range(0x250) if chr(code).isupper()) + "Α-ΩА-ЯЁІЇЄ"
_JOINERS = frozenset(("y", "e", "i", "und"))  # "Ortega y Gasset" is one family name
_CAPITAL_PARTICLES = frozenset(
    "Van Von Der Den De Del Della Di Da Dos Du La Le Ter Ten El Al Bin Ibn St. San Santa Mc Mac O'".split()
)
_GROUP = re.compile(
    r"\b(?:collaborations?|collab\.?|consorti(?:um|a)|team|working group|project|committee|society|"
    r"association|foundation|organi[sz]ation|initiative|network|laboratory|institute|university)\b",
    re.I,
)
_PLURAL_GROUP = re.compile(r"\b(?:collaborations|teams|consortia|groups)\b", re.I)
_FOR_GROUP = re.compile(r"^(?:for|on behalf of|and)\s+(?:the\s+)?(?=.*\bcollab)", re.I)
_FOR_THEM = re.compile(r"(?<=[^\s,;])\s+(?=(?:for|on behalf of)\s+[^,;]{2,80}\b[Cc]ollab)")
_ET_AL = re.compile(
    r"(?:\bet\.?\s*al(?:ii|ia)?\b\.?|&\s*al\b\.?|\band (?:many )?others\b\.?|[\[(]?(?:…|\.\.\.)[\])]?|等"
    r"|(?:\band\s|&\s|\+)?\s?\d+\s(?:(?:more|other|additional)\s)?(?:authors?|others?|more)\b(?:\snot shown)?"
    r"|\+\s?\d+|\(\s*\)|\(\s?(?:\+\s?)?\d+\s(?:additional|more|other)\s?(?:authors?)?(?:\snot shown)?\)"
    r")[\s,;]*$",
    re.I,
)
# How all that `_ET_AL` knows ends: most names do not, and need no closer look.
_CUT_ENDS = tuple(
    "al al. alii alii. alia alia. other others others. more author authors shown".split()
) + tuple("….)]等0123456789")
_LONGEST_CUT = 80  # characters of what says that a list is cut
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SEMICOLON = re.compile(r"\s*[;\n、；|·⋅•∙]\s*")
_AND = re.compile(r"(?:^|\s*,\s*|\s+)(?:and|&|und|et)\s+(?=\S)")
_COMMA = re.compile(r"\s*[,，]\s*")
_MARK = re.compile(
    r"[*∗†‡§¶‖✉⁎#\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089]+|\$\^\{?[^$]{0,20}\}?\$|\^\{?[\d,*\s]{1,9}\}?"
    r"|\s\(\d{1,2}(?:\s?,\s?\d{1,2})*\)|\[\d{1,2}(?:,\s?\d{1,2})*\]"
    r"|(?<=[^\W\d_])\.?\s?\d{1,2}(?:\s?,\s?\d{1,2})*(?=\s*(?:[,;]|and\b|&|$))|(?<![\w-])\d{1,2}(?=[^\W\d_]{2})"
    r"|\s\d{4}(?=\s*(?:[,;]|\sand\b|$))"  # DBLP's numbers for people of one name
)
_PLACES = re.compile(r"\s\(\(?1\)[^\d)].*$|\s\((?!for |on behalf)[^()]{2,120}\)(?=\s*(?:[,;]|$))", re.S)
_SPEAKING = re.compile(r"\s\(((?:for|on behalf of) [^()]{3,120})\)")
_DEGREE = re.compile(r"(?:,?\s+(?:Ph\.?\s?D\.?|D\.?\s?Phil\.?)|,\s+(?:M\.?Sc\.?|MPH|FRCP))(?=\s*(?:[,;]|$))")
_DOCTOR = re.compile(  # "Vega MD" may have the initials M. D.; "Ana Vega, MD" has not
    rf"(?<![^\s,;])([{_UPPER}][\w.'’-]*\s(?:[\w.'’-]+\s){{0,2}}[\w'’-]+),?\sM\.?D\.?(?=\s*(?:[,;]|$))"
)
_HONOUR = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms)\.?\s+(?=\S)")
_GLUED_INITIAL = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{2})")
_INITIALS = re.compile(rf"(?:[{_UPPER}]\.?[\s-]*|(?:Yu|Ya|Ye|Ju|Ch|Th|Ph|Chr|Kh|Zh|Sh|St)\.[\s-]*){{1,4}}")
_CAPITALS = re.compile(rf"[{_UPPER}]{{1,3}}|(?:[{_UPPER}]\.[\s-]?){{1,3}}")
# Family names of two letters that pages print in capitals, and that are no initials.
_SHORT_FAMILIES = frozenset(
    "E O LI WU MA XU HE HU LU YU GU DU FU SU LE DO HO NG KO OH AN BO CAO LEE KIM".split()
)
_IN_OWN_SCRIPT = re.compile(r"\s*\([^()]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^()]*\)$")
# Most names: two words or three, nothing in them that could mean anything else.
_SIMPLE = re.compile(
    r"(?P<given>[A-Z][a-z]{2,}(?: (?P<middle>[A-Z]\.|[A-Z][a-z]{2,}))?) (?P<family>[A-Z][a-z]{2,})"
)
_MARKED = re.compile(r"[\d*∗†‡§¶‖✉⁎#^\u00b9\u00b2\u00b3\u2070-\u2089]")
_LOST_HYPHEN = re.compile(r"(?<=\.) -(?=[^\W\d_])")


def parse(text: str) -> Name:
    """One name, in either order, as parts.

    >>> parse("Robert P. C. de Marrais")
    Name(family='Marrais', given='Robert P. C.', particle='de', suffix='', literal='')
    >>> parse("Heath, Jr., Robert W.").suffix
    'Jr.'
    >>> parse("for the DarkSide Collaboration").literal
    'DarkSide Collaboration'
    """
    simple = _SIMPLE.fullmatch(text)
    if simple and simple["middle"] not in _CAPITAL_PARTICLES and not is_group(text):
        return Name(given=simple["given"], family=simple["family"])
    text, _ = without_et_al(_plain(text))
    text = _LOST_HYPHEN.sub("-", " ".join(text.split()))
    text = _HONOUR.sub("", _romanised(_FOR_GROUP.sub("", text)))
    if is_group(text) or (not text.isascii() and _CJK.search(text)):
        return Name(literal=text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) > 1:
        particle, family = _particle(parts[0].split())
        return Name(family=family, given=" ".join(parts[1:]), particle=particle, suffix=suffix)
    words = _GLUED_INITIAL.sub(" ", parts[0]).split() if parts else []
    if len(words) == 2 and _is_last_first(words):
        return Name(family=words[0], given=words[1], suffix=suffix)
    return _first_last(words, suffix)


def _plain(text: str) -> str:
    """A name without TeX, marks of affiliation and degrees."""
    if "\\" in text or "{" in text or "~" in text:
        text = re.sub(r"[{}]", "", latex.decode(text))
    if _MARKED.search(text):
        text = _MARK.sub("", text)
    return _DOCTOR.sub(r"\1", _DEGREE.sub("", text)) if "D" in text or "M" in text or "F" in text else text


def _romanised(text: str) -> str:
    """A name that stands in two scripts in Latin letters."""
    if text.isascii() or not _CJK.search(text) or not re.search(r"[a-zA-Z]{2}", text) or _GROUP.search(text):
        return text
    return (
        " ".join(_IN_OWN_SCRIPT.sub("", text).split())
        if _IN_OWN_SCRIPT.search(text)
        else " ".join(word for word in re.sub(r"[()（）]", " ", text).split() if not _CJK.search(word))
    )


def _is_last_first(words: list[str]) -> bool:
    """Whether two words are a family name and initials: `Vaswani A`, but `Weinan E` and `Wei LI`."""
    family, last = words
    capitals = last.replace(".", "")
    return (
        bool(_CAPITALS.fullmatch(last))
        and len(capitals) < 3
        and len(family) > 2
        and family.upper() != family
        and capitals not in _SHORT_FAMILIES
    )


def _first_last(words: list[str], suffix: str) -> Name:
    if (
        not suffix
        and len(words) > 2
        and (_SUFFIX.fullmatch(words[-1]) or words[-1].strip(".") in ("JR", "SR"))
    ):
        suffix = words.pop()
    if len(words) < 2:
        return Name(literal=" ".join(words + [suffix] * bool(suffix)))
    begin = len(words) - 1
    least = 0 if words[0] in PARTICLES else 1
    while begin > least and _opens_family(words[begin - 1]):
        begin -= 2 if words[begin - 1] in _JOINERS and begin > 2 else 1
    particle, family = _particle(words[begin:])
    return Name(given=" ".join(words[:begin]), particle=particle, family=family, suffix=suffix)


def _opens_family(word: str) -> bool:
    """Whether a word before the family name belongs to it; `e.` of `e. e. cummings` does not."""
    small = word.islower() and "." not in word
    return small or word in PARTICLES or word in _CAPITAL_PARTICLES


def _particle(words: list[str]) -> tuple[str, str]:
    """The lower-case particles in front, and the rest; a name of particles only is all family."""
    begin = 0
    while begin < len(words) - 1 and words[begin].lower() == words[begin] in PARTICLES:
        begin += 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def parse_list(text: str) -> tuple[tuple[Name, ...], bool]:
    """A line of names, and whether it says that it is cut ("et al.", "and others", "…").

    >>> names, cut = parse_list("Charles L. Webber Jr., A. Sarkar et al.")
    >>> [name.family for name in names], cut
    (['Webber', 'Sarkar'], True)
    """
    whole, cut = without_et_al(text)
    whole = ", ".join(with_group(whole))
    whole = _SPEAKING.sub(r", \1", _PLACES.sub("", _plain(_unbroken(whole)))).strip(" ,;")
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
    if len(pieces) == 2 == len(" ".join(pieces).split()) and len(parts) == 1 and not _CJK.search(whole):
        return (parse(", ".join(pieces)),), cut  # "Vaswani, Ashish"
    return _cheapest(_with_suffixes(pieces)), cut


def with_group(text: str) -> list[str]:
    """A name, and apart from it the collaboration that it is said to speak for, if it is.

    >>> with_group("T. Peitzmann for the ALICE FoCal collaboration")
    ['T. Peitzmann', 'for the ALICE FoCal collaboration']
    """
    if "ollab" not in text or _FOR_GROUP.match(text):
        return [text]
    found = _FOR_THEM.search(text)
    return [text[: found.start()], text[found.end() :]] if found else [text]


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
        if left and (inside or (_PLURAL_GROUP.search(right) and not is_group(left))):
            parts[-1] += f" and {part}"
        elif part.strip(" ,"):
            parts.append(part.strip(" ,"))
    return parts


def _is_inverted(text: str) -> bool:
    """Whether a text is one name with its family name first: `Oord, Aäron van den`."""
    pieces = [piece for piece in _COMMA.split(text) if not _SUFFIX.fullmatch(piece)]
    return (is_group(text) and "," not in text) or (
        len(pieces) == 2 and _cost_inverted(*pieces) < _cost(pieces[0]) + _cost(pieces[1])
    )


def _with_suffixes(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
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
        if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) and _CAPITALS.fullmatch(words[-2]):
            suffix = words.pop()
        family_first = len(words[0]) > 1 or words[0] in _SHORT_FAMILIES
        if len(words) > 1 and family_first and _CAPITALS.fullmatch(words[-1]):
            particle, family = _particle(words[:-1])
            made.append(Name(family=family, given=words[-1], particle=particle, suffix=suffix))
        else:
            cost += 0 if is_group(piece) else 1.5
            made.append(parse(piece))
    return cost, tuple(made)


@lru_cache(maxsize=4096)
def _cost(text: str) -> float:
    """How little a piece looks like a whole name in the order of speech; 0: it does."""
    words = text.partition(", ")[0].split()
    if is_group(text) or _CJK.search(text):
        return 0.0
    if _INITIALS.fullmatch(text):
        return 3.0
    if len(words) < 2 or (len(words) == 2 and words[0] in PARTICLES):
        return 1.0
    if _CAPITALS.fullmatch(words[-1]):
        return 2.0 if "." in words[-1] else 0.1 if words[-1] in _SHORT_FAMILIES else 1.0
    return 0.0 if len(words) < 5 else 0.2


@lru_cache(maxsize=4096)
def _cost_inverted(family: str, given: str) -> float:
    """How little two pieces look like a family name and the given names behind it."""
    words = [word for word in family.split() if word not in PARTICLES | _CAPITAL_PARTICLES]
    behind = [word for word in given.partition(", ")[0].split() if word not in PARTICLES]
    if not behind or any(
        _INITIALS.fullmatch(word) and len(word) < 5 for word in words if len(words) > 1 or "." in word
    ):
        return 3.0
    full = sum(not _INITIALS.fullmatch(word) for word in behind)
    cost = max(len(words) - 1.0, 0.0) + (0.0 if not full else 0.3 * full - 0.1)
    return cost + 0.75 * (full > 0 and bool(_INITIALS.fullmatch(behind[0])))  # "Triloki, P. Garg"


@lru_cache(maxsize=4096)
def without_et_al(text: str) -> tuple[str, bool]:
    """The names without "et al." or its like at the end, and whether it was there."""
    whole = text.rstrip()
    if not whole.rstrip(" ,;").lower().endswith(_CUT_ENDS):
        return text, False
    for _ in range(3):  # "et al. (12 additional authors not shown)"
        begin = max(len(whole) - _LONGEST_CUT, 0)
        found = _ET_AL.search(whole, begin)
        if not found:
            break
        whole = re.sub(r"(?:,|;|&|\sand)$", "", whole[: found.start()].rstrip(" \t\n,;")).rstrip(" \t\n,;")
    return (whole, True) if whole != text.rstrip() else (text, False)


@lru_cache(maxsize=4096)
def is_group(text: str) -> bool:
    """Whether a name is that of a group, not of a person."""
    return bool(_GROUP.search(text))


def is_cut(text: str) -> bool:
    """Whether a line of names ends in "et al." or its like."""
    return without_et_al(text)[1]


def display(name: Name) -> str:
    """The name in the order of speech: `Aäron van den Oord`, `Robert W. Heath, Jr.`."""
    if name.literal:
        return name.literal
    spoken = " ".join(part for part in (name.given, name.particle, name.family) if part)
    return f"{spoken}, {name.suffix}" if name.suffix else spoken
