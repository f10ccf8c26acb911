"""Pages saved from a browser: their text as copying it would give, and the papers they link to.

Layouts are told from text, so a page is turned into lines first: blocks begin new ones, rows of a
table stand on one with tabs between, what is not shown or only there to move about the site is left
out (https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute is the model). What
copying loses is kept: a link to a paper stays with the characters that carry it, a formula is the TeX
it was made from. Each line has the number of the line of the HTML on which it begins; offsets count
in the text.

libxml2's parser repairs whatever it is given, counts lines to 65535 only, and so we count on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from lxml import etree, html

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents import head
from bibgen.readers.documents.formats import ReadLines, marked, whole
from bibgen.readers.documents.pagetext import Text
from bibgen.readers.documents.targets import paper
from bibgen.readers.documents.text import decode
from bibgen.readers.lines import Line

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_HEAD = 4096  # bytes in which a page must declare its character set
# The web's Latin-1 is Windows-1252, and its GB2312 is GBK (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+)")
_COUNTED_TO = 65535

_LEFT_OUT = frozenset(
    "head script style template noscript nav footer button svg select textarea input iframe object embed "
    "canvas audio video map dialog".split()
)
_LEFT_OUT_ROLES = frozenset("navigation menu menubar search contentinfo dialog tooltip".split())
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLOCKS = frozenset(
    "address body dd details div dt fieldset figcaption form header hgroup li main option summary tr thead "
    "tbody tfoot caption center legend".split()
)
_APART = frozenset(
    "article aside blockquote dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split()
)
_WITH_HEADER = frozenset("article main section li".split())
# Names of the copy that MathJax and KaTeX make of a formula to show it.
_SHOWN_FORMULA = re.compile(r"(?:^|\s)(?:katex-html|MathJax(?:_Preview|_Display|_SVG|_CHTML)?)(?:\s|$)")
_TWINS = ("katex-mathml", "math/tex")


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """What a page says: of itself in its head, and the layouts of its text.

    Raises:
        InputError: it is larger than 256 MiB, or no text.
    """
    yield from of_text(_decoded(whole(raw, name, "HTML"), name, notices), name, read_lines)


def of_text(text: str, name: str, read_lines: ReadLines) -> Iterator[Item]:
    """The same for a page that is decoded already."""
    page = _parsed(text, name)
    if page is None:
        return
    own = head.own(page, name)
    found = read_lines(lines(page, text, len(own.raw) + 1 if own else 0), name)
    yield from head.merged(own, found) if own else found


def _decoded(data: bytes, name: str, notices: list[Notice]) -> str:
    """The text of a page: by its mark, by what it declares, else as any text."""
    declared = None if marked(data)[0] else _DECLARED.search(data[:_HEAD])
    if declared:
        try:
            codec = codecs.lookup(declared[1].decode()).name
            if not codec.startswith("utf"):
                return data.decode(_MEANT.get(codec, codec))
        except (LookupError, UnicodeDecodeError):
            pass  # it declares what it is not, as pages do that were saved in another character set
    return "".join(decode(BytesIO(data), name, notices))


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing in it
        return None
    # The parser stops at a depth of its own and would keep quiet about the rest of the page.
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise InputError("is nested too deep to be read as a page (2048 elements)", name)
    return page


def lines(page: Any, source: str, offset: int) -> Iterator[Line]:  # noqa: ANN401
    """The lines of a page, its first character at `offset`."""
    text = Text(offset)
    base = _base(page, source)
    walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    left_out = None
    for event, element in walk:
        if event == "start":
            text.at_least(min(element.sourceline or 0, _COUNTED_TO))
            formula = _formula(element)
            if formula:
                text.add(f"${formula.strip()}$")
            if formula or _is_left_out(element):
                left_out = element
                text.skip("".join(element.itertext()))
                walk.skip_subtree()
            else:
                _enter(text, element, base)
        else:
            if event != "end":
                text.skip(element.text or "")
            elif element is not left_out:
                _leave(text, element)
            text.add(element.tail or "")
        yield from text.done()
    yield from text.finish()


def _is_left_out(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is not shown, or is there to move about the site."""
    tag = element.tag
    if tag in _LEFT_OUT or element.get("role") in _LEFT_OUT_ROLES or "hidden" in element.attrib:
        return True
    if tag == "header" or element.get("role") == "banner":
        return not any(above.tag in _WITH_HEADER for above in element.iterancestors()) and not element.xpath(
            ".//h1"
        )
    if _SHOWN_FORMULA.search(element.get("class") or "") and _is_twin(element):
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _is_twin(element: Any) -> bool:  # noqa: ANN401
    """Whether the TeX or the MathML of a formula stands beside the copy that is shown."""
    beside = (element.getprevious(), element.getnext())
    return any(
        one is not None and (one.get("class") or one.get("type") or "").startswith(_TWINS) for one in beside
    )


def _formula(element: Any) -> str:  # noqa: ANN401
    """The TeX of a formula, or ""."""
    if element.tag == "script" and (element.get("type") or "").startswith("math/tex"):
        return element.text or ""
    if element.tag != "math":
        return ""
    made_from = element.xpath(".//*[local-name()='annotation'][@encoding='application/x-tex']")
    return (made_from[0].text if made_from else element.get("alttext")) or ""


def _enter(text: Text, element: Any, base: str) -> None:  # noqa: ANN401
    tag = element.tag
    if tag == "br":
        text.newline()
    elif tag in ("td", "th"):
        if element.getprevious() is not None:
            text.cell()
    elif tag == "tr":
        text.row()
    else:
        _end_line(text, element)
    if tag == "a":
        text.link(paper(element.get("href") or "", base))
    text.kept += tag == "pre"
    text.add(element.text or "")


def _leave(text: Text, element: Any) -> None:  # noqa: ANN401
    tag = element.tag
    if tag == "a":
        text.unlink()
    text.kept -= tag == "pre"
    _end_line(text, element)


def _end_line(text: Text, element: Any) -> None:  # noqa: ANN401
    """A line ends where a block begins and where it ends; items of a list set in one line are no blocks."""
    tag = element.tag
    inline = tag == "li" and "inline" in (element.getparent().get("class") or "")
    if tag in _APART:
        text.block(2)
    elif tag in _BLOCKS and not inline:
        text.block()


def _base(page: Any, source: str) -> str:  # noqa: ANN401
    """The address of the page, as far as it tells."""
    saved = _SAVED_FROM.search(source[:_HEAD])
    told = page.xpath("//base/@href | //link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(saved[1] if saved else next(iter(told), ""))
