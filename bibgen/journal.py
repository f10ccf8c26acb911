"""arXiv's free-text journal references, taken apart when there is only one way to read them.

Authors type `Phys.Rev.D75:097303,2007`, `Comm. Math. Helv. 84 (2009), No. 2, pp. 259--296` or a whole
sentence about a conference. The forms below are those in which journal, volume, pages and year
stand in an order of their own; anything else is left as the authors wrote it, because half a
reference taken for a whole one is a wrong reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_JOURNAL = r"(?P<journal>[A-Z][^\d,;()]*?(?:: ?[A-Z][^\d,;()]*?)?)"
_VOLUME = r"(?:[Vv]ol(?:ume)?\.?\s*|V\.\s*)?(?P<volume>[A-Z]?\d{1,4})"
_ISSUE = r"(?:[Nn]os?\.?|[Ii]ss(?:ue)?s?\.?|[Nn]umber)\s*(?P<issue>\d{1,4}(?:\s?[-–/]\s?\d{1,4})?)"
_PAGE = (
    r"(?:(?:[Pp]p?\.?|[Pp]ages?|[Aa]rt(?:icle)?\.?(?:\s?[Nn]o\.?)?)\s*)?"
    r"(?P<page>[A-Z]?\d+(?:\([A-Z]\))?(?:\s?[-–]{1,3}\s?[A-Z]?\d+)?)"
)
_YEAR = r"(?P<year>(?:18|19|20)\d{2})"
_DAY = r"(?:\d{1,2}\s)?(?:[A-Z][a-z]{2,8}\.?\s)?"
_FORMS = tuple(
    re.compile(form + r"\.?")
    for form in (
        rf"{_JOURNAL}\s?(?P<volume>(?:(?<=[.\s])[A-Z](?=\d))?\d{{1,4}}):\s?{_PAGE},\s?{_YEAR}",
        rf"{_JOURNAL},?\s+{_VOLUME}(?:,?\s+{_ISSUE}|\s?\((?P<issue2>\d{{1,3}})\))?(?:[,:]\s*|\s+){_PAGE},?\s*\({_DAY}{_YEAR}\)",
        rf"{_JOURNAL},?\s+{_VOLUME}(?:,?\s+{_ISSUE}|\s?\((?P<issue2>\d{{1,3}})\))?[,:]\s*{_PAGE},\s*{_YEAR}",
        rf"{_JOURNAL},?\s+{_VOLUME},?\s*\({_DAY}{_YEAR}\),?:?\s*(?:{_ISSUE},?\s+)?{_PAGE}",
        rf"{_JOURNAL},?\s+\({_YEAR}\)\s*(?P<volume>[A-Z]?\d{{1,4}})[,:]\s*{_PAGE}",
        rf"{_JOURNAL},?\s+{_YEAR},\s+{_VOLUME},\s+{_ISSUE},\s+{_PAGE}",
        rf"{_JOURNAL},?\s+{_VOLUME},\s+{_ISSUE},\s+{_YEAR},\s+{_PAGE}",
        rf"{_JOURNAL},?\s+{_VOLUME},\s+{_ISSUE},\s+{_PAGE},\s*\(?{_YEAR}\)?",
    )
)  # fmt: skip
_NO_JOURNAL = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conf(?:erence|\.)?|workshop|symposium|congress|meeting|school|thesis|"
    r"chapter|lecture notes|editors?|eds?|to appear|submitted|accepted|published|preprint|arxiv|"
    r"erratum|volume|vol|press)\b|^in\b",
    re.I,
)
_SERIES = re.compile(r"(?P<letter>[A-Z])(?P<number>\d+)")
_ADDED = re.compile(r"\s*;\s*(?:Erratum|Err|Addendum|Corr)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where an article stands. `page` is a range or a first page, `number` an article number."""

    journal: str
    volume: str
    year: int
    issue: str | None = None
    page: str | None = None
    number: str | None = None


def parse(text: str) -> Reference | None:
    """The journal reference, or None unless it can be read in one way only.

    >>> parse("Phys.Rev.D75:097303,2007")
    Reference(journal='Phys. Rev. D', volume='75', year=2007, issue=None, page=None, number='097303')
    >>> parse("XXII International Conference On Neutrino Physics (2006)") is None
    True
    """
    text = _ADDED.split(" ".join(text.split()))[0]
    for form in _FORMS if len(text) <= 200 else ():
        match = form.fullmatch(text)
        if match and not _NO_JOURNAL.search(match["journal"]):
            return _reference(match.groupdict())
    return None


def _reference(parts: dict[str, str | None]) -> Reference | None:
    journal, volume = parts["journal"] or "", parts["volume"] or ""
    series = _SERIES.fullmatch(volume)
    if series:  # "Phys.Rev.D75": the letter is the journal's, not the volume's
        journal, volume = f"{journal.rstrip()} {series['letter']}", series["number"]
    journal = re.sub(r"\.(?=[^\W\d_])", ". ", journal).strip(" ,:-")
    journal = re.sub(r"\s*:\s*", ": ", journal)
    if len(re.findall(r"[^\W\d_]", journal)) < 3 or len(journal) > 80:
        return None
    page = re.sub(r"\s?[-–]+\s?", "-", parts["page"] or "")
    alone = "-" not in page and (len(page) >= 5 or page[:1].isalpha())
    return Reference(
        journal=" ".join(journal.split()),
        volume=volume,
        year=int(parts["year"] or 0),
        issue=parts.get("issue") or parts.get("issue2"),
        page=None if alone else page,
        number=page if alone else None,
    )
