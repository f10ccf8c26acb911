"""An entry as an item of CSL-JSON whose strings are set as they will be printed, with marks for what is rich.

citeproc-js and pandoc make curly quotes of straight ones, and know which hyphens are ranges and that a list
of authors is cut. citeproc-py does neither, so the item says it.
"""

from __future__ import annotations

import re
from typing import Any

from bibgen import mathtex
from bibgen.model import Entry
from bibgen.writers import csljson
from bibgen.writers.cslmarks import FORMULA, HYPHEN, MARKS, OTHERS, unmarked
from bibgen.writers.options import Options

_SCRIPT = re.compile(r"<(su[bp])>|</(su[bp])>")
_QUOTES = tuple((re.compile(pattern), right) for pattern, right in (
    (r"``|''", '"'),
    (r"`", "‘"),
    (r"(?<![^\s(\[—–-])\"(?=\S)", "“"),
    (r"\"", "”"),
    (r"(?<![^\s(\[—–“-])'(?=\w)", "‘"),
    (r"'", "’"),
))  # fmt: skip


def item(entry: Entry, options: Options) -> dict[str, Any]:
    """The item.

    The number is no range, whatever hyphens are in it: `hep-th/9711200`. What is cited as a preprint has the
    preprint's DOI, for the publisher's leads to something else than the text says.
    """
    record = entry.record
    made: dict[str, Any] = {name: _set(value) for name, value in csljson.item(entry, options).items()}
    for name, text in (("title", record.title), ("abstract", record.abstract), ("note", record.note)):
        if name in made:
            made[name] = _marked(text or "")
    if "DOI" in made and record.type == "article" and record.arxiv_id:
        made["DOI"] = f"10.48550/arXiv.{record.arxiv_id}"
    for name, kind in (("DOI", "doi"), ("URL", "url")):
        if name in made:
            made[name] = MARKS[kind].around(made[name])
    if "number" in made:
        made["number"] = made["number"].replace("-", HYPHEN)
    if record.et_al and record.authors:
        made["author"] = [*made["author"][: len(record.authors)], {"literal": OTHERS}]
    return {name: value for name, value in made.items() if value}


def _set(value: Any) -> Any:  # noqa: ANN401
    """A value of an item, its strings, also those of names, without marks of their own."""
    if isinstance(value, str):
        return _curly(unmarked(value))
    if isinstance(value, dict):
        return {name: _set(inner) for name, inner in value.items()}
    return [_set(inner) for inner in value] if isinstance(value, list) else value


def _marked(text: str) -> str:
    """A text of a record with marks instead of TeX's formulae."""
    return "".join(
        FORMULA + _SCRIPT.sub(_mark, mathtex.to_markup(piece)) if formula else _curly(piece)
        for formula, piece in mathtex.split(unmarked(text))
    )


def _mark(match: re.Match[str]) -> str:
    return MARKS[match[1]].begin if match[1] else MARKS[match[2]].end


def _curly(text: str) -> str:
    """A text with the quotes and apostrophes of print."""
    if "'" in text or '"' in text or "`" in text:
        for pattern, right in _QUOTES:
            text = pattern.sub(right, text)
    return text
