"""Dates as pages and records print them: `Jul 31, 2024`, `31 July 2024`, `2022-05-12`, `Mar 2021`, `2017`.

RIS writes `2017/11/03/` with parts left empty (Research Information Systems, 2001), MEDLINE
`2017 Nov 3` (https://www.nlm.nih.gov/bsd/mms/medlineelements.html#dp) and `20171103`.

English month names only, as on every page that bibgen reads. A date that cannot exist (31 June, a
13th month) is no date. What the text leaves out stays unknown: nothing is filled in.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from bibgen.model import PartialDate

_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name}
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"

_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?P<m>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
        rf"(?:\w{{3}},\s+)?(?P<d>\d{{1,2}})\s+(?P<m>{MONTH}),?\s+(?P<y>\d{{4}})(?:\s[\d:]{{5,8}}.*)?",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2})(?:[T\s].*)?)?",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})?/(?P<d>\d{1,2})?(?:/[^/]*)?",
        rf"(?P<y>\d{{4}})\s+(?P<m>{MONTH})(?:\s+(?P<d>\d{{1,2}}))?",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?P<m>{MONTH}),?\s+(?P<y>\d{{4}})",
        r"(?P<y>\d{4})",
    )
)


def parse(text: str) -> PartialDate | None:
    """The date that the whole text states, as precise as it states it, or None.

    >>> parse("Jul 31, 2024")
    PartialDate(year=2024, month=7, day=31)
    >>> parse("June 31, 2024") is None
    True
    """
    text = text.strip()
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            return _made(parts["y"], parts.get("m") or "", parts.get("d") or "")
    return None


def _made(year: str, month: str, day: str) -> PartialDate | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    made = PartialDate(year=int(year), month=number, day=int(day or 0))
    try:
        date(made.year, made.month or 1, made.day or 1)
    except ValueError:
        return None
    if (month and not number) or (day and not made.day):
        return None
    return made


def days_between(one: PartialDate, other: PartialDate) -> int | None:
    """Days from one full date to the other, never negative; None if either lacks its day."""
    if not (one.day and other.day):
        return None
    apart = date(one.year, one.month, one.day) - date(other.year, other.month, other.day)
    return abs(apart.days)
