"""OpenReview: a venue's submissions, an author's papers, the page of one submission.

Under title and names stands a row of dates, venue and buttons (`Published: 16 Jan 2024, Last Modified:
…`, `ICLR 2024 poster`, `Everyone`, `Revisions`, `BibTeX`), glued in many browsers; then labelled
fields: keywords, TL;DR, abstract, and what a venue asks for besides.
"""

from __future__ import annotations

from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "openreview"

_DAY = r"\d{1,2} [a-z]{3,9} (?:19|20)\d\d"
_VENUE = (
    r"(?P<venue>(?:submitted to |accepted (?:by|to|at) |decision pending for |under review (?:at|"
    r"for) |rejected by )?"
    r"(?!published|readers)[^\s:,](?:(?!everyone|readers|bibtex|revisions)[^:])*?)"
)
_BUTTONS = (
    r"(?:(?:readers:? ?)?everyone|(?:show )?revisions|bibtex|cc by(?:-\w+)* [\d.]+|readers:|"
    r"show (?:all|details)|"
    r"hide details|loading|\[?pdf\]?|download pdf|pdf icon|html icon|code|supplementary material|"
    r"\[?bibtex\]?)"
)

_MARKS = (
    mark(
        rf"published: ?(?P<issued>{_DAY})(?:,? ?last modified: ?{_DAY})?(?: ?{_VENUE})??(?: ?{_BUTTONS})*",
        proves=True,
    ),
    mark(
        rf"(?P<issued>{_DAY}),? \(?(?:last )?modified: ?{_DAY}\)?(?: ?{_VENUE})??(?: ?{_BUTTONS})*",
        proves=True,
    ),
    mark(
        rf"(?:last modified|submitted|created): ?(?P<issued>{_DAY})(?: ?{_VENUE})??(?: ?{_BUTTONS})*",
        proves=True,
    ),
    mark(rf"{_BUTTONS}(?: ?[·|,•]? ?{_BUTTONS})*"),
    mark(rf"{_VENUE} ?(?:everyone|readers: ?everyone)(?: ?{_BUTTONS})*", proves=True),
    mark(
        r"(?P<venue>(?:(?:submitted to|accepted (?:by|to|at)|decision pending for|"
        r"under review (?:at|for)) .{3,60})|"
        r"[A-Z][\w .&@'’/-]{1,50} (?:19|20)\d\d(?: ?(?:-|conference|workshop\b.{0,40}|track\b.{0,30}))*"
        r"(?: (?:blind submission|poster|oral|spotlight|talk|notable[\w -]*|submission|"
        r"withdrawn submission|"
        r"desk rejected submission|conference|reject(?:ed)?|accept(?:ed)?[\w -]*|invite to workshop track|"
        r"workshop[\w -]*|regular|long|short|main|findings))+|TMLR)"
    ),
    mark(r"abstract ?: ?(?P<abstract>.*)"),
    mark(r"(?:tl;? ?dr|one-sentence summary) ?:.*", proves=True),
    mark(
        r"(?:keywords|code of ethics|primary area|submission number|supplementary material|"
        r"student paper|code|"
        r"submission (?:length|guidelines|type)|anonymous url|no acknowledgement section|"
        r"reviewed version.*?|"
        r"assigned action editor|paper ?hash|venue ?id|length|certifications?|data|"
        r"changes since last submission|"
        r"please choose .*?|url|contribution process agreement|track|subject areas|"
        r"community implementations|"
        r"previous submission.*?|previously viewed|authors|license|format|dedicated to .*?|resubmission|"
        r"original pdf|flagged for ethics review|confirmation|optional .*?|area|type|link to .*?|"
        r"video) ?:.*"
    ),
    mark(r"(?:\[?(?:\d+ replies|\d+ reply)\]?|show details|hide details|back to .*|add:?.*|-)"),
    mark(
        r"(?:open ?review\.net|openreview|accept \((?:poster|oral|spotlight|notable[\w %-]*)\)|"
        r"search openreview.*|"
        r"recent publications|publications|your consoles|withdrawn submissions|"
        r"all submissions)",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS)


def claim(lines: Lines) -> Claim | None:
    """The submission at the next line."""
    return claim_on(PAGE, lines)
