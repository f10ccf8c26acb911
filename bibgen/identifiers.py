"""Identifiers in text: found, parsed, made canonical; the only place that knows their patterns.

arXiv's identifiers come in two styles (https://info.arxiv.org/help/arxiv_identifier.html): since
April 2007 `YYMM.number`, the number with four digits until December 2014 and five from January
2015; before that `archive/YYMMnumber` with three digits, sometimes with a subject class behind the
archive (`math.GT/0309136`), which is not part of the identifier. Either may carry a version, `v2`.
arXiv's own DOIs (`10.48550/arXiv.2205.06175`) name the same thing and are taken as arXiv
identifiers. DOIs follow https://www.doi.org/the-identifier/resources/handbook (2.2.2: any printable
character in the suffix, no case), including the SICI form with `<` and `>`.

A bare `1706.03762` is taken only where the caller says that the text is a list of identifiers: in
prose it may as well be a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bibgen.model import Identifier, PartialDate

# Every archive that ever gave out identifiers, those since merged into others included
# (https://arxiv.org/archive/ and its redirects).
ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
).split()

_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = rf"(?:{'|'.join(ARCHIVES)})(?:\.[A-Za-z-]{{2,8}})?/\d{{2}}(?:0[1-9]|1[0-2])\d{{3}}"
_ID = rf"(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9]\d{{0,2}}))?(?![\d])"
_TAIL = r"(?:\.pdf|\.ps\.gz|\.ps)?(?:[?#][^\s<>\"'()\[\]]*)?/?"
_SITES = (
    r"(?<![a-z0-9-])(?:[a-z0-9-]{1,20}\.){0,3}arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print|dvi|tb|refs|cits)/"
    r"|(?:www\.)?alphaxiv\.org/(?:abs|pdf|overview|html)/"
    r"|(?:www\.)?ar5iv\.org/(?:abs|html)/(?:arxiv:)?"
    r"|(?:www\.)?huggingface\.co/papers/|(?:www\.)?hf\.co/papers/"
    r"|(?:www\.)?semanticscholar\.org/arxiv/|api\.semanticscholar\.org/arxiv:"
    r"|(?:www\.)?scirate\.com/arxiv/|(?:www\.)?arxiv-vanity\.com/papers/"
)
_DOI_HOST = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_DOI = r"10\.\d{4,9}(?:\.\d{1,9}){0,3}/(?:[^\s\"<>]|<[^\s<>]{1,60}>){1,300}"

# One table, tried in this order at each place of the text; `list` patterns only in lists.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("arxiv", re.compile(rf"(?:https?://)?(?:{_SITES}){_ID}{_TAIL}", re.I)),
    (
        "arxiv",
        re.compile(rf"(?:{_DOI_HOST}|(?<![\w.])doi:\s?)?(?<![\d.])10\.48550/arxiv\.{_ID}", re.I),
    ),
    ("doi", re.compile(rf"(?P<url>{_DOI_HOST})(?P<doi>10(?:\.|%2e)[^\s\"]{{1,600}})", re.I)),
    ("doi", re.compile(rf"(?:(?<![\w.])doi:\s?)?(?<![\w./])(?P<doi>{_DOI})", re.I)),
    ("arxiv", re.compile(rf"(?<![\w/.])arxiv(?:\s?:\s?|\.|/|\s){_ID}(?:\s?\[[\w.-]+\])?", re.I)),
    ("list", re.compile(rf"(?<![\w/.:-]){_ID}(?![\w/-]|\.\d)", re.I)),
)
_NEXT_IN_LIST = re.compile(r"[,;|](?=(?:https?://|doi:|arxiv:|10\.\d{4,9}/|\d{4}\.\d{4}))", re.I)
_NOTHING = Identifier(scheme="url", value="")
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An identifier and the characters `start:end` of the text that named it."""

    identifier: Identifier
    start: int
    end: int


def parse(text: str) -> Identifier | None:
    """The identifier that the whole text names, or None.

    >>> parse("https://arxiv.org/pdf/1706.03762v5.pdf").value
    '1706.03762'
    >>> parse("math.GT/0309136").value
    'math/0309136'
    """
    text = text.strip().strip("<>")
    for found in find(text, in_list=True):
        if found.start == 0 and found.end == len(text.rstrip(".,;")):
            return found.identifier
    return None


def find(text: str, *, in_list: bool = False) -> Iterator[Found]:
    """The identifiers in a text, from left to right, without overlap.

    Args:
        in_list: the text is a list of identifiers, so that a bare `1706.03762` is one too.
    """
    nearest: dict[int, Found | None] = {}
    at = 0
    while True:
        for rank, (kind, pattern) in enumerate(_PATTERNS):
            if kind == "list" and not in_list:
                continue
            known = nearest.get(rank, Found(identifier=_NOTHING, start=-1, end=-1))
            if known and known.start < at:
                nearest[rank] = _first(pattern, text, at)
        ahead = [found for _, found in sorted(nearest.items()) if found]
        if not ahead:
            return
        found = min(ahead, key=lambda one: one.start)
        yield found
        at = found.end


def _first(pattern: re.Pattern[str], text: str, at: int) -> Found | None:
    for match in pattern.finditer(text, at):
        groups = match.groupdict()
        if "doi" in groups:
            value, end = _trim_doi(groups["doi"], match.start("doi"))
            made = _doi(value, decode=bool(groups.get("url")))
        else:
            end = match.end()
            made = arxiv(groups["id"], groups["version"])
        if made:
            return Found(identifier=made, start=match.start(), end=end)
    return None


def arxiv(value: str, version: str | None = None) -> Identifier | None:
    """The canonical arXiv identifier, or None if no paper can have it.

    The month must exist, and the number must have the digits of its time: `1501.0001` and
    `1412.00001` name nothing.
    """
    value = value.lower()
    if "/" in value:
        archive, number = value.split("/")
        value = f"{archive.split('.')[0]}/{number}"
        possible = "9107" <= _century(number[:4]) <= "A703" and number[4:] != "000"
    else:
        month, number = value.split(".")
        five = month >= "1501"
        possible = month >= "0704" and len(number) == (5 if five else 4) and int(number) > 0
    if not possible:
        return None
    return Identifier(scheme="arxiv", value=value, version=int(version) if version else None)


def _century(month: str) -> str:
    """YYMM with the years from 2000 behind those of the nineties: "0703" is "A703"."""
    return month if month[0] == "9" else f"A{month[1:]}" if month[0] == "0" else "Z"


def _doi(value: str, *, decode: bool) -> Identifier | None:
    if decode and "%" in value:
        value = unquote(value)
    value = re.sub(r"\\(?=[_&%#{}])", "", value)  # typed for LaTeX
    prefix, _, suffix = value.partition("/")
    if not suffix or not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*", prefix):
        return None
    own = re.fullmatch(rf"arxiv\.{_ID}", suffix, re.I) if prefix == "10.48550" else None
    if own:
        return arxiv(own["id"], own["version"])
    return Identifier(scheme="doi", value=value.lower(), typed=value)


def _trim_doi(value: str, start: int) -> tuple[str, int]:
    """A DOI without what the sentence around it added, and the place where it ends."""
    following = _NEXT_IN_LIST.search(value)
    if following:
        value = value[: following.start()]
    while value:
        plain = value.rstrip(".,;:!?'’”*_`\\")
        opener = _CLOSERS.get(plain[-1:])
        if opener and plain.count(opener) < plain.count(plain[-1]):
            plain = plain[:-1]
        if plain == value:
            break
        value = plain
    return value, start + len(value)


def doi(text: str) -> Identifier | None:
    """The DOI that a field gives, in whatever dress: bare, `doi:`, or as a URL."""
    found = next(find(text), None)
    return found.identifier if found and found.identifier.scheme == "doi" else None


def arxiv_month(value: str) -> PartialDate:
    """The year and month in which arXiv gave out an identifier.

    >>> arxiv_month("hep-th/9711200")
    PartialDate(year=1997, month=11, day=0)
    """
    digits = value.split("/")[-1][:4]
    year = int(digits[:2])
    return PartialDate(year=year + (1900 if year > 90 else 2000), month=int(digits[2:]))


def arxiv_order(value: str) -> tuple[int, int, str, int]:
    """A sort key that puts arXiv identifiers in the order in which they were given out."""
    when = arxiv_month(value)
    archive, _, number = value.rpartition("/")
    return when.year, when.month, archive, int(number[4:].lstrip("."))


def display(identifier: Identifier) -> str:
    """The identifier as people write it: `arXiv:2205.06175v2`, `doi:10.1038/nature14236`, a URL bare."""
    if identifier.scheme == "url":
        return identifier.value
    scheme = "arXiv" if identifier.scheme == "arxiv" else identifier.scheme
    version = f"v{identifier.version}" if identifier.version else ""
    return f"{scheme}:{identifier.value}{version}"


def address(identifier: Identifier) -> str | None:
    """The URL of the page that an identifier names, or None if it has none (ISBN)."""
    pages = {
        "arxiv": "https://arxiv.org/abs/",
        "doi": "https://doi.org/",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
        "url": "",
    }
    page = pages.get(identifier.scheme)
    version = f"v{identifier.version}" if identifier.version else ""
    return None if page is None else f"{page}{identifier.value}{version}"
