"""Entries in a citation style: citeproc-py, and what it lacks to print them as citeproc-js and pandoc do.

citeproc-py would mix its HTML with values that it does not escape. So it is given text with marks, characters
of Unicode's private use where italics, links and the like begin and end, and whoever asked makes of them
what the format has. What `cslelements` and this module put right besides:

- the number in front of an entry is glued to it, and a title's question mark has a stop behind it;
- a stop or comma behind a quotation belongs into it where the locale says so;
- entries of the same authors and year have no letters behind the year;
- entries are numbered before they are sorted, and sorted by code point, `Øbro` behind `Zhang`;
- `arXiv: arXiv:1706.03762` and `Preprint arXiv:1706.03762` say it twice.

A style that sorts, or tells years apart by letters, must know all entries first; the others stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from anyascii import anyascii
from citeproc import LOCALES_PATH, PRIMARY_DIALECTS, VARIABLES, model
from citeproc.source import CitationItem, VariableError
from citeproc.source.json import CiteProcJSON
from citeproc.string import String, join
from lxml import etree

from bibgen.errors import UsageError
from bibgen.writers import cslelements, cslstyles
from bibgen.writers.cslmarks import ANY, MARKS, Line

_CSL = {"cs": "http://purl.org/net/xbiblio/csl"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMATTER = SimpleNamespace(
    preformat=str,
    Light=str,
    **{name: MARKS[mark].around for name, mark in (
        ("Italic", "italic"), ("Oblique", "italic"), ("Bold", "bold"), ("Underline", "underline"),
        ("Superscript", "sup"), ("Subscript", "sub"), ("SmallCaps", "small-caps"))},
)  # fmt: skip
# What stands too often where two pieces meet, in the order in which it goes.
_SEAMS = tuple((re.compile(pattern), right) for pattern, right in (
    (rf"\b(?:Preprint|arXiv)({ANY}*):? (?=arXiv:)", r"\1"),
    ("|".join(mark.begin + mark.end for mark in MARKS.values()), ""),
    (rf"([.,;:!?])({ANY}+)\1", r"\1\2"),
    (rf"([?!](?:{ANY}|[”’])*)\.(?=\s|$|{ANY})", r"\1"),
    (r" {2,}", " "),
    (r" (?=[.,;:](?:\s|$))", ""),
))  # fmt: skip
_OUTSIDE = re.compile(rf"(”{ANY}*)([.,])(?=\s|$|{ANY})")
_DOUBLE = re.compile(rf"([.,])(”{ANY}*)[.,](?=\s|$|{ANY})")


class _Item(CitationItem):  # type: ignore[misc]
    """An item that knows its place, so that no list need be searched for it."""

    def __init__(self, item: Mapping[str, Any], place: int) -> None:
        known = {name: value for name, value in item.items() if name.replace("-", "_") in VARIABLES}
        made = CiteProcJSON([{"id": item["id"], "type": item["type"], **known}])
        super().__init__(str(item["id"]))
        self["of"], self["name"], self["place"] = made[self.key], item["id"], place

    @property
    def reference(self) -> Any:  # noqa: ANN401
        return self["of"]

    @property
    def number(self) -> String:
        return String(self["place"])

    def get_field(self, field: str) -> Any:  # noqa: ANN401
        return self.reference.get(field)


def loaded(name: str) -> Any:  # noqa: ANN401
    """The style of that name or in that file, ready for `lines`.

    Raises:
        UsageError: there is none, it is no style, or it has no bibliography.
    """
    root = _parsed(cslstyles.located(name), name)
    parent = root.find("cs:info/cs:link[@rel='independent-parent']", _CSL)
    if parent is not None:
        root = _parsed(cslstyles.located(parent.get("href", "").rsplit("/", 1)[-1]), name)
    if root.find("cs:bibliography/cs:layout", _CSL) is None:
        raise UsageError(f"the citation style {name!r} has no bibliography, only notes")
    root.formatter = _FORMATTER
    root.locales = _locales(root)
    for locale in root.locales:
        locale.style = root
    cslelements.prepare(root)
    return root


def _parsed(path: Path, name: str) -> Any:  # noqa: ANN401
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(_CSL["cs"])
    namespace[None] = model.CitationStylesElement
    namespace.update(cslelements.classes())
    parser.set_element_class_lookup(lookup)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UsageError(f"the citation style {name!r} cannot be read: {error}") from error
    if not isinstance(root, (model.Style, model.Locale)):
        raise UsageError(f"{name!r} is no citation style")
    return root


def _locales(root: Any) -> list[Any]:  # noqa: ANN401
    """The style's own words for its language, then the language's, then American English."""
    language = root.get("default-locale", "en-US")
    short = language.split("-")[0]
    own = root.findall("cs:locale", _CSL)
    found = [one for wanted in (language, short, None) for one in own if one.get(_LANGUAGE) == wanted]
    names = dict.fromkeys(one for one in (language, PRIMARY_DIALECTS.get(short), "en-US") if one)
    paths = [Path(LOCALES_PATH) / f"locales-{name}.xml" for name in names]
    return found + [_parsed(path, path.stem) for path in paths if path.is_file()]


def lines(root: Any, items: Iterable[Mapping[str, Any]]) -> Iterator[Line]:  # noqa: ANN401
    """The bibliography, in the style's order, one entry at a time.

    Args:
        root: what `loaded` gave.
        items: as in CSL-JSON, with marks for rich text.
    """
    layout = root.layout
    numbered: Iterable[_Item] = (_Item(item, at) for at, item in enumerate(items, start=1))
    lettered = root.find("cs:citation[@disambiguate-add-year-suffix='true']", _CSL) is not None
    keys = root.findall("cs:bibliography/cs:sort/cs:key", _CSL)
    if keys or lettered:
        root.sorting = True
        numbered = _sorted(list(numbered), keys, layout)
        root.sorting = False
    if lettered:
        _add_letters(numbered)
    into = root.bibliography.get_locale_option("punctuation-in-quote").lower() == "true"
    for item in numbered:
        root.asked.clear(), root.told.clear()
        label, text = _rendered(layout, item)
        yield Line(key=item["name"], label=_tidied(label, into).strip(), text=_tidied(text, into).strip())


def _sorted(items: list[_Item], keys: list[Any], layout: Any) -> list[_Item]:  # noqa: ANN401
    """The items in the style's order, those without a value last, and numbered anew."""
    for key in reversed(keys):
        descending = key.get("sort") == "descending"
        values = {id(item): _collated(key.sort_keys([item], layout)[0]) for item in items}
        items.sort(key=lambda item: values[id(item)], reverse=descending)
        items.sort(key=lambda item: values[id(item)] == _NOTHING)
    for place, item in enumerate(items, start=1):
        item["place"] = place
    return items


_NOTHING = (0, 0, "")


def _collated(value: Any) -> tuple[int, int, str]:  # noqa: ANN401
    """A sort key that compares with any other: numbers by size, words without accents and marks."""
    text = "" if value is None else re.sub(ANY, "", str(value))
    if not text:
        return _NOTHING
    if re.fullmatch(r"-?\d{1,18}", text):
        return 1, int(text), ""
    # "Example, Ada" stands before "Example Institute".
    return 2, 0, re.sub(r"[^\w\s]", "", anyascii(text.replace(", ", "\t"))).casefold()


def _add_letters(items: Iterable[_Item]) -> None:
    """2021a, 2021b for the same authors in one year, whom no more names would tell apart."""
    alike: dict[tuple[str, Any], list[_Item]] = {}
    for item in items:
        issued = item.reference.get("issued")
        year = issued.get("year") if issued else None
        alike.setdefault((repr([*map(dict, item.reference.get("author", []))]), year), []).append(item)
    for group in alike.values():
        for at, item in enumerate(group if len(group) > 1 else []):
            item.reference["year_suffix"] = String(_letters(at))


def _letters(at: int) -> str:
    """a to z, then aa, ab and so on."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("a") + at % 26)


def _rendered(layout: Any, item: _Item) -> tuple[str, str]:  # noqa: ANN401
    """The label, if the style aligns the second field, and the rest."""
    layout.repressed = {}
    pieces = [_piece(child, item) for child in layout]
    label = pieces.pop(0) if layout.getparent().get("second-field-align") else None
    body = join([piece for piece in pieces if piece is not None], "")
    return str(label or ""), str(layout.format(layout.wrap(body))) if str(body) else ""


def _piece(element: Any, item: _Item) -> Any:  # noqa: ANN401
    try:
        return element.render(item)
    except VariableError:
        return None


def _tidied(text: str, into: bool) -> str:
    for pattern, right in _SEAMS:
        text = pattern.sub(right, text)
    return _OUTSIDE.sub(r"\2\1", _DOUBLE.sub(r"\1\2", text)) if into else text
