"""A bibliography to read: Markdown, HTML or plain text in a citation style of CSL's.

citeproc-py and the styles come with the extra `csl`. `cslengine` gives each entry as text with marks; here
they become what the format has, and all else is escaped for it. DOIs and addresses become links.

HTML is a fragment with the classes of citeproc-js and pandoc, so that their style sheets fit, to be put into
a page; without one, label and text stand beside each other. Markdown is a list: numbered if the style
numbers its entries (by Markdown's own numbers, whatever brackets the style has), else with bullets. What
stands high or low is in HTML's elements there, as Markdown has none. Plain text has a paragraph for each
entry, and small figures where Unicode has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from importlib import import_module
from typing import Any
from urllib.parse import quote

from bibgen import latex, macros
from bibgen.errors import UsageError
from bibgen.model import UNIDENTIFIED, Entry, Notice
from bibgen.writers import cslitem
from bibgen.writers.cslmarks import ANY, FORMULA, HYPHEN, MARKS, Line, unmarked
from bibgen.writers.options import Options

_DOI, _URL = MARKS["doi"], MARKS["url"]
_LINK = re.compile(
    rf"(?:https?://(?:dx\.)?doi\.org/)?{_DOI.begin}([^{_DOI.end}]*){_DOI.end}|{_URL.begin}([^{_URL.end}]*){_URL.end}"
)
_SCRIPT = re.compile(
    "|".join(rf"{MARKS[tag].begin}([^\ue100-\ue10f]+){MARKS[tag].end}" for tag in ("sup", "sub"))
)
_BLANK_INSIDE = re.compile(r"([\ue100\ue102])(\s+)|(\s+)([\ue101\ue103])")  # Markdown has no "* so*"
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~^$|@]|&(?=#?\w+;)")
_IN_ADDRESS = "/:;()?&=#%+,@!~*$'"
_BLOCK = re.compile(r"^(\d*)(?=[#+.)-])")  # else an entry that begins so would begin a list or a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a format writes text, links (what is shown, where to) and marks."""

    text: Callable[[str], str]
    link: Callable[[str, str], str]
    marks: dict[str, str]

    def written(self, marked: str) -> str:
        marked = marked.replace(FORMULA, "").replace(HYPHEN, "-")
        made, at = [], 0
        for match in _LINK.finditer(marked):
            address = match[2] or f"https://doi.org/{quote(match[1], safe='/:;()')}"
            made += [self._rich(marked[at : match.start()]), self.link(re.sub(ANY, "", match[0]), address)]
            at = match.end()
        return "".join([*made, self._rich(marked[at:])])

    def _rich(self, marked: str) -> str:
        pieces = re.split(f"({ANY})", marked)
        return "".join(
            self.marks.get(piece, "") if at % 2 else self.text(piece) for at, piece in enumerate(pieces)
        )


def _pairs(**tags: str) -> dict[str, str]:
    """What stands for the marks: a sign on both sides, or an element."""
    made: dict[str, str] = {}
    for kind, tag in tags.items():
        mark = MARKS[kind.replace("_", "-")]
        made[mark.begin] = tag
        made[mark.end] = re.sub(r"<(\w+)[^>]*>", r"</\1>", tag)
    return made


def _as_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _markdown_link(shown: str, address: str) -> str:
    """An address as it is, if that is what is shown and Markdown takes it."""
    if shown == address and not re.search(r"[\s<>\\]", address):
        return f"<{address}>"
    target = quote(address, safe=_IN_ADDRESS)
    return f"[{_as_markdown(shown)}]({f'<{target}>' if '(' in target or ')' in target else target})"


_IN_HTML = _Form(
    text=lambda text: escape(text, quote=False),
    link=lambda shown, address: f'<a href="{escape(address)}">{escape(shown, quote=False)}</a>',
    marks=_pairs(
        italic="<i>",
        bold="<b>",
        underline="<u>",
        small_caps='<span style="font-variant:small-caps;">',
        sup="<sup>",
        sub="<sub>",
    ),
)
_IN_MARKDOWN = _Form(
    text=_as_markdown,
    link=_markdown_link,
    marks=_pairs(italic="*", bold="**", sup="<sup>", sub="<sub>"),
)
_IN_TEXT = _Form(text=str, link=lambda shown, _: shown, marks={})


def ready(options: Options) -> None:
    """Raise what can be known before the work.

    Raises:
        UsageError: there is no such style, or the extra is not installed.
    """
    _engine().loaded(options.csl)


def write_markdown(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """A list, one entry a piece.

    Raises:
        UsageError: there is no such style, or the extra is not installed.
    """
    return map(_markdown_entry, _lines(entries, options)[1])


def _markdown_entry(line: Line) -> str:
    number = re.search(r"\d+", line.label)
    marked = line.text if number else f"{line.label} {line.text}".strip()
    text = _IN_MARKDOWN.written(_BLANK_INSIDE.sub(r"\2\1\4\3", marked))
    return (f"{number[0]}." if number else "-") + " " + _BLOCK.sub(r"\1\\", text) + "\n"


def write_html(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """A fragment, one entry a piece.

    Raises:
        UsageError: there is no such style, or the extra is not installed.
    """
    style, lines = _lines(entries, options)
    hanging = " hanging-indent" if style.bibliography.get("hanging-indent") == "true" else ""
    return _html(f'<div class="csl-bib-body{hanging}">\n', lines)


def _html(head: str, lines: Iterable[Line]) -> Iterator[str]:
    yield head
    for line in lines:
        text = _IN_HTML.written(line.text)
        if line.label:
            label = f'<span class="csl-left-margin">{_IN_HTML.written(line.label)}</span>'
            text = f'{label} <span class="csl-right-inline">{text}</span>'
        yield f'  <div id="ref-{escape(line.key)}" class="csl-entry">{text}</div>\n'
    yield "</div>\n"


def write_text(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """Paragraphs, one entry a piece.

    Raises:
        UsageError: there is no such style, or the extra is not installed.
    """
    return _text(_lines(entries, options)[1])


def _text(lines: Iterable[Line]) -> Iterator[str]:
    gap = ""
    for line in lines:
        marked = _SCRIPT.sub(_by_itself, f"{line.label} {line.text}".strip())
        yield gap + _IN_TEXT.written(marked) + "\n"
        gap = "\n"


def _by_itself(script: re.Match[str]) -> str:
    """What stands high or low, in characters that do so by themselves if there are such for all of it."""
    table, inside = (macros.RAISED, script[1]) if script[1] else (macros.LOWERED, script[2])
    return "".join(table[char] for char in inside) if all(char in table for char in inside) else inside


def _lines(entries: Iterable[Entry], options: Options) -> tuple[Any, Iterator[Line]]:
    """The style, and the entries in it, as lines."""
    engine = _engine()
    style = engine.loaded(options.csl)
    remarks: dict[str, str] = {}
    lines = engine.lines(style, _items(entries, options, remarks))
    return style, (_remarked(line, remarks.get(line.key)) for line in lines)


def _items(entries: Iterable[Entry], options: Options, remarks: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The items; what must not stay unsaid of them, and no style prints, gathers in `remarks`."""
    for entry in entries:
        record = entry.record
        if record.note and (record.status or record.note.startswith(UNIDENTIFIED)):
            remarks[entry.key] = record.note
        yield cslitem.item(entry, options)


def _remarked(line: Line, remark: str | None) -> Line:
    return replace(line, text=f"{line.text} [{unmarked(latex.to_plain(remark))}]") if remark else line


def _engine() -> Any:  # noqa: ANN401  a module, of the extra
    try:
        return import_module("bibgen.writers.cslengine")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("bibgen"):
            raise
        raise UsageError(f"citation styles need {error.name}: pip install 'bibgen[csl]'") from error
