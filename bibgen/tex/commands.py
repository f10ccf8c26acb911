r"""Which commands cite, where their keys stand, and what commands a text defines for itself.

From the manuals of natbib, biblatex (sections 3.9 and 3.15), REVTeX 4.2, apacite, jurabib, harvard,
chicago, cite, csquotes, multibib and bibentry (https://ctan.org). A command that begins with a capital
means the same as the one that does not. What `\newcommand`, `\def`, `\let`, `\NewDocumentCommand`,
biblatex's `\DeclareCiteCommand` or multibib's `\newcites` defines is followed where it hands one of its
arguments to a command that cites, or stands for such a command by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bibgen.tex.groups import Groups, Shape

_ONE, _SECOND = Shape(), Shape(arguments=2, keys=(1,))
_CITING = (
    # natbib, cite, REVTeX, bibentry, abntex2
    "cite citet citep citealt citealp citeauthor citefullauthor citeyear citeyearpar citetalias citepalias "
    "defcitealias citenum citen citeonline onlinecite rcite shortcites nocite bibentry "
    # biblatex
    "parencite footcite footcitetext textcite smartcite autocite supercite fullcite footfullcite citetitle "
    "citedate citeurl citefield citelist citename notecite pnotecite fnotecite "
    # apacite, chicago, harvard, jurabib, publishers' classes
    "citeA citeNP citeANP citeauthorNP citeyearNP citeN shortcite shortciteA shortciteN shortciteNP "
    "shortciteANP shortciteauthor shortciteauthorNP fullciteA fullciteNP fullciteANP fullciteauthor "
    "fullciteauthorNP maskcite maskciteA maskciteNP masknocite nocitemeta citeasnoun citeaffixed "
    "possessivecite refcite inlinecite opencite "
    # csquotes
    "textcquote blockcquote displaycquote"
)
_AFTER_ONE = (
    "volcite pvolcite fvolcite ftvolcite svolcite tvolcite avolcite defbibentryset foreigntextcquote "
    "hyphentextcquote foreignblockcquote hyphenblockcquote foreigndisplaycquote hyphendisplaycquote"
)
_LISTS = (
    "cite parencite footcite footcitetext textcite smartcite autocite supercite citeauthor citetitle "
    "citeyear fullcite footfullcite"
)
_VOLUMES = "volcite pvolcite fvolcite ftvolcite svolcite tvolcite avolcite"
STANDARD: Mapping[str, Shape] = {
    **dict.fromkeys(_CITING.split(), _ONE),
    **dict.fromkeys(_AFTER_ONE.split(), _SECOND),
    **{f"{name}s": Shape(many=True) for name in _LISTS.split()},
    **{f"{name}s": Shape(arguments=2, keys=(1,), many=True) for name in _VOLUMES.split()},
}
_IN_TOPICS = "cite nocite citet citep citealt citealp citeauthor citeyear bibliography".split()  # of multibib

_DEFINED = re.compile(
    r"\\(?P<how>(?:new|renew|provide)command|DeclareRobustCommand|newrobustcmd|(?:New|Renew|Provide|Declare)"
    r"(?:Expandable)?DocumentCommand|[gex]?def|let|newcites|Declare(?:Multi)?CiteCommand)(?![A-Za-z@])\*?\s*"
    r"\{?\s*(?:\\(?P<name>[A-Za-z@]+)|(?P<topics>[A-Za-z,\s]+))\s*\}?"
)
_COUNT = re.compile(r"\s*\[\s*(?P<count>\d)\s*\](?P<default>\s*\[[^\[\]{}]*\])?\s*")
_SIGNATURE = re.compile(r"\s*\{(?P<spec>(?:[^{}]|\{[^{}]*\})*)\}\s*")
_PARAMETERS = re.compile(r"(?:#\d)*")
_MEANING = re.compile(r"\s*=?\s*\\(?P<name>[A-Za-z@]+)")
_NAME = re.compile(r"\\(?P<name>[A-Za-z@]+)\*?")
_LONGEST = 1000  # characters of a definition that is looked at
_TURNS = 4  # how deep a definition may rest upon another that stands behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a text says that a command means: another command, or a `body` that takes arguments.

    `places` tells which argument in braces (from 0) each parameter is, None for one that is optional.
    """

    name: str
    body: str
    places: tuple[int | None, ...] = ()


def shape_of(name: str, known: Mapping[str, Shape]) -> Shape | None:
    """How a command cites, or None if it does not."""
    return known.get(name) or known.get(name[:1].lower() + name[1:])


def known_with(definitions: Iterable[Definition]) -> dict[str, Shape]:
    """The commands that cite, among them those that rest upon them by their definitions."""
    known, rest = dict(STANDARD), list(definitions)
    for _ in range(_TURNS):
        found = {one.name: shape for one in rest if (shape := _meant(one, known))}
        if not found.items() - known.items():
            break
        known |= found
    return known


def definitions(text: str) -> Iterator[Definition]:
    """What a text, of which all is read, defines."""
    groups: Groups | None = None
    for one in _DEFINED.finditer(text):
        if one["how"] == "newcites":
            for topic in (one["topics"] or "").split(","):
                yield from (
                    Definition(name=f"{name}{topic.strip()}", body=f"\\{name}") for name in _IN_TOPICS
                )
        elif one["name"] is None:
            continue
        elif one["how"] == "let":
            meaning = _MEANING.match(text, one.end())
            if meaning:
                yield Definition(name=one["name"], body=f"\\{meaning['name']}")
        elif one["how"].endswith("CiteCommand"):
            yield Definition(name=one["name"], body="\\cites" if "Multi" in one["how"] else "\\cite")
        else:
            groups = groups or Groups(text)
            yield from _with_body(one["name"], one["how"], text, one.end(), groups)


def _with_body(name: str, how: str, text: str, at: int, groups: Groups) -> Iterator[Definition]:
    places, at = _places(how, text, at)
    end = groups.end(at)
    if text.startswith("{", at) and at < end <= at + _LONGEST:
        yield Definition(name=name, body=text[at + 1 : end - 1], places=places)


def _places(how: str, text: str, at: int) -> tuple[tuple[int | None, ...], int]:
    """Which argument in braces each parameter is, and where the body begins."""
    optional: list[bool] = []
    if how.endswith("def"):
        found = _PARAMETERS.match(text, at)
        optional = [False] * ((found.end() - at) // 2) if found else []
    elif how.endswith("DocumentCommand"):
        found = _SIGNATURE.match(text, at)
        spec = re.sub(r"\{[^{}]*\}|[^A-Za-z]", "", found["spec"]) if found else ""
        optional = [letter not in "mv" for letter in spec]
    elif found := _COUNT.match(text, at):
        count = int(found["count"])
        optional = [found["default"] is not None and at == 0 for at in range(count)]
    mandatory = iter(range(len(optional)))
    places = tuple(None if may_lack else next(mandatory) for may_lack in optional)
    return places, found.end() if found else at


def _meant(one: Definition, known: Mapping[str, Shape]) -> Shape | None:
    """How a defined command cites, or None if it does not."""
    groups = Groups(one.body)
    keys: set[int] = set()
    for command in _NAME.finditer(one.body):
        shape = shape_of(command["name"], known)
        if shape is None:
            continue
        if not one.places and groups.past_options(command.end()) == len(one.body):
            return shape
        for start, end in groups.keys(command.end(), shape):
            parameter = re.fullmatch(r"\s*#(\d)\s*", one.body[start:end])
            number = int(parameter[1]) if parameter else 0
            place = one.places[number - 1] if 0 < number <= len(one.places) else None
            keys |= {place} if place is not None else set()
    return Shape(arguments=max(keys) + 1, keys=tuple(sorted(keys))) if keys else None
