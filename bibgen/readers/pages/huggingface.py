"""Hugging Face papers: the page of one paper, the daily list, lists of trending papers.

A paper's page has the title, `Published on May 12, 2022`, who submitted it, names one a line with
commas between, and the abstract. The daily list shows no names, only how many (`· 12 authors`) under
the title, between counts of votes and comments. Cards elsewhere are `Paper • 2205.06175 • Published …`.
"""

from __future__ import annotations

from bibgen import dates
from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "huggingface"

_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_DAY = rf"{dates.MONTH} \d{{1,2}}(?:, (?:19|20)\d\d)?"
_FULL_DAY = rf"{dates.MONTH} \d{{1,2}}, (?:19|20)\d\d"

_MARKS = (
    mark(rf"arxiv: ?(?P<arxiv>{_ID})", "above"),
    mark(r"submitted by(?: [\w.-]+)?", "above", proves=True),
    mark(r"(?:upvote|[-–▲]|\d+(?:\.\d+)?k?)", "either"),
    mark(
        rf"(?:paper ?)?[•·] ?(?P<arxiv>{_ID}) ?[•·]?(?: ?published ?(?:on )?(?P<issued>{_DAY}))?"
        r"(?: ?[•·] ?[\d.]+k?)*",
        proves=True,
    ),
    mark(
        rf"published (?:on )?(?P<issued>{_FULL_DAY})(?: ?[•·] ?[\d.]+k?)*(?: ?[•·]? ?submitted by .*)?",
        proves=True,
    ),
    mark(rf"published on {_DAY}.*", proves=True),
    mark(rf"[•·]? ?submitted by .{{1,60}} on {_DAY}.*|[•·]? ?submitted by .{{1,60}}", proves=True),
    mark(r"(?:[^\W\d_][\w .&'’-]{1,60} ?[•·])? ?(?:[•·] ?)?\d+ authors?", proves=True),
    mark(r"(?:(?:[•·]|\+\d+|paper|papers|,|upvote|[-–▲]|\d+(?:\.\d+)?k?)(?: |$))+"),
    mark(r"#?\d+ paper of the (?:day|week|month)", proves=True),
    mark(r"(?:ai-generated summary|generated summary)"),
    mark(r"abstract(?: ?:? ?(?P<abstract>\S.*))?"),
    mark(
        r"(?:view (?:arxiv page|pdf|paper)|project page|github|add to collection|arxiv page|arxiv|pdf|"
        r"(?:[\d.]+k?))(?: (?:view (?:arxiv page|pdf)|project page|github(?: repo)?|"
        r"add to collection|arxiv page|pdf|"
        r"arxiv|[\d.]+k?))*"
    ),
    mark(
        r"community|models citing this paper.*|datasets citing this paper.*|"
        r"spaces citing this paper.*|upvoted by.*"
    ),
    mark(r"@?[a-z][\w.-]{1,40}", "above"),
    mark(_DAY, "heading"),
    mark(
        r"(?:daily papers|trending papers|by ak and the research community|papers|"
        r"get trending papers.*|new|"
        r"daily|weekly|monthly|previous|next|hugging face|subscribe)",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS, column=True, nameless=True)


def claim(lines: Lines) -> Claim | None:
    """The paper at the next line."""
    return claim_on(PAGE, lines)
