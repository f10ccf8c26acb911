"""The blocks of a .bib file and what stands in them; the only user of `bibtexparser`.

Its parser is used for its splitting only, with no middleware: that gives each block's raw text as it
stands in the file, and each value with its braces. Blocks it cannot read come back too, with their
text, because they are the user's all the same.

Values are put together here (`#`, macros, months) and made Unicode. BibTeX itself reads them so
(btxdoc, section 2; https://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf); `bibtexparser`'s own LaTeX
layer loses formulae and escapes URLs. Braces that protect capitals go, those of a formula stay.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block as ParsedBlock
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as ParsedEntry
from bibtexparser.model import ExplicitComment as ParsedComment
from bibtexparser.model import Preamble as ParsedPreamble
from bibtexparser.model import String as ParsedString

from bibgen import latex, mathtex, names
from bibgen.model import Name

# What is wrong is told with the block; a word on standard error besides would only disturb.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_VERBATIM = frozenset("url doi eprint file archiveprefix eprinttype primaryclass eprintclass".split())
_NEXT_HEAD = re.compile(r"(?<=.)@\s*\w*\s*\Z", re.S)  # given to a broken block though it begins the next
_ESCAPED = re.compile(r"\{\\([&%#_$~])\}|\\([&%#_${}~])")  # Mendeley writes `{\_}`
_PIECE = re.compile(r"\s*(?:(?P<open>[{\"])|(?P<bare>[^\s#{}\"=,]+))")
_JOINT = re.compile(r"\s*(#|$)")
_DELIMITER = re.compile(r'(?<!\\)[{}]|"')
_SYMBOLS = {
    "textbackslash": "\ue022", "textasciicircum": "^", "textasciitilde": "\ue024", "textendash": "–",
    "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">",
    "textdollar": "\ue023", "textregistered": "®", "texttrademark": "™",
    "textdegree": "°",
    "textellipsis": "…", "ldots": "…", "dots": "…", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "S": "§", "&": "&",
    "textbraceleft": "\ue020", "textbraceright": "\ue021",
}  # fmt: skip
_SYMBOL = re.compile(
    rf"\\({'|'.join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))})(?![a-zA-Z])(?:\{{\}})?"
)
_LINKED = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
# What the text itself means by these signs, while those of TeX go.
_MEANT = {"\ue020": "{", "\ue021": "}", "\ue022": "\\", "\ue023": "$", "\ue024": "~"}
_TO_RESTORE = re.compile("[{}\ue020-\ue024]")
_NAMED_PART = re.compile(r"\s*(?:family|given|prefix|suffix)\s*=", re.I)
_AND = re.compile(r"\s+and\s+", re.I)
_ET_AL = re.compile(r"[\s,]*\{?\s*\bet\.?\s*al\b\.?\s*\}?[\s,]*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a .bib: its text, its line (from 1), and its key if it is an entry.

    It stands in the text at the characters `start:end`. `parsed` is what `bibtexparser` made of it.
    """

    raw: str
    line: int
    start: int
    end: int
    key: str | None = None
    parsed: ParsedBlock = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One block read: its `kind` ("entry", "string", "comment", "preamble", "broken"), and what it holds.

    `fields` are names in lower case with their texts in Unicode; `author` is left as it is, for
    `people`. `reason` says what is wrong with a broken one.
    """

    kind: str
    type: str = ""
    key: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def blocks(text: str) -> list[Block]:
    """Every block that begins with `@`, in order; text between them is left out."""
    found: list[Block] = []
    at = 0
    for block in parse_string(text, parse_stack=[]).blocks:
        raw = block.raw or ""
        if isinstance(block, ParsingFailedBlock):
            raw = _NEXT_HEAD.sub("", raw)
        start = text.find(raw, at)
        at = start + len(raw)
        if not isinstance(block, ImplicitComment):
            own = _own(block)
            key = own.key if isinstance(own, ParsedEntry) else None
            line = (block.start_line or 0) + 1
            found.append(Block(raw=raw, line=line, start=start, end=at, key=key, parsed=own))
    return found


def _own(block: ParsedBlock) -> ParsedBlock:
    """The block itself, where the parser only minds that its key stands in the file twice."""
    whole = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else None
    return whole or block


def parse(raw: str, macros: Mapping[str, str] | None = None) -> Parsed:
    """What one block says.

    Args:
        raw: the block, from its `@` to the closing brace.
        macros: the `@string`s before it, their names in lower case; months are always known.
    """
    return _parsed(next(iter(parse_string(raw, parse_stack=[]).blocks), None), macros)


def read(block: Block, macros: Mapping[str, str] | None = None) -> Parsed:
    """The same of a block that was found in a text."""
    return _parsed(block.parsed, macros)


def _parsed(block: ParsedBlock | None, macros: Mapping[str, str] | None) -> Parsed:
    known = {**_MONTHS, **(macros or {})}
    if isinstance(block, ParsedEntry):
        return _entry(block, known)
    if isinstance(block, ParsedString):
        value = _value(block.value, known)
        if value is None:
            return Parsed(kind="broken", reason=f"the value of {block.key!r} cannot be read")
        return Parsed(kind="string", key=block.key.lower(), fields=((block.key.lower(), value),))
    if isinstance(block, (ParsedComment, ParsedPreamble)):
        return Parsed(kind="comment" if isinstance(block, ParsedComment) else "preamble")
    return Parsed(kind="broken", reason=_wrong(block))


def _wrong(block: object) -> str:
    """What bibtexparser found wrong, in a few words."""
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"the field {', '.join(sorted(block.duplicate_keys))} stands in it twice"
    if isinstance(block, ParsingFailedBlock):
        told = getattr(block.error, "abort_reason", "") or str(block.error)
        return " ".join(told.split()).rstrip(".")[:1].lower() + " ".join(told.split()).rstrip(".")[1:]
    return "no block"


def _entry(block: ParsedEntry, macros: Mapping[str, str]) -> Parsed:
    fields = []
    for one in block.fields:
        name = one.key.lower()
        value = _value(one.value, macros)
        if value is None:
            return Parsed(kind="broken", reason=f"a comma or a brace is missing in the field {name}")
        fields.append((name, _text(name, value)))
    return Parsed(kind="entry", type=block.entry_type, key=block.key, fields=tuple(fields))


def _text(name: str, value: str) -> str:
    if name in _VERBATIM:
        return _ESCAPED.sub(r"\1\2", _LINKED.sub(r"\1\2", value)).strip("{} \t\n")
    if name in ("author", "editor"):
        return value
    text = plain(value)
    return re.sub("--|–", "-", text) if name == "pages" else text


def _value(text: str, macros: Mapping[str, str]) -> str | None:
    """Pieces in braces, quotes or bare, joined by `#`; None if they are not so joined."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return None
        if match["bare"]:
            pieces.append(macros.get(match["bare"].lower(), match["bare"]))
            at = match.end()
        else:
            end = _closing(text, match.end() - 1)
            if end is None:
                return None
            pieces.append(text[match.end() : end])
            at = end + 1
        joint = _JOINT.match(text, at)
        if joint is None:
            return None
        at = joint.end() if joint[1] else len(text)
    return "".join(pieces)


def _closing(text: str, at: int) -> int | None:
    """Where the piece that opens at `at` closes."""
    depth = 0
    quoted = text[at] == '"'
    for match in _DELIMITER.finditer(text, at + quoted):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] == ('"' if quoted else "}"):
            return match.start()
    return None


def plain(text: str) -> str:
    r"""A value as Unicode text: no TeX, no protecting braces, formulae between dollars.

    >>> plain(r"The {P}oisson--{G}{\"o}del {$\Lambda_{\alpha}$} \& more")
    'The Poisson–Gödel $\\Lambda_{\\alpha}$ & more'
    """
    text = _readable(text)
    if not _TO_RESTORE.search(text):
        return text
    pieces = (
        f"${piece}$" if formula else re.sub("[{}]", "", piece) for formula, piece in mathtex.split(text)
    )
    return _restored(" ".join("".join(pieces).split()))


def _readable(text: str) -> str:
    """Unicode for TeX, braces left; signs that the text means wait as private characters."""
    text = text.replace("\\$", "\ue023")
    pieces = (f"${piece}$" if formula else _unspelled(piece) for formula, piece in mathtex.split(text))
    return latex.decode("".join(pieces))


def _unspelled(text: str) -> str:
    if "\\" not in text:
        return text
    text = _LINKED.sub(lambda match: match[1] or match[2] or "", text)
    text = re.sub(r"\\relax(?![a-zA-Z])\s*", "", text)
    text = text.replace("\\{", "\ue020").replace("\\}", "\ue021").replace("\\~{}", "\ue024")
    return _SYMBOL.sub(lambda match: _SYMBOLS[match[1]], text)


def _restored(text: str) -> str:
    return "".join(_MEANT.get(char, char) for char in text)


def people(text: str) -> tuple[tuple[Name, ...], bool]:
    r"""The names of an `author` field, and whether it ends in "and others", or "et al." as in prose.

    >>> found, cut = people(r"{CDF Collaboration} and van den Oord, A{\"a}ron and others")
    >>> found[0].literal, found[1].particle, found[1].family, cut
    ('CDF Collaboration', 'van den', 'Oord', True)
    """
    listed = [one for one in _apart(_readable(text), _AND) if one.strip(" ,{}")]
    kept = [one for one in listed if not re.fullmatch(r"\W*(?:others|et\.?\s*al\.?)\W*", one, re.I)]
    named = [bare for one in kept if (bare := _without_et_al(one))]
    return tuple(map(_person, named)), named != listed


def _without_et_al(name: str) -> str:
    return _ET_AL.sub("", name) if name.rstrip(" ,.}").lower().endswith("al") else name


def _apart(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """The pieces between separators that stand outside all braces."""
    depth = begin = 0
    for match in re.compile(rf"[{{}}]|{separator.pattern}", re.I).finditer(text):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] not in "{}":
            yield text[begin : match.start()]
            begin = match.end()
    yield text[begin:]


def _person(text: str) -> Name:
    """A name in BibTeX's forms: `First von Last`, `von Last, First`, `von Last, Jr, First`; or biblatex's."""
    if _NAMED_PART.match(text):
        return _extended(text)
    parts = [part.strip() for part in _apart(re.sub(r"\s\d{4}$", "", text.strip(" ,")), re.compile(","))]
    bare = [_unbraced(part) for part in parts]
    if "{" not in text:
        return names.parse(", ".join(bare))
    if len(parts) == 1:
        words = list(_apart(parts[0], re.compile(r"\s+")))
        if len(words) == 1:
            return Name(literal=bare[0])
        if not words[-1].startswith("{"):
            return names.parse(bare[0])
        return Name(given=_unbraced(" ".join(words[:-1])), family=_unbraced(words[-1]))
    particle = names.parse(f"{bare[0]}, X").particle if not parts[0].startswith("{") else ""
    family = bare[0].removeprefix(particle).strip()
    suffix = bare[1] if len(bare) > 2 else ""
    return Name(family=family, given=bare[-1], particle=particle, suffix=suffix)


def _extended(text: str) -> Name:
    """A name in parts that are named (biblatex manual, section 3.4): `family=Reed, given=Scott`."""
    found: dict[str, str] = {}
    for part in _apart(text, re.compile(",")):
        name, _, value = part.partition("=")
        found[name.strip().lower()] = _unbraced(value).strip('" ')
    parts = {"family": "family", "given": "given", "prefix": "particle", "suffix": "suffix"}
    return Name(**{parts[name]: value for name, value in found.items() if name in parts})


def _unbraced(text: str) -> str:
    return _restored(re.sub("[{}]", "", text)).strip()
