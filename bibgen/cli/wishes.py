"""The options of `export` that say what the bibliography looks like, and what is wrong with them.

They are strings here and become `Options` in `wished`, so that a slip is answered as all bad input is: in
one line that names what there is.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict, TypeVar, Unpack, get_args

import typer

from bibgen.errors import UsageError
from bibgen.model import Notice
from bibgen.writers import options
from bibgen.writers.options import FIELDS, Case, Dated, Kind, Options, Style, Target

_TARGETS, _STYLES, _KINDS = get_args(Target), get_args(Style), get_args(Kind)
_CASES, _DATES = get_args(Case), get_args(Dated)
# Wish -> the formats that it is about; the others are about all.
_LATEX = ("bibtex", "biblatex")
_ABOUT: dict[str, tuple[str, ...]] = {
    "style": _LATEX,
    "kind": _LATEX,
    "ascii": (*_LATEX, "bibitem"),
    "csl": ("markdown", "html", "text"),
}
_Value = TypeVar("_Value", bound=str)


def _choice(flag: str, choices: Sequence[str], help: str, named: str = "") -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag,
        metavar=named or "|".join(choices),
        help=help,
        autocompletion=lambda: list(choices),
        show_default=False,
    )
    return option


For = Annotated[str | None, _choice("--for", _TARGETS, "Types and fields that this program takes best.")]
StyleName = Annotated[
    str | None,
    _choice(
        "--style",
        _STYLES,
        f"Print the arXiv id exactly once under this bibliography style: {', '.join(_STYLES)}.",
        named="STYLE",
    ),
]
As = Annotated[str | None, _choice("--as", _KINDS, "Write preprints as entries of this type.")]
CaseOf = Annotated[str, _choice("--case", _CASES, "Titles as arXiv has them (usual), or in sentence case.")]
Date = Annotated[
    str,
    _choice("--date", _DATES, "Date of the first arXiv version (usual), the latest, or the journal's."),
]
Ascii = Annotated[
    bool, typer.Option("--ascii", help="Letters and symbols as TeX macros, for classic BibTeX.")
]
Fields = Annotated[
    str | None,
    typer.Option(
        metavar="NAME,...", help="Write these fields only (names of BibTeX or CSL).", show_default=False
    ),
]
NoAbstract = Annotated[bool, typer.Option("--no-abstract", help="Leave the abstracts out.")]
Keywords = Annotated[bool, typer.Option("--keywords", help="Write arXiv's categories as keywords.")]
MaxAuthors = Annotated[
    int | None,
    typer.Option(metavar="N", help="Write N authors and “et al.”; usually all.", show_default=False),
]
Csl = Annotated[
    str | None,
    typer.Option(
        metavar="STYLE",
        help="Citation style of markdown, html and text: a name as at zotero.org/styles (usually apa), or a "
        ".csl file.",
        show_default=False,
    ),
]
Keys = Annotated[
    list[str] | None,
    typer.Option(
        "--keys",
        metavar="PATTERN|reset",
        help="Pattern of the citation keys as in JabRef, e.g. [auth][year][shorttitle]; `reset` gives "
        "these papers new keys.",
        show_default=False,
    ),
]


class Said(TypedDict):
    """What was said on the command line."""

    target: str | None
    style: str | None
    kind: str | None
    case: str
    dated: str
    fields: str | None
    max_authors: int | None
    csl: str | None
    ascii: bool
    abstract: bool
    keywords: bool


def wished(**said: Unpack[Said]) -> Options:
    """The options that were meant.

    Raises:
        UsageError: one of them has a value that there is not.
    """
    if said["max_authors"] is not None and said["max_authors"] < 1:
        raise UsageError(f"--max-authors {said['max_authors']}: at least one author is written")
    return Options(
        target=_one_of("--for", said["target"], _TARGETS),
        style=_one_of("--style", said["style"], _STYLES),
        kind=_one_of("--as", said["kind"], _KINDS),
        case=_one_of("--case", said["case"], _CASES) or options.USUAL.case,
        dated=_one_of("--date", said["dated"], _DATES) or options.USUAL.dated,
        fields=_fields(said["fields"]) if said["fields"] is not None else None,
        max_authors=said["max_authors"],
        csl=said["csl"] or options.USUAL.csl,
        ascii=said["ascii"],
        abstract=said["abstract"],
        keywords=said["keywords"],
    )


def _one_of(flag: str, value: str | None, choices: tuple[_Value, ...]) -> _Value | None:
    for choice in choices:
        if value is not None and choice == value.lower():
            return choice
    if value is None:
        return None
    raise UsageError(f"{flag} {value}: there is no such; there are {', '.join(choices)}")


def _fields(said: str) -> frozenset[str]:
    names = [name.strip().lower() for name in said.split(",") if name.strip()]
    for name in names:
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"--fields: no field {name!r}; {meant}there are {', '.join(FIELDS)}")
    if not names:
        raise UsageError("--fields names no field")
    return frozenset(FIELDS[name] for name in names)


def idle(said: Said, format: str) -> Iterator[Notice]:
    """A notice for each wish that the format has no use for."""
    flags = {"style": "--style", "kind": "--as", "ascii": "--ascii", "csl": "--csl"}
    for wish, formats in _ABOUT.items():
        if said[wish] and format not in formats:  # type: ignore[literal-required]
            text = f"{flags[wish]} has no effect on {format}; it is about {', '.join(formats)}"
            yield Notice(code="no-effect", text=text)
