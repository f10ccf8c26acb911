"""Whatever a record holds, what is written of it reads back as the record."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen import verification, writers
from bibgen.model import Entry, Identifier, Name, PartialDate, Record

FORMULAE = ("$\\alpha_s$", "$E = mc^2$", "$Λ_α$", "$\\frac{1}{2}$", "$p$", "$\\mathbb{Z}_2$", "$\\sqrt{2}$")
SIGNS = ("100%", "R&D", "#1", "a_b", "$5", "C^n", "~", "{x}", "\\input{x}", "“q”", "x—y", "≤", "^^5c", "\\")
LETTERS = string.ascii_letters + "éüñøßłščÅΩжя漢字"
words = st.text(LETTERS, min_size=1, max_size=9)
texts = st.lists(st.one_of(words, words, words, st.sampled_from(FORMULAE + SIGNS)), min_size=1, max_size=9)
proper = st.text("abcdeéøüšž", min_size=1, max_size=7).map(str.capitalize)
persons = st.builds(
    Name,
    family=st.one_of(
        proper, st.tuples(proper, proper).map("-".join), st.tuples(proper, proper).map(" ".join)
    ),
    given=proper,
    particle=st.sampled_from(("", "", "von", "van der")),
    suffix=st.sampled_from(("", "", "Jr.")),
)
names = st.one_of(persons, proper.map(lambda word: Name(literal=f"{word} Collaboration")))
dates = st.builds(PartialDate, year=st.integers(1991, 2030), month=st.integers(0, 12))


@st.composite
def records(draw):
    number = f"{draw(st.integers(1501, 1512))}.{draw(st.integers(1, 99999)):05}"
    published = draw(st.booleans())
    when = draw(dates)
    return Record(
        type="article-journal" if published else "article",
        title=" ".join(draw(texts)),
        authors=tuple(draw(st.lists(names, min_size=1, max_size=4))),
        et_al=draw(st.booleans()),
        issued=when,
        submitted=when,
        abstract=" ".join(draw(texts)) if draw(st.booleans()) else None,
        note=draw(st.one_of(st.none(), words)),
        container_title=" ".join(draw(st.lists(words, min_size=1, max_size=3))) if published else None,
        volume=str(draw(st.integers(1, 99))) if published else None,
        page=draw(st.sampled_from((None, "1-9", "104-110"))) if published else None,
        identifiers=(Identifier(scheme="arxiv", value=number),),
        categories=("math.CO",),
    )


@pytest.mark.parametrize("format", verification.FORMS)
@given(made=st.lists(records(), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_finds_nothing_in_what_writers_write(format, made):
    entries = [Entry(key=f"key{at}", record=record) for at, record in enumerate(made)]
    text = writers.write(entries, format).text
    found = verification.differences(text, format, entries)
    assert not found, (found[0].told, text)
