"""A preprint and what may be its published form, held against each other and made one; pure.

A DOI that arXiv names proves nothing by itself: some are mistyped, and then name another paper, often of the
same authors. So title and people must agree, as for any mention. What has been found by its words alone must
agree in all of them, for papers of one group differ in a word. Notices about a paper have its title too.

A DOI of a repository is no publication; which those are is known by their prefix
(https://www.crossref.org/members-area/prefixes and https://api.datacite.org/prefixes), and at Crossref by
their type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bibgen import names, words
from bibgen.matching.evidence import compare
from bibgen.matching.policy import Policy
from bibgen.matching.titles import title_likeness
from bibgen.model import CslType, Feature, Identifier, Match, Mention, Record, Span, Verdict

_POLICY = Policy()
# What the published form has of whoever knows it; what they leave out is out, but for what fits from arXiv.
_TAKEN = (
    "type", "container_title", "collection_title", "volume", "issue", "page", "number", "publisher", "genre",
    "issued", "note", "status", "abstract",
)  # fmt: skip
_PUBLICATIONS: frozenset[CslType] = frozenset(
    ("article-journal", "paper-conference", "chapter", "book", "thesis", "report")
)
_VENUES: frozenset[CslType] = frozenset(("article-journal", "paper-conference", "chapter"))
_PREPRINTS = re.compile(
    r"10\.(?:48550|2139|21203|20944|22541|26434)/"  # arXiv, SSRN, ...
    r"|10\.36227/techrxiv|10\.1002/essoar\.|10\.2196/preprints|10\.35542/osf"
    r"|10\.312(?:19|2\d|3\d)/"  # those that OSF hosts, as PsyArXiv
    r"|10\.(?:1101|64898)/(?:\d{4}\.)?(?:\d\d\.)*\d{5,8}$"  # bioRxiv; its prefix has journals too
)
# Zenodo, figshare, Mendeley Data, Dryad, Dataverse, OSF, ResearchGate, HEPData, ICPSR, PANGAEA
_DEPOSITS = re.compile(r"10\.(?:5281|6084|17632|5061|7910|17605|13140|17182|3886|1594)/")
_NOTICE = re.compile(
    r"\W*(?:(?:publisher|author)(?:['’]s)?\s+)?(?:correction|corrigend(?:um|a)|errat(?:um|a)|retraction|retracted|"
    r"withdrawal|expression of concern|addendum|comment|reply|response|discussion|review)\b"
    r"(?:\s+notice|\s+note|\s+article)?\s*(?::|\bto\b|\bon\b|\bof\b|\bfor\b|\W*$)",
    re.I,
)
_MOST_PEOPLE = 0.85  # one of seven spelt beyond recognition; a list within a longer one comes to 0.9
_COMPARED = 30  # people of a list; those of great collaborations take long and tell no more
_MOST_JOINED = 10  # of so many people one
_OTHER_PART = 0.4  # titles that differ in what tells papers apart stay below


def dois(record: Record) -> list[str]:
    """The DOIs under which a paper may have been published, the first its own; in lower case.

    >>> listed = ("10.48550/arxiv.2205.06175", "10.1101/2020.03.04.975573", "10.1101/gr.107524.110")
    >>> dois(Record(type="article", identifiers=tuple(Identifier(scheme="doi", value=one) for one in listed)))
    ['10.1101/gr.107524.110']
    """
    listed = (one.value for one in record.identifiers if one.scheme == "doi")
    return list(dict.fromkeys(value for value in listed if not is_repository(value)))


def is_repository(doi: str) -> bool:
    """Whether a DOI, in lower case, is one that a repository of preprints or data gives."""
    return bool(_PREPRINTS.match(doi)) or is_deposit(doi)


def is_deposit(doi: str) -> bool:
    """Whether a DOI, in lower case, is one that a repository of data, software and files of any kind gives.

    Each release of a thing has one of its own there (https://api.datacite.org/prefixes).
    """
    return bool(_DEPOSITS.match(doi))


def is_publication(record: Record) -> bool:
    """Whether a registry's record is of something published, and not of a preprint or of data."""
    return record.type in _PUBLICATIONS


def own(record: Record, refuted: Sequence[str] = ()) -> Record | None:
    """The published form that the record itself gives; None if it gives none.

    Args:
        refuted: DOIs that name another paper.
    """
    if record.type not in _VENUES or not record.container_title:
        return None
    good = set(dois(record)) - set(refuted)
    kept = tuple(one for one in record.identifiers if one.scheme != "doi" or one.value in good)
    return replace(record, identifiers=kept)


def objection(paper: Record, found: Record) -> str:
    """Why what a DOI of the paper names is not the paper, in a few words; "" if it is."""
    match = compare(_said(found), paper, _POLICY)
    if _is_notice(found) and not _is_notice(paper):
        return f"is a notice: “{found.title}”"
    if not found.title or not paper.title:
        return "" if _place_agrees(paper, found) and _names_agree(match) else "gives no title to compare"
    if not _agrees(match, "title") and not _retitled(match, paper, found):
        return f"names another paper: “{found.title}”"
    if _names_agree(match) or (not found.authors and _strength(match, "title") >= _POLICY.title_exact):
        return ""
    return f"has other authors: {_shown(found)}"


def is_same(paper: Record, found: Record) -> bool:
    """Whether what was found by words alone is the paper in a venue: title, people and time agree in full."""
    if found.type not in _VENUES or not found.container_title or not (paper.title and found.title):
        return False
    if title_likeness(found.title, paper.title) < _POLICY.title_typed or not _is_in_time(paper, found):
        return False
    return not (_is_notice(found) and not _is_notice(paper)) and _all_people(paper, found)


def names_venue(paper: Record, found: Record) -> bool:
    """Whether the journal reference on arXiv names the venue and its year, as `ICML 2019` does."""
    said = words.words(paper.journal_ref or "")
    venue = words.words(found.container_title or "")
    year = str(found.issued.year) if found.issued else "-"
    return bool(venue) and set(venue) <= set(said) and year in said


def venue(record: Record) -> str:
    """Where a record appeared, in a few words: `NeurIPS 2017`."""
    year = str(record.issued.year) if record.issued else ""
    return " ".join(filter(None, (record.container_title or record.publisher or record.type, year)))


# -- comparing


def _said(record: Record) -> Mention:
    """A record as if a text had said it."""
    return Mention(
        raw=record.title or "",
        span=Span(file="", first=1, last=1, start=0, end=0),
        title=record.title,
        authors=record.authors[:_COMPARED],
        et_al=record.et_al or len(record.authors) > _COMPARED,
        issued=record.issued,
        abstract=record.abstract,
    )


def _agrees(match: Match, name: Feature) -> bool:
    found = match.feature(name)
    return found is not None and found.verdict is Verdict.AGREES


def _strength(match: Match, name: Feature) -> float:
    found = match.feature(name)
    return found.strength if found else 0.0


def _names_agree(match: Match) -> bool:
    return _agrees(match, "first-author") or _agrees(match, "authors")


def _retitled(match: Match, paper: Record, found: Record) -> bool:
    """Whether a paper changed its title on the way: its abstract stayed, or its place is the one on arXiv.

    Parts of a series share abstracts and differ in a number, which no other title makes up for.
    """
    title = _strength(match, "title")
    if _strength(match, "abstract") >= _POLICY.abstract_alone and _names_agree(match):
        return title >= _OTHER_PART
    return title >= _POLICY.title_shows and _place_agrees(paper, found) and _all_people(paper, found)


def _place_agrees(paper: Record, found: Record) -> bool:
    """Whether arXiv's journal reference has the volume and the first page, or the article number."""
    numbers = set(re.findall(r"[a-z]?\d+", (paper.journal_ref or "").lower()))
    first = (found.number or found.page or "").lower().partition("-")[0]
    return bool(found.volume and first) and {(found.volume or "").lower(), first} <= numbers


def _is_notice(record: Record) -> bool:
    return bool(_NOTICE.match(record.title or ""))


def _is_in_time(paper: Record, found: Record) -> bool:
    """Whether it appeared no later than papers do that were on arXiv first."""
    if not paper.submitted or not found.issued:
        return True
    return found.issued.year - paper.submitted.year <= _POLICY.most_lag


def _all_people(paper: Record, found: Record) -> bool:
    """Whether the lists of authors are one, but for the spelling and perhaps one who joined or left."""
    short, long = sorted((found, paper), key=lambda record: len(record.authors))
    if not short.authors or (len(short.authors) == 1) != (len(long.authors) == 1):
        return False
    match = compare(_said(short), long, _POLICY)
    if len(short.authors) == 1:
        return _strength(match, "first-author") >= _POLICY.initials
    if len(long.authors) - len(short.authors) > max(1, len(long.authors) // _MOST_JOINED):
        return False
    alike = _strength(match, "authors")
    return alike >= 1 or (alike >= _MOST_PEOPLE and _agrees(match, "first-author"))


def _shown(record: Record) -> str:
    listed = ", ".join(map(names.display, record.authors[:3]))
    return f"{listed} and others" if len(record.authors) > 3 else listed or "none"


# -- making one


def completed(paper: Record, found: Record) -> Record:
    """The paper in its published form: place and time as found, the arXiv identifier and the words kept.

    Of the place that arXiv gives only that is kept which fits: all of it must be of one publication.
    """
    kept = _fitting(paper, found)
    taken = {name: value for name in _TAKEN if (value := getattr(found, name))}
    if _is_fuller(found, paper):
        taken |= {"authors": found.authors, "et_al": found.et_al}
    if paper.abstract:
        taken.pop("abstract", None)
    if _is_misdated(paper, found):
        taken.pop("issued")
    fields: dict[str, Any] = dict.fromkeys(_TAKEN) | kept | taken
    made = replace(paper, **fields, identifiers=_identifiers(paper, found))
    who = next(iter(found.origin.values()), "")
    origin = dict(paper.origin) | {name: found.origin.get(name, who) for name in (*taken, "identifiers")}
    return replace(made, origin={name: one for name, one in origin.items() if getattr(made, name)})


def _is_misdated(paper: Record, found: Record) -> bool:
    """Whether a registry's year is far from that which arXiv's journal reference gives for the same volume.

    Registries have years of scanning, or of another issue; whoever wrote the reference had the volume.
    """
    if paper.type not in _VENUES or not paper.volume or paper.volume != found.volume:
        return False
    if not paper.issued or not found.issued:
        return False
    return abs(paper.issued.year - found.issued.year) > 1


def _fitting(paper: Record, found: Record) -> dict[str, Any]:
    """What of the preprint's record may stand beside the found parts, where these leave something out.

    Some works at Crossref have no journal; the one that arXiv names is theirs, if the numbers are.
    """
    kept: dict[str, Any] = {"issued": paper.issued, "abstract": paper.abstract, "status": paper.status}
    if paper.type != found.type or (found.volume and found.volume != paper.volume):
        return kept
    kept |= {"container_title": paper.container_title, "volume": paper.volume, "issue": paper.issue}
    return kept if found.page or found.number else kept | {"page": paper.page, "number": paper.number}


def _is_fuller(found: Record, paper: Record) -> bool:
    """Whether the publisher names more people; a group on arXiv stands for all of its people."""
    groups = any(name.literal for name in paper.authors)
    return len(found.authors) > len(paper.authors) and not found.et_al and not groups


def _identifiers(paper: Record, found: Record) -> tuple[Identifier, ...]:
    """The arXiv identifier, then the DOI of the published form; other DOIs are of other forms."""
    others = tuple(one for one in paper.identifiers if one.scheme != "doi")
    return (*others, *(one for one in found.identifiers if one.scheme == "doi"))
