"""Links to papers in lines of a page that no layout takes.

Asked last, and only pages have such links: what pasted text names stands in its words. The text of a
link is the title if it reads like one ("Download PDF" and "arXiv" do not). Where a page links to one
paper several times close together (title, then buttons below), that is one mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bibgen import identifiers
from bibgen.model import Identifier, Mention
from bibgen.readers.lines import Line, Lines, Link
from bibgen.readers.registry import Claim

NAME = "anchors"

_MOST_LINES = 12  # from the first link to a paper to the last that counts as the same mention
_LEAST_WORDS = 3
_BUTTON = re.compile(
    r"(?:(?:read|view|see|get|open|download|browse|full|more|original|the|this|our|paper|preprint|article|abstract|"
    r"abs|pdf|html|arxiv|doi|link|text|version|online|on|at|in|of|from|here|here's|bibtex|publisher|details|"
    r"click|for|to|and|page|website|project|latest|draft|access|free|as|a|an|via)\b[\W\d]*)+",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:org|com|net)/\S+", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """A paper that a line links to, from the character where its first link begins."""

    identifiers: tuple[Identifier, ...]
    start: int
    end: int
    text: str


def claim(lines: Lines) -> Claim | None:
    """The papers that the next line links to."""
    line = lines[0]
    if line is None or not line.links:
        return None
    papers = _papers(line)
    if len(papers) == 1:
        return _over_lines(lines, line, papers[0])
    mentions = tuple(_mention(lines, line, paper) for paper in papers)
    return Claim(items=mentions, lines=1)


def _papers(line: Line) -> list[_Paper]:
    """The papers of a line; links side by side to one paper by two names (arXiv and DOI) count as two."""
    papers: list[_Paper] = []
    for link in sorted(line.links, key=lambda one: one.start):
        text = line.text[link.start : link.end]
        before = papers[-1] if papers else None
        if before and _same(before.identifiers[0], link.identifier):
            better = text if _title(text) and not _title(before.text) else before.text
            papers[-1] = replace(before, end=max(before.end, link.end), text=better)
        elif before is None or link.start >= before.end:
            papers.append(_Paper(identifiers=(link.identifier,), start=link.start, end=link.end, text=text))
    return papers


def _same(one: Identifier, other: Identifier) -> bool:
    return (one.scheme, one.value) == (other.scheme, other.value)


def _title(text: str) -> str | None:
    """The text of a link if it reads like a title."""
    text = " ".join(text.split())
    spoken = [word for word in text.split() if re.search(r"[^\W\d_]{2}", word)]
    if len(spoken) < _LEAST_WORDS or _BUTTON.fullmatch(text) or _ADDRESS.fullmatch(text):
        return None
    return None if next(identifiers.find(text), None) else text


def _mention(lines: Lines, line: Line, paper: _Paper) -> Mention:
    raw = line.text[paper.start : paper.end]
    start = line.start + paper.start + len(raw) - len(raw.lstrip())
    span = replace(lines.span(0, 0), start=start, end=start + len(raw.strip()))
    return Mention(
        raw=raw.strip(),
        span=span,
        reader=NAME,
        title=_title(paper.text),
        identifiers=paper.identifiers,
    )


def _over_lines(lines: Lines, line: Line, paper: _Paper) -> Claim:
    """One paper, with the lines below up to its last link, if no other paper is linked between."""
    last = 0
    texts = [paper.text]
    for at, links in _linked_below(lines):
        if not all(_same(link.identifier, paper.identifiers[0]) for link in links):
            break
        last = at
        texts += _texts(lines, at, links)
    if not last:
        return Claim(items=(_mention(lines, line, paper),), lines=1)
    title = next((title for text in texts if (title := _title(text))), None)
    span = replace(lines.span(0, last), start=line.start + paper.start)
    raw = lines.raw(0, last)[paper.start - (len(line.text) - len(line.text.lstrip())) :]
    mention = Mention(raw=raw, span=span, reader=NAME, title=title, identifiers=paper.identifiers)
    return Claim(items=(mention,), lines=last + 1)


def _linked_below(lines: Lines) -> Iterator[tuple[int, tuple[Link, ...]]]:
    """The lines below with links, as long as no words name another paper."""
    for at in range(1, _MOST_LINES):
        line = lines[at]
        if line is None:
            return
        if line.links:
            yield at, line.links
        elif next(identifiers.find(line.text), None):
            return


def _texts(lines: Lines, at: int, links: tuple[Link, ...]) -> list[str]:
    line = lines[at]
    return [line.text[link.start : link.end] for link in links] if line else []
