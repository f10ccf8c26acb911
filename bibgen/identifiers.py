r"""Identifiers in text: found, parsed, made canonical; the only place that knows their patterns.

An identifier is a core of digits (`1706.03762`, `9711200`, `10.1038/nature14236`) in the dress of a
site or a habit (`https://arxiv.org/abs/`, `arXiv:`, `doi:`). `find` looks for cores, which are rare
and quick to find, and only then at what stands before and behind each; so prose costs one scan. The
patterns of both are in `patterns`, each with its source.

arXiv's own DOIs (`10.48550/arXiv.2205.06175`) name the same thing as its identifiers and are taken as
those. Pages break long identifiers at the end of a line: they are joined again where the break stands
behind a point, stroke or hyphen inside them and what follows can be nothing else.

A bare `1706.03762` is taken only where the caller says that the text is a list of identifiers: in
prose it may as well be a number. `hep-th/9711200` can be nothing else.
"""

from __future__ import annotations

import heapq
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from bibgen import patterns
from bibgen.model import Identifier, PartialDate
from bibgen.patterns import ARCHIVES as ARCHIVES

_SIGHT = 240  # characters before a core in which its dress must stand if it is a URL
_NEAR = 48  # and if it is words
_FAR = 400  # characters behind a word in which what it announces must end
_LONGEST = 400  # characters of a DOI
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_CODED = {"a": ":", "d": "=", "f": "/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An identifier and the characters `start:end` of the text that named it."""

    identifier: Identifier
    start: int
    end: int


def parse(text: str, *, today: date | None = None) -> Identifier | None:
    """The identifier that the whole text names, or None; `today` as for `arxiv`.

    >>> parse("https://arxiv.org/pdf/1706.03762v5.pdf").value
    '1706.03762'
    >>> parse("math.GT/0309136").value
    'math/0309136'
    """
    text = text.strip().strip("<>")
    for found in find(text, in_list=True, today=today):
        if found.start == 0 and found.end == len(text.rstrip(".,;")):
            return found.identifier
    return None


def find(text: str, *, in_list: bool = False, today: date | None = None) -> Iterator[Found]:
    """The identifiers in a text, from left to right, without overlap.

    Args:
        in_list: the text is a list of identifiers, so that a bare `1706.03762` is one too.
        today: as for `arxiv`.
    """
    done = 0
    for core in _cores(text, in_list):
        if core.start() < done:
            continue
        found = _found(text, core, done, in_list, today)
        if found:
            yield found
            done = found.end


def _cores(text: str, in_list: bool) -> Iterator[re.Match[str]]:
    """All that may be an identifier, from left to right."""
    hinted = (patterns.CORES.match(text, hint.start()) for hint in patterns.HINT.finditer(text))
    sought: list[Iterator[re.Match[str]]] = [(core for core in hinted if core)]
    if patterns.WORD.search(text):
        sought.append(_announced(text))
    if in_list and ("978" in text or "979" in text):
        sought.append(patterns.LISTED_ISBN.finditer(text))
    return sought[0] if len(sought) == 1 else heapq.merge(*sought, key=lambda core: core.start())


def _announced(text: str) -> Iterator[re.Match[str]]:
    for word in patterns.WORD.finditer(text):
        core = patterns.WORDED.search(text, max(0, word.start() - _NEAR), word.end() + _FAR)
        if core:
            yield core


def _found(text: str, core: re.Match[str], done: int, in_list: bool, today: date | None) -> Found | None:
    if core.re is not patterns.CORES:
        return _worded(core)
    if core.lastgroup == "new" and not in_list and _in_column(text, core.start()):
        return None
    for before in _before(text, core.start(), done):
        if core.lastgroup == "doi":
            found = _doi_at(text, core, before)
        else:
            found = _arxiv_at(text, core, before, in_list, today)
        if found:
            return found
    return None


def _in_column(text: str, at: int) -> bool:
    """Whether another number stands right before `at`: tables are full of numbers, so be quick."""
    return text[max(at - 2, 0) : at].rstrip(" \t")[-1:].isdigit()


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a core, and where in the text each character of that stands."""

    text: str
    places: Sequence[int]
    core: int

    def place(self, at: int) -> int:
        return self.places[at] if at < len(self.places) else self.core


def _before(text: str, at: int, done: int) -> Iterator[_Before]:
    """What stands before `at`: first as if words broken at the end of a line were whole and nothing
    percent-encoded, then as it is."""
    low = max(done, at - _SIGHT)
    token = patterns.TOKEN.match(text[low:at][::-1])
    low = max(low, min(at - token.end() if token else at, at - _NEAR))
    raw = text[low:at]
    if "\n" in raw or "%" in raw:
        yield _plain(raw, low, at)
    yield _Before(raw, range(low, at), at)


def _plain(raw: str, low: int, at: int) -> _Before:
    chars: list[str] = []
    places: list[int] = []
    end = 0
    for match in patterns.SQUEEZED.finditer(raw):
        chars += raw[end : match.start()]
        places += range(low + end, low + match.start())
        if match[0][0] == "%":
            chars.append(_CODED[match[0][2].lower()])
            places.append(low + match.start())
        end = match.end()
    return _Before("".join(chars) + raw[end:], [*places, *range(low + end, at)], at)


def _arxiv_at(
    text: str, core: re.Match[str], before: _Before, in_list: bool, today: date | None
) -> Found | None:
    kind, front_text, archive = core.lastgroup or "", before.text, None
    if kind == "old":
        archive = patterns.OLD_CORE.search(before.text) or patterns.OLD_FILE.search(before.text)
        if archive is None:
            return None
        front_text = before.text[: archive.start("archive")]
    elif kind == "dblp":
        archive = patterns.OLD_DBLP.search(before.text)
    made = _canonical(kind, core, archive["archive"] if archive else "", today)
    for dress in patterns.DRESSES if made else ():
        if kind not in dress.cores or (dress.listed and not in_list):
            continue
        front = dress.before.search(front_text)
        back = dress.behind.match(text, core.end()) if front else None
        if made and front and back:
            return Found(identifier=made, start=before.place(front.start()), end=back.end())
    return None


def _canonical(kind: str, core: re.Match[str], archive: str, today: date | None) -> Identifier | None:
    """The identifier that a core names, `archive` being what stood before it."""
    value, version = re.sub(r"\s", "", core[0]), core["version"] or core["old_version"]
    value = re.sub(r"[vV]\d+$", "", value)
    if kind == "dblp":
        value = value.replace("-", ".")
        if bool(archive) == ("." in value):
            return None
    elif kind == "code":
        new = re.fullmatch(r"\d{4}arXiv(\d{4})\.?(\d+)[A-Z]", value)
        old = patterns.OLD_CODE.match(value)
        if new and value[2:4] == new[1][:2]:
            value = f"{new[1]}.{new[2]}"
        elif old and len(value) == 19 and old["archive"].replace(".", "-") in ARCHIVES:
            archive, value = old["archive"].replace(".", "-"), old["year"] + old["number"].zfill(5)
        else:
            return None
    return arxiv(f"{archive}/{value}" if archive else value, version, today=today)


def _worded(match: re.Match[str]) -> Found | None:
    """The identifier that a word before it announces."""
    groups = match.groupdict()
    made: Identifier | None = None
    if groups.get("isbn"):
        made = isbn(groups["isbn"])
    elif groups.get("pmid"):
        made = Identifier(scheme="pmid", value=groups["pmid"])
    elif groups.get("nature"):
        made = _doi(f"10.1038/{groups['nature']}")
    return Found(identifier=made, start=match.start(), end=match.end()) if made else None


def isbn(text: str) -> Identifier | None:
    """The ISBN of 13 digits that the text is, of 10 or 13 digits itself; None if its check digit is wrong.

    >>> isbn("0-262-03384-4").value
    '9780262033848'
    """
    digits = re.sub(r"[-–\s]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        if sum((10 - at) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits)) % 11:
            return None
        digits = f"978{digits[:9]}"
        digits += str(-_weighed(digits) % 10)
    if not re.fullmatch(r"97[89]\d{10}", digits) or _weighed(digits) % 10:
        return None
    return Identifier(scheme="isbn", value=digits)


def _weighed(digits: str) -> int:
    """The sum of the digits, every second one three times (https://www.isbn-international.org)."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def arxiv(value: str, version: str | None = None, *, today: date | None = None) -> Identifier | None:
    """The canonical arXiv identifier, or None if no paper can have it.

    The month must exist, and the number must have the digits of its time: `1501.0001` and
    `1412.00001` name nothing.

    Args:
        today: no identifier is of a month later than the next one; None: any month will do.
    """
    value = value.lower()
    if "/" in value:
        archive, number = value.split("/")
        value = f"{archive.split('.')[0]}/{number}"
        possible = "9107" <= _century(number[:4]) <= "A703" and number[4:] != "000"
    else:
        month, number = value.split(".")
        five = month >= "1501"
        possible = "0704" <= month < "9100" and len(number) == (5 if five else 4) and int(number) > 0
        possible = possible and (today is None or _months(month) <= _months(f"{today:%y%m}") + 1)
    if not possible:
        return None
    return Identifier(scheme="arxiv", value=value, version=int(version) if version else None)


def _months(month: str) -> int:
    return 12 * int(month[:2]) + int(month[2:])


def _century(month: str) -> str:
    """YYMM with the years from 2000 behind those of the nineties: "0703" is "A703"."""
    return month if month[0] == "9" else f"A{month[1:]}" if month[0] == "0" else "Z"


def _doi_at(text: str, core: re.Match[str], before: _Before) -> Found | None:
    front = patterns.DOI_DRESS.search(before.text)
    suffix = patterns.SUFFIX.match(text, core.end())
    if front is None or suffix is None:
        return None
    end = suffix.end()
    while end - core.start() < _LONGEST and (more := patterns.GOES_ON.match(text, end)):
        end = more.end("more")
    raw = text[core.start() : _trimmed(text[core.start() : end]) + core.start()]
    named = raw
    if front["url"] is not None:
        named = re.split(r"[?#]" + "|&(?!lt;|gt;|amp;)" * ("?" in front["url"]), raw, maxsplit=1)[0]
        if not patterns.DOI_OWN.search(front["url"]):
            named = patterns.PAGE_PARTS.sub("", named)
    value = re.sub(patterns.BREAK, "", named)
    made = _doi(value, decode=front["url"] is not None or "%2" in value)
    end = core.start() + len(raw)
    return Found(identifier=made, start=before.place(front.start()), end=end) if made else None


def _trimmed(value: str) -> int:
    """The length of a DOI without what the sentence around it added."""
    following = patterns.DOI_ENDS.search(value)
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
    return len(value)


def _doi(value: str, *, decode: bool = False) -> Identifier | None:
    if decode and "%" in value:
        value = unquote(value)
    value = html.unescape(value) if "&" in value else value
    value = re.sub(r"\{?\\(?=[_&%#{}<>])([_&%#<>])\}?|\\(?=[{}])", r"\1", value)  # typed for LaTeX
    prefix, _, suffix = value.partition("/")
    if not suffix or not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*", prefix):
        return None
    if prefix == "10.48550":
        named = re.fullmatch(r"arxiv\.(?P<id>.+?)(?:v(?P<version>\d+))?", suffix, re.I)
        own = parse(named["id"]) if named else None
        return own and named and arxiv(own.value, named["version"])
    return Identifier(scheme="doi", value=value.lower(), typed=value)


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
