"""Google Scholar: an author's list of articles, and search results.

A profile gives title, names (`O Vinyals, I Babuschkin, ...`), venue and year, then how often cited and
the year again, in columns or each on its own line. A search result opens with the site of the PDF,
has names, venue, year and publisher on one line (parted by dashes), a snippet and a row of links.
Names come with initials in front and without points, which hardly any other page does.
"""

from __future__ import annotations

from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "scholar"

_YEAR = r"(?:18|19|20)\d\d"
_CAPITAL = r"(?-i:[^\W\d_a-z])"
_ONE = (
    r"(?-i:[^\W\d_a-z]{1,4}(?:-[^\W\d_])?(?: (?:van|von|der|den|de|del|di|da|dos|la|le|el|"
    r"al))* [^\W\d_a-z][^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]+)?)"
)
_NAMES = rf"{_ONE}(?:, {_ONE})*(?:,? ?(?:\.\.\.|…))?"
_NUMBERS = (
    r"(?: (?P<volume>\d+)(?: ?\((?P<issue>[^()]{1,20})\))?)?"
    r"(?:, (?P<page>[A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?))?"
)
_ID = r"arXiv preprint (?:arXiv:)?(?P<arxiv>[\w.-]+(?:/\d{7})?)(?: \d+(?: ?\(\d+\))?(?:, \d+)?)?"

_MARKS = (
    mark(r"title (?:\S+ )*cited by year|title|cited by|year|articles cited by.*", "heading"),
    mark(r"(?:\[(?:pdf|html|doc|ps|txt)\] ?)?(?:[\w-]+\.)+[a-z]{2,}(?: full view)?", "above"),
    mark(r"\[(?:pdf|html|doc|ps)\] (?:[\w-]+\.)+[a-z]{2,}", "above", proves=True),
    mark(r"full view|view at publisher|get it at .{1,40}|full-text @ .{1,40}", "above"),
    mark(
        r"(?:\[(?:pdf|html|book|b|citation|c|doc)\] ?){1,2}(?!(?:[\w-]+\.)+[a-z]{2,}$)(?P<title>\S.{5,})",
        "above",
        proves=True,
    ),
    mark(rf"(?P<authors>\S.*?) [-–—] {_ID}, (?P<year>{_YEAR})(?: [-–—] \S+)?", proves=True),
    mark(
        rf"(?P<authors>{_CAPITAL}.*?) [-–—] (?:(?P<venue>\S.*?), )?(?P<year>{_YEAR})"
        rf"(?: [-–—] (?P<publisher>\S.*))?",
        proves=True,
    ),
    mark(rf"(?P<authors>{_NAMES}) [-–—] \S+\.[a-z]{{2,}}", proves=True),
    mark(rf"{_ID}(?:, (?P<year>{_YEAR}))?(?: \d+\*?)?(?: {_YEAR})?"),
    mark(rf"(?P<venue>\S.*?){_NUMBERS}, (?P<year>{_YEAR})(?: \d+\*?)?(?: {_YEAR})?"),
    mark(rf"(?P<title>\S.{{10,}}?(?-i:[a-z\d)?!]))(?P<authors>{_ONE}, {_NAMES})", "above", proves=True),
    mark(rf"\d{{1,6}}\*? (?P<year>{_YEAR})"),
    mark(rf"(?P<year>{_YEAR})"),
    mark(r"\d{1,6}\*?"),
    mark(
        r"(?:☆ ?)?saved?(?: to my library)?(?: ?(?:cite|cited by \d+|related articles|"
        r"all \d+ versions|view as html|"
        r"library search|web of science: \d+|more|full view|cached|fewer|»|≫))+",
        proves=True,
    ),
    mark(r"(?:☆ ?)?saved?|more|fewer"),
    mark(
        r"cited by \d+.*|related articles.*|all \d+ versions.*|cite|view as html|"
        r"import into bibtex|library search|»"
    ),
    mark(
        r"showing the best result for this search.*|see all results|about [\d,.]+ results.*|"
        r".*\([\d.]+ sec\)",
        "heading",
    ),
    mark(
        r"(?:any time|since \d{4}|custom range.*|sort by (?:relevance|date)|include (?:patents|"
        r"citations)|create alert|articles(?: \d+[-–]\d+)?|show more)",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS, initials=True)


def claim(lines: Lines) -> Claim | None:
    """The article at the next line."""
    return claim_on(PAGE, lines)
