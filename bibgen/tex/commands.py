r"""Which commands cite, where their keys stand, and what commands a text defines for itself.

From the manuals of natbib, biblatex (sections 3.9 and 3.15), REVTeX 4.2, apacite, jurabib, harvard,
chicago, cite, csquotes, multibib and bibentry (https://ctan.org). A command that begins with a capital
means the same as the one that does not. What `\newcommand`, `\def`, `\let`, `\NewDocumentCommand`,
biblatex's `\DeclareCiteCommand` or multibib's `\newcites` defines is followed where it hands one of its
arguments to a command that cites, or stands for such a command by itself. Hundreds of styles have commands
of their own, nearly all of which end in the name of one of these and take keys in the same way (`\sidecite`,
`\posscitet`): one that the document does not define is known by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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
    # IEEEtran, mciteplus, nmbib, amsrefs
    "bstctlcite mciteSubRef mciteSubPageRef citeall citeauthory "
    # styles of biblatex
    "citejournal citeseries citeissue citecollection citeshorthand citeshortauthor citelastname "
    "citetranslator citefilm citefilmnoindex citefullfilm citecfilm citeepisode citeitem citec citetv "
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
# Packages in which a command of a usual name has other arguments.
_OTHERWISE: Mapping[str, Mapping[str, Shape]] = {"jurabib": {"citefield": _SECOND}}
# Names that end like those of commands that cite, of biblatex's hooks and of what LaTeX writes down.
_NO_CITING = re.compile(r"At[A-Z]\w*|bibcite|newcites|.*@.*")
_VOLUME = re.compile(r"[a-z]{0,2}vol", re.I)

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


def shape_of(name: str, known: Mapping[str, Shape | None]) -> Shape | None:
    """How a command cites, or None if it does not.

    >>> shape_of("Citet", STANDARD), shape_of("margincites", STANDARD).many, shape_of("citestyle", STANDARD)
    (Shape(arguments=1, keys=(0,), many=False, guessed=False), True, None)
    """
    if name in known:
        return known[name]
    return known.get(name[:1].lower() + name[1:]) or _by_its_name(name)


def _by_its_name(name: str) -> Shape | None:
    """How a command cites whose name ends in that of another."""
    if "ite" not in name or _NO_CITING.fullmatch(name):
        return None
    for at in range(1, len(name) - 3):
        like = STANDARD.get(name[at].lower() + name[at + 1 :])
        if like:
            return replace(_SECOND if _VOLUME.match(name) else like, many=like.many, guessed=True)
    return None


def known_with(definitions: Iterable[Definition], packages: Iterable[str] = ()) -> dict[str, Shape | None]:
    """The commands that cite, among them those that rest upon them by their definitions.

    Those that are defined and have nothing to do with citing are among them, without a shape.

    Args:
        packages: the names of those that are used.
    """
    known: dict[str, Shape | None] = dict(STANDARD)
    for package in packages:
        known |= _OTHERWISE.get(package, {})
    rest = list(definitions)
    for _ in range(_TURNS):
        found = {one.name: shape for one in rest if (shape := _meant(one, known))}
        if not found.items() - known.items():
            break
        known |= found
    foreign = {one.name for one in rest if one.name not in known and not _mentions_citing(one, known)}
    return known | dict.fromkeys(foreign)


def _mentions_citing(one: Definition, known: Mapping[str, Shape | None]) -> bool:
    return any(shape_of(command["name"], known) for command in _NAME.finditer(one.body))


def definitions(text: str) -> Iterator[Definition]:
    """What a text, of which all is read, defines."""
    groups: Groups | None = None
    for one in _DEFINED.finditer(text):
        if one["how"] == "newcites":
            for topic in (one["topics"] or "").split(","):
                yield from (
                    Definition(name=f"{name}{topic.strip()}", body=f"\\{name}")
                    for name in (*STANDARD, "bibliography")
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


def _meant(one: Definition, known: Mapping[str, Shape | None]) -> Shape | None:
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
