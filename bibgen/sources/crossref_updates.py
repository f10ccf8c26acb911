"""What became of a work after it appeared, as Crossref has it: retracted, corrected, reinstated.

A work that was updated has `updated-by`: the DOI of each notice, its date, and whether the publisher says so
or Retraction Watch, whose database is part of it
(https://www.crossref.org/blog/retraction-watch-retractions-now-in-the-crossref-api/); both may tell of one
notice. `update-to` stands in the notice and tells of another work, so it is not read here. Of the types
(https://www.crossref.org/documentation/principles-practices/best-practices/versioning/) those count that
change what a work is worth; a new version or an addendum takes nothing back. Many publishers also write it
before or behind the title of the work, where it is no part of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bibgen.model import PartialDate

_SAID = {
    "retraction": "Retracted",
    "removal": "Removed",
    "withdrawal": "Withdrawn by the publisher",
    "partial_retraction": "Retracted in part",
    "expression_of_concern": "Expression of concern",
    "reinstatement": "Reinstated",
    "correction": "Corrected",
    "corrigendum": "Corrected",
    "erratum": "Corrected",
}
_TAKES_BACK = {"Retracted": True, "Removed": True, "Withdrawn by the publisher": True, "Reinstated": False}
# In capitals, or as a word of its own: "Retracted: ..." is how some call the notice.
_MARKED = re.compile(
    r"\s*(?:(?:RETRACTED|WITHDRAWN|REMOVED)(?:[ :-]+(?:ARTICLE|PAPER|CHAPTER))?\s*[:.]"
    r"|(?i:\[\s*(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*\]|retracted\s+article\s*:))\s*"
)
_MARKED_BEHIND = re.compile(
    r"\s*(?:\[\s*(?:retracted|withdrawn)[^\]]{0,20}\]|\(\s*retracted (?:article|paper)\s*\))\.?\s*$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One notice: what it says, in words, when, and its DOI; "" if that is the work's own."""

    said: str
    when: PartialDate | None
    doi: str

    def __str__(self) -> str:
        parts = (self.said, _iso(self.when) if self.when else "", f"(see {self.doi})" if self.doi else "")
        return " ".join(filter(None, parts))


def of_work(work: Mapping[str, Any]) -> tuple[Update, ...]:
    """The notices about a work, oldest first, each once.

    >>> print(*of_work({"updated-by": [{"type": "retraction", "DOI": "10.1016/s0140-6736(10)60175-4",
    ...     "updated": {"date-parts": [[2010, 2, 6]]}, "source": "retraction-watch"}]}))
    Retracted 2010-02-06 (see 10.1016/s0140-6736(10)60175-4)
    """
    listed = list(dict.fromkeys(_listed(work)))
    return tuple(sorted(listed, key=lambda one: one.when or PartialDate(year=0)))


def _listed(work: Mapping[str, Any]) -> Iterator[Update]:
    given = work.get("updated-by")
    own = str(work.get("DOI", "")).strip().lower()
    for one in given if isinstance(given, list) else []:
        said = _SAID.get(str(one.get("type")).lower().replace("-", "_")) if isinstance(one, dict) else None
        if said:
            doi = str(one.get("DOI") or "").strip().lower()
            yield Update(said=said, when=parse_date(one.get("updated")), doi="" if doi == own else doi)


def is_retracted(updates: tuple[Update, ...], title: str) -> bool:
    """Whether the work is taken back as a whole; a reinstatement that came later undoes it.

    Args:
        title: as deposited, for that may be all that says so.
    """
    last = next((_TAKES_BACK[one.said] for one in reversed(updates) if one.said in _TAKES_BACK), None)
    return bool(_MARKED.match(title) or _MARKED_BEHIND.search(title)) if last is None else last


def unmarked(title: str) -> str:
    """The title of a work without the mark that it was retracted.

    >>> unmarked("RETRACTED ARTICLE: Electronic states of DNA")
    'Electronic states of DNA'
    >>> unmarked("Retracted: the story of a withdrawal")
    'Retracted: the story of a withdrawal'
    """
    bare = _MARKED_BEHIND.sub("", title)
    found = _MARKED.match(bare)
    return (bare[found.end() :] if found else bare) or title


def parse_date(value: object) -> PartialDate | None:
    """`{"date-parts": [[2017, 12, 6]]}` as far as it names a date: `[[null]]` is how none is written."""
    listed = value.get("date-parts") if isinstance(value, dict) else None
    parts = listed[0] if isinstance(listed, list) and listed else None
    if not isinstance(parts, list) or not parts or not all(type(part) is int for part in parts[:1]):
        return None
    year, month, day = ([part if type(part) is int else 0 for part in parts[:3]] + [0, 0])[:3]
    for made in ((year, month, day if month else 0), (year, month, 0), (year, 0, 0)):
        try:
            date(made[0], made[1] or 1, made[2] or 1)
        except (ValueError, OverflowError):
            continue
        return PartialDate(year=made[0], month=made[1], day=made[2])
    return None


def _iso(when: PartialDate) -> str:
    return "-".join([f"{when.year:04}", *(f"{part:02}" for part in (when.month, when.day) if part)])
