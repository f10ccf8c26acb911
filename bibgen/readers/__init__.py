"""Readers: from text to mentions, one file a layout.

`stream` reads lines one after another and yields what it finds in the order of the text; `read`
collects that. What no reader claims is a `Leftover`: every character that is not blank ends in one
of the two, once. Files are opened and decoded by `readers.files`.

A new layout is a file with `NAME` and `claim(lines) -> Claim | None`, its module in `READERS`, and a
folder of golden cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bibgen.model import Leftover, Mention, Reading
from bibgen.readers import abstracts, condensed, idlist, labelled, profile
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

# Asked in this order; the first that claims a line has it.
READERS: tuple[tuple[str, Callable[[Lines], Claim | None]], ...] = (
    (profile.NAME, profile.claim),
    (condensed.NAME, condensed.claim),
    (abstracts.NAME, abstracts.claim),
    (idlist.NAME, idlist.claim),
    (labelled.NAME, labelled.claim),
)

_LONGEST_LEFTOVER = 500  # lines; a text without blank lines is left over in pieces


def read(text: str, file: str = "-") -> Reading:
    """All that a text says of papers, and what is left over.

    Args:
        file: the name that spans and the report give the text.

    >>> read("arXiv:2205.06175, 2204.14198\\n\\nsee you").mentions[1].identifiers[0].value
    '2204.14198'
    """
    mentions: list[Mention] = []
    leftovers: list[Leftover] = []
    for item in stream([text], file):
        if isinstance(item, Mention):
            mentions.append(item)
        else:
            leftovers.append(item)
    return Reading(mentions=tuple(mentions), leftovers=tuple(leftovers))


def stream(chunks: Iterable[str], file: str = "-") -> Iterator[Mention | Leftover]:
    """What the text in `chunks` holds, in its order, reading no further ahead than it must."""
    lines = Lines(chunks, file)
    while (line := lines[0]) is not None:
        if line.blank:
            lines.take(1)
            lines.fresh = True
            continue
        claim = _claim(lines)
        if claim:
            lines.take(claim.lines)
            lines.fresh = True
            yield from claim.mentions
        else:
            yield from _leftover(lines)


def _claim(lines: Lines) -> Claim | None:
    return next((made for _, claim in READERS if (made := claim(lines))), None)


def _leftover(lines: Lines) -> Iterator[Mention | Leftover]:
    """The lines up to the next blank line or the next claim, which follows if there is one."""
    count = 1
    claim = None
    lines.fresh = False
    texts, span = [lines.raw(0, 0)], lines.span(0, 0)
    lines.take(1)
    while (line := lines[0]) is not None and not line.blank and count < _LONGEST_LEFTOVER:
        claim = _claim(lines)
        if claim:
            break
        texts.append(lines.raw(0, 0))
        here = lines.span(0, 0)
        span = type(span)(file=span.file, first=span.first, last=here.last, start=span.start, end=here.end)
        lines.take(1)
        count += 1
    yield Leftover(text="\n".join(texts), span=span, reason="no paper found in it")
    if claim:
        lines.take(claim.lines)
        lines.fresh = True
        yield from claim.mentions
