"""Queries in the language of the arXiv API, and as many of them in one request as a URL holds.

The language (https://info.arxiv.org/help/api/user-manual.html#query_details) has no precedence and
groups from the right, so every query stands in parentheses. Inside quotes there is no escape:
quotes and backslashes must go. Words are cut where the index cuts them, at everything but letters,
digits, and an apostrophe or a point inside a word. A stop word inside a phrase matches any one word,
stop words at its ends nothing at all: those are left out, and a phrase of stop words cannot be
asked. DOIs are compared with their case, so each is asked as it was typed and in lower case.

A GET of some 8 kB is refused by the service's front end (414); 6 kB is kept to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote_plus

from bibgen.model import Record
from bibgen.sources import Field, Query, Term
from bibgen.words import STOP_WORDS

LONGEST = 5800  # characters of an encoded query or id list; the rest of the URL takes less than 200
_PREFIX: dict[Field, str] = {"title": "ti", "abstract": "abs", "author": "au", "doi": "doi", "any": "all"}
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_NAME = re.compile(r"[^\s\"\\.,;()]+")  # the index cuts names at blanks and keeps their hyphens
_PLAIN_NAME = re.compile(r"[A-Za-z]{3,20}")  # which every index writes as we do
_MOST_NAMES = 3
_MOST_WORDS = 40  # of a phrase: the longest title on record has 60, and half of it finds it


def phrase(text: str) -> str:
    """The words of a text as a phrase can ask for them, "" if there are none.

    >>> phrase('The "BERT": Pre-training of $\\\\\\\\mathcal{N}=4$ the')
    'BERT Pre training of mathcal N 4'
    """
    found = _WORD.findall(unicodedata.normalize("NFC", text))[:_MOST_WORDS]
    while found and found[0].lower() in STOP_WORDS:
        found.pop(0)
    while found and found[-1].lower() in STOP_WORDS:
        found.pop()
    return " ".join(found)


def to_text(query: Query) -> str:
    """The query as the API takes it, in parentheses; "" if nothing of it can be asked."""
    terms = [written for term in query.terms if (written := _term(term))]
    if not terms:
        return ""
    return f"({' AND '.join(terms)})"


def _term(term: Term) -> str:
    if term.field == "doi":
        typed = re.sub(r'["\\\s]', "", term.text)
        return _any(f'doi:"{way}"' for way in dict.fromkeys((typed, typed.lower()))) if typed else ""
    if term.field == "date":
        first, last = term.text.split()
        return f"submittedDate:[{first}0000 TO {last}2359]"
    if term.field == "author":
        return " AND ".join(f'au:"{word}"' for word in _NAME.findall(term.text))
    text, prefix = phrase(term.text), _PREFIX[term.field]
    if term.words == "phrase" or " " not in text:
        return f'{prefix}:"{text}"' if text else ""
    single = [f'{prefix}:"{word}"' for word in text.split() if word.lower() not in STOP_WORDS]
    return _any(single) if term.words == "any" else " AND ".join(single)


def _any(terms: Iterable[str]) -> str:
    written = list(terms)
    return written[0] if len(written) == 1 else f"({' OR '.join(written)})"


def witness(record: Record) -> str:
    """What finds a known paper, and hardly another: some of its authors on its day; "" if nothing does.

    >>> from bibgen.model import Name, PartialDate
    >>> reed = Name(family="Reed", given="Scott")
    >>> day = PartialDate(year=2022, month=5, day=12)
    >>> witness(Record(type="article", title="T", authors=(reed,), submitted=day))
    '(au:"Reed" AND submittedDate:[202205120000 TO 202205122359])'
    """
    day = record.submitted
    names = [one.family for one in record.authors if one.family and _PLAIN_NAME.fullmatch(one.family)]
    names = [one for one in dict.fromkeys(names) if one.lower() not in STOP_WORDS][:_MOST_NAMES]
    if not names or day is None or not (day.month and day.day):
        return ""
    on = f"{day.year:04}{day.month:02}{day.day:02}"
    terms = [*(Term(field="author", text=one) for one in names), Term(field="date", text=f"{on} {on}")]
    return to_text(Query(terms=tuple(terms)))


def pack_queries(queries: Sequence[Query]) -> Iterator[tuple[list[Query], str]]:
    """The queries in as few requests as may be: which ones, and the text to ask for."""
    packed: list[Query] = []
    text = ""
    for query in queries:
        written = to_text(query)
        if not written:
            continue
        longer = f"{text} OR {written}" if text else written
        if packed and len(quote_plus(longer)) > LONGEST:
            yield packed, text
            packed, longer = [], written
        packed.append(query)
        text = longer
    if packed:
        yield packed, text


def pack_ids(ids: Sequence[str]) -> Iterator[list[str]]:
    """The identifiers in as few requests as may be."""
    packed: list[str] = []
    length = 0
    for one in ids:
        length += len(quote_plus(one)) + len("%2C")
        if packed and length > LONGEST:
            yield packed
            packed, length = [], len(quote_plus(one)) + len("%2C")
        packed.append(one)
    if packed:
        yield packed
