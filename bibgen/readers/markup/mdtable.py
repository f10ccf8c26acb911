"""Tables in Markdown: a header that names columns, a ruler, and rows that each link to a paper.

The header decides what a cell is: what stands under `Model` is no title, what stands under `Title`
is one without a link or bold type. It is read once and remembered for the rows under it.
(https://github.github.com/gfm/#tables-extension-)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibgen import dates, identifiers, names
from bibgen.model import Mention, Name
from bibgen.readers.lines import Lines
from bibgen.readers.markup import block, inline, item, wording
from bibgen.readers.markup.block import Block
from bibgen.readers.markup.inline import Named
from bibgen.readers.markup.item import Said
from bibgen.readers.registry import Claim, Reader

ROW = re.compile(r"\s*\|.*\S|[^|]+\|[^|]+\||[^|]*\S\s\|\s\S[^|]*$")
_RULER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\s*\|\s*:?-+:?\s*\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
# What a header may call a column; the first that fits has it.
_COLUMNS = (
    ("title", re.compile(r"(?:paper|article)?\s?title|title (?:&|and|/) links?", re.I)),
    ("paper", re.compile(r"papers?(?: name)?|articles?|publications?|works?|references?", re.I)),
    ("authors", re.compile(r"(?:first |main )?authors?(?: list)?|by", re.I)),
    ("venue", re.compile(r"venues?|conference|journal|publish(?:ed)?(?: in)?|pub\.?|where", re.I)),
    ("issued", re.compile(r"(?:publi\w+|release|submi\w+)? ?(?:date|year|time|month)|when", re.I)),
    ("id", re.compile(r"(?:arxiv|paper)?[ -_]?(?:ids?|no\.?|number|#)|arxiv|doi|pdf|links?|url", re.I)),
)  # fmt: skip


def claim(lines: Lines) -> Claim | None:
    """The header of a table at the next line, or a row of one without a header."""
    line, following = lines[0], lines[1]
    if line is None or "|" not in line.text:
        return None
    if following and _RULER.match(following.text) and ROW.match(line.text):
        return Claim(items=(), lines=2, then=_reader(_columns(line.text)))
    if not line.text.lstrip().startswith("|") or not block.linked(line.text):
        return None
    made = _row(lines, {})
    return Claim(items=made, lines=1) if made else None


def _columns(header: str) -> Mapping[str, int]:
    """Which cell of a row is what."""
    found: dict[str, int] = {}
    for at, (start, end) in enumerate(_cells(header)):
        shown = inline.plain(header[start:end])
        kind = next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(shown)), None)
        if kind:
            found.setdefault(kind, at)
    return found or {"other": 0}


def _reader(columns: Mapping[str, int]) -> Reader:
    """Reads the rows under a header, those that name no paper as leftovers."""

    def claim_row(lines: Lines) -> Claim | None:
        line = lines[0]
        following = lines[1]
        another = following is not None and _RULER.match(following.text)
        if line is None or another or not lines.fresh or not ROW.match(line.text):
            return None
        return Claim(items=_row(lines, columns), lines=1, then=claim_row)

    return claim_row


def _row(lines: Lines, columns: Mapping[str, int]) -> tuple[Mention, ...]:
    found = block.block(lines, 0, 0)
    if found is None:
        return ()
    text = _barred(found)
    cells = [text[start:end] for start, end in _cells(text)]
    if not found.papers:
        found = replace(found, papers=_bare(found, columns))
    if len(found.papers) != 1:
        return block.mentions(found, entry=True)
    return block.mentions(found, entry=True, told=_told(found, [_open(cell) for cell in cells], columns))


def _bare(found: Block, columns: Mapping[str, int]) -> tuple[tuple[Named, ...], ...]:
    """The identifier that stands bare in a cell under `arXiv` or the like."""
    at = columns.get("id")
    for number, (start, end) in enumerate(_cells(found.text)):
        text = inline.plain(found.text[start:end])
        one = identifiers.parse(text) if number == at else None
        if one:
            return ((Named(identifier=one, start=start, end=end),),)
    return ()


def _told(found: Block, cells: list[str], columns: Mapping[str, int]) -> Said:
    """What a row says of its one paper, by the columns as far as they are known."""
    (own,) = found.papers
    told = item.said(found.text, found.links, own, entry=True, leading=not columns)
    linked = any(one.link and one.link.start == told.start for one in own)
    title = told.title if linked or not columns else None
    by_column = next(
        (one for kind in ("title", "paper") if (one := _title(_cell(cells, columns, kind)))), None
    )
    if not columns:
        return told
    authors, et_al = _authors(_cell(cells, columns, "authors"))
    venue, issued = wording.when_and_where(inline.plain(_cell(cells, columns, "venue")))
    when = inline.plain(_cell(cells, columns, "issued"))
    return replace(
        told,
        title=by_column or title,
        authors=authors or told.authors,
        et_al=et_al if authors else told.et_al,
        venue=venue or told.venue,
        issued=dates.parse(when) or wording.when_and_where(when)[1] or issued or told.issued,
    )


def _title(cell: str) -> str | None:
    """The title in a cell under `Title`: what is bold or linked there, or the whole of it."""
    links = list(inline.hyperlinks(cell, {}))
    marked = item.said(cell, links, [], entry=True, leading=False).title
    title = marked or wording.clean(re.split(r"<br\s?/?>", cell)[0])
    return title if wording.reads_like_title(title) else None


def _authors(cell: str) -> tuple[tuple[Name, ...], bool]:
    text = re.sub(r"\bet\.al\b", "et al", inline.plain(cell))
    return names.parse_list(text) if wording.is_authors(text, alone=True) else ((), False)


def _cell(cells: list[str], columns: Mapping[str, int], kind: str) -> str:
    at = columns.get(kind)
    return cells[at] if at is not None and at < len(cells) else ""


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand; a bar at either end opens no cell."""
    begin = len(text) - len(text.lstrip().removeprefix("|"))
    for bar in _BAR.finditer(text, begin):
        yield begin, bar.start()
        begin = bar.end()
    if text[begin:].strip():
        yield begin, len(text)


_INNER_BAR = "\ue800"  # stands for a bar inside a link, code or mathematics, which parts no cells


def _barred(found: Block) -> str:
    chars = list(found.text)
    inside = [(link.start, link.end) for link in found.links]
    inside += [match.span() for match in re.finditer(r"`[^`]+`|\$[^$|]*\|[^$|]*\|?[^$|]*\$", found.text)]
    for start, end in inside:
        chars[start:end] = ("".join(chars[start:end]).replace("|", _INNER_BAR),) + ("",) * (end - start - 1)
    return "".join(chars)


def _open(cell: str) -> str:
    return cell.replace(_INNER_BAR, "|").replace("\\|", "|")
