r"""The pattern language of citation keys: `[auth:lower][year]-[shorttitle:truncate20]`.

It is JabRef's (https://docs.jabref.org/setup/citationkeypatterns): markers in brackets, each with modifiers
behind colons that apply one after the other; all else is text. Regular expressions are Python's, their
replacements take `$1` as well as `\1`. Modifiers work on words with blanks between them, which go last.

A key may have letters and digits of ASCII and, singly between them, `- _ . : / +`. That is what BibTeX
(btxdoc, section 3), biber, TeX's `\cite` and pandoc's `[@key]`
(https://pandoc.org/MANUAL.html#citation-syntax) can all read, so a pattern with other signs is refused
rather than mended, and signs that would end a key or stand side by side are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bibgen.errors import UsageError
from bibgen.keys import markers
from bibgen.keys.markers import Marker
from bibgen.model import Record

Modifier = Callable[[str], str]

# BibTeX breaks lines of a .bbl behind 79 characters (max_print_line); so \bibitem{} with a suffix fits in.
LONGEST = 64
_SIGNS = "-_.:/+"
_FORBIDDEN = re.compile(rf"[^A-Za-z0-9{re.escape(_SIGNS)}]")
_SIGNS_TOGETHER = re.compile(rf"([{re.escape(_SIGNS)}])[{re.escape(_SIGNS)}]+")
_QUOTED = r'"(?:\\.|[^"\\])*"'
_BRACKET = re.compile(rf"\[(?P<marker>(?:{_QUOTED}|[^\[\]\"])*)\]")
_MODIFIER = re.compile(
    rf":(?:\((?P<otherwise>[^()]*)\)|(?P<name>[A-Za-z_]+)(?P<number>\d{{1,4}})?"
    rf"(?:\(\s*(?P<first>{_QUOTED})\s*,\s*(?P<second>{_QUOTED})\s*\))?)"
)
_FORMULA = "Better BibTeX's auth.lower + year is [auth:lower][year] here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One marker with its modifiers; `unknown` stands for what a paper does not tell."""

    marker: Marker
    numbers: tuple[int, ...]
    unknown: str
    modifiers: tuple[Modifier, ...]

    def said(self, record: Record) -> str:
        """What it says of a paper."""
        said = self.marker(record, self.numbers) or self.unknown
        for modify in self.modifiers:
            said = modify(said)
        return "".join(said.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern that can make keys; two of one text are the same."""

    text: str
    pieces: tuple[str | Field, ...] = field(compare=False, repr=False)

    @property
    def by_author(self) -> bool:
        """Whether its keys say `anon` of a paper without authors."""
        return any(isinstance(piece, Field) and piece.unknown == "anon" for piece in self.pieces)

    def key(self, record: Record) -> str:
        """What the pattern says of a paper, as a key that others may have too; "" if it says nothing."""
        said = "".join(piece if isinstance(piece, str) else piece.said(record) for piece in self.pieces)
        said = _SIGNS_TOGETHER.sub(r"\1", _FORBIDDEN.sub("", said)).strip(_SIGNS)
        return said[:LONGEST].rstrip(_SIGNS)


def parse(text: str) -> Pattern:
    """The pattern that a text means.

    Raises:
        UsageError: names what cannot be meant, and lists what could be.

    >>> parse("[auth:lower]_[shortyear]").text
    '[auth:lower]_[shortyear]'
    """
    text = text.strip()
    pieces: list[str | Field] = []
    done = 0
    for bracket in _BRACKET.finditer(text):
        pieces += [_literal(text[done : bracket.start()], done), _field(bracket["marker"])]
        done = bracket.end()
    pieces.append(_literal(text[done:], done))
    if len(pieces) == 1:
        raise UsageError(f"the key pattern {text!r} has no marker such as [auth] or [year] ({_FORMULA})")
    return Pattern(text=text, pieces=tuple(pieces))


def _literal(text: str, at: int) -> str:
    """The text between markers, which begins at a character of the pattern."""
    bracket = re.search(r"[\[\]]", text)
    if bracket:
        what = "is not closed" if bracket[0] == "[" else "closes nothing"
        where = f"the bracket at character {at + bracket.start() + 1}"
        raise UsageError(f"in the key pattern {where} {what}")
    return _checked(text)


def _checked(text: str) -> str:
    """The text, if all of it can stand in a key."""
    found = _FORBIDDEN.search(text)
    if found:
        shown = "a blank" if found[0].isspace() else f"{found[0]!r}"
        raise UsageError(
            f"{shown} cannot stand in a citation key: the key pattern may have letters and digits of ASCII "
            f"and {' '.join(_SIGNS)} ({_FORMULA})"
        )
    return text


def _field(inside: str) -> Field:
    name, colon, rest = inside.partition(":")
    found = markers.find(name.strip())
    if found is None:
        raise UsageError(f"the key pattern has no marker [{name}]; it knows {', '.join(markers.NAMES)}")
    modifiers = _apart(colon + rest)
    marker, numbers, unknown = found
    return Field(
        marker=marker,
        numbers=numbers,
        unknown="" if any(one["name"] is None for one in modifiers) else unknown,
        modifiers=tuple(map(_modifier, modifiers)),
    )


def _apart(text: str) -> list[re.Match[str]]:
    """The modifiers behind a marker."""
    found = []
    done = 0
    while done < len(text):
        match = _MODIFIER.match(text, done)
        if match is None:
            raise UsageError(f"the modifier {text[done:]!r} cannot be read; the key pattern knows {_KNOWN}")
        found.append(match)
        done = match.end()
    return found


def _modifier(match: re.Match[str]) -> Modifier:
    if match["name"] is None:
        otherwise = _checked(match["otherwise"])
        return lambda said: said or otherwise
    name, number, quoted = match["name"].lower(), int(match["number"] or 0), match["first"]
    if name == "truncate" and number and quoted is None:
        return lambda said: said[:number].rstrip()
    if name == "regex" and not match["number"] and quoted is not None:
        return _replaced(_unquoted(quoted), _unquoted(match["second"]))
    if name in _MODIFIERS and not match["number"] and quoted is None:
        return _MODIFIERS[name]
    raise UsageError(f"the key pattern has no modifier {match[0]!r}; it knows {_KNOWN}")


def _replaced(expression: str, replacement: str) -> Modifier:
    _checked(re.sub(r"[$\\]\d", "", replacement))
    template = re.sub(r"[$\\](\d)", r"\\g<\1>", replacement)
    try:
        pattern = re.compile(expression)
        pattern.sub(template, "")
    except (re.error, IndexError) as error:
        raise UsageError(f"in the key pattern regex({expression!r}, …) cannot be used: {error}") from error
    return lambda said: pattern.sub(template, said)


def _unquoted(text: str) -> str:
    return re.sub(r'\\([\\"])', r"\1", text[1:-1])


def _capitalised(said: str) -> str:
    return " ".join(word.capitalize() for word in said.split())


def _titled(said: str) -> str:
    words = said.split()
    return " ".join(
        word.capitalize() if not at or markers.says_something(word) else word.lower()
        for at, word in enumerate(words)
    )


_MODIFIERS: dict[str, Modifier] = {
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": _capitalised,
    "titlecase": _titled,
    "sentencecase": str.capitalize,
    "abbr": lambda said: "".join(word[0] for word in said.split()),
}
_KNOWN = f'{", ".join(_MODIFIERS)}, truncateN, (otherwise) and regex("from", "to")'
