"""Semantic Scholar: search results, an author's papers, a reading list.

Under the title stand the names (some left out, `+12 authors`), the field of study, the venue and the
date, each a cell of its own or parted by points; then `TLDR` with a sentence, counts and buttons.
"""

from __future__ import annotations

from bibgen import dates
from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "semanticscholar"

_FIELD = (
    r"(?:computer science|mathematics|physics|medicine|biology|engineering|chemistry|economics|"
    r"psychology|geology|"
    r"linguistics|environmental science|materials science|philosophy|political science|sociology|"
    r"education|law|"
    r"business|geography|history|art|agricultural and food sciences)"
)
_DAY = rf"(?:\d{{1,2}} )?(?:{dates.MONTH} )?(?:19|20)\d\d"
_POINT = r" ?[·•∙|] ?"

_MARKS = (
    mark(r"\[?(?:pdf|semantic reader)\]?|(?:semantic reader )?\[?pdf\]?(?: \d[\d,]*)?"),
    mark(r"tldr\b:?.*", proves=True),
    mark(r"(?:expand|collapse|.{20,} (?:expand|collapse))"),
    mark(
        rf"(?P<authors>\S.*?){_POINT}{_FIELD}(?:, {_FIELD})*(?:{_POINT}(?P<venue>\D.*?))?(?:{_POINT}"
        rf"(?P<issued>{_DAY}))?",
        proves=True,
    ),
    mark(
        rf"{_FIELD}(?:, {_FIELD})*(?:{_POINT}(?P<venue>(?!{_DAY}$).*?))?(?:{_POINT}(?P<issued>{_DAY}))?",
    ),
    mark(rf"(?:published|posted) (?:in|on) (?P<venue>\S.*?)(?:,? (?P<issued>{_DAY}))?", proves=True),
    mark(rf"published (?P<issued>{_DAY})"),
    mark(rf"(?P<issued>{_DAY})"),
    mark(rf"(?P<venue>\S.*?){_POINT}(?P<issued>{_DAY})"),
    mark(r"\d[\d,]*(?: (?:highly influential )?citations?)?(?:,? \d[\d,]* excerpts?)?", proves=False),
    mark(r"\d[\d,]* (?:highly influential )?citations?.*", proves=True),
    mark(r"cites (?:background|methods|results).*|\d+ references?|\d+ excerpts?.*"),
    mark(
        r"(?:(?:view (?:(?:on|via) \S{2,20}|paper|pdf(?: on \S{2,20})?)|save(?: to library| paper)?|"
        r"alert|create alert|cite|library|"
        r"(?:publisher|open access|free|highly influenced|highly influential|related papers|"
        r"research feed|pdf))\s?)+"
    ),
    mark(r"(?:view (?:on|via) .{2,40}|save to library|create alert).*", proves=True),
    mark(r"corpus id: \d+", proves=True),
    mark(r"doi:\s?\S+|arxiv:\s?\S+"),
    mark(r"(?P<venue>arxiv(?:\.org)?)"),
    mark(
        r"(?:about )?[\d,]+ results for .*|sort by.*|most (?:influential|recent) papers|"
        r"\d+ publications.*|filters",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS, column=True)


def claim(lines: Lines) -> Claim | None:
    """The paper at the next line."""
    return claim_on(PAGE, lines)
