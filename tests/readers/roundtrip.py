"""What a record must still be after it was written and read: its title, its names, its identifiers."""

from __future__ import annotations

from bibgen import latex, words
from bibgen.names import display, fold
from tests.conftest import GOLDEN

PAPERS = sorted((GOLDEN / "writers").rglob("papers.json"))


def wanted(record, *, plain=False):
    """What to expect; `plain` for formats that print formulae as text."""
    title = record.title or ""
    ids = {one.value for scheme in ("arxiv", "doi") if (one := record.identifier(scheme))}
    names = [fold(display(name)) for name in record.authors]
    return words.key(latex.to_plain(title) if plain else title), names, record.et_al, ids


def told(mention):
    ids = {one.value for one in mention.identifiers if one.scheme in ("arxiv", "doi")}
    names = [fold(display(name)) for name in mention.authors]
    return words.key(mention.title or ""), names, mention.et_al, ids
