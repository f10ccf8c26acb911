"""BibTeX and BibLaTeX: `@article{key, ...}`, a whole .bib or an entry pasted into other text.

A block goes from its `@` to the brace or parenthesis that closes it
(https://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf; biblatex manual, sections 2.1 and 2.2, for types
and fields). One that is never closed ends where the next block begins, so that a lost brace costs
one entry and no more. What stands in a block is for `bibgen.bib` to say; that is loaded when there
is a block, since most texts hold none.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bibgen.model import Leftover, Mention, Span
from bibgen.readers.lines import Lines
from bibgen.readers.records import fields
from bibgen.readers.registry import Claim, Reader

if TYPE_CHECKING:
    from bibgen import bib

NAME = "bibtex"

_KNOWN = (
    "article|book|mvbook|inbook|bookinbook|suppbook|booklet|collection|mvcollection|incollection|"
    "suppcollection|dataset|manual|misc|online|patent|periodical|suppperiodical|proceedings|mvproceedings|"
    "inproceedings|reference|inreference|report|software|thesis|unpublished|conference|electronic|"
    "mastersthesis|phdthesis|techreport|www|preprint|string|comment|preamble"
)
# Any other type (people make their own) must show a key and its comma, for code has `@words` too.
_OPENS = re.compile(
    rf"@(?:(?:{_KNOWN})\s*[{{(]|"
    r"[A-Za-z]\w{1,30}\s*\{\s*[^\s,{}\"'=()#%\\]{1,200}\s*,\s*(?:$|[a-z_-]+\s*=))",
    re.I,
)
_NEXT = re.compile(r"\s*(?:>\s?)*@\w+\s*[{(]")
_QUOTED = re.compile(r"^(?:\s?>)+\s?")
_FIELD = re.compile(r"\s*(?:[A-Za-z][\w:-]*\s*=|[})\"]\s*,?\s*$)")
_OPENER = re.compile(r"[{(]")
_MARK = re.compile(r"(?<!\\)[{}\")]")
_MOST_LINES = 5000  # of a block; the longest abstracts and lists of authors take some hundred
# Types of BibTeX by the names that CSL has for them (biblatex manual, section 2.1.1).
_TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference",
    "book": "book", "incollection": "chapter", "inbook": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "unpublished": "manuscript", "online": "webpage", "software": "software", "dataset": "dataset",
    "manual": "book", "patent": "patent", "misc": "document",
}  # fmt: skip
_DEGREES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_ASIDE = {
    "comment": "a comment of BibTeX",
    "preamble": "a preamble of BibTeX",
    "string": "an abbreviation of BibTeX",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block's text and place, and how far it goes: line ahead and column behind its last character.

    `source` is the text without the marks that a mail puts before the lines it quotes.
    """

    raw: str
    source: str
    span: Span
    last: int
    column: int
    closed: bool


def claim(lines: Lines) -> Claim | None:
    """The blocks that begin on the next line."""
    return _claim(lines, {})


def _claim(lines: Lines, macros: Mapping[str, str]) -> Claim | None:
    line = lines[0]
    if line is None:
        return None
    opens = _OPENS.search(line.text) if "@" in line.text else None
    if opens is None or not _may_begin(line.text, opens):
        return _remark(lines, macros)
    parser = importlib.import_module("bibgen.bib")
    items: list[Mention | Leftover] = []
    last = 0
    for block in _blocks(lines, opens.start()):
        parsed = parser.parse(block.source, macros)
        if parsed.kind == "string":
            macros = {**macros, **dict(parsed.fields)}
        items.append(_item(parser, block, parsed))
        last = block.last
    return Claim(items=tuple(items), lines=last + 1, then=_next_with(macros))


def _next_with(macros: Mapping[str, str]) -> Reader | None:
    return partial(_claim, macros=macros) if macros else None


def _remark(lines: Lines, macros: Mapping[str, str]) -> Claim | None:
    """A line of comment between blocks, taken here so that the abbreviations are not forgotten."""
    line = lines[0]
    if not macros or line is None or not line.text.lstrip().startswith("%"):
        return None
    remark = Leftover(text=lines.raw(0, 0), span=lines.span(0, 0), reason=_ASIDE["comment"])
    return Claim(items=(remark,), lines=1, then=_next_with(macros))


def _may_begin(text: str, opens: re.Match[str]) -> bool:
    """Whether a block can begin there: not inside a word, such as an address, or a command."""
    return not re.search(r"[\w\\@.]$", text[: opens.start()])


def _blocks(lines: Lines, column: int) -> Iterator[Block]:
    """The block at a column of the next line, and those that begin on the line where it ends."""
    at = 0
    while True:
        block = _block(lines, at, column)
        yield block
        at, column = block.last, block.column
        line = lines[at]
        opens = _OPENS.search(line.text, column) if line else None
        if opens is None or line is None or not _may_begin(line.text, opens):
            return
        column = opens.start()


def _block(lines: Lines, at: int, column: int) -> Block:
    """The block that begins at a column of the line `at` ahead."""
    end = _close(lines, at, column)
    closed = end is not None
    last, stop = end or _cut(lines, at)
    first, bottom = lines[at], lines[last]
    assert first is not None
    assert bottom is not None
    texts = [line.text for n in range(at, last + 1) if (line := lines[n])]
    texts[-1] = texts[-1][:stop]
    texts[0] = texts[0][column:]
    quoted = _QUOTED.match(first.text) is not None
    source = [_QUOTED.sub("", text, count=1) for text in texts] if quoted else texts
    start, end_ = first.start + column, bottom.start + stop
    span = Span(file=lines.file, first=first.number, last=bottom.number, start=start, end=end_)
    raw, plain = ("\n".join(one).rstrip() for one in (texts, source))
    return Block(raw=raw, source=plain, span=span, last=last, column=stop, closed=closed)


def _close(lines: Lines, at: int, column: int) -> tuple[int, int] | None:
    """The line and the column behind the brace that closes a block; None if there is none.

    A parenthesis closes only outside braces and quotes, and only what a parenthesis opened.
    """
    depth, quoted, round_ = 0, False, None
    for n in range(at, at + _MOST_LINES):
        line = lines[n]
        if line is None or (n > at and _NEXT.match(line.text)):
            return None
        begin = 0
        if round_ is None:
            opener = _OPENER.search(line.text, column)
            round_ = opener is not None and opener[0] == "("
            begin = opener.end() if opener and round_ else column
        for mark in _MARK.finditer(line.text, begin):
            depth += (mark[0] == "{") - (mark[0] == "}")
            quoted ^= mark[0] == '"' and depth == 0
            if (depth == 0 and not quoted and mark[0] == ")") if round_ else (depth == 0 and mark[0] == "}"):
                return n, mark.end()
            if depth < 0:
                return None
    return None


def _cut(lines: Lines, at: int) -> tuple[int, int]:
    """Where a block that is never closed ends: before the next one, or before text of another kind."""
    last, n = at, at + 1
    while (line := lines[n]) is not None and n < at + _MOST_LINES and not _NEXT.match(line.text):
        if line.blank:
            n = lines.skip_blank(n)
            following = lines[n]
            if following is None or not _FIELD.match(following.text):
                break
        else:
            last, n = n, n + 1
    bottom = lines[last]
    return last, len(bottom.text.rstrip()) if bottom else 0


def _item(parser: ModuleType, block: Block, parsed: bib.Parsed) -> Mention | Leftover:
    if parsed.kind == "entry" and block.closed:
        made = said(parser, parsed)
        if any(made.get(field) for field in ("title", "authors", "identifiers")):
            return Mention(raw=block.raw, span=block.span, reader=NAME, **made)
    return Leftover(text=block.raw, span=block.span, reason=_reason(block, parsed))


def _reason(block: Block, parsed: bib.Parsed) -> str:
    if not block.closed:
        return "broken BibTeX: the block is not closed before the next one begins"
    if parsed.kind == "broken":
        return f"broken BibTeX: {parsed.reason}"
    return _ASIDE.get(parsed.kind, "an entry of BibTeX without title, author or identifier")


def said(parser: ModuleType, entry: bib.Parsed) -> dict[str, Any]:
    """What an entry says, as fields of a mention.

    Args:
        parser: `bibgen.bib`, which not every text needs.
    """
    pairs = [("type", _TYPES.get(entry.type, entry.type)), ("citation-key", entry.key)]
    if entry.type in _DEGREES and "type" not in dict(entry.fields):
        pairs.append(("genre", _DEGREES[entry.type]))
    authors, et_al = (), False
    for name, text in entry.fields:
        if name == "author":
            authors, et_al = parser.people(text)
        elif name == "editor":
            pairs.append((name, parser.plain(text)))
        else:
            pairs.append((_renamed(name, entry.type), text))
    made: dict[str, Any] = fields.told(pairs, authors, et_al=et_al)
    return made


def _renamed(name: str, type_: str) -> str:
    """BibTeX's `number` is the issue of a journal; its `type` and `key` are others than ours."""
    if name == "number" and type_ in ("article", "inproceedings", "periodical"):
        return "issue"
    return {"type": "genre", "key": "sortkey"}.get(name, name)
