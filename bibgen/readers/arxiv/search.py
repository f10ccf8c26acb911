"""arXiv's search results as pasted text: `1. arXiv:2205.06175 [pdf, other] cs.AI cs.CL`.

Categories and a DOI badge stand behind the identifier; title, `Authors:`, `Abstract:`, the dates
and `Comments:` below. The page holds an abstract twice, cut with `▽ More` and whole with `△ Less`,
and a copy may have either or both: the whole one counts. The date is that of the first version. See
https://arxiv.org/search/advanced and https://github.com/arXiv/arxiv-search (its templates).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibgen import dates
from bibgen.model import Mention, PartialDate
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.arxiv import values as arxivvalues
from bibgen.readers.arxiv.page import Field, Head
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

NAME = "arxiv-search"

_FOOT = re.compile(
    r"\s*(?:Previous\s*$|Next\s*$|Showing \d+[–-]\d+ of|About\s*$|Help\s*$|Search v\d|contact arXiv)"
)
_MORE = re.compile(r"\s*▽\s*More\s*")
_LESS = re.compile(r"\s*△\s*Less\s*")
_MARKS = re.compile(r"\s*[▽△]")
_LABELS = ("authors", "abstract", "submitted", "comment", "venue", "doi", "classes", "button")
_DATE = rf"\s*(\d{{1,2}}\s+{dates.MONTH},?\s+\d{{4}})"
_FIRST_VERSION = re.compile(rf"v1\s*submitted{_DATE}", re.I)
_SUBMITTED = re.compile(rf"Submitted{_DATE}")


def claim(lines: Lines) -> Claim | None:
    """The search result that begins at the next line."""
    head = arxivpage.head(lines)
    if head is None or (not head.linked and arxivpage.in_list(lines, head.at)):
        return None
    given = _result(arxivpage.fields(lines, head.at, head.rest, _ends))
    kinds = {one.kind for one in given}
    if (
        "title" in kinds
        or not (head.categories or "submitted" in kinds)
        or not kinds & {"authors", "abstract"}
    ):
        return None
    last = given[-1].last
    told = _told(head, given)
    mention = Mention(raw=lines.raw(0, last), span=lines.span(0, last), reader=NAME, **told)
    return Claim(items=(mention,), lines=last + 1)


def _ends(lines: Lines, ahead: int) -> bool:
    text = arxivpage.seen(lines, ahead) or ""
    return bool(_FOOT.match(text)) or arxivpage.begins_item(lines, ahead)


def _result(given: Sequence[Field]) -> list[Field]:
    """The fields of one result: a title without label, labelled lines, and a cut abstract's whole text."""
    given = arxivpage.before_repeat(given, _LABELS)
    first = next((at for at, one in enumerate(given) if one.kind), len(given))
    kept = list(given[:first])
    for one in given[first:]:
        if one.kind == "" and not _goes_on(kept, one):
            break
        kept.append(one)
    return kept if first < len(given) else []


def _goes_on(above: Sequence[Field], one: Field) -> bool:
    """Whether lines without a label belong to the abstract above them."""
    begin = next((at for at, other in enumerate(above) if other.kind == "abstract"), len(above))
    text = " ".join(other.text for other in above[begin:])
    if begin == len(above) or any(other.kind for other in above[begin + 1 :]) or _LESS.search(text):
        return False
    return bool(_MORE.search(text) or arxivvalues.breaks_off(text) or _MARKS.match(one.text))


def _told(head: Head, given: Sequence[Field]) -> dict[str, Any]:
    told = arxivpage.said(given)
    first = next((at for at, one in enumerate(given) if one.kind), len(given))
    told["title"] = " ".join(one.text for one in given[:first]) or None
    told["identifiers"] = arxivvalues.merged((*head.identifiers, *told.get("identifiers", ())))
    told["categories"] = told.get("categories") or head.categories
    told["abstract"] = _abstract(given) or None
    told["issued"] = _issued(" ".join(one.text for one in given if one.kind == "submitted"))
    return told


def _abstract(given: Sequence[Field]) -> str:
    """The whole abstract if the page shows it, else the cut one."""
    begin = next((at for at, one in enumerate(given) if one.kind == "abstract"), len(given))
    end = next((at for at, one in enumerate(given) if at > begin and one.kind), len(given))
    short, _, whole = _MORE.sub("\0", " ".join(one.text for one in given[begin:end])).partition("\0")
    return _LESS.sub("", whole).strip() or _LESS.sub("", short).strip()


def _issued(text: str) -> PartialDate | None:
    stated = _FIRST_VERSION.search(text) or _SUBMITTED.search(text)
    return dates.parse(stated[1]) if stated else None
