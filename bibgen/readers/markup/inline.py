r"""What stands inside a line of Markdown: links in all their forms, emphasis, escapes.

Links are those of CommonMark (https://spec.commonmark.org/0.31.2/, sections 6.3 to 6.5) and the HTML
that people mix in, found on the raw text, so that every place stays exact. Two habits that no
renderer follows are read as meant: a blank between `]` and `(`, and a link inside square brackets of
its own, `[[Paper](https://...)]`. Mathematics between dollars is left as it is: `_` and `\` mean
something else there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from bibgen import identifiers
from bibgen.model import Identifier

_CHARS = r"(?:[^\[\]\\]|\\.)"
_INNER = rf"(?:{_CHARS}|\[(?:{_CHARS}|\[{_CHARS}*+\])*+\])*+"
_URL = r"<?(?P<url>(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*+\))*+\)|<[^\s<>()]{1,60}>(?=[^\s)]))*+)>?"
_TITLE = r"(?:\s+(?:\"[^\"]{0,300}\"|'[^']{0,300}'|\([^()]{0,300}\)))?"
_FAR_URL = _URL.replace("<url>", "<far>")
_LINK = re.compile(
    rf"!?(?<!\\)\[(?P<text>{_INNER})\](?:\(\s*{_URL}{_TITLE}\s*\)|\s\((?=https?://){_FAR_URL}\)"
    r"|\[(?P<label>[^\[\]]{0,80})\](?!\())"
    r"|<a\s[^<>]{0,200}?href\s*=\s*[\"']?(?P<href>[^\s\"'<>]{1,600})[\"']?[^<>]{0,200}>"
    r"(?P<inner>.{0,600}?)</a\s*>"
    r"|<(?P<auto>https?://[^\s<>]{1,600})>"
    rf"|(?P<short>(?<![\]\\])\[{_INNER}\](?![(\[:]))",
    re.I | re.S,
)
_IMAGE = re.compile(
    rf"!\[(?P<alt>{_INNER})\](?:\([^()\s]*+(?:\s[^()]*+)?\)|\[[^\[\]]*+\])?|<img\s[^<>]*>", re.I
)
_BADGE = re.compile(r"(?:badge/|badge\.svg\?|static/v1\?)[^\s\"'<>()]*", re.I)
_BADGE_ID = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d.])")
_OPENREVIEW = re.compile(
    r"(?:https?://)?(?:www\.)?openreview\.net/(?:forum|pdf|attachment|references/pdf)/?\?id=([\w-]{6,20})"
)
# Where papers stand whose addresses hold neither an arXiv identifier nor a DOI.
_PUBLISHED = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org/[A-Z0-9][\w.-]{5,}|proceedings\.mlr\.press/v\d+/\w|"
    r"(?:papers|proceedings)\.(?:nips|neurips)\.cc/paper|openaccess\.thecvf\.com/content|"
    r"ojs\.aaai\.org/index\.php/\w+/article/|ieeexplore\.ieee\.org/(?:abstract/)?document/\d|"
    r"(?:www\.)?sciencedirect\.com/science/article/|jmlr\.org/papers/|(?:www\.)?ijcai\.org/proceedings/\d|"
    r"(?:www\.)?usenix\.org/conference/\w+/presentation/|(?:www\.)?isca-archive\.org/|"
    r"(?:www\.)?ecva\.net/papers/)[^\s<>\"']*",
    re.I,
)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,11}(?:\s[^<>]{0,200})?\s?/?>|<!--.*?-->", re.I | re.S)
_MATH = re.compile(r"(\$\$?(?=\S)[^$\n]{1,200}?(?<=\S)\$\$?(?!\d))")
_ESCAPE = re.compile(r"\\([\\*_{}\[\]()#+\-!|<>&]|[`.](?![a-zA-Z{]))")  # not TeX's accents
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3}|~~)(?=[^\s*_])(.{1,400}?)(?<=[^\s])\1(?!\w)", re.S)
_STRONG_INSIDE = re.compile(r"\*\*(?=\S)(.{1,400}?)(?<=\S)\*\*", re.S)
_CODE = re.compile(r"(?<!\\)(`{1,2})(.{1,300}?)(?<!\\)\1", re.S)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,20}\]|<sup>.{0,12}?</sup>", re.I)
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23ff\ufe0e\ufe0f\u200b\u200d\u2060\ufeff\u20e3]"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]{2,30}:(?!\w)"
)
_HIDDEN = 0xE000  # private characters stand for escaped ones until emphasis is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperlink:
    """A link in the characters `start:end`: what is shown (raw Markdown) and where it leads."""

    text: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A paper that the characters `start:end` name, by the link of that place or in plain text."""

    identifier: Identifier
    start: int
    end: int
    link: Hyperlink | None = None


def hyperlinks(text: str, targets: Mapping[str, str]) -> Iterator[Hyperlink]:
    """The links of a text from left to right; `targets` are the URLs of reference labels."""
    at = 0
    while match := _LINK.search(text, at):
        found, at = _hyperlink(match, targets)
        if found:
            yield found


def _hyperlink(match: re.Match[str], targets: Mapping[str, str]) -> tuple[Hyperlink | None, int]:
    """The link of a match if it is one, and where to look on."""
    groups = match.groupdict()
    url = groups["url"] or groups["far"] or groups["href"] or groups["auto"]
    shown = groups["text"] or groups["inner"] or groups["auto"] or (groups["short"] or "")[1:-1]
    if not url and not (groups["short"] and shown.isdigit()):  # `[1]` alone is a footnote's or an item's
        url = targets.get(label(groups["label"] or shown))
    if not url:
        return None, match.start() + 1  # a bracket that is no link may hold one
    return Hyperlink(text=shown, url=html.unescape(url), start=match.start(), end=match.end()), match.end()


def label(text: str) -> str:
    """A reference label as labels are compared: without case, blanks as one."""
    return " ".join(text.casefold().split())


def papers(text: str, links: Sequence[Hyperlink]) -> list[Named]:
    """All that names a paper in a text: links, badges without one, and identifiers in its words.

    What a link to a paper shows says nothing of its own: where the two differ the link is meant.
    """
    named: list[Named] = []
    words = list(text)
    for link in links:
        one = paper(link.url) or badge(link.url) or badge(link.text)
        shown = link.start if one else min(link.end, link.start + 1 + len(link.text))
        words[shown : link.end] = " " * (link.end - shown)
        if one:
            named.append(Named(identifier=one, start=link.start, end=link.end, link=link))
    for found in identifiers.find("".join(words)):
        if not found.identifier.value.startswith("10.5281/zenodo"):
            named.append(Named(identifier=found.identifier, start=found.start, end=found.end))
    return sorted(named, key=lambda one: one.start)


def paper(url: str) -> Identifier | None:
    """The paper that a URL leads to; Zenodo's DOIs are not taken, they name software and data.

    A page of a publisher that names no DOI is the paper's address, as OpenReview's is.
    """
    review = _OPENREVIEW.match(url)
    if review:
        return Identifier(scheme="url", value=f"https://openreview.net/forum?id={review[1]}")
    found = next(identifiers.find(url), None)
    if found is None and _PUBLISHED.match(url):
        return Identifier(scheme="url", value=url.split("#")[0])
    if found is None or found.start or found.identifier.value.startswith("10.5281/zenodo"):
        return None
    return found.identifier


def badge(text: str) -> Identifier | None:
    """The arXiv paper whose identifier a badge shows."""
    shown = _BADGE.search(text)
    found = _BADGE_ID.search(unquote(shown[0]).replace("--", "-")) if shown else None
    return identifiers.arxiv(found[1]) if found else None


def badge_words(text: str) -> str:
    """The words of the badges in a text, `CVPR-2023` as `CVPR 2023`."""
    shown = (unquote(one[0]).split("/")[-1] for one in _BADGE.finditer(text))
    return " ; ".join(re.sub(r"[-_]+", " ", one) for one in shown)


def without_links(text: str) -> str:
    """Markdown with its links replaced by what they show, pictures left out."""
    text = _IMAGE.sub(" ", text)
    pieces: list[str] = []
    done = at = 0
    while match := _LINK.search(text, at):
        at = match.start() + 1
        if match["short"] is None and not (match["label"] is not None and "](" in match["text"]):
            pieces += text[done : match.start()], match["text"] or match["inner"] or match["auto"] or ""
            done = at = match.end()
    return "".join((*pieces, text[done:]))


def plain(text: str) -> str:
    r"""A piece of Markdown as it is read: no links, emphasis, escapes, pictures, tags.

    >>> plain(r"**[A *Generalist* Agent](https://arxiv.org/abs/2205.06175)** :fire: for $x_1$ \_ 🔥")
    'A Generalist Agent for $x_1$ _'
    >>> plain("Beyond A* Search")
    'Beyond A* Search'
    """
    text = _FOOTNOTE.sub("", without_links(text))
    pieces = _MATH.split(text)
    math = {chr(_HIDDEN + 256 + at): piece for at, piece in enumerate(pieces[1::2])}
    text = "".join(chr(_HIDDEN + 256 + at // 2) if at % 2 else piece for at, piece in enumerate(pieces))
    text = _ESCAPE.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
    text = _TAG.sub(" ", text)
    text = _CODE.sub(r"\2", text)
    for _ in range(3):
        text = _STRONG_INSIDE.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    text = html.unescape(_PICTURES.sub(" ", text))
    return " ".join("".join(math.get(one, _bare(one)) for one in text).split())


def _bare(char: str) -> str:
    return chr(ord(char) - _HIDDEN) if _HIDDEN <= ord(char) < _HIDDEN + 256 else char
