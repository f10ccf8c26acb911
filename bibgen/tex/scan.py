r"""What one text of LaTeX cites, and which files it names.

The commands that name files are LaTeX's own (`\input`, `\include`, source2e on
https://ctan.org/pkg/latex-base), those of import, subfiles and standalone, and those of BibTeX, biblatex
(section 3.7), natbib, multibib and bibunits for bibliographies. A key that a macro makes, or the
parameter of a definition, names nothing that could be looked up: the first is told of, the second is no
citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bibgen.tex import commands, quiet
from bibgen.tex.groups import Groups, Shape
from bibgen.tex.quiet import Embedded

# Command -> what the files are that its last argument names; an `import` has a folder before it.
_ROLES = {
    **dict.fromkeys(
        "input InputIfFileExists subfileinclude includestandalone loadglsentries".split(), "input"
    ),
    **dict.fromkeys("include subfile".split(), "include"),
    **dict.fromkeys("import inputfrom includefrom".split(), "import"),
    **dict.fromkeys("subimport subinputfrom subincludefrom".split(), "subimport"),
    **dict.fromkeys("usepackage RequirePackage".split(), "package"),
    **dict.fromkeys("documentclass LoadClass".split(), "class"),
    **dict.fromkeys("bibliography nobibliography putbib".split(), "bibliography"),
    **dict.fromkeys("addbibresource addglobalbib addsectionbib".split(), "resource"),
    **dict.fromkeys("bibliographystyle defaultbibliographystyle".split(), "style"),
    "defaultbibliography": "bibliography",
    "bibitem": "item",
}
_WITH_FOLDER = ("import", "subimport")
_COMMAND = re.compile(
    r"\\(?:begin\s*\{(?P<environment>[a-z]*displaycquote)\*?\}|(?P<name>[A-Za-z@]+)\*?|[^A-Za-z@])"
)
_GROUP = re.compile(r"\s*\{(?P<value>[^{}]*)\}")
_BARE_FILE = re.compile(r"[ \t]+(?P<value>[^\s{}\\%|]+)")  # TeX's own form: \input chapter
KEY = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_COMMENT = re.compile(r"%[^\r\n]*(?:\r\n?|\n)\s*")
_COMPUTED = re.compile(r"#|\\(?!jobname)")
_BLANK = re.compile(r"\s")
_BRACE = re.compile(r"[{}]")
_LINE_END = re.compile(r"\r\n?|\n")
_ROOT = re.compile(r"^%\s*!\s*TEX\s+root\s*=\s*(?P<name>\S.*?)\s*$", re.M | re.I)
_ROOT_SIGHT = 2000  # characters from the beginning in which editors look for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A key in a text: characters `start:end` of it are the key, on a line counted from 1.

    Where a comment breaks the key, `key` is what LaTeX makes of it. "*" stands for all that there are.
    """

    key: str
    start: int
    end: int
    line: int

    @property
    def computed(self) -> bool:
        """Whether a macro makes the key, so that nobody but LaTeX knows it."""
        return "\\" in self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that a command gives to a file, a style or an entry, with the options before it.

    `role`: one of the values of the table of commands; `folder` that of an import.
    """

    role: str
    value: str
    line: int
    options: str = ""
    folder: str = ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """The text of one file, and what is not looked for until it is asked for."""

    text: str

    @cached_property
    def _silenced(self) -> tuple[str, tuple[Embedded, ...]]:
        return quiet.silenced(self.text)

    @property
    def embedded(self) -> tuple[Embedded, ...]:
        """The files that stand in the text."""
        return self._silenced[1]

    @property
    def read(self) -> str:
        """The text with blanks for what LaTeX does not read."""
        return self._silenced[0]

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.read)

    @cached_property
    def _lines(self) -> list[int]:
        return [one.end() for one in _LINE_END.finditer(self.text)]

    def line(self, at: int) -> int:
        """The line of a character, counted from 1."""
        return bisect_right(self._lines, at) + 1

    @cached_property
    def definitions(self) -> tuple[commands.Definition, ...]:
        """The commands that the text defines."""
        return tuple(commands.definitions(self.read))

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The files, styles and entries that the text names, in its order."""
        return tuple(self._named())

    @property
    def root(self) -> str:
        """The main file, as editors are told of it (`% !TEX root = main.tex`), or ""."""
        found = _ROOT.search(self.text[:_ROOT_SIGHT])
        return found["name"] if found else ""

    def cited(self, known: Mapping[str, Shape] = commands.STANDARD) -> Iterator[Cited]:
        """The keys that the text cites, in its order; what is no literal key is among them.

        Args:
            known: the commands that cite.
        """
        seen: set[int] = set()
        found: list[Cited] = []
        for command in _COMMAND.finditer(self.read):
            name = command["environment"] or command["name"]
            shape = commands.shape_of(name, known) if name else None
            for start, end in self._groups.keys(command.end(), shape) if shape else ():
                if start in seen:
                    break
                seen.add(start)
                found += self._keys(start, end)
        return iter(sorted(found, key=lambda one: one.start))

    def _keys(self, start: int, end: int) -> Iterator[Cited]:
        brace = _BRACE.search(self.read, start)
        if brace and brace.start() < end:
            return
        for one in KEY.finditer(self.read, start, end):
            key = one[0]
            if _BLANK.search(key):
                key = _COMMENT.sub("", self.text[one.start() : one.end()])
            if "#" not in key:
                yield Cited(key=key, start=one.start(), end=one.end(), line=self.line(one.start()))

    def _named(self) -> Iterator[Named]:
        topics = {one.name for one in self.definitions if one.name.startswith("bibliography")}
        for command in _COMMAND.finditer(self.read):
            name = command["name"] or ""
            role = _ROLES.get(name) or ("bibliography" if name in topics else "")
            if role:
                yield from self._naming(role, command.end())

    def _naming(self, role: str, at: int) -> Iterator[Named]:
        behind = self._groups.past_options(at)
        options = self.read[at:behind].strip()
        found = _GROUP.match(self.read, behind)
        if found is None and role == "input" and not options:
            found = _BARE_FILE.match(self.read, at)
        if found is None:
            return
        folder, line = "", self.line(at)
        if role in _WITH_FOLDER:
            folder, found = found["value"], _GROUP.match(self.read, found.end())
        if found:
            several = role in ("bibliography", "package")
            for value in found["value"].split(",") if several else [found["value"]]:
                if value.strip() and not _COMPUTED.search(value):
                    yield Named(
                        role=role,
                        value=value.strip().strip('"'),
                        line=line,
                        options=options.strip("[]"),
                        folder=folder.strip(),
                    )
