"""What holds for all readers: nothing vanishes, nothing is read twice, nothing takes too long."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.model import Mention
from bibgen.readers import read, stream
from tests.conftest import GOLDEN, SAMPLES
from tests.readers.cover import check_cover, items

PAGES = [path.read_bytes().decode() for path in sorted((GOLDEN / "readers").rglob("input.txt"))]
LINES = sorted({line for page in PAGES for line in page.splitlines() if len(line) < 300})


@pytest.mark.parametrize("page", PAGES)
def test_every_visible_character_ends_in_a_mention_or_a_leftover(page):
    check_cover(page)


@given(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join))
def test_lines_of_pages_in_any_order_are_all_accounted_for(text):
    check_cover(text)


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_read(text):
    check_cover(text)


@given(st.data())
def test_a_page_cut_or_doubled_anywhere_still_reads(data):
    page = data.draw(st.sampled_from(PAGES))
    first = data.draw(st.integers(0, len(page)))
    last = data.draw(st.integers(first, len(page)))
    check_cover(page[:first] + page[last:])
    check_cover(page[:last] + page[first:])


def one_page_a_layout():
    for folder in sorted((GOLDEN / "readers").iterdir()):
        cases = sorted(folder.rglob("input.txt"))
        if cases:
            yield pytest.param(cases[0].read_bytes().decode(), id=folder.name)


def told(text):
    return [(one.title, one.authors, one.abstract, one.identifiers) for one in read(text).mentions]


@pytest.mark.parametrize("first", list(one_page_a_layout()))
def test_two_pages_with_a_blank_line_between_give_the_mentions_of_both(first):
    alone = told(first)
    for second in (param.values[0] for param in one_page_a_layout()):
        # An abstract that stands alone may as well be that of the paper above it.
        if not second.startswith("Abstract"):
            assert alone + told(second) == told(f"{first.rstrip()}\n\n{second}")


@pytest.mark.parametrize("size", [1, 7, 64])
def test_pieces_of_a_stream_may_end_anywhere(size):
    page = (SAMPLES / "author-profile.txt").read_text(encoding="utf-8").replace("\n", "\r\n")
    pieces = [page[at : at + size] for at in range(0, len(page), size)]
    assert items(page) == list(stream(pieces, "x"))


def test_a_listing_larger_than_memory_is_streamed():
    page = f"{(SAMPLES / 'author-profile.txt').read_text(encoding='utf-8').rstrip()}\n\n"
    tracemalloc.start()
    try:
        count = sum(isinstance(item, Mention) for item in stream(page for _ in range(40)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 40 * 50 == count
    assert peak < 20 * len(page) < 40 * len(page), "memory grows with the text"


@pytest.mark.parametrize(
    "name", ["abstracts-1", "abstracts-2", "abstracts-with-ids", "author-profile", "author-profile-condensed"]
)
def test_samples_hold_what_they_hold(name):
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    reading = read(text, name)
    count = {"author-profile": 50, "author-profile-condensed": 25}.get(name, 10)
    assert count == len(reading.mentions)
    assert len(reading.leftovers) <= 3
    check_cover(text)


@pytest.mark.parametrize(
    "unit",
    [
        "word " * 40 + "\n",
        "CVSep 14, 2022\n",
        "Abstract: a b c\n",
        "2205.06175\n",
        "a\n\n",
        "Some Title Here\nOne Two, Three Four\n",
        "(" * 50 + "\n",
        ", " * 40 + "Ab\n",
    ],
)
def test_twice_the_text_takes_no_more_than_about_twice_the_time(unit):
    def seconds(count):
        text = unit * count
        best = 9.0
        for _ in range(5):  # of the processor: other processes take none of it
            began = time.process_time()
            read(text)
            best = min(best, time.process_time() - began)
        return best

    # Four times the text: linear gives 4, quadratic 16.
    assert seconds(2000) < 9 * seconds(500) + 0.02
