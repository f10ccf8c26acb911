"""Whether a paper is a thesis or a report, as its authors say in arXiv's comment, and of which school.

Only a clause that calls the paper itself a thesis counts: "based on the author's PhD thesis", "part of my
thesis" and "thesis work" do not. A thesis needs its school, a report its institution and number, or the
entry would claim a book that nobody can find: without a school, being a thesis is a remark. How authors
write it was read on 24,000 comments, in which some sixty papers are theses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibgen.model import CslType

_DEGREES = (
    (re.compile(r"Ph|Doc|D\.? ?Phil", re.I), "PhD thesis"),
    (re.compile(r"M", re.I), "Master's thesis"),
    (re.compile(r"B", re.I), "Bachelor's thesis"),
    (re.compile(r"Hab", re.I), "Habilitation"),
)
_DEGREE = (
    r"Ph\.? ?-?D\.?|Doctoral|Doctorate|D\.? ?Phil\.?|Master(?:['’]?s|s['’])?|M\.? ?Sc\.?|M\.S\.|MS"
    r"|M\.? ?Phil\.?"
    r"|Bachelor(?:['’]?s|s['’])?|B\.? ?Sc\.?"
)
_THESIS = re.compile(
    r"(?:^|[.;,(:]\s*|\s[-–—]\s|(?:figures?|pages|pp)\s)(?:this is )?(?:(?:the text of )?(?:an?|my"
    r"|the author['’]s)\s)?"
    rf"(?:(?P<degree>{_DEGREE})[ .-]{{0,2}}(?:thesis|dissertation)"
    rf"|(?P<habilitation>Habilitation)(?:sschrift| thesis)?)"
    r"(?P<behind>(?=[\s.,;:(–-]|$).*)",
    re.I,
)
_OF_IT = re.compile(
    r"\s*(?:work|chapters?|project|proposal|version|defen[cs]e|research|of\s+(?!the\b))\b", re.I
)
_SENTENCE = re.compile(r";|(?<!\bSt)(?<!\bUniv)\.\s(?!(?:19|20)\d\d)")
_PIECE = re.compile(r"\s*(?:[,():]|\s[-–—]\s)\s*")
_ASIDE = re.compile(  # what may stand between thesis and school
    r"|(?:(?:defended|submitted|presented|in|on)\s)*(?:\d{1,2}(?:st|nd|rd"
    r"|th)?\s)?(?:[A-Z][a-z]{2,8}\.?\s)?(?:\d{1,2}\s)?\d{4}"
    r"|\d+ ?(?:p|pp|pages)\.?|(?:Dep|Dip|Fac|Fak|Grad)\S*\s.*",
    re.I,
)
_BEFORE = re.compile(
    r"(?:(?:submitted|defended|presented|written|completed)\s)?(?:in\s[A-Z][\w ]{3,40}?\s(?=at\s|from\s))?"
    r"(?:(?:at|from|in|to|of|for)\s)?"
)
_SCHOOL = re.compile(
    r"(?:[Tt]he\s)?(?=.*?\b(?:Universit\w*|Univ\.|College|Institut\w*|School|[ÉE]cole|Polit[eé]cni\w*"
    r"|Polytechni\w*|Technische"
    r"|Academy|ETHZ?|EPFL|MIT|KTH|KAIST|TU|IIT|SISSA|Hochschule|Caltech|Stanford|Princeton|Harvard|Yale"
    r"|Cambridge|Oxford"
    r"|Berkeley|Cornell|Columbia|UCLA|Technion)\b)[A-ZÉ](?:[^\d\"]|\"[^\"]+\"){2,80}(?:\s\d)?"
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_REPORT = re.compile(
    r"(?:^|[.;,]\s*)(?P<school>[A-Z][^,.;()]{2,80}),?\s(?:\w+/)?Tech(?:nical|\.)? ?Rep(?:ort"
    r"|\.)\s*(?:No\.?|Number|#)?\s*"
    r"(?P<number>[A-Z]*[\w/-]*\d[\w/-]*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A thesis or a report. A thesis without `school` is known for one, but cannot be cited as one.

    `genre` is "PhD thesis", "Master's thesis", "Bachelor's thesis", "Habilitation" or "Technical report".
    """

    type: CslType
    genre: str
    school: str = ""
    year: int | None = None
    number: str | None = None


def work(comment: str) -> Work | None:
    """The thesis or report that a comment calls its paper; None if it does not.

    >>> found = work("PhD thesis, March 2007, ETH Zurich, 125 pages")
    >>> found.genre, found.school, found.year
    ('PhD thesis', 'ETH Zurich', 2007)
    >>> work("19 pages. Based on the PhD thesis of the first author") is None
    True
    """
    text = " ".join(comment[:1000].split())
    thesis = _THESIS.search(text)
    if thesis and not _OF_IT.match(thesis["behind"]):
        return _thesis(thesis["degree"] or thesis["habilitation"], thesis["behind"])
    report = _REPORT.search(text)
    if report and _SCHOOL.fullmatch(report["school"]):
        return Work(type="report", genre="Technical report", school=report["school"], number=report["number"])
    return None


def _thesis(degree: str, behind: str) -> Work:
    said = _SENTENCE.split(behind)[0]
    genre = next(genre for pattern, genre in _DEGREES if pattern.match(degree))
    school = _school(said)
    year = _YEAR.search(said) if school else None
    return Work(type="thesis", genre=genre, school=school, year=int(year[0]) if year else None)


def _school(said: str) -> str:
    """The school that is named behind the word thesis, nothing but a date or a department before it."""
    for piece in _PIECE.split(said):
        name = _YEAR.sub("", _BEFORE.sub("", piece.strip(" ."), count=1)).strip(" .").removesuffix(" in")
        if _SCHOOL.fullmatch(name):
            return name
        if not _ASIDE.fullmatch(piece.strip(" .")):
            return ""
    return ""
