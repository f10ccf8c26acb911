"""CatalyzeX: an author's or a topic's papers.

Title, a button, the date, the names, captions of figures, `Abstract:`, the authors' comment behind an
asterisk, `Via`, and `Access Paper or Ask Questions` at the end of each.
"""

from __future__ import annotations

from bibgen import dates
from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "catalyzex"

_MARKS = (
    mark(r"picture for .*", "above", proves=True),
    mark(r"(?:figure|image|thumbnail)(?: \d+)? for .*", proves=True),
    mark(r"title ?: ?(?P<title>\S.*)", "above"),
    mark(r"(?:add|request|get|view|show|see)? ?code(?: \d+)?"),
    mark(rf"(?P<issued>{dates.MONTH} \d{{1,2}}, (?:19|20)\d\d)"),
    mark(r"share this with someone.*|alert button|bookmark button|(?:\W*share)|what.s this\?", proves=True),
    mark(r"authors? ?: ?(?P<authors>\S.*)"),
    mark(r"abstract ?: ?(?P<abstract>.*)"),
    mark(r"\* ?(?P<comment>\S.*)"),
    mark(
        r"via ?(?:arxiv(?: icon)?|\W*)?|arxiv icon|access paper(?: or)?|"
        r"(?:access paper or )?ask questions",
        proves=True,
    ),
    mark(r"view (?:paper|pdf)(?: on arxiv)?|(?:🔗|\W)|read more|full text|paper"),
    mark(
        r"models, code, and papers for.*|get our free extension.*|get free email alerts.*|"
        r"papers and code",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS)


def claim(lines: Lines) -> Claim | None:
    """The paper at the next line."""
    return claim_on(PAGE, lines)
