"""Plain lists of identifiers: arXiv ids, arXiv URLs and DOIs, one or more a line.

A line belongs to the list if nothing but identifiers, separators, bullets and numbering stands on
it, so that a number in prose is never taken for a paper. Names of the same paper side by side (an
id and its link) are one mention.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bibgen import identifiers
from bibgen.identifiers import Found
from bibgen.model import Identifier, Mention
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

NAME = "idlist"

_NUMBERING = re.compile(r"\s*(?:[-*+•·–—>]+\s+|\(?\d{1,4}[.)]\s+|\[\d{1,4}\]\s+)*")
_BETWEEN = re.compile(
    r"(?:[\s,;|/&()<>\[\]{}\"'`.:=*_-]|\b(?:and|arxiv|doi|id|url|link|pdf|abs|html|paper)\b)*", re.I
)


def claim(lines: Lines) -> Claim | None:
    """The identifiers of the next line, if it holds nothing else."""
    line = lines[0]
    if line is None or line.blank:
        return None
    begin = _NUMBERING.match(line.text)
    at = begin.end() if begin else 0
    found = list(identifiers.find(line.text[at:], in_list=True))
    if not found or not _only(line.text[at:], found):
        return None
    span = lines.span(0, 0)
    papers = _papers(found)
    mentions = []
    first = span.start
    for number, (named, end) in enumerate(papers, 1):
        last = span.end if number == len(papers) else line.start + at + end
        raw = line.text[first - line.start : last - line.start]
        blank = len(raw) - len(raw.lstrip())
        place = replace(span, start=first + blank, end=last)
        mentions.append(Mention(raw=raw.strip(), span=place, reader=NAME, identifiers=named))
        first = last
    return Claim(items=tuple(mentions), lines=1)


def _only(text: str, found: list[Found]) -> bool:
    done = 0
    for one in found:
        if not _BETWEEN.fullmatch(text, done, one.start):
            return False
        done = one.end
    return bool(_BETWEEN.fullmatch(text, done))


def _papers(found: list[Found]) -> list[tuple[tuple[Identifier, ...], int]]:
    """The identifiers paper by paper, neighbours of one value together, and where each ends."""
    papers: list[tuple[tuple[Identifier, ...], int]] = []
    for one in found:
        named = one.identifier
        if papers and papers[-1][0][0].scheme == named.scheme and papers[-1][0][0].value == named.value:
            best = papers[-1][0][0] if papers[-1][0][0].version else named
            papers[-1] = ((best,), one.end)
        else:
            papers.append(((named,), one.end))
    return papers
