r"""What LaTeX itself wrote down of a document's citations: .aux for BibTeX, .bcf for biber.

An .aux has `\citation{keys}`, `\bibdata{files}`, `\bibstyle{style}`, `\bibcite{key}{…}` for each entry
that was printed, and `\@input{file.aux}` for each `\include` (btxdoc and source2e; biblatex writes
`\abx@aux@cite{…}{key}`). A .bcf is XML with a `citekey` for each key and a `datasource` for each file
(biber's manual). Of both only the lines are told, since nobody edits them; the keys by which biblatex,
REVTeX and achemso steer styles are left out, and the .bib files that they write are told apart.

LaTeX may write into a folder of its own (`-output-directory`), so a .bib is looked for where BibTeX and biber
are usually run as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.tex import files
from bibgen.tex.document import Document, Place
from bibgen.tex.files import TexFile
from bibgen.tex.scan import KEY, Cited, Text

_COMMAND = re.compile(
    r"^\s*\\(?P<name>citation|bibdata|bibstyle|bibcite|@input|abx@aux@cite)\s*(?:\{\d+\}(?=\{))?\{(?P<value>[^{}]*)\}"
    r"|^\s*\\(?P<all>abx@aux@nociteall)(?![A-Za-z])",
    re.M,
)
_CITING = ("citation", "abx@aux@cite")
_OWN_KEY = re.compile(r"biblatex-control|[a-z]+4\d[a-z]*Control|a(?:chemso|cs)-control", re.I)
_OWN_FILES = ("{job}-blx", "{job}Notes", "{job}-notes", "acs-{job}")


def read(path: Path, search: Sequence[Path] = ()) -> Document:
    """The document that an .aux or .bcf is of.

    Args:
        search: folders in which a .bib may be too that is not beside the file.

    Raises:
        InputError: it cannot be read.
    """
    if path.suffix.lower() == ".bcf":
        return _of_bcf(path, search)
    return _of_aux(path, search)


def _of_aux(path: Path, search: Sequence[Path]) -> Document:
    read: list[TexFile] = []
    notices: list[Notice] = []
    said = list(_commands(path, read, notices))
    names = [name.strip() for one in said if one.name == "bibdata" for name in one.value.split(",")]
    places = [Place(path=one.path, cited=cited) for one in said for cited in one.cited]
    own = {name.format(job=path.stem) for name in _OWN_FILES}
    modern = any(one.name == "abx@aux@cite" or one.value == "biblatex-control" for one in said)
    return Document(
        path=path,
        places=tuple(place for place in places if not _OWN_KEY.fullmatch(place.cited.key)),
        bibliographies=_paths(path, [f"{name}.bib" for name in names if name not in own], search),
        own=_paths(path, [f"{name}.bib" for name in names if name in own], search),
        # Entries of a .bib are told so too; without any .bib they can only be the document's own.
        defined=frozenset() if names else frozenset(one.value for one in said if one.name == "bibcite"),
        modern=modern,
        all_listed=any(one.name == "abx@aux@nociteall" for one in said),
        biber=modern and not names,
        style=next((one.value for one in said if one.name == "bibstyle"), ""),
        files=tuple(read),
        of_latex=True,
        notices=tuple(notices),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command:
    """A command of an .aux: its name, its argument, and the keys in that if it cites."""

    path: Path
    name: str
    value: str
    cited: tuple[Cited, ...]


def _commands(path: Path, read: list[TexFile], notices: list[Notice]) -> Iterator[_Command]:
    """The commands of an .aux and of those that it takes in."""
    waiting, seen = [path], {path.resolve()}
    while waiting:
        file = files.load(waiting.pop())
        read.append(file)
        for one in _COMMAND.finditer(file.said.text):
            name, value = one["name"] or one["all"], one["value"] or ""
            cited = _cited(file.said, *one.span("value")) if name in _CITING else ()
            yield _Command(path=file.path, name=name, value=value, cited=tuple(cited))
            inner = path.parent / value
            if name != "@input" or inner.resolve() in seen:
                continue
            seen.add(inner.resolve())
            if inner.is_file():
                waiting.append(inner)
            else:
                notices.append(Notice(code="missing-file", text=f"{file.path}: there is no file {value}"))


def _cited(text: Text, start: int, end: int) -> Iterator[Cited]:
    for one in KEY.finditer(text.text, start, end):
        star = len(one[0]) > 1 and one[0].startswith("*")  # of mcite; it is no part of the key
        start = one.start() + star
        yield Cited(key=one[0][star:], start=start, end=one.end(), line=text.line(start))


def _of_bcf(path: Path, search: Sequence[Path]) -> Document:
    file = files.load(path)
    found = _Bcf()
    try:
        found.through(file.raw)
    except (expat.ExpatError, _Untrusted) as error:
        raise InputError(f"is no .bcf that can be read: {error}", str(path)) from error
    return Document(
        path=path,
        places=tuple(Place(path=path, cited=one) for one in found.keys),
        bibliographies=_paths(path, found.sources, search),
        modern=True,
        biber=True,
        files=(file,),
        of_latex=True,
    )


class _Untrusted(ValueError):
    """A definition in a file that needs none."""


class _Bcf:
    """The keys and files of a .bcf; without entities, so that nothing can grow or be fetched."""

    def __init__(self) -> None:
        self.keys: list[Cited] = []
        self.sources: list[str] = []
        self._at = ""
        self._text = ""
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._define
        self._parser.StartElementHandler = self._begin
        self._parser.CharacterDataHandler = self._add
        self._parser.EndElementHandler = self._end

    def through(self, raw: bytes) -> None:
        """Read it all."""
        self._parser.Parse(raw, True)

    def _define(self, *_: object) -> None:
        raise _Untrusted("it defines a document type")

    def _begin(self, name: str, with_: dict[str, str]) -> None:
        wanted = name == "bcf:citekey" or (
            name == "bcf:datasource" and (with_.get("type"), with_.get("datatype")) == ("file", "bibtex")
        )
        self._at, self._text = name if wanted else "", ""

    def _add(self, text: str) -> None:
        self._text += text if self._at else ""

    def _end(self, name: str) -> None:
        if name != self._at:
            return
        self._at, text = "", self._text.strip()
        if name == "bcf:datasource":
            self.sources.append(text)
        elif text:
            start = self._parser.CurrentByteIndex - len(text.encode())
            self.keys.append(
                Cited(key=text, start=start, end=start + len(text), line=self._parser.CurrentLineNumber)
            )


def _paths(path: Path, names: Sequence[str], search: Sequence[Path]) -> tuple[Path, ...]:
    """The .bib files of these names, each once: LaTeX ran where we are, if the file lies below."""
    found = []
    here = [Path()] if path.resolve().is_relative_to(Path.cwd()) else []
    for name in dict.fromkeys(names):
        places = [folder / name for folder in (path.parent, *here, path.parent.parent, *search)]
        found.append(next((place for place in places if place.is_file()), places[0]))
    return tuple(found)
