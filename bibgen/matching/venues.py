"""Where an entry says that its paper stands: at a publisher's, on arXiv, or nowhere; and whether it is right.

Two names are one journal's if each word of one abbreviates a word of the other, in their order (ISO 4 leaves
out articles and prepositions and cuts words, https://www.issn.org/services/online-services/access-to-the-ltwa/),
or if one is the initials of the other. They are two journals' only if both have a word of which the other has
nothing. In between nobody can tell, and nothing is said. A DOI that an entry shares with a record names one
form of the paper, and journal, volume and pages must be that form's; otherwise the paper may have appeared
twice, so that volume and pages are only held against those of the same journal. Series of proceedings are
cited under many names, and are no journals here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bibgen import words
from bibgen.model import Mention, Record

_ARXIV = re.compile(
    r"\bar\s?xiv\b|\bcorr\b|computing research repository|\be-?prints?\b|^\s*preprint\s*$", re.I
)
_PLACES = ("volume", "page", "event-title", "ISSN", "ISBN", "editor")
_PUBLISHED_TYPES = frozenset(("paper-conference", "chapter", "book"))
# Prefixes of other registries than Crossref (DataCite, mEDRA, ISTIC), of journals, proceedings and theses
# (https://www.doi.org/the-community/existing-registration-agencies).
_OTHER_REGISTRIES = (
    "10.4230/", "10.14288/", "10.3929/", "10.5075/", "10.7907/", "10.17863/", "10.11588/", "10.3204/",
    "10.17182/", "10.1393/", "10.3969/",
)  # fmt: skip
_DATA = ("10.5281/", "10.6084/", "10.17632/", "10.5061/", "10.7910/", "10.48550/", "10.17605/", "10.2139/")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)\d\d|(?:9\d|[0-3]\d)(?:0[1-9]|1[0-2])")  # JHEP 0711, JHEP 2007
_LONGEST_LETTERS = 6  # of a name such as MNRAS
_SECTIONS = frozenset("abcdefgx")  # of journals that come out in several
_MOST_APART = 2  # letters that two abbreviations of a word, or a slip of the pen, have otherwise
_LEAST_CUT = 3  # letters of the shorter of them
_LONGEST_NAME = 8  # of letters in a name that may stand for another: `physrep`
_FIRST_NUMBER = re.compile(r"[A-Za-z]?0*(\d+)")
_NO_JOURNAL = re.compile(  # series and proceedings, and where a paper is not yet
    r"\b(?:proc|proceedings|procs|lect|lecture|lncs|lnai|lnm|lipics|eptcs|conf|conference|workshop|"
    r"symp|symposium|pos|advances|supplements?|suppl|submitted|submission|appear|accepted|press|forthcoming|"
    r"preparation|preprints?|unpublished|review(?=\W*$)|thesis|techn?ical report)\b",
    re.I,
)
# Journals that come out in two languages, or came out under other names, each with volumes of its own.
_TRANSLATED = re.compile(
    r"\b(?:zh|zhurnal|zhetf|pis'?ma|fiz|fizika|yad|usp|uspekhi|izv|izvestiya|dokl|doklady|mat|teor|funkts|"
    r"algebra i|trudy|tr|vestn|vestnik|problemy|diskret|sibirsk|matematicheskii|teoreticheskaya|sov|soviet|"
    r"russ|russian|c\.? ?r\.? acad|comptes rendus|comp\.? rend)\b",
    re.I,
)
_ELIDED = re.compile(r"\b(?:l|d|dell|all|nell)['’]", re.I)
_LINKS = (words.STOP_WORDS - {"a"}) | set(
    "de des du la le les et der die das und für fur del della i dans".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A journal that is none in which the paper is known to have appeared: what is said, and what is known.

    `named`: the entry's own DOI is that record's, so that it cannot mean another form of the paper.
    """

    said: str
    found: str
    record: Record
    named: bool


def is_arxivs(venue: str) -> bool:
    """Whether the name of a venue is arXiv's, in one of the forms in which entries have it.

    >>> is_arxivs("arXiv preprint arXiv:1706.03762"), is_arxivs("CoRR"), is_arxivs("Corrosion Science")
    (True, True, False)
    """
    return bool(_ARXIV.search(venue))


def names_publication(mention: Mention) -> bool:
    """Whether an entry says where its paper was published, right or wrong."""
    venue, said = mention.venue or "", mention.said
    if venue and not is_arxivs(venue):
        return True
    if any(one.scheme == "doi" and not is_data(one.value) for one in mention.identifiers):
        return True
    if venue or is_arxivs(said.get("publisher", "")):
        return False
    return said.get("type") in _PUBLISHED_TYPES or any(said.get(place) for place in _PLACES)


def cites_preprint(mention: Mention) -> bool:
    """Whether an entry cites a paper on arXiv as such: it names arXiv, and no other place."""
    on_arxiv = mention.identifier("arxiv") is not None or is_arxivs(mention.venue or "")
    return on_arxiv and not names_publication(mention)


def is_data(doi: str) -> bool:
    """Whether a DOI is of a repository of data, software or preprints: it says nothing of a publication."""
    return doi.startswith(_DATA)


def is_registered_elsewhere(doi: str) -> bool:
    """Whether a DOI is of a registry that is not asked, as those of Dagstuhl's proceedings are."""
    return is_data(doi) or doi.startswith(_OTHER_REGISTRIES)


def is_one(venue: str, other: str) -> bool:
    """Whether two names are of one journal, abbreviated or not.

    >>> is_one("Phys. Rev. Lett.", "Physical Review Letters"), is_one("Phys. Rev. D", "Physical Review A")
    (True, False)
    >>> is_one("PRL", "Physical Review Letters"), is_one("Nature", "Nature Physics")
    (True, False)
    """
    first, second = (words.significant(words.words(name)) for name in (venue, other))
    if not first or not second:
        return False
    if first == second or _initials(first, second) or _initials(second, first):
        return True
    return len(first) == len(second) and all(map(_abbreviate, first, second))


def may_be_one(venue: str, other: str) -> bool:
    """Whether two names share a word, abbreviated or not, or one may be letters of the other.

    >>> may_be_one("ApJ", "Astrophys. Journal"), may_be_one("Scientific American", "Foundations of Physics")
    (True, False)
    """
    first, second = (words.significant(words.words(name)) for name in (venue, other))
    if any(_abbreviate(one, two) for one in first for two in second):
        return True
    return any(
        len(short) == 1 and len(short[0]) < _LONGEST_LETTERS and _in_order(short[0], "".join(long))
        for short, long in ((first, second), (second, first))
    )


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)


def _abbreviate(one: str, other: str) -> bool:
    """Whether the shorter word is the other's beginning, or that with letters left out: `rept`, `natl`."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return len(short) > 1 or len(long) == 1 or long == short
    return len(short) > 2 and short[:2] == long[:2] and _in_order(short, long)


def are_two(venue: str, other: str) -> bool:
    """Whether two names are of two journals for sure, however they may be abbreviated.

    >>> are_two("Phys. Rev. D", "Phys.Rev.Lett"), are_two("Nature Physics", "EPL")
    (True, True)
    >>> are_two("PRD", "Phys. Rev. D"), are_two("A&A", "Astron. Astrophys.")
    (False, False)
    """
    if not venue.isascii() and not words.key(venue).isascii():
        return False
    pairs = [(one, two) for one in _readings(venue) for two in _readings(other)]
    return bool(pairs) and all(_part(one, two) for one, two in pairs)


def _readings(name: str) -> list[list[str]]:
    """The words of a name, and those before its subtitle or what stands in brackets; no numbers."""
    name = _ELIDED.sub("", name)
    cut = re.split(r":|\(| - ", name)[0]
    read = ([re.sub(r"\d+", "", word) for word in words.words(text)] for text in (name, cut))
    return [left for listed in read if (left := [word for word in listed if word and word not in _LINKS])]


def _part(first: list[str], second: list[str]) -> bool:
    """Whether both names have a word of which the other has nothing."""
    if _letters(first, second) or _letters(second, first):
        return False
    ours, theirs = list(first), list(second)
    for word in first:
        counterpart = next((one for one in theirs if _shortens(word, one)), None)
        if counterpart is not None:
            ours.remove(word)
            theirs.remove(counterpart)
    return bool(ours and theirs) and not _letters(ours, theirs) and not _letters(theirs, ours)


def _shortens(one: str, other: str) -> bool:
    """Whether one word may abbreviate the other, or both a third: `Jap`, `Jpn`.

    A letter does, but for those of sections: `R` is Royal, `D` only D.
    """
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return short == long or (short not in _SECTIONS and long.startswith(short))
    if _abbreviate(one, other):
        return True
    if len(short) < _LEAST_CUT or short[0] != long[0]:
        return False
    return _in_order(short, long) or OSA.distance(short, long) <= _MOST_APART


def _letters(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one name is letters of another, the first its first: `ApJ`, `JHEP`, `A&A`."""
    name, text = "".join(short), "".join(long)
    of_letters = len(short) == 1 or all(len(word) <= _LEAST_CUT for word in short)
    if not of_letters or not 1 < len(name) <= _LONGEST_NAME:
        return False
    return name[0] in (text[0], *(word[0] for word in long)) and _in_order(name, text)


def is_placed(mention: Mention, record: Record) -> bool:
    """Whether an entry gives journal, volume and first page of the record."""
    here = is_one(mention.venue or "", record.container_title or "")
    volume, page = (_numbers(mention.said.get(name) or "")[:1] for name in ("volume", "page"))
    known = _numbers(record.volume or "")[:1], _numbers(record.page or record.number or "")[:1]
    return here and bool(volume and page) and (volume, page) == known


def elsewhere(mention: Mention, forms: Sequence[Record]) -> Elsewhere | None:
    """That an article is said to be in a journal which is for sure none of the paper's; None if it is not.

    It is the paper's if the entry names the paper by DOI or by its number on arXiv.

    Args:
        forms: the paper as sources describe it.
    """
    named = _named(mention, forms)
    placed = named or [one for one in forms if one.container_title]
    strange = {one.value for one in mention.identifiers if one.scheme == "doi" and not is_data(one.value)}
    if not _is_in_none(mention, placed) or not (named or (mention.identifier("arxiv") and not strange)):
        return None
    record, venue = placed[0], mention.venue or ""
    if named:
        return Elsewhere(said=venue, found=record.container_title or "", record=record, named=True)
    return Elsewhere(said=_place_of(mention), found=_place(record), record=record, named=False)


def _named(mention: Mention, forms: Sequence[Record]) -> list[Record]:
    """The forms in a journal that the entry's DOI names."""
    dois = {one.value for one in mention.identifiers if one.scheme == "doi"}
    return [one for one in forms if one.container_title and dois & {name.value for name in one.identifiers}]


def _is_in_none(mention: Mention, placed: Sequence[Record]) -> bool:
    venue, known = mention.venue or "", [one.container_title or "" for one in placed]
    if not known or not venue or is_arxivs(venue) or mention.said.get("type") != "article-journal":
        return False
    if any(one.type != "article-journal" for one in placed) or _TRANSLATED.search(venue):
        return False
    return not any(map(_NO_JOURNAL.search, (venue, *known))) and all(are_two(venue, name) for name in known)


def _place_of(mention: Mention) -> str:
    said = mention.said
    numbers = (said.get("volume"), said.get("page") or said.get("number"))
    return ", ".join(filter(None, (mention.venue, *numbers)))


def _place(record: Record) -> str:
    return ", ".join(filter(None, (record.container_title, record.volume, record.page or record.number)))


def misplaced(mention: Mention, forms: Sequence[Record]) -> Iterator[tuple[str, str, str, Record]]:
    """Volume or first page that are not the paper's, as (field, what is said, what is known, who knows it).

    Args:
        forms: the paper as sources describe it; those in other journals say nothing, but for one that the
            entry's DOI names while its journal is none of the paper's.
    """
    here = [one for one in forms if one.container_title and is_one(mention.venue or "", one.container_title)]
    named = _named(mention, forms)
    here = here or (named if _is_in_none(mention, named) else [])
    volume = mention.said.get("volume", "")
    known = [one for one in here if one.volume and _comparable(one.volume)]
    if known and _comparable(volume) and all(_numbers(volume) != _numbers(one.volume or "") for one in known):
        yield "volume", volume, known[0].volume or "", known[0]
    yield from _mispaged(mention, here)


def _comparable(volume: str) -> bool:
    return bool(_numbers(volume)) and not _YEAR_OR_MONTH.fullmatch(volume.strip())


def _mispaged(mention: Mention, here: Sequence[Record]) -> Iterator[tuple[str, str, str, Record]]:
    said = mention.said.get("page") or mention.said.get("number") or ""
    known = [(text, one) for one in here for text in (one.page, one.number) if text and _numbers(text)]
    if not known or not _numbers(said):
        return
    first = _numbers(said)[0]
    # An article that has a number has pages of its own beside, from 1.
    if first == "1" and any(one.number for _, one in known):
        return
    if not any(first in (_numbers(text)[0], _numbers(text)[-1]) for text, _ in known):
        yield "pages", said, *known[0]


def _numbers(text: str) -> list[str]:
    return _FIRST_NUMBER.findall(text)
