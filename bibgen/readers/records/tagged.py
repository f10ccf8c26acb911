"""Records of tagged lines, as RIS and MEDLINE have them: `TI  - Attention is all you need`.

Both write a tag, blanks, a hyphen and the text; a line without a tag goes on with the text above.
They differ in their tags, and in how a record begins and ends, which the readers say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibgen.readers.lines import Lines

_MOST_LINES = 5000  # of a record; papers of collaborations have a line for each of 3,000 authors
_MOST_PROSE = 60  # lines from an abstract's second paragraph to the end of its record


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How lines of a format look: a tagged one (groups `tag` and `text`), and the tags at both ends."""

    line: re.Pattern[str]
    first: str
    last: str = ""


def record(lines: Lines, format: Format) -> tuple[list[tuple[str, str]], int] | None:
    """The tags and texts of the record at the next line, and its last line; None if none begins there."""
    line = lines[0]
    begin = format.line.match(line.text) if line else None
    if begin is None or begin["tag"] != format.first:
        return None
    told = [(begin["tag"], begin["text"])]
    last, at = 0, 1
    while at < _MOST_LINES and (line := lines[at]) is not None:
        if line.blank:
            at = lines.skip_blank(at)
            if not _goes_on(lines, at, format):
                break
            continue
        match = format.line.match(line.text)
        if match and match["tag"] == format.first:
            break
        if match:
            told.append((match["tag"], match["text"]))
        else:
            tag, text = told[-1]
            told[-1] = tag, f"{text} {line.text.strip()}"
        last, at = at, at + 1
        if match and match["tag"] == format.last:
            break
    return [(tag, text.strip()) for tag, text in told], last


def _goes_on(lines: Lines, at: int, format: Format) -> bool:
    """Whether the line behind blank ones is of the same record: tagged, or prose before the record's end.

    A format without a tag for the end has the blank line for it.
    """
    if not format.last:
        return False
    line = lines[at]
    match = format.line.match(line.text) if line else None
    if match:
        return match["tag"] != format.first
    for ahead in range(at, at + _MOST_PROSE):
        line = lines[ahead]
        match = format.line.match(line.text) if line else None
        if line is None or (match and match["tag"] in (format.first, format.last)):
            return match is not None and match["tag"] == format.last
    return False
