"""Every writer takes entries as they come, so that a bibliography of any size takes no memory."""

from __future__ import annotations

import pytest

from bibgen import writers
from bibgen.model import Entry, Record

SORTED = ("markdown", "html", "text")  # a citation style may have an order of its own


@pytest.mark.parametrize("format", [name for name in writers.WRITERS if name not in SORTED])
def test_the_first_entry_is_written_before_the_last_is_known(format):
    taken = []

    def entries():
        for at in range(100):
            taken.append(at)
            yield Entry(key=f"k{at}", record=Record(type="article", title=f"Paper {at}"))

    pieces = writers.stream(entries(), format, [])
    while not taken:
        next(pieces)
    next(pieces)
    assert taken[-1] <= 2
