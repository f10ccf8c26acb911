"""Cards: a title, the names under it, and lines of page furniture around them.

What the pages of authors and venues share once they are pasted is the card. A page is told by its
marks; this module knows everything else: where a title wraps, what can be a line of names, how far a
card reaches. A line that no mark knows stays inside its card if a mark follows, and otherwise ends it,
so that no new button breaks a page. A card needs a mark that only its page has, or several that others
have too, or must follow such a card at once: prose is never taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from bibgen import dates, identifiers
from bibgen.model import Identifier, Mention
from bibgen.readers.lines import Lines, join
from bibgen.readers.pages import labelled, people, profile
from bibgen.readers.pages.marks import Cells, Mark, Page, known, marked_ahead
from bibgen.readers.registry import Claim

_LONGEST_TITLE = 300  # characters; the longest on arXiv has 268
_MOST_TITLE_LINES = 4
_PROSE = frozenset(("title", "abstract", "comment"))  # may name other papers
_TLDR = re.compile(r"tl;? ?dr|one-sentence summary", re.I)
_ENOUGH = 3  # marks that prove the page together when none does alone
_ONCE = frozenset(("title", "authors", "issued", "arxiv", "abstract"))  # fields that one card gives once
_MOST_ABOVE = 12
_MOST_UNKNOWN = 6  # cells without a mark between two marks of one card
_LEAST_PROSE = 25  # words; a shorter paragraph under the authors is not an abstract
_SHORT = 40  # characters; a shorter line behind a full stop is a button or a title
_WRAPPED = (50, 110)  # characters of a line that a title may be wrapped behind
_INTRODUCES = re.compile(r"authors? ?:?", re.I)
_OPEN_END = re.compile(
    r"(?:[-–—:,&/]|\b(?:a|an|the|of|for|and|or|in|on|with|to|by|from|via|using|as|at|is))$", re.I
)
_NO_TITLE = re.compile(
    r"[@#|>}<=]|\[(?!\w+\])|\{(?!\\)|https?:|www\.|\W*$|\d+$|(?:abstract|keywords?|"
    r"references(?: and notes| cited)?|bibliography|authors?|edited by)\b\W*(?::|$)|"
    r"(?:\[?\d+[\].] ?)?arxiv ?:|"
    r"(?:\W*\b(?:pdf|bib|abs|bibtex|supp|arxiv|code|video|poster|slides)\b\W*){2,}$",
    re.I,
)
_ENDS_NO_TITLE = re.compile(r"(?:[,;:]|\b(?:19|20)\d\d\.|[^.A-Z]{60,}[a-z]\.)$")
_NO_END = (",", ";", ":", ".")
_END = 64  # characters, for the longest of these patterns
_FIELDS = frozenset("title authors venue issued year arxiv ids abstract comment categories".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one card says, by field, and its first and last line ahead; `sure`: it has a proof."""

    said: dict[str, str]
    first: int
    last: int
    sure: bool
    gap: bool


def claim_on(page: Page, lines: Lines, *, continuing: bool = False) -> Claim | None:
    """The card at the next line, if it is one of the page.

    Args:
        continuing: such a card stands right above, so that this one may lack a proof.
    """
    if not (continuing or page.initials or marked_ahead(page, lines)):
        return None
    card = read(page, lines)
    if card is None or not (card.sure or (continuing and speaks(page, card, lines))):
        return None
    mention = mention_of(page.name, card, lines)
    return Claim(items=(mention,), lines=card.last + 1, otherwise=partial(claim_on, page, continuing=True))


def speaks(page: Page, card: Card, lines: Lines) -> bool:
    """Whether title and names are enough below a card that was sure.

    One name is, if nothing or another card follows.
    """
    authors = card.said.get("authors", "")
    if len(card.said["title"].split()) < 2:
        return False
    if people.are_initialed(authors) if page.initials else people.are(authors):
        return True
    if not people.is_one(authors):
        return False
    below = lines[card.last + 1]
    if below is None or below.blank:
        return len(card.said["title"].split()) > 2
    following = read(page, lines, card.last + 1)
    return bool(following and people.are_some(following.said.get("authors", "")))


def read(page: Page, lines: Lines, ahead: int = 0) -> Card | None:
    """The card that begins `ahead`, sure or not; None if title or names are missing."""
    cells = Cells(lines, ahead)
    said: dict[str, str] = {}
    found: list[Mark] = []
    title_at, first = _above(page, cells, said, found)
    if title_at < 0:
        return None
    at = title_at if "title" in said else _title(page, cells, title_at, said)
    end = _below(page, cells, at, said, found) if at else -1
    top, bottom = cells[first], cells[end - 1]
    if end < 0 or top is None or bottom is None or not (page.nameless or "authors" in said):
        return None
    begin = cells[title_at]
    if begin is None or _links_apart(cells.lines, begin.ahead, bottom.ahead):
        return None
    initialed = page.initials and bool(found) and people.are_initialed(said.get("authors", ""))
    weak = {one.pattern for one in found if one.place in ("above", "below") and not one.proves}
    sure = initialed or len(weak) >= _ENOUGH or any(one.proves for one in found)
    following = cells[title_at + 1]
    return Card(
        said=said, first=top.ahead, last=bottom.ahead, sure=sure, gap=bool(following and following.gap)
    )


def _links_apart(lines: Lines, first: int, last: int) -> bool:
    """Whether the lines of a card link to papers of their own: another title, or two papers of arXiv."""
    links = [(at, line, link) for at in range(first, last + 1) if (line := lines[at]) for link in line.links]
    papers = {link.identifier.value for _, _, link in links if link.identifier.scheme == "arxiv"}
    titled = any(at > first and line.text[link.start : link.end].count(" ") > 2 for at, line, link in links)
    return titled or len(papers) > 1


def _above(page: Page, cells: Cells, said: dict[str, str], found: list[Mark]) -> tuple[int, int]:
    """Where the title stands (-1 if nowhere) and where the card begins, behind headings."""
    at = first = 0
    while (cell := cells[at]) is not None and (one := known(page, cell.text)) and at < _MOST_ABOVE:
        if one.place == "below" or "title" in said:
            break
        found.append(one)
        _note(one, cell.text, said)
        at += 1
        if one.place == "heading":
            first = at
    cell = cells[at]
    if cell is None:
        return -1, first
    return (at if "title" in said or _can_be_title(page, cell.text) else -1), first


def _can_be_title(page: Page, text: str) -> bool:
    if not text or len(text) > _LONGEST_TITLE or text.count(" ") + 1 < page.least or known(page, text):
        return False
    if _NO_TITLE.match(text) or _ends_no_title(text) or labelled.LABEL.match(text):
        return False
    return bool(re.search(r"[^\W\d_]{2}", text)) and not profile.HEADER.match(text)


def _ends_no_title(text: str) -> bool:
    """Whether a line ends as titles do not; looked at from its end, for lines of prose are long."""
    return text[-1:] in _NO_END and bool(_ENDS_NO_TITLE.search(text[-_END:]))


def _title(page: Page, cells: Cells, at: int, said: dict[str, str]) -> int:
    """Notes the title at `at`, wrapped or not; where the card goes on, 0 if that is no title."""
    begin = at
    while (cell := cells[at]) is not None and at - begin < _MOST_TITLE_LINES:
        following = cells[at + 1]
        if following is None or following.gap or not _wraps(page, cell.text, following.text):
            break
        beyond = cells[at + 2]
        if _names_here(page, following.text, beyond.text if beyond else ""):
            alone = not people.are(following.text) and not page.initials
            if not (alone and _OPEN_END.search(cell.text) and beyond and people.are_some(beyond.text)):
                break
        at += 1
    texts = [cell.text for one in range(begin, at + 1) if (cell := cells[one])]
    said["title"] = join(texts)
    return at + 1


def _wraps(page: Page, text: str, following: str) -> bool:
    """Whether a title goes on: the line is full, or ends or the next begins as no title does."""
    if len(text) < 20 or len(following) > _WRAPPED[1]:
        return False
    if known(page, following) or _NO_TITLE.match(following) or _ends_no_title(following):
        return False
    open_end = bool(_OPEN_END.search(text)) or following[0].islower()
    return open_end or (_WRAPPED[0] <= len(text) <= _WRAPPED[1] and not text.endswith((".", "?", "!")))


def _names_here(page: Page, text: str, following: str) -> bool:
    """Whether a cell under a title holds its authors; one name alone only if no list of names follows."""
    if people.are(text) or (page.initials and people.are_initialed(text)):
        return True
    if page.nameless:
        return False
    one = known(page, following)
    named = people.are(following) or bool(one and "authors" in one.pattern.groupindex)
    another = people.is_one(following) and not page.column and not text.endswith(",")
    return people.is_one(text) and not named and not another


def _below(page: Page, cells: Cells, at: int, said: dict[str, str], found: list[Mark]) -> int:
    """Notes what stands under the title from `at` on; where the card has ended, -1 if it is none."""
    begin = at
    spaced = weak = False
    while (cell := cells[at]) is not None:
        following = cells[at + 1]
        one = known(page, cell.text)
        if "authors" not in said and _INTRODUCES.fullmatch(cell.text):
            at = _authors(page, cells, at + 1, said)
        elif one and (
            one.place in ("below", "either") or (at == begin and one.place == "above" and not cell.gap)
        ):
            named = "authors" in said
            if _repeats(one, said) or (named and cell.gap and _is_loose(page, one, cell.text, spaced, found)):
                break
            spaced = spaced or (cell.gap and not named)
            found.append(one)
            _note(one, cell.text, said)
            at += 1
            if "abstract" in one.pattern.groupindex:
                at = _prose(page, cells, at, said)
        elif one:
            break
        elif "authors" not in said and _names_here(page, cell.text, following.text if following else ""):
            spaced = spaced or cell.gap
            weak = not people.are(cell.text)
            at = _authors(page, cells, at, said)
        elif page.nameless and following and following.text[0] in "·•" and cell.text.count(" ") < 4:
            at += 1  # an institution before `· 12 authors`
        elif ("authors" not in said and not (page.nameless and found)) or (weak and people.are(cell.text)):
            return -1
        else:
            beyond = at if cell.gap and not spaced else _beyond_unknown(page, cells, at, said, found)
            if beyond == at:
                break
            at = beyond
    return at


def _is_loose(page: Page, one: Mark, text: str, spaced: bool, found: list[Mark]) -> bool:
    """Whether a mark behind a blank line may as well belong to what follows the card.

    A date, a number or an identifier may, unless all of the card stands between blank lines; and
    anything, while nothing has proved the page.
    """
    if one.proves:
        return False
    if not any(other.proves for other in found):
        return not (spaced and any(other.proves for other in page.marks))
    loose = {"year", "issued", "arxiv"} & one.pattern.groupindex.keys()
    return not spaced and (bool(loose) or not re.search(r"[^\W\d_]", text))


def _repeats(one: Mark, said: dict[str, str]) -> bool:
    """Whether a mark that a card has once comes again: the next card has begun."""
    return bool(_ONCE & one.pattern.groupindex.keys() & said.keys())


def _note(one: Mark, text: str, said: dict[str, str]) -> None:
    made = one.pattern.fullmatch(text)
    for name, value in made.groupdict().items() if made else ():
        if value is not None and (value or name == "abstract"):
            said.setdefault(name, value.strip())
    if not one.pattern.groupindex.keys() & _PROSE and not _TLDR.match(text):
        ids = _ids(text[:_LONGEST_TITLE])
        if ids:
            said.setdefault("ids", ids)


@lru_cache(maxsize=1024)
def _ids(text: str) -> str:
    """The identifiers on a line, which many look-aheads ask for."""
    return " ".join(found.identifier.value for found in identifiers.find(text))


def _authors(page: Page, cells: Cells, at: int, said: dict[str, str]) -> int:
    """Notes the names at `at` and those on the lines that go on with them."""
    texts: list[str] = []
    while (cell := cells[at]) is not None and (page.column or not known(page, cell.text)):
        text = cell.text
        if page.column and not text.strip(" ,·|"):
            at += 1
            continue
        goes_on = not texts or texts[-1].endswith((",", " and", "·", "|")) or text.startswith((",", "and "))
        alone = page.column and not known(page, text) and (people.is_one(text) or people.is_more(text))
        if not (goes_on and people.are_some(text)) and not alone:
            break
        texts.append(text)
        at += 1
        if not page.column and not text.endswith((",", " and", "·", "|")):
            following = cells[at]
            if following is None or not following.text.startswith((", ", "and ", "· ", "| ")):
                break
    said["authors"] = people.joined(texts)
    return at


def _prose(page: Page, cells: Cells, at: int, said: dict[str, str]) -> int:
    """Notes the abstract that goes on, or begins, at `at`; where it has ended."""
    texts = [said["abstract"]] if said.get("abstract") else []
    while (cell := cells[at]) is not None and not known(page, cell.text) and (not texts or not cell.gap):
        if texts and (_begins_card(page, cells, at, said) or _ended(texts[-1], cell.text)):
            break
        texts.append(cell.text)
        at += 1
    said["abstract"] = join(texts)
    return at


def _can_be_prose(text: str) -> bool:
    return len(text) > _SHORT and not _NO_TITLE.match(text)


def _ended(text: str, following: str) -> bool:
    """Whether prose ends with a line: at a full stop, unless more prose follows it."""
    whole = text.endswith((".", "!", "?", ".)", ".”")) or len(text) > _LONGEST_TITLE
    return whole and (
        len(following) < _SHORT or not (following.endswith(".") or len(following) > _WRAPPED[0])
    )


def _begins_card(page: Page, cells: Cells, at: int, said: dict[str, str]) -> bool:
    """Whether the cell is a title: names, or what the card in hand has already, stand below it."""
    cell = cells[at]
    if cell is None or not _can_be_title(page, cell.text):
        return False
    for below in range(at + 1, at + _MOST_UNKNOWN):
        cell, following = cells[below], cells[below + 1]
        if cell is None:
            return False
        one = known(page, cell.text)
        if one and one.place in ("above", "heading"):
            return False
        if one and ("authors" in one.pattern.groupindex or _repeats(one, said)):
            return True
        if one is None and people.are(cell.text):
            return True
        if one is None and people.is_one(cell.text) and following:
            more = len(following.text) > _WRAPPED[1] or people.are_some(following.text)
            return more or bool(known(page, following.text))
        above = cells[below - 1]
        if one is None and not (above and _wraps(page, above.text, cell.text)):
            return False
    return False


def _beyond_unknown(page: Page, cells: Cells, at: int, said: dict[str, str], found: list[Mark]) -> int:
    """Where the card goes on behind lines without a mark; `at` if it does not."""
    first = cells[at]
    marked = bool(first and len(first.text) > _LONGEST_TITLE) or any(one.place != "heading" for one in found)
    if (
        first
        and marked
        and _can_be_prose(first.text)
        and "abstract" not in said
        and not _begins_card(page, cells, at, said)
    ):
        trial = dict(said)
        beyond = _prose(page, cells, at, trial)
        if len(trial["abstract"].split()) >= _LEAST_PROSE and not trial["abstract"].endswith("…"):
            said.update(trial)
            return beyond
    for beyond in range(at, at + _MOST_UNKNOWN):
        cell = cells[beyond]
        if cell is None or _begins_card(page, cells, beyond, said):
            break
        one = known(page, cell.text)
        if one:
            return beyond if one.place in ("below", "either") and not _repeats(one, said) else at
        if beyond > at and people.is_one(cell.text):
            break
    return at


def mention_of(reader: str, card: Card, lines: Lines) -> Mention:
    """The mention that a card makes."""
    said = card.said
    authors, cut = people.parse(said.get("authors", ""))
    return Mention(
        raw=lines.raw(card.first, card.last),
        span=lines.span(card.first, card.last),
        reader=reader,
        title=said["title"],
        authors=authors,
        et_al=cut,
        issued=dates.parse(said.get("issued") or said.get("year") or ""),
        abstract=said.get("abstract") or None,
        venue=said.get("venue"),
        categories=tuple(re.findall(r"[\w-]+(?:\.[\w-]+)?", said.get("categories", ""))),
        comment=said.get("comment"),
        identifiers=_identifiers(said),
        said={name: text for name, text in said.items() if name not in _FIELDS},
    )


def _identifiers(said: dict[str, str]) -> tuple[Identifier, ...]:
    texts = (said.get("arxiv", ""), said.get("ids", ""))
    found = [one.identifier for text in texts for one in identifiers.find(text, in_list=True)]
    return tuple({one.scheme: one for one in reversed(found)}.values())
