"""Abstracts without titles, each introduced by `Abstract:`.

What a list of papers looks like when only the abstracts were copied: a line `Abstract:` with the
text behind it (or on the next line), blank lines and bits of the page between. The lines that
`labelled` knows may follow an abstract and are read with it.
"""

from __future__ import annotations

import re

from bibgen.model import Mention
from bibgen.readers.lines import Lines, join, paragraph_end
from bibgen.readers.pages import labelled
from bibgen.readers.registry import Claim

NAME = "abstracts"

INTRODUCED = re.compile(r"\s*(?:\W{0,3})abstract\s*(?:[:.—–-]|\*\*:?)\s*", re.I)


def claim(lines: Lines) -> Claim | None:
    """An abstract at the next line, with the labelled lines under it."""
    line = lines[0]
    opened = INTRODUCED.match(line.text) if line else None
    if line is None or opened is None:
        return None
    begin = 0 if line.text[opened.end() :].strip() else lines.skip_blank(1)
    if lines[begin] is None or (begin and labelled.BLOCK_STARTS.match(_text(lines, begin))):
        return None
    last = paragraph_end(lines, begin, labelled.BLOCK_STARTS)
    texts = [_text(lines, at) for at in range(begin, last + 1)]
    if begin == 0:
        texts[0] = texts[0][opened.end() :]
    said, end = labelled.below(lines, last)
    if _alone(lines, last, end):
        said, end = {}, last
    mention = Mention(
        raw=lines.raw(0, end),
        span=lines.span(0, end),
        reader=NAME,
        abstract=join(texts),
        **said,
    )
    return Claim(items=(mention,), lines=end + 1)


def _alone(lines: Lines, last: int, end: int) -> bool:
    """Whether the labels are one identifier after a blank line: as likely a paper of its own."""
    following = lines[last + 1]
    return following is not None and following.blank and lines.skip_blank(last + 1) == end


def _text(lines: Lines, ahead: int) -> str:
    line = lines[ahead]
    return line.text if line else ""
