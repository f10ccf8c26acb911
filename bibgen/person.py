"""One person's name, taken apart and printed.

A page gives `Aäron van den Oord`, a reference `van den Oord, A.`, arXiv `J. -M. Caillol`. All become CSL
name parts (family, given, particle, suffix) or a `literal` for what has no parts: a group, a single
word, a name in Chinese, Japanese or Korean script. Where the family name begins cannot be known for
sure from `Given Family`; the rules are those that BibTeX (btxdoc, section 4), biber and Zotero share, and
that their users expect: particles in lower case belong to the family name, so do the usual ones in
capitals between two other words, and the Portuguese words for a son or grandson behind it (`de Mello
Neto`). What is no part of a name goes: degrees, marks of affiliation, what is left of broken TeX.
"""

from __future__ import annotations

import re
import unicodedata

from bibgen import latex
from bibgen.groups import bare, is_group, without_et_al
from bibgen.likeness import PARTICLES
from bibgen.model import Name

SUFFIX = re.compile(r"(?:[Jj]n?r|[Ss]n?r|II|III|IV|VI{1,3})\.?$")
_UPPER = "".join(chr(code) for code in range(0x250) if chr(code).isupper()) + "Α-ΩА-ЯЁІЇЄ"
INITIALS = re.compile(rf"(?:[{_UPPER}]\.?[\s-]*|(?:Yu|Ya|Ye|Ju|Ch|Th|Ph|Chr|Kh|Zh|Sh|St)\.[\s-]*){{1,4}}")
CAPITALS = re.compile(rf"[{_UPPER}]{{1,3}}|(?:[{_UPPER}]\.[\s-]?){{1,3}}")
CAPITAL_PARTICLES = frozenset(
    "Van Von Der Den De Del Della Di Da Dos Du La Le Ter Ten El Al Bin Ibn St. San Santa Mc Mac O'".split()
)
# Family names of two letters that pages print in capitals, and that are no initials.
SHORT_FAMILIES = frozenset(
    "E O LI WU MA XU HE HU LU YU GU DU FU SU LE DO HO NG KO OH AN BO CAO LEE KIM".split()
)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JOINERS = frozenset(("y", "e", "i", "und"))  # "Ortega y Gasset" is one family name
_SONS = frozenset(("Neto", "Netto", "Filho", "Junior", "Júnior", "Sobrinho"))
_MARK = re.compile(
    r"[*∗†‡§¶‖✉⁎#\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089]+|\$\^\{?[^$]{0,20}\}?\$|\^\{?[\d,*\s]{1,9}\}?"
    r"|\s\(\d{1,2}(?:\s?,\s?\d{1,2})*\)|\[\d{1,2}(?:,\s?\d{1,2})*\]"
    r"|(?<=[^\W\d_])\.?\s?\d{1,2}(?:\s?,\s?\d{1,2})*(?=\s*(?:[,;]|and\b|&|$))|(?<![\w-])\d{1,2}(?=[^\W\d_]{2})"
    r"|\s\d{4}(?=\s*(?:[,;]|\sand\b|$))"  # DBLP's numbers for people of one name
)
_MARKED = re.compile(r"[\d*∗†‡§¶‖✉⁎#^\u00b9\u00b2\u00b3\u2070-\u2089]")
_MARK_BEFORE = re.compile(rf"^\d{{1,2}}\s+(?=[{_UPPER}]\.)")
_DEGREE = re.compile(r"(?:,?\s+(?:Ph\.?\s?D\.?|D\.?\s?Phil\.?)|,\s+(?:M\.?Sc\.?|MPH|FRCP))(?=\s*(?:[,;]|$))")
_DOCTOR = re.compile(  # "Vega MD" may have the initials M. D.; "Ana Vega, MD" has not
    rf"(?<![^\s,;])([{_UPPER}][\w.'’-]*\s(?:[\w.'’-]+\s){{0,2}}[\w'’-]+),?\sM\.?D\.?(?=\s*(?:[,;]|$))"
)
_HONOUR = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms)\.?\s+(?=\S)|(?<=\s)(?:Dr|Prof)\.\s+(?=\S)")
_WITH_PLACE = re.compile(r"(?P<name>\S+\s\S.*?)\s*\([^()]*\)")  # or a nickname
_TAG = re.compile(r"</?[a-z]{1,6}\s?/?>", re.I)
_LOST_ACCENT = re.compile(r"(?<=[^\W\d_])([\"`])([aeiou])(?=[^\W\d_]|$)")
_APOSTROPHE = re.compile(rf"\b([DdLlO])[`´](?=[{_UPPER}])")
_COMBINING = {'"': "\u0308", "`": "\u0300"}
_GLUED_INITIAL = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{2})")
_IN_OWN_SCRIPT = re.compile(r"\s*\([^()]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^()]*\)$")
# Most names: two words or three, nothing in them that could mean anything else.
_SIMPLE = re.compile(
    r"(?P<given>[A-Z][a-z]{2,}(?: (?P<middle>[A-Z]\.|[A-Z][a-z]{2,}))?) (?P<family>[A-Z][a-z]{2,})"
)
_HYPHEN = re.compile(
    r"(?<=\.) -(?=[^\W\d_])|(?<=[^\W\d_])(?:--|–)(?=[^\W\d_])"
)  # "J. -M.", "Clausel--Lesourd"


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
    if (
        simple
        and simple["middle"] not in CAPITAL_PARTICLES
        and simple["family"] not in _SONS
        and not is_group(text)
    ):
        return Name(given=simple["given"], family=simple["family"])
    text = _tidied(text)
    if is_group(text) or (not text.isascii() and CJK.search(text)):
        return Name(literal=text)
    parts = [part.strip() for part in _MARK_BEFORE.sub("", text).split(",") if part.strip()]
    suffix = next((part for part in parts[1:] if SUFFIX.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) > 1:
        particle, family = split_particle(parts[0].split())
        return Name(family=family, given=" ".join(parts[1:]), particle=particle, suffix=suffix)
    words = _GLUED_INITIAL.sub(" ", parts[0]).split() if parts else []
    if len(words) == 2 and _is_last_first(words):
        return Name(family=words[0], given=words[1], suffix=suffix)
    return _first_last(words, suffix)


def _tidied(text: str) -> str:
    """The name alone: without honours, places behind it, and a second script."""
    text, _ = without_et_al(plain(text))
    text = _HYPHEN.sub("-", " ".join(text.split()))
    text = _HONOUR.sub("", _romanised(bare(text)))
    placed = _WITH_PLACE.fullmatch(text) if text.endswith(")") else None
    return placed["name"] if placed and not is_group(placed["name"]) else text


def plain(text: str) -> str:
    """A name, or a line of names, without TeX, tags, marks of affiliation and degrees."""
    if "\\" in text or "{" in text or "~" in text:
        text = re.sub(r"[{}\\]", "", latex.decode(text)).replace("~", " ")
    if '"' in text or "`" in text or "´" in text:
        text = _LOST_ACCENT.sub(_accented, _APOSTROPHE.sub(r"\1'", text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if _MARKED.search(text):
        text = _MARK.sub("", text)
    return _DOCTOR.sub(r"\1", _DEGREE.sub("", text)) if "D" in text or "M" in text or "F" in text else text


def _accented(match: re.Match[str]) -> str:
    """`B"ohm`, which was TeX with a backslash."""
    return unicodedata.normalize("NFC", match[2] + _COMBINING[match[1]])


def _romanised(text: str) -> str:
    """A name that stands in two scripts in Latin letters."""
    if text.isascii() or not CJK.search(text) or not re.search(r"[a-zA-Z]{2}", text) or is_group(text):
        return text
    return (
        " ".join(_IN_OWN_SCRIPT.sub("", text).split())
        if _IN_OWN_SCRIPT.search(text)
        else " ".join(word for word in re.sub(r"[()（）]", " ", text).split() if not CJK.search(word))
    )


def _is_last_first(words: list[str]) -> bool:
    """Whether two words are a family name and initials: `Vaswani A`, but `Weinan E` and `Wei LI`."""
    family, last = words
    capitals = last.replace(".", "")
    return (
        bool(CAPITALS.fullmatch(last))
        and len(capitals) < 3
        and len(family) > 2
        and family.upper() != family
        and capitals not in SHORT_FAMILIES
    )


def _first_last(words: list[str], suffix: str) -> Name:
    if not suffix and len(words) > 2:
        at = next((at for at in range(len(words) - 1, 0, -1) if _is_suffix(words, at)), 0)
        suffix = words.pop(at) if at else ""
    if len(words) < 2:
        return Name(literal=" ".join(words + [suffix] * bool(suffix)))
    begin = len(words) - 1
    least = 0 if words[0] in PARTICLES else 1
    if words[-1] in _SONS and begin > 1 and not INITIALS.fullmatch(words[-2]):
        begin -= 1
    while begin > least and _opens_family(words[begin - 1]):
        begin -= 2 if words[begin - 1] in _JOINERS and begin > 2 else 1
    particle, family = split_particle(words[begin:])
    return Name(given=" ".join(words[:begin]), particle=particle, family=family, suffix=suffix)


def _is_suffix(words: list[str], at: int) -> bool:
    """Whether a word is a suffix, at the end or, as `Romeo Jr. Jorda` has it, before the family name."""
    if at == len(words) - 1:
        return bool(SUFFIX.fullmatch(words[at])) or words[at].strip(".") in ("JR", "SR")
    return words[at] in ("Jr.", "Sr.")


def _opens_family(word: str) -> bool:
    """Whether a word before the family name belongs to it; `e.` of `e. e. cummings` does not."""
    small = word.islower() and "." not in word
    return small or word in PARTICLES or word in CAPITAL_PARTICLES


def split_particle(words: list[str]) -> tuple[str, str]:
    """The lower-case particles in front, and the rest; a name of particles only is all family."""
    begin = 0
    while begin < len(words) - 1 and words[begin].lower() == words[begin] in PARTICLES:
        begin += 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def display(name: Name) -> str:
    """The name in the order of speech: `Aäron van den Oord`, `Robert W. Heath, Jr.`"""
    if name.literal:
        return name.literal
    spoken = " ".join(part for part in (name.given, name.particle, name.family) if part)
    return f"{spoken}, {name.suffix}" if name.suffix else spoken
