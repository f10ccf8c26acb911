r"""The entries that LaTeX bibliographies are made of: `\bibitem` of BibTeX and hand, `\entry` of biblatex.

BibTeX's styles part an entry by `\newblock` into authors, title and the rest; REVTeX, ACM and Elsevier
name the parts (`\bibinfo{title}{...}`, `\showarticletitle`); IEEEtran and people do neither, and their
entries are read as references are (`citation`). Forms are those of btxdoc and of the styles themselves,
and of biblatex's .bbl format (biblatex manual, 4.2, version 3.x, and the positional names of 2.x).
"""

from __future__ import annotations

import re
from dataclasses import replace

from bibgen import dates, names
from bibgen.model import Identifier, Name
from bibgen.readers.citations import authorlist, citation, texplain
from bibgen.readers.citations.citation import Citation

_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[^\S\n]*")
_BIBITEM = re.compile(r"\\bibitem\s*")
_NEWBLOCK = re.compile(r"\\newblock\b")
_INFO = re.compile(
    r"\\bib(?:info|field)\s*\{\s*(?P<name>[a-zA-Z]+)\s*\}\s*(?=\{)|\\(?P<shown>showarticletitle)\s*(?=\{)"
)
_SAID = {"journal": "container-title", "booktitle": "container-title", "volume": "volume", "number": "issue",
         "pages": "page", "publisher": "publisher", "journaltitle": "container-title", "issue": "issue",
         "series": "collection-title", "edition": "edition", "isbn": "ISBN", "issn": "ISSN"}  # fmt: skip
_FIELD = re.compile(r"\\(?:field|list)\{(?P<name>[a-z]+)\}(?:\{\d+\})?\s*(?=\{)")
_VERB = re.compile(r"\\verb\{(?P<name>[a-z]+)\}\s*\n?\s*\\verb\s+(?P<value>[^\n]*?)\s*\n?\s*\\endverb")
_NAMES = re.compile(r"\\name\{author\}\{(?P<count>\d+)\}\{(?P<options>[^{}]*)\}\s*(?=\{)")
_NAME_PART = re.compile(r"(?P<part>family|given|prefix|suffix)=(?=\{)")
_YEAR_BLOCK = re.compile(r"\W*(?:19|20)\d\d[a-z]?\W*$")


def bibitem(tex: str) -> tuple[str, Citation] | None:
    r"""The key of a `\bibitem` and what its entry says, or None if it says nothing.

    >>> key, cited = bibitem("\\bibitem{vas}\nA.~Vaswani.\n\\newblock Attention.\n\\newblock In NIPS, 2017.")
    >>> key, cited.title, cited.venue
    ('vas', 'Attention', 'NIPS')
    """
    begun = _BIBITEM.search(tex)
    if not begun:
        return None
    text = _COMMENT.sub("", tex[begun.end() :])
    at = _behind_label(text, 0)
    key, at = texplain.group(text, at)
    body = text[at:]
    if not (key.strip() and body.strip()):
        return None
    return key.strip(), _entry(body)


def _behind_label(text: str, at: int) -> int:
    """Where the optional label that may open at `at` ends; brackets in its braces end nothing."""
    if text[at : at + 1] != "[":
        return at
    depth = 0
    for place in range(at + 1, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if text[place] == "]" and depth <= 0:
            return place + 1
    return at


def _entry(body: str) -> Citation:
    shown = texplain.plain(body)
    cited = citation.parse(shown)
    parts = _parts(body)
    if "title" in parts or "journal" in parts:
        return _named(cited, parts)
    blocks = [texplain.plain(one) for one in _NEWBLOCK.split(body)]
    blocks = [blocks[0], *(one for one in blocks[1:] if not _YEAR_BLOCK.match(one))]
    return _blocked(cited, blocks) if len(blocks) > 2 else cited


def _parts(body: str) -> dict[str, str]:
    """The parts that an entry names, each the first of its name."""
    made: dict[str, str] = {}
    for match in _INFO.finditer(body):
        value, _ = texplain.group(body, match.end())
        made.setdefault("title" if match["shown"] else match["name"].lower(), value)
    return made


def _named(cited: Citation, parts: dict[str, str]) -> Citation:
    title = citation.tidy(texplain.plain(parts.get("title", "")))
    said = {name: texplain.plain(parts[part]) for part, name in _SAID.items() if parts.get(part)}
    said.pop("container-title", None)
    venue = texplain.plain(parts.get("journal") or parts.get("booktitle") or "") or None
    who = authorlist.parse_list(texplain.plain(parts["author"])) if parts.get("author") else None
    issued = dates.parse(texplain.plain(parts.get("year", ""))[:4])
    return replace(
        cited, title=title or None, rivals=(), said=said or cited.said, venue=venue or cited.venue,
        issued=issued or cited.issued, authors=who[0] if who else cited.authors,
        et_al=who[1] if who else cited.et_al,
    )  # fmt: skip


def _blocked(cited: Citation, blocks: list[str]) -> Citation:
    """An entry in blocks: the second is the title, unless the first held no names."""
    title = citation.tidy(re.sub(r"^(?:“(.*)”|``(.*)'')[.,]?$", r"\1\2", blocks[1]))
    authors, cut = authorlist.parse_list(blocks[0])
    if not title or not authors:
        return cited
    tail = citation.parse(" ".join(("A. Name. Title of it.", *blocks[2:])))
    return replace(
        cited, title=title, authors=authors, et_al=cut, rivals=(), venue=tail.venue, said=tail.said
    )


def entry(tex: str) -> tuple[str, Citation] | None:
    """The key of biblatex's `\\entry` and what it says, or None."""
    begun = re.search(r"\\entry\{(?P<key>[^{}]*)\}\{(?P<type>[^{}]*)\}\{[^{}]*\}", tex)
    if not begun:
        return None
    fields = {match["name"]: texplain.group(tex, match.end())[0] for match in _FIELD.finditer(tex)}
    verbs = {match["name"]: match["value"] for match in _VERB.finditer(tex)}
    title = ": ".join(texplain.plain(fields[name]) for name in ("title", "subtitle") if fields.get(name))
    said = {name: texplain.plain(fields[field]) for field, name in _SAID.items() if fields.get(field)}
    venue = said.pop("container-title", None)
    authors, cut = _names(tex)
    cited = Citation(
        title=title or None,
        authors=authors,
        et_al=cut,
        issued=dates.parse("-".join(fields[part].zfill(2) for part in ("year", "month") if fields.get(part)))
        or dates.parse(fields.get("year", "")),
        venue=venue,
        identifiers=_identifiers(verbs),
        said=said,
        evidence=citation.ENOUGH,
    )
    return begun["key"], cited


def _identifiers(verbs: dict[str, str]) -> tuple[Identifier, ...]:
    eprint = verbs.get("eprint", "")
    told = " ; ".join((f"arXiv:{eprint}" if eprint else "", verbs.get("doi", ""), verbs.get("url", "")))
    return citation.identifiers_in(told)


def _names(tex: str) -> tuple[tuple[Name, ...], bool]:
    """The authors of an entry; whether biblatex was told that there are more."""
    begun = _NAMES.search(tex)
    if not begun:
        return (), False
    block, _ = texplain.group(tex, begun.end())
    block = _COMMENT.sub("", block)
    made: list[Name] = []
    at = 0
    while (one := texplain.group(block, at))[1] > at:
        name, at = one
        made.append(_name(name))
    return tuple(made), "more=true" in begun["options"] or "\\true{moreauthor}" in tex


def _name(tex: str) -> Name:
    _, at = texplain.group(tex, 0)
    inner, _ = texplain.group(tex, at)
    parts = {
        match["part"]: texplain.plain(texplain.group(inner, match.end())[0])
        for match in _NAME_PART.finditer(inner)
    }
    if not parts:  # biblatex 2: hash, family, its initials, given, its initials, prefix, its initials, suffix
        values, at = [], 0
        while (one := texplain.group(tex, at))[1] > at:
            values.append(texplain.plain(one[0]))
            at = one[1]
        parts = dict(
            zip(("hash", "family", "_", "given", "_", "prefix", "_", "suffix"), values, strict=False)
        )
    family, given = parts.get("family", ""), parts.get("given", "")
    if not given:
        return names.parse(family) if " " not in family else Name(literal=family)
    return Name(family=family, given=given, particle=parts.get("prefix", ""), suffix=parts.get("suffix", ""))
