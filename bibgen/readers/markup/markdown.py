r"""Markdown: READMEs, awesome-lists, notes; papers are what list items, rows and sentences link to.

A block (a list item with what belongs to it, a heading, a row of a table, a paragraph) that links to
a paper is a mention, and only such blocks are claimed: repositories and blog posts are left over.
Blocks are those of CommonMark (https://spec.commonmark.org/0.31.2/) and the tables of GitHub
(https://github.github.com/gfm/#tables-extension-), read as far as telling papers apart needs it. A
link that is given by reference, `[text][1]`, has its URL in a line further on; that line says nothing
new and is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bibgen.model import Leftover, Mention
from bibgen.readers.lines import Lines
from bibgen.readers.markup import block, inline, item, mdtable, wording
from bibgen.readers.markup.block import NAME as NAME
from bibgen.readers.markup.block import Block
from bibgen.readers.registry import Claim

_QUOTE = r"(?:\s{0,3}>)*"
_BULLET = re.compile(
    rf"(?P<indent>{_QUOTE}\s*)(?:[-*+•]|\d{{1,4}}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)|\s*<li\b[^<>]*>"
)
_HEADING = re.compile(rf"{_QUOTE}\s{{0,3}}(?P<marks>#{{1,6}})\s*(?=[^#\s])|\s*<h(?P<level>[1-6])\b")
_HTML_ROW = re.compile(r"\s*<tr\b", re.I)
_STOP = re.compile(
    r"\s*(?:```|~~~|(?:[-*_]\s?){3,}\s*$|</?(?:tr|td|th|li|p|ul|ol|table|tbody|h[1-6]|dt|dd)\b)", re.I
)
_MARKS = re.compile(rf"{_BULLET.pattern}|{_HEADING.pattern}")
_MOST_LINES = 30  # of a block
_MOST_BELOW = 14  # lines under an item that may belong to it
USED = "the target of a link above"

_NO_TITLE = re.compile(
    r"^\W*(?:awesome|official|unofficial|(?:source )?code (?:for|of)|implementation of|"
    r"(?:a )?(?:curated )?list of|papers?|how to|what's|related|this repo)\b"
    r"|^(?=(?:\S+\s+){0,4}\S+$).*\b(?:papers?|list|collection|resources|code|repository|reading|publications?|"
    r"overview|citation|references?|news|abstract|introduction|methods?|models?|datasets?|benchmarks?|surveys?)\W*$",
    re.I | re.S,
)


def claim(lines: Lines) -> Claim | None:
    """The papers of the block that begins at the next line."""
    line = lines[0]
    if line is None or line.blank:
        return None
    definition = block.DEFINITION.match(line.text)
    if definition:
        return _defined(lines, definition["url"], definition["title"] or definition["label"])
    table = mdtable.claim(lines)
    if table:
        return table
    if _HEADING.match(line.text):
        return _heading(lines)
    if _BULLET.match(line.text):
        return _listed(lines)
    if _HTML_ROW.match(line.text):
        return _entry(lines, _until(lines, re.compile(r".*</tr", re.I)))
    return _paragraph(lines)


def _listed(lines: Lines) -> Claim | None:
    """A list item, with the items under it that say more of its paper."""
    end = _item_end(lines, 0)
    own = _block(lines, 0, end)
    if own is None:
        return None
    family, last = own, end
    for last in _below(lines, end):
        wider = _block(lines, 0, last)
        if wider is None or len(wider.papers) > max(1, len(own.papers)):
            break
        if own.papers or not _titled(lines, end + 1, last):
            family, end = wider, last
    if not own.papers and not (family.papers and _leads(own)):
        return None
    return _claimed(family, entry=True) if _is_marked(family) else None


def _titled(lines: Lines, first: int, last: int) -> bool:
    """Whether the items under another have titles of their own."""
    found = _block(lines, first, last)
    return found is None or any(
        item.said(found.text, found.links, own, entry=True).title for own in found.papers
    )


def _leads(block: Block) -> bool:
    """Whether the text of an item without a link can be the title of what stands under it."""
    text = wording.clean(block.text)
    return wording.reads_like_title(text) and len(text.split()) > 2 and not _NO_TITLE.search(text)


def _is_marked(block: Block) -> bool:
    """Whether a block is Markdown at all: a bullet alone may stand in any text."""
    return bool(block.links) or "**" in block.text


def _heading(lines: Lines) -> Claim | None:
    """A heading that links to a paper, or is the title of the one right under it."""
    head = _block(lines, 0, 0)
    if head is None:
        return None
    at = lines.skip_blank(1)
    line = lines[at]
    below = None
    if at <= 3 and line and not _HEADING.match(line.text) and not mdtable.ROW.match(line.text):
        end = _item_end(lines, at) if _BULLET.match(line.text) else _paragraph_end(lines, at)
        below = _block(lines, 0, end)
        beneath = _block(lines, at, end)
    if head.papers:
        if below and beneath and len(below.papers) == len(head.papers) == 1 and _adds(beneath):
            return _claimed(below, entry=True)
        return _claimed(head, entry=True)
    if not below or not beneath or not below.links or len(beneath.papers) != 1 or not _leads(head):
        return None
    told = item.said(beneath.text, beneath.links, beneath.papers[0], entry=True)
    if told.title or not _adds(beneath):
        return None
    start = len(head.text) - len(head.text.lstrip())
    return _claimed(below, entry=True, told=replace(told, title=wording.clean(head.text), start=start))


def _adds(block: Block) -> bool:
    """Whether the text under a heading is what stands under a title: links, names, a venue."""
    shown = inline.plain(_outside(block)).strip(" |[](){}·•,;/*-")
    return wording.is_label(shown) or any(
        wording.is_authors(re.sub(r"[\d*†‡§¹²³⁴⁵]+(?=\W|$)", "", inline.plain(one)).strip())
        for one in _outside(block).splitlines()[:2]
    )


def _outside(block: Block) -> str:
    chars = list(block.text)
    for link in block.links:
        chars[link.start : link.end] = " " * (link.end - link.start)
    return inline.without_links("".join(chars))


def _paragraph(lines: Lines) -> Claim | None:
    """The papers that a paragraph links to; the whole of it if it is an entry of its own."""
    line = lines[0]
    if line is None or not (lines.fresh or block.linked(line.text)):
        return None
    end = _paragraph_end(lines, 0) if lines.fresh else 0
    if not any(block.linked(one.text) for at in range(end + 1) if (one := lines[at])):
        return None
    found = _block(lines, 0, end)
    if found is None or not found.links or not found.papers:
        return None
    return _claimed(found, entry=_is_entry(found))


def _is_entry(block: Block) -> bool:
    told = item.said(block.text, block.links, block.papers[0], entry=True)
    around = len(_outside(block).split())
    if told.title is None:
        return around <= 3 and len(block.papers) == 1
    opens = item.may_precede(block.text[: told.start])
    return opens and around <= (60 if "\n" in block.text else 40)


def _entry(lines: Lines, end: int) -> Claim | None:
    found = _block(lines, 0, end)
    return _claimed(found, entry=True) if found and found.papers else None


def _item_end(lines: Lines, at: int) -> int:
    """Where the list item at `at` ends, what is indented under it behind a blank line included."""
    begin = at
    line = lines[at]
    bullet = _BULLET.match(line.text) if line else None
    indent = len(bullet["indent"] or "") if bullet else 0
    while at - begin < _MOST_LINES and (line := lines[at + 1]) is not None:
        if not line.blank and not _starts(line.text):
            at += 1
            continue
        further = lines[at + 2] if line.blank else None
        if further is None or further.blank or _starts(further.text) or _indent(further.text) < indent + 2:
            break
        at += 2
    return at


def _below(lines: Lines, end: int) -> Iterator[int]:
    """Where each item ends that stands indented under the item ending at `end`."""
    line = lines[0]
    indent = _indent(line.text) if line else 0
    at = end
    while at - end < _MOST_BELOW and (line := lines[at + 1]) is not None:
        if not _BULLET.match(line.text) or _indent(line.text) <= indent:
            return
        at = _item_end(lines, at + 1)
        yield at


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip())


def _paragraph_end(lines: Lines, at: int) -> int:
    begin = at
    while at - begin < _MOST_LINES and (line := lines[at + 1]) is not None:
        if line.blank or _starts(line.text):
            break
        at += 1
    return at


def _until(lines: Lines, mark: re.Pattern[str]) -> int:
    for at in range(_MOST_LINES):
        line = lines[at]
        if line is None or line.blank:
            return max(0, at - 1)
        if mark.match(line.text):
            return at
    return 0


def _starts(text: str) -> bool:
    """Whether a block of its own begins with this line."""
    return (
        any(one.match(text) for one in (_BULLET, _HEADING, _STOP, block.DEFINITION))
        or text.lstrip()[:1] == "|"
    )


def _block(lines: Lines, first: int, last: int) -> Block | None:
    return block.block(lines, first, last, _MARKS)


def _claimed(of: Block, *, entry: bool, told: item.Said | None = None) -> Claim | None:
    made = block.mentions(of, entry=entry, told=told)
    return Claim(items=made, lines=len(of.lines)) if made else None


def _defined(lines: Lines, url: str, name: str) -> Claim | None:
    """The paper that a reference definition leads to, unless an item said more of it already."""
    paper = inline.paper(url)
    if paper is None:
        return None
    if url in block.references(lines).used:
        left = Leftover(text=lines.raw(0, 0), span=lines.span(0, 0), reason=USED)
        return Claim(items=(left,), lines=1)
    title = wording.clean(name)
    shown = title if wording.reads_like_title(title) and len(title.split()) > 2 else None
    made = Mention(raw=lines.raw(0, 0), span=lines.span(0, 0), reader=NAME, title=shown, identifiers=(paper,))
    return Claim(items=(made,), lines=1)
