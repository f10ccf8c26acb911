"""Lists of titles over names, of a page that has no marks of its own.

The vaguest of the layouts with cards: at least two titles of four words or more, each over at least
two names, in one shape. Below the first, a title may be shorter, and an author alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bibgen import dates
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.lines import Lines
from bibgen.readers.pages import catalyzex, huggingface, openreview, people, proceedings, semanticscholar
from bibgen.readers.pages.card import Card, mention_of, read, speaks
from bibgen.readers.pages.marks import Page, known, mark
from bibgen.readers.registry import Claim

NAME = "cards"

_LIST = Page(
    name=NAME,
    least=4,
    marks=(
        mark(
            r"\[?(?:pdf|abs|abstract|html|code|bib|bibtex|doi|link|slides|video|poster|paper|arxiv|"
            r"website)\]?"
        ),
        mark(r"(?P<arxiv>(?:arxiv ?: ?|https?://arxiv\.org/(?:abs|pdf)/)\S+)"),
        mark(r"title ?: ?(?P<title>\S.*)", "above"),
        mark(r"https?://\S+|doi ?: ?10\.\S+"),
        mark(r"(?P<year>(?:19|20)\d\d)"),
        mark(rf"(?P<issued>(?:\d{{1,2}} )?{dates.MONTH}(?: \d{{1,2}},?)? (?:19|20)\d\d)"),
        mark(
            r"(?P<venue>(?:(?:in )?proceedings of|advances in|findings of|transactions (?:of|on)|"
            r"journal of)\b.{3,120})"
        ),
        mark(r"abstract ?: ?(?P<abstract>\S.*)"),
    ),
)
_OTHERS = (catalyzex.PAGE, huggingface.PAGE, openreview.PAGE, proceedings.PAGE, semanticscholar.PAGE)
_MORE = replace(_LIST, least=2)
_LEAST = 4  # words of a title that must speak for itself
_MOST_CARDS = 50  # of a list taken at once
_MOST_BETWEEN = 3  # cells without a mark between two cards


def claim(lines: Lines) -> Claim | None:
    """Cards in one shape from the next line on, at least two, or three if the first has one author."""
    cards: list[Card] = []
    ahead = 0
    while len(cards) < _MOST_CARDS and (card := _listed(lines, ahead, cards)):
        cards.append(card)
        ahead = card.last + 1
    if len(cards) < 2 or (len(cards) < 3 and not people.are(cards[0].said["authors"])):
        return None
    if len(cards) == _MOST_CARDS:
        del cards[-2:]  # so that those which follow are a list too
    items = tuple(mention_of(NAME, card, lines) for card in cards)
    return Claim(items=items, lines=cards[-1].last + 1)


def _listed(lines: Lines, ahead: int, above: list[Card]) -> Card | None:
    """The next card of a list, a few lines that are none passed over; the first must stand at once."""
    for passed in range(_MOST_BETWEEN if above else 1):
        ahead = lines.skip_blank(ahead)
        if lines[ahead] is None or arxivpage.head(lines, ahead):
            return None
        card = read(_MORE if above else _LIST, lines, ahead)
        if card and any(_is_others(lines, at) for at in range(ahead, card.last + 2)):
            return None
        if card and ahead > 0 and not _as_before(lines, ahead, above):
            return None
        if card and _is_listed(card, lines, alone=not passed or card.said["title"].count(" ") > _LEAST):
            return card if not above or card.gap == above[-1].gap else None
        ahead += 1
    return None


def _is_others(lines: Lines, at: int) -> bool:
    """Whether a line shows a page that has a reader of its own."""
    line = lines[at]
    if line is None or line.blank:
        return False
    text = " ".join(line.text.split())
    return any((one := known(page, text)) is not None and one.proves for page in _OTHERS)


def _as_before(lines: Lines, ahead: int, above: list[Card]) -> bool:
    """Whether a card stands as far from the one above it as the second did from the first."""
    if len(above) < 2:
        return True
    apart = [_blank_above(lines, card.first) for card in above[1:]]
    return _blank_above(lines, ahead) == apart[0]


def _blank_above(lines: Lines, ahead: int) -> bool:
    line = lines[ahead - 1]
    return line is None or line.blank


def _is_listed(card: Card, lines: Lines, *, alone: bool) -> bool:
    """Whether a card has several authors, or may have one and stands between cards."""
    return _unlike_prose(card) and (
        people.are(card.said["authors"]) or (alone and speaks(_MORE, card, lines))
    )


def _unlike_prose(card: Card) -> bool:
    title, authors = card.said["title"], card.said["authors"]
    return not title.endswith((".", "”")) and not re.search(
        r"\b(?:chair|committee|editor|speaker|member)", f"{title} {authors}", re.I
    )
