r"""A document of LaTeX: the files that make it up, what they cite, and where its bibliographies are.

LaTeX is run in the folder of the main file, so names are relative to that (`\import` and `\subimport`
bring folders of their own); what is not there is looked for beside the file that names it, where subfiles
has it. Packages and classes are followed if they lie there too, for the commands they define. A part of a
document (`% !TEX root`, or the class subfiles) has the bibliographies of its main file. A missing file is
told, and none is read twice. What is no LaTeX, or holds the marks of a conflict between two versions, is
refused: nobody knows which of the sides will stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.tex import commands, files
from bibgen.tex.files import TexFile
from bibgen.tex.groups import Shape
from bibgen.tex.quiet import Embedded
from bibgen.tex.scan import Cited, Named

_SUFFIXES = {"include": (".tex",), "package": (".sty",), "class": (".cls",)}
_LIBRARY = ("package", "class")
_FOLLOWED = ("input", "optional", "include", "import", "subimport", *_LIBRARY)
_NEED_NOT_BE = ("optional", *_LIBRARY)  # at least not in the user's folders
_WITH_BIBTEX = re.compile(r"backend\s*=\s*\{?\s*bibtex")
_ELSEWHERE = re.compile(r"location\s*=\s*\{?\s*remote|datatype\s*=\s*\{?\s*(?!bibtex)\w")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |\r?$)", re.M)
_SIGHT = 4096  # bytes in which it shows what a file is
_ENTRY = re.compile(rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][^\s,{}]*,", re.M)
_LATEX = re.compile(rb"\\(?:documentclass|begin|input|include|[a-z]*cite)")
_OTHER_FILES = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP or Office file"), (b"{\\rtf", "an RTF"))
_OF_TEX = ("glyphtounicode",)  # what comes with TeX and is taken in by name
_MOST_FILES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A key where it is cited; the file is None where it is one that LaTeX wrote, which nobody edits."""

    path: Path
    cited: Cited
    file: TexFile | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.cited.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    r"""What a document cites and names.

    `bibliographies`: the paths of its .bib files, in its order, there or not. `embedded`: those that
    stand in it, each with its file. `defined`: the keys of its own `\bibitem`s. `modern`: it uses
    biblatex; `biber`: and biber makes the bibliography, so that the case of keys counts. `style`: that of
    BibTeX, "" if none is named. `files`: all that were read. `own`: the paths of .bib files that LaTeX
    itself wrote. `all_listed`: it has every entry printed without naming it. `of_latex`: its files are what
    LaTeX wrote down.
    """

    path: Path
    places: tuple[Place, ...]
    bibliographies: tuple[Path, ...] = ()
    embedded: tuple[tuple[TexFile, Embedded], ...] = ()
    defined: frozenset[str] = frozenset()
    modern: bool = False
    biber: bool = False
    style: str = ""
    files: tuple[TexFile, ...] = ()
    own: tuple[Path, ...] = ()
    all_listed: bool = False
    of_latex: bool = False
    notices: tuple[Notice, ...] = ()


def read(path: Path, search: Sequence[Path] = ()) -> Document:
    """The document whose main file is at a path.

    Args:
        search: folders in which a .bib may be too that is not beside the main file.

    Raises:
        InputError: the main file cannot be read or is no LaTeX, or a file holds a conflict.
    """
    main = _checked(files.load(path))
    root = _root(main)
    walk = _Walk(folder=root.parent if root else path.parent)
    walk.through(main)
    above = _Walk(folder=walk.folder)
    if root:
        above.through(files.load(root))
    named = [*walk.named, *above.named]
    for file in walk.read:
        _refuse_conflict(file)
    known = commands.known_with(
        (one for file in (*above.read, *walk.read) for one in file.said.definitions),
        [one.value for one in named if one.role == "package"],
    )
    modern, biber = _processor(named)
    places = tuple(_places(walk.read, known))
    items = {one.value for one in named if one.role == "item"}
    return Document(
        path=path,
        places=places,
        bibliographies=tuple(_bibliographies(named, walk.folder, (root or path).stem, search)),
        embedded=tuple((file, one) for file in (*walk.read, *above.read) for one in file.said.embedded),
        defined=frozenset(items | (set(_sets(places)) if modern else set())),
        modern=modern,
        biber=biber,
        style=next((one.value for one in named if one.role == "style"), ""),
        files=tuple(walk.read),
        all_listed=any(file.said.all_listed for file in walk.read),
        notices=(*walk.notices, *_computed(places)),
    )


def _checked(file: TexFile) -> TexFile:
    """The main file, if it is LaTeX as far as can be seen."""
    head = file.raw[:_SIGHT]
    kind = next((kind for begin, kind in _OTHER_FILES if head.startswith(begin)), "")
    if not kind and head.startswith((b"\xff\xfe", b"\xfe\xff")):
        kind = "UTF-16, which LaTeX does not read"
    if not kind and _ENTRY.search(head) and not _LATEX.search(file.raw):
        kind = "a .bib: name the .tex, .aux or .bcf that cites from it"
    if kind or b"\0" in head:
        raise InputError(f"is no LaTeX: it is {kind or 'no text'}", str(file.path))
    return file


def _refuse_conflict(file: TexFile) -> None:
    conflict = _CONFLICT.search(file.said.read)
    if conflict:
        line = file.said.line(conflict.start())
        raise InputError("holds a conflict of a version control: settle that first", str(file.path), line)


def _places(read: Iterable[TexFile], known: Mapping[str, Shape | None]) -> Iterator[Place]:
    for file in read:
        library = file.path.suffix.lower() in (".sty", ".cls")  # full of keys that macros make
        for one in file.said.cited(known):
            if not (library and one.computed):
                yield Place(path=file.path, cited=one, file=file)


def _sets(places: Sequence[Place]) -> Iterator[str]:
    r"""The names that biblatex's `\mcite{name,*a,*b}` gives to sets (its manual, section 3.9.10)."""
    for one, after in pairwise(places):
        same = (one.path, one.cited.list) == (after.path, after.cited.list)
        if same and after.cited.starred and not one.cited.starred:
            yield one.cited.key


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A way through a file and those it takes in, each once."""

    folder: Path
    read: list[TexFile] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)

    def through(self, main: TexFile) -> None:
        self._seen.add(main.path.resolve())
        waiting = [(main, self.folder)]
        while waiting and len(self.read) < _MOST_FILES:
            file, folder = waiting.pop()
            self.read.append(file)
            self.named += file.said.named
            if file.encoding != "utf-8":
                text = f"{file.path}: is not UTF-8; its bytes are kept as they are"
                self.notices.append(Notice(code="encoding", text=text))
            inner = (self._followed(one, file, folder) for one in file.said.named)
            waiting += reversed([one for one in inner if one])

    def _followed(self, one: Named, by: TexFile, folder: Path) -> tuple[TexFile, Path] | None:
        """The file that is taken in, and the folder that its own names are relative to."""
        if one.role not in _FOLLOWED or one.value.startswith("|"):
            return None
        if one.role in ("import", "subimport"):
            folder = (folder if one.role == "subimport" else self.folder) / one.folder
        found = _found(one, (folder, self.folder, by.path.parent))
        if found is None:
            if one.role not in _NEED_NOT_BE and one.value not in _OF_TEX:
                text = f"{by.path}:{one.line}: there is no file {one.value}"
                self.notices.append(Notice(code="missing-file", text=text))
            return None
        if (real := found.resolve()) in self._seen:
            return None
        self._seen.add(real)
        try:
            return files.load(found), folder
        except InputError as error:
            self.notices.append(Notice(code="missing-file", text=str(error)))
            return None


def _found(one: Named, folders: Iterable[Path]) -> Path | None:
    """The file of a name: as LaTeX does, with the suffix that it usually has before without."""
    suffixes = _SUFFIXES.get(one.role, (".tex", ""))
    paths = (folder / f"{one.value}{suffix}" for folder in folders for suffix in suffixes)
    return next((path for path in paths if _is_file(path)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long or with a zero byte is no file
        return False


def _root(file: TexFile) -> Path | None:
    """The main file of a part of a document."""
    parts = [one for one in file.said.named if one.role == "class" and one.value == "subfiles"]
    name = file.said.root or next((one.options for one in parts), "")
    for suffix in ("", ".tex"):
        path = file.path.parent / f"{name}{suffix}"
        if name and _is_file(path) and not path.samefile(file.path):
            return path
    return None


def _processor(named: Iterable[Named]) -> tuple[bool, bool]:
    """Whether a document uses biblatex, and whether biber."""
    options = [one.options for one in named if one.role == "package" and one.value == "biblatex"]
    modern = bool(options) or any(one.role == "resource" for one in named)
    return modern, modern and not any(_WITH_BIBTEX.search(one) for one in options)


def _bibliographies(named: Iterable[Named], folder: Path, job: str, search: Sequence[Path]) -> Iterator[Path]:
    """The .bib files, each once."""
    given: set[Path] = set()
    for one in named:
        if one.role not in ("bibliography", "resource") or _ELSEWHERE.search(one.options):
            continue
        value = one.value.replace("\\jobname", job)
        name = value if value.endswith(".bib") else f"{value}.bib"
        places = [place / name for place in (folder, *search)]
        path = next((place for place in places if _is_file(place)), places[0])
        if path not in given:
            given.add(path)
            yield path


def _computed(places: Iterable[Place]) -> Iterator[Notice]:
    for place in places:
        if place.cited.computed:
            text = f"{place}: the key {place.cited.key} is made by a macro and not looked for"
            yield Notice(code="computed-key", text=text)
