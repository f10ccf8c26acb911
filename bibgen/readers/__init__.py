"""Readers: from text to mentions, one file a layout.

`stream` reads lines one after another and yields what it finds in the order of the text; `read`
collects that. What no reader claims is a `Leftover`: every character that is not blank ends in one
of the two, once. Files are opened and decoded by `readers.files`.

A new layout is a file with `NAME` and `claim(lines) -> Claim | None`, its module in `READERS`, and a
folder of golden cases.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bibgen.model import Leftover, Mention, Reading
from bibgen.readers.arxiv import abstractpage as arxivabs
from bibgen.readers.arxiv import listing as arxivlist
from bibgen.readers.arxiv import mail as arxivmail
from bibgen.readers.arxiv import search as arxivsearch
from bibgen.readers.citations import latexfile, references
from bibgen.readers.cover import NOTHING_FOUND, Item, whole
from bibgen.readers.documents import anchors
from bibgen.readers.lines import Line, Lines, split
from bibgen.readers.markup import chat, idlist, links, markdown
from bibgen.readers.pages import (
    abstracts,
    cards,
    catalyzex,
    condensed,
    dblp,
    huggingface,
    labelled,
    openreview,
    proceedings,
    profile,
    scholar,
    semanticscholar,
)
from bibgen.readers.records import bibtex, cslitems, medline, ris, table
from bibgen.readers.registry import Claim, Reader

# Asked in this order; the first that claims a line has it. These show themselves by marks of their own.
_MARKED: tuple[tuple[str, Reader], ...] = (
    (profile.NAME, profile.claim),
    (condensed.NAME, condensed.claim),
    (bibtex.NAME, bibtex.claim),
    (ris.NAME, ris.claim),
    (medline.NAME, medline.claim),
    (cslitems.NAME, cslitems.claim),
    (table.NAME, table.claim),
    (latexfile.NAME, latexfile.claim),
    (arxivmail.NAME, arxivmail.claim),
    (arxivsearch.NAME, arxivsearch.claim),
    (arxivabs.NAME, arxivabs.claim),
    (arxivlist.NAME, arxivlist.claim),
    (dblp.NAME, dblp.claim),
    (openreview.NAME, openreview.claim),
    (references.NAME, references.claim),
    (proceedings.NAME, proceedings.claim),
    (catalyzex.NAME, catalyzex.claim),
    (huggingface.NAME, huggingface.claim),
    (semanticscholar.NAME, semanticscholar.claim),
    (scholar.NAME, scholar.claim),
)
# These are told by their surroundings.
_VAGUE: tuple[tuple[str, Reader], ...] = (
    (abstracts.NAME, abstracts.claim),
    (chat.NAME, chat.claim),
    (markdown.NAME, markdown.claim),
    (idlist.NAME, idlist.claim),
    (labelled.NAME, labelled.claim),
    (cards.NAME, cards.claim),
    (links.NAME, links.claim),
    (anchors.NAME, anchors.claim),
)
READERS = _MARKED + _VAGUE

_LONGEST_LEFTOVER = 500  # lines; a text without blank lines is left over in pieces


def known() -> list[tuple[str, str]]:
    """Every layout by name, in the order in which they are asked, and what it is."""
    return [(name, _says(claim)) for name, claim in READERS]


def _says(claim: Reader) -> str:
    """The first line of the docstring of the module that has the reader."""
    return (sys.modules[claim.__module__].__doc__ or "").partition("\n")[0]


def read(text: str, file: str = "-", *, only: str | None = None) -> Reading:
    """All that a text says of papers, and what is left over.

    Args:
        file: the name that spans and the report give the text.
        only: the name of the one reader to ask.

    >>> read("arXiv:2205.06175, 2204.14198\\n\\nsee you").mentions[1].identifiers[0].value
    '2204.14198'
    """
    items = list(stream([text], file, only=only))
    return Reading(
        mentions=tuple(item for item in items if isinstance(item, Mention)),
        leftovers=tuple(item for item in items if isinstance(item, Leftover)),
    )


def stream(chunks: Iterable[str], file: str = "-", *, only: str | None = None) -> Iterator[Item]:
    """What the text in `chunks` holds, in its order, reading no further ahead than it must."""
    return stream_lines(split(chunks), file, only=only)


def stream_lines(source: Iterable[Line], file: str = "-", *, only: str | None = None) -> Iterator[Item]:
    """The same for lines that a file format gave, which may carry links."""
    marked = tuple(claim for name, claim in _MARKED if only in (None, name))
    vague = tuple(claim for name, claim in _VAGUE if only in (None, name))
    lines = Lines(source, file)
    claim: Claim | None = None
    while (line := lines[0]) is not None:
        if line.blank:
            lines.take(1)
            lines.fresh = True
            continue
        then, otherwise = (claim.then, claim.otherwise) if claim else (None, None)
        claim = _claim(lines, (then, *marked, otherwise, *vague))
        if claim:
            yield from _taken(lines, claim)
        else:
            left, claim = _leftover(lines, marked + vague)
            yield left
            if claim:
                yield from _taken(lines, claim)


def _claim(lines: Lines, asked: Iterable[Reader | None]) -> Claim | None:
    return next((made for claim in asked if claim and (made := claim(lines))), None)


def _taken(lines: Lines, claim: Claim) -> tuple[Item, ...]:
    items = whole(claim, lines)
    lines.take(claim.lines)
    lines.fresh = True
    return items


def _leftover(lines: Lines, asked: Iterable[Reader]) -> tuple[Leftover, Claim | None]:
    """The lines up to the next blank line or the next claim, which follows if there is one."""
    count = 0
    claim = None
    lines.fresh = False
    texts: list[str] = []
    first = span = lines.span(0, 0)
    while True:
        texts.append(lines.raw(0, 0))
        span = lines.span(0, 0)
        lines.take(1)
        count += 1
        line = lines[0]
        if line is None or line.blank or count == _LONGEST_LEFTOVER:
            break
        claim = _claim(lines, asked)
        if claim:
            break
    span = replace(first, last=span.last, end=span.end)
    return Leftover(text="\n".join(texts), span=span, reason=NOTHING_FOUND), claim
