"""The promise of every reader, as a check: what can be seen ends in one mention or leftover, once."""

from __future__ import annotations

from bibgen.model import Mention
from bibgen.readers import stream


def items(text):
    return list(stream([text], "x"))


def check_cover(text):
    done = 0
    for item in items(text):
        span = item.span
        assert done <= span.start < span.end <= len(text)
        assert not text[done : span.start].strip(), "text vanished"
        said = item.raw if isinstance(item, Mention) else item.text
        assert said.split() == text[span.start : span.end].split()
        assert span.first <= span.last <= text.count("\n") + text.count("\r") + 1
        done = span.end
    assert not text[done:].strip(), "text vanished at the end"
