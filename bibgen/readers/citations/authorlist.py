"""The names at the head of a reference: where they end, and what is between them and the title.

Styles differ in the order of a name (`Vaswani, A.`, `A. Vaswani`, `Vaswani A`, `Ashish Vaswani`,
`Vaswani, Ashish`), in what stands between names and in what closes the list. Within one reference
the order is the same, but for the first name in Chicago and MLA. So each order is tried as far as it
goes, and the one is taken whose list is closed best: by a year, a quoted title, `et al.`, a colon.
Orders are those of the style guides (APA, Chicago, MLA, IEEE, Vancouver, ACM, LNCS) and of BibTeX's
standard styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bibgen import names
from bibgen.model import Name
from bibgen.readers.pages import people

_UP = "".join(char for char in map(chr, range(0x250)) if char.isupper()) + "А-ЯΑ-Ω\u1e00-\u1eff"
_L = r"[^\W\d_]"
_MARK = "'’‘ʼ`´-"
_PART = (
    r"(?:(?:van|von|der|den|de|del|della|di|da|das|dos|do|du|la|le|las|los|ter|ten|te|tot|zu|zur|zum|"
    r"af|av|al|el|"
    r"bin|ibn|ben|dal|dalla|degli|dei|['’]t|in\s?['’]t|op|vom|und|y|st\.|Van|Von|Der|Den|De|Del|Della|"
    r"Di|Da|Dos|Du|La|Le|"
    r"Ter|Ten|El|Al|Bin|Ibn|St\.|v\.|d\.)\s)"
)
_W = (
    rf"(?!(?:Jr|Sr|II|III|IV)\b)(?:(?:[dlDLOoN]|[aA]l|[eE]l|[Bb]en|Mc|[sS]t)['’-])?[{_UP}](?:{_L}|"
    rf"[{_MARK}](?={_L}))+"
)
_I = rf"[{_UP}]\."
_I1 = (
    rf"(?:[{_UP}]|Yu|Ya|Ye|Ch|Th|Zh|Sh|Kh|Ph|Ts|Ju|Ji|Dz|Zs|Sz|Cs|Gy|Iu|Ia)\."  # one letter of another script
)
_INITS = rf"{_I1}(?:\s?[-‐–]?\s?(?:{_I}|(?<=-)[a-z]\.|(?<=-)[{_UP}](?=[\s,]))){{0,5}}"
_FAM = rf"{_PART}{{0,3}}{_W}(?:\s{_PART}{{0,2}}{_W}){{0,2}}"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|jr)\b\.?|,?\s(?:III|II|IV)\b)?"
_CLOSE = r"(?=\s*(?:$|[,;:.()\[“\"”‘&，、*†‡]|``|and\b|und\b|et\b|y\b|\ue000|(?:19|20)\d\d\b))"
_GROUP = (
    rf"(?:[Tt]he\s|for\sthe\s|on\sbehalf\sof\sthe\s)?\(?\[?(?:[{_UP}][\w&/+-]*\s){{1,7}}"
    r"(?:[Cc]ollaborations?|Consortium|Team|Group|Project|Network|Initiative|Foundation|"
    rf"Society)\)?\]?{_CLOSE}"
)
_CJK = r"[\u3040-\u30ff\u3400-\u9fff·]{2,8}|[\uac00-\ud7af]{2,4}"

_INVERTED = rf"{_FAM}{_SUFFIX},\s?{_INITS}(?:\s?{_PART.replace(chr(92) + 's)', ')')}(?![\w.]))?{_SUFFIX}"
_BARE_INVERTED = rf"{_FAM},\s?[{_UP}](?:[\s-]?[{_UP}]){{0,3}}(?![\w'’.]){_SUFFIX}"
_FIRST = rf"(?:{_I}\s?Yu\.\s?{_W}(?=,|\s(?:and|&))|{_INITS}\s?{_FAM}{_SUFFIX}{_CLOSE})"
_VANCOUVER = (
    rf"{_FAM}\s(?:{_INITS}(?=,|;|\s\(|\set\b)|[{_UP}]{{1,4}}(?:-[{_UP}])?(?![\w'’-])|{_INITS})"
    rf"(?:\s(?:Jr|Sr|2nd|3rd)\b\.?)?{_CLOSE}"
)
_GIVEN = rf"(?:{_W}|{_I}(?:-?{_I})*|[{_UP}](?=\s))"
_FULL = rf"{_GIVEN}(?:\s(?:{_PART}{{1,3}})?{_GIVEN}){{0,3}}\s{_PART}{{0,3}}{_W}{_SUFFIX}{_CLOSE}"
_FULL_INVERTED = (
    rf"{_FAM}{_SUFFIX},\s{_GIVEN}(?:\s{_GIVEN}){{0,3}}(?"
    rf":\s{_PART.replace(chr(92) + 's)', ')')}(?![\w.]))?{_SUFFIX}{_CLOSE}"
)

_ET_AL = re.compile(
    r"[\s,;]*\(?(?:\bet\.?\s+al\b\.?|\band\s+others\b|\band\s+\d+\s+(?:others|more|coauthors)\b|"
    r"\be\.a\.|等)\)?",
    re.I,
)
_BETWEEN = re.compile(
    r"\s*(?:(?P<last>[,;]?\s*(?:and|&|und|et|y|e)\s+(?:the\s)?)|[,;]\s*(?:\.\s?\.\s?\.|…|"
    r"\. \. \.)\s*(?P<cut>)(?:&\s)?"
    r"|[;，、]\s*|,\s*)"
)
_BEHIND = re.compile(rf"[*†‡§¹²³]*(?:\s(?:for|on\sbehalf\sof)\s{_GROUP})?")
_IN_BRACKETS = re.compile(
    r",?\s?[(\[](?:for\s|"
    r"on\sbehalf\sof\s)?(?:the\s)?(?P<group>[^()\[\]]{2,120}?\s(?:[Cc]ollab(?:oration|\.)?s?|Team|"
    r"Consortium|Group))[)\]]"
)
_ODD = re.compile(
    rf"(?P<name>[^,;:()\[\]“”\"\d.]{{1,30}}?(?:,\s?{_INITS})?|{_INITS}\s[^\W\d_])(?:,\s(?:and\s|&\s)?|"
    r";\s(?:and\s)?|\s(?:and|&)\s)"
)
_ODD_FULL = re.compile(
    r"(?P<name>(?=[^,]*[^\W\d_a-z])[^\W\d_]+(?:\s[^\W\d_]+){1,2})(?:,\s(?:and\s)?|\sand\s)"
)
_MOST = 5000
_MOST_ODD = 3
_EDITORS = re.compile(r"[\s,]*[(\[]?\b[Ee]d(?:itor)?s?\b\.?[)\]]?(?=[\s,.:(])")
_YEAR = re.compile(
    r"[\s,.;]*(?:[(\[]\s*(?:(?:ca?\.\s?|published\s|online\s)?(?P<y1>(?:1[6-9]|20)\d\d)(?:[a-z]|"
    r"[-–/]\d\d+)?\b[^()\[\]]{0,30}"
    r"|in press|forthcoming|n\.\s?d\.|to appear|submitted|accepted|in prep[a-z.]*|"
    r"under review)\s*[)\]]\s*[.,:;]?"
    r"|(?<=[\s,.;])(?P<y2>(?:1[6-9]|20)\d\d)[a-z]?(?:,\s[A-Z][a-z]+(?:\s\d{1,2})?)?[.,:;](?=\s|$|[“\"‘]))\s*"
)
_QUOTE = re.compile(r"[\s,.:;]*(?=[“\"„«]|``|[‘'](?=[^\W_a-z]|\w+\s))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """Names as read, the place where the text behind them begins, and how they were closed.

    `closing` is "year", "quote", "colon", "stop" or "comma"; `order` names the order of the names.
    `year` is what stands behind them, 0 for none; `sure` is higher the better the list was closed.
    """

    names: tuple[Name, ...]
    et_al: bool
    end: int
    closing: str
    order: str
    year: int = 0
    sure: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    name: str
    first: re.Pattern[str]
    rest: re.Pattern[str]


def _order(name: str, first: str, rest: str = "") -> _Order:
    def made(inner: str) -> re.Pattern[str]:
        return re.compile(rf"(?P<name>{inner})|(?P<group>{_GROUP})|(?P<cjk>{_CJK})")

    return _Order(name=name, first=made(first), rest=made(rest or first))


EARLY = re.compile(rf"\W{{0,2}}(?:{_PART}{{0,3}}{_W}|{_I}|[A-Z]{{1,3}}\s|[A-Z]\w*\d\w*\s|{_CJK})")


@cache
def _orders() -> tuple[_Order, ...]:
    """Every order; made when the first reference is read, for these patterns take long to compile."""
    return (
        _order("inverted", _INVERTED, rf"{_INVERTED}|[{_UP}],\s?{_INITS}|{_FIRST}"),
        _order("first", _FIRST, rf"{_FIRST}|{_INITS}\s[{_UP}](?=,|\s(?:and|&))"),
        _order("vancouver", _VANCOUVER),
        _order("bare-inverted", _BARE_INVERTED),
        _order("full", _FULL),
        _order("full-inverted", _FULL_INVERTED, f"{_INVERTED}|{_FULL_INVERTED}|{_FULL}"),
        _order("first-full-inverted", _FULL_INVERTED, _FULL),
        _order("family", rf"{_PART}{{0,3}}{_W}(?:\s{_W})?"),
    )


@lru_cache(maxsize=256)
def read(text: str) -> Authors | None:
    """The authors that the text begins with, or None.

    >>> read("Vaswani, A., Shazeer, N., & Parmar, N. (2017). Attention").closing
    'year'
    >>> read("A. Vaswani and N. Shazeer. Attention is all you need.").end
    27
    """
    if not EARLY.match(text):
        return None
    found = [one for order in _orders() if (one := _closed(text, order))]
    return max(found, key=lambda one: one.sure, default=None) or _lone(text)


def parse_list(text: str) -> tuple[tuple[Name, ...], bool]:
    """The names of a text that holds nothing else, in whatever order; whether the list is cut."""
    text = text.strip().rstrip(".").strip() + "."
    made = read(text)
    if made and made.end >= len(text) - 1:
        return made.names, made.et_al
    return names.parse_list(text.rstrip(".") if not re.search(r"\b[A-Z]\.$", text) else text)


def _closed(text: str, order: _Order) -> Authors | None:
    """The names in one order as far as they go, with what closes them."""
    made: list[Name] = []
    at, cut, last, begin, odd = 0, False, False, 0, 0
    pattern = order.first
    while len(made) < _MOST and begin >= 0 and (match := pattern.match(text, begin)):
        if order.name == "full" and match["name"] and not people.is_one(match[0]):
            break
        made.append(_name(match, order.name))
        pattern = order.rest
        at = next((one.end() for one in (_BEHIND.match(text, match.end()),) if one), match.end())
        ended = _ET_AL.match(text, at)
        between = _BETWEEN.match(text, at)
        if ended:
            at, cut = ended.end(), True
        if ended or not between or (last and text[at : at + 1] != ";"):
            break
        last = bool(between["last"])
        cut = cut or between["cut"] is not None
        begin = between.end()
        if not pattern.match(text, begin) and odd < _MOST_ODD:
            odd += 1
            begin = _bridge(text, begin, order, made)
    behind = _IN_BRACKETS.match(text, at) if made else None
    if behind:
        made.append(names.parse(behind["group"]))
        at = behind.end()
    return _closing(text, tuple(made), at, cut, last, order.name) if made else None


def _bridge(text: str, begin: int, order: _Order, made: list[Name]) -> int:
    """Where names of the order go on behind one that has no usual shape, which is added; -1 if nowhere."""
    match = (_ODD_FULL if order.name.endswith("full") else _ODD).match(text, begin)
    if not match or not order.rest.match(text, match.end()):
        return -1
    made.append(names.parse(match["name"]))
    return match.end()


def _name(match: re.Match[str], order: str) -> Name:
    whole = match[0]
    if order == "vancouver" and match["name"]:
        family, _, given = re.fullmatch(
            r"(.*?)(\s)([^\W\d_a-z]{1,4}(?:-[^\W\d_a-z])?(?:\s(?:Jr|Sr|2nd|3rd)\.?)?|"
            rf"{_INITS})",
            whole,
        ).groups()  # type: ignore[union-attr]
        whole = f"{family}, {given}"
    if match["group"]:
        whole = whole.strip("()[]")
    return names.parse(whole)


def _closing(text: str, made: tuple[Name, ...], at: int, cut: bool, last: bool, order: str) -> Authors | None:
    """What closes the names at `at`, None if nothing that could."""
    if order == "family" and not (cut and len(made) < 3):
        return None
    editors = _EDITORS.match(text, at)
    at = editors.end() if editors else at
    sure = -1.0 * (order == "family") + 0.02 * min(len(made), 20) + 0.5 * cut + 0.6 * last
    year = _YEAR.match(text, at)
    if year:
        number = int(year["y1"] or year["y2"] or 0)
        return Authors(
            names=made, et_al=cut, end=year.end(), closing="year", order=order, year=number, sure=sure + 4
        )
    quote = _QUOTE.match(text, at)
    if quote:
        return Authors(names=made, et_al=cut, end=quote.end(), closing="quote", order=order, sure=sure + 3.5)
    for closing, pattern, worth in _CLOSINGS:
        match = pattern.match(text, at)
        if match:
            if closing == "colon" and order in _WITHOUT_COLON and not _are_groups(made):
                return None
            worth -= _doubt(text, made, match.end(), closing, order)
            return Authors(
                names=made, et_al=cut, end=match.end(), closing=closing, order=order, sure=sure + worth
            )
    ended = (text[:at].rstrip()[-1:] == "." and order.endswith("inverted")) or cut
    if ended and text[at : at + 1] in (" ", ""):
        return Authors(names=made, et_al=cut, end=at, closing="stop", order=order, sure=sure + 2)
    return None


def _doubt(text: str, made: tuple[Name, ...], end: int, closing: str, order: str) -> float:
    """What speaks against an order whose names only a point or a comma closes: it took words of the title."""
    if order == "vancouver":
        return 1.5 * (closing == "stop" and len(made) == 1 and bool(_REST_OF_NAME.match(text, end)))
    initialed = [bool(_INITIALS.match(one.given)) for one in made if one.given]
    if order == "full" and initialed and initialed[0] and not all(initialed):
        return 1.0
    if order.endswith("inverted") and "full" in order:
        return 1.0 * bool(re.match(rf"{_I}\s(?:{_I}\s)*{_W}", made[-1].given))
    return 0.0


def _are_groups(made: tuple[Name, ...]) -> bool:
    return all(one.literal for one in made)


_CLOSINGS = (
    ("colon", re.compile(r"\s?:\s*"), 3.0),
    ("stop", re.compile(r"\s?\.\s+|\.$|\.(?=[A-Z][a-z])"), 2.4),
    ("comma", re.compile(r"\s?[,;]\s+"), 1.5),
)
_INITIALS = re.compile(rf"{_I}|[{_UP}]\b")
_REST_OF_NAME = re.compile(rf"(?:{_I}\s?)*{_W}(?:\s{_W})?(?:,|\.\s|\s(?:and|&)\s)")
_WITHOUT_COLON = ("full", "full-inverted", "first-full-inverted")
_LONE = re.compile(
    r"(?P<who>[A-Z][\w.&'’-]*(?:,?\s(?:[\w.&'’-]+)){0,9}?)\s*(?=\(\s*(?:19|"
    r"20)\d\d[a-z]?\b[^()]{0,30}\)|\.\s(?:19|20)\d\d[a-z]?\.\s)"
)


def _lone(text: str) -> Authors | None:
    """What stands before an early year, where it has the shape of no list: `OpenAI (2023).`"""
    match = _LONE.match(text)
    year = _YEAR.match(text, match.end()) if match else None
    if match is None or year is None:
        return None
    made, cut = names.parse_list(match["who"])
    number = int(year["y1"] or year["y2"] or 0)
    return Authors(names=made, et_al=cut, end=year.end(), closing="year", order="lone", year=number, sure=1.0)
