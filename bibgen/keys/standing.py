"""The citation keys of an existing .bib: which paper has which, and which are nobody's to give.

Entries are known by `eprint`, `doi`, and where these lack by the arXiv identifier in `url` or `journal`
(`arXiv preprint arXiv:1706.03762`, as Google Scholar writes it); those without any identifier, and those
of which bibgen found that it names another paper, by title and first author. A block that cannot be read
keeps its key all the same, and so do aliases (`ids`, biblatex manual, section 2.2.3). A module of its own,
because it needs a BibTeX parser that a run which writes a new file need not load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibgen import bib, identifiers
from bibgen.keys import CONTRADICTED, Standing, by_words
from bibgen.model import Identifier

_ENTRY = re.compile(r"@\s*(?!(?:string|comment|preamble)\b)\w+\s*[{(]\s*(?P<key>[^\s,{}]+)\s*,", re.I)
_IDS = re.compile(r"\bids\s*=\s*[{\"](?P<keys>[^{}\"]*)", re.I)
_IN_TEX_ELSE = re.compile(r'[\\#%~"]')  # a parser lets it pass, TeX reads it as something else
# The fields that name an entry, where they are written plainly: then the whole need not be parsed.
_PLAINLY = re.compile(
    r"[,\n]\s*(?P<name>eprint|archiveprefix|eprinttype|primaryclass|eprintclass|doi)\s*=\s*"
    r"(?:\{(?P<value>[^{}\\]*)\}|\"(?P<quoted>[^{}\\\"]*)\")\s*(?=[,}])",
    re.I,
)
_LESS_SURE = ("url", "journal", "journaltitle", "howpublished")


def read(text: str) -> Standing:
    """The keys of a .bib.

    >>> read("@misc{Gato, eprint = {2205.06175v2}} @book{b, title = {On {Gato}}, author = {Reed, S.}}").given
    {'arxiv:2205.06175v2': 'Gato', 'arxiv:2205.06175': 'Gato', 'words:ongato reed': 'b'}
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for block in bib.blocks(text):
        entry = _ENTRY.match(block.raw)
        if entry is None:
            continue
        key = entry["key"]
        taken.add(key.casefold())
        for alias in _IDS.finditer(block.raw):
            taken |= {one.strip().casefold() for one in alias["keys"].split(",") if one.strip()}
        if not _IN_TEX_ELSE.search(key):
            for name in _known_by(block.raw):
                given.setdefault(name, key)
    return Standing(given=given, taken=frozenset(taken))


def _known_by(raw: str) -> Iterator[str]:
    named: list[Identifier] = []
    if CONTRADICTED not in raw:
        named = list(_identifiers(_plain_fields(raw))) or list(_identifiers(dict(bib.parse(raw).fields)))
    for one in named:
        if one.version:
            yield f"{one.scheme}:{one.value}v{one.version}"
        yield f"{one.scheme}:{one.value}"
    if not named:
        fields = dict(bib.parse(raw).fields)
        people, _ = bib.people(fields.get("author", ""))
        yield from by_words(fields.get("title") or fields.get("abstract") or "", people)


def _plain_fields(raw: str) -> dict[str, str]:
    found = {}
    for match in _PLAINLY.finditer(raw):
        if raw.count("{", 0, match.start()) - raw.count("}", 0, match.start()) == 1:
            found[match["name"].lower()] = (match["value"] or match["quoted"] or "").strip()
    return found


def _identifiers(fields: Mapping[str, str]) -> Iterator[Identifier]:
    eprint = _arxiv(fields)
    if eprint:
        yield eprint
    doi = _first(fields.get("doi", ""))
    if doi:
        yield doi
    if not eprint and not doi:
        yield from filter(None, (_first(fields.get(name, "")) for name in _LESS_SURE))


def _first(text: str) -> Identifier | None:
    found = next(identifiers.find(text), None)
    return found.identifier if found else None


def _arxiv(fields: Mapping[str, str]) -> Identifier | None:
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    value = re.sub(r"^arxiv\s*:\s*", "", fields.get("eprint", ""), flags=re.I)
    if archive.lower() != "arxiv" or not value:
        return None
    group = (fields.get("primaryclass") or fields.get("eprintclass") or "").split(".")[0]
    found = identifiers.parse(value) or identifiers.parse(f"{group}/{value}")
    return found if found and found.scheme == "arxiv" else None
