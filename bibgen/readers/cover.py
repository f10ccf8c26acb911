"""Nothing vanishes: what a claim's items leave of its lines, and what a page's links add to them.

A reader gives the place of each paper as exactly as it can. This module makes the whole of it: text
between the items becomes leftovers, separators without a word go with the item beside them, and
the links of a page (which pasted text has lost) give their identifiers to the one mention that
stands on their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bibgen.model import Identifier, Leftover, Mention, Span
from bibgen.readers.lines import Line, Lines
from bibgen.readers.registry import Claim

NOTHING_FOUND = "no paper found in it"

_WORD = re.compile(r"\w")

Item = Mention | Leftover


def whole(claim: Claim, lines: Lines) -> tuple[Item, ...]:
    """The items of a claim on the next lines, made to cover all that can be seen on them."""
    taken = [line for at in range(claim.lines) if (line := lines[at]) is not None]
    covered: list[Item] = []
    items = list(claim.items)
    for gap in _gaps(items, taken, lines.file):
        before = next(
            (at for at in range(len(items) - 1, -1, -1) if items[at].span.end <= gap.span.start), -1
        )
        if _WORD.search(gap.text) or not items:
            covered.append(gap)
        elif before >= 0:
            items[before] = _joined(items[before], gap, taken)
        else:
            items[0] = _joined(gap, items[0], taken)
    covered += [_linked(item, taken) if isinstance(item, Mention) else item for item in items]
    return tuple(sorted(covered, key=lambda item: item.span.start))


def _gaps(items: Sequence[Item], taken: Sequence[Line], file: str) -> Iterator[Leftover]:
    """What lies between the items; a gap may go over several lines."""
    edges = [taken[0].start, *(edge for item in items for edge in (item.span.start, item.span.end))]
    edges.append(taken[-1].start + len(taken[-1].text))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        made = cut(taken, start, end, file) if start < end else None
        if made:
            yield made


def cut(taken: Sequence[Line], start: int, end: int, file: str) -> Leftover | None:
    """The characters `start:end` of some lines as a leftover, blanks at the ends left out."""
    pieces: list[tuple[Line, int, int]] = []
    for line in taken:
        first, last = max(start, line.start) - line.start, min(end, line.start + len(line.text)) - line.start
        text = line.text[first:last] if first < last else ""
        if text.strip():
            first += len(text) - len(text.lstrip())
            pieces.append((line, first, first + len(text.strip())))
    if not pieces:
        return None
    (top, first, _), (bottom, _, last) = pieces[0], pieces[-1]
    span = Span(
        file=file, first=top.number, last=bottom.number, start=top.start + first, end=bottom.start + last
    )
    return Leftover(text=_text(taken, span), span=span, reason=NOTHING_FOUND)


def _text(taken: Sequence[Line], span: Span) -> str:
    cuts = (
        line.text[max(0, span.start - line.start) : max(0, span.end - line.start)]
        for line in taken
        if span.first <= line.number <= span.last
    )
    return "\n".join(cuts).strip()


def _joined(first: Item, second: Item, taken: Sequence[Line]) -> Item:
    """One item over the place of both; which of them was the gap shows by its reason."""
    one, other = first.span, second.span
    span = replace(one, last=other.last, end=other.end)
    kept = second if isinstance(first, Leftover) and first.reason is NOTHING_FOUND else first
    if isinstance(kept, Mention):
        return replace(kept, span=span, raw=_text(taken, span))
    return replace(kept, span=span, text=_text(taken, span))


def _linked(mention: Mention, taken: Sequence[Line]) -> Mention:
    """The mention with the identifiers of the links on its lines, if those name one paper only."""
    named = [
        link.identifier
        for line in taken
        for link in line.links
        if mention.span.start < line.start + link.end and line.start + link.start < mention.span.end
    ]
    if not named:
        return mention
    added = [one for scheme in ("arxiv", "doi") for one in _only(named, scheme, mention)]
    return replace(mention, identifiers=(*mention.identifiers, *added)) if added else mention


def _only(named: Sequence[Identifier], scheme: str, mention: Mention) -> list[Identifier]:
    of_scheme = {one.value: one for one in reversed(named) if one.scheme == scheme}
    said = any(one.scheme == scheme for one in mention.identifiers)
    return list(of_scheme.values()) if len(of_scheme) == 1 and not said else []
