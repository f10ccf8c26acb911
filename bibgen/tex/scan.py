r"""What one text of LaTeX cites, and which files it names.

The commands that name files are LaTeX's own (`\input`, `\include`, source2e on
https://ctan.org/pkg/latex-base), those of import, subfiles and standalone, and those of BibTeX, biblatex
(section 3.7), natbib, multibib, bibunits and bibtopic for bibliographies. A key that a macro makes, or the
parameter of a definition, names nothing that could be looked up: the first is told of, the second is no
citation. Before a key natbib, REVTeX, mcite and mciteplus let stand a star, which joins it to the key before,
and the first two also texts for that key alone, in brackets (`\cite{a,*[{see also }][{ there}]b}`, REVTeX's
author's guide, section on combining references).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bibgen.tex import commands, quiet
from bibgen.tex.groups import Groups, Shape
from bibgen.tex.quiet import Embedded

# Command -> what the files are that its last argument names; an `import` has a folder before it.
_ROLES = {
    **dict.fromkeys("input subfileinclude includestandalone loadglsentries".split(), "input"),
    "InputIfFileExists": "optional",
    **dict.fromkeys("include subfile".split(), "include"),
    **dict.fromkeys("import inputfrom includefrom".split(), "import"),
    **dict.fromkeys("subimport subinputfrom subincludefrom".split(), "subimport"),
    **dict.fromkeys("usepackage RequirePackage".split(), "package"),
    **dict.fromkeys("documentclass LoadClass".split(), "class"),
    **dict.fromkeys("bibliography nobibliography putbib".split(), "bibliography"),
    **dict.fromkeys("addbibresource addglobalbib addsectionbib".split(), "resource"),
    **dict.fromkeys("bibliographystyle defaultbibliographystyle".split(), "style"),
    "defaultbibliography": "bibliography",
    "btSect": "bibliography",
    # What need not be in any .bib: its own items, entries of amsrefs, sets of biblatex.
    **dict.fromkeys("bibitem bib defbibentryset".split(), "item"),
}
_ALL_LISTED = re.compile(r"\\bt(?:PrintAll|PrintNotCited)(?![A-Za-z])")  # bibtopic's
_WITH_FOLDER = ("import", "subimport")
_COMMAND = re.compile(
    r"\\(?:begin\s*\{(?P<environment>[a-z]*displaycquote|btSect)\*?\}|(?P<name>[A-Za-z@]+)\*?|[^A-Za-z@])"
)
# What is named here is defined, and what follows it are no keys.
_DEFINING = re.compile(
    r"(?:\\(?:(?:re)?new|provide)command|\\[gex]?def|\\DeclareRobustCommand|DocumentCommand"
    r"|\\let(?:\s*\\[A-Za-z@]+\s*=?)?)\*?\s*\Z"
)
_NESTED = re.compile(r"\[[^\]]*\[")  # nobody knows whether an unknown command lets brackets stand in brackets
_DEFINING_SIGHT = 60  # characters before a command in which that stands
_GROUP = re.compile(r"\s*\{(?P<value>[^{}]*)\}")
_BRACKETED = re.compile(r"\s*\[(?P<value>[^\[\]{}]*)\]")  # bibunits: \putbib[refs]
_BARE_FILE = re.compile(r"[ \t]+(?P<value>[^\s{}\\%|]+)")  # TeX's own form: \input chapter
KEY = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_SPLIT = re.compile(r"[,{]")
_STAR = re.compile(r"\s*(?P<star>\*\s*(?=[^\s,*]))?")
_PARAMETER = re.compile(r"#+\d")
_WORDS = re.compile(
    r"(?P<other>\\(?:begin|end|label|(?:eq|page|auto|name|v|c|C)?ref|input|include|usepackage|documentclass)"
    r"\s*)?[\[{](?P<words>[^\[\]{}\\]*)(?=[\]}])"
)
_WORD = re.compile(r"[^\s,;](?:[^,;]*[^\s,;])?")
_COMMENT = re.compile(r"%[^\r\n]*(?:\r\n?|\n)\s*")
_COMPUTED = re.compile(r"#|\\(?!jobname)")
_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"\s*")
_BRACE = re.compile(r"[{}]")
_LINE_END = re.compile(r"\r\n?|\n")
_ROOT = re.compile(r"^%\s*!\s*TEX\s+root\s*=\s*(?P<name>\S.*?)\s*$", re.M | re.I)
_ROOT_SIGHT = 2000  # characters from the beginning in which editors look for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A key in a text: characters `start:end` of it are the key, on a line counted from 1.

    Where a comment breaks the key, `key` is what LaTeX makes of it. "*" stands for all that there are.
    `list`: where the list of keys begins that it stands in. `item`: where in that its own item begins,
    with its star and texts; `starred` and `with_texts` tell whether it has them.
    """

    key: str
    start: int
    end: int
    line: int
    list: int = 0
    item: int = 0
    starred: bool = False
    with_texts: bool = False

    @property
    def computed(self) -> bool:
        """Whether a macro makes the key, so that nobody but LaTeX knows it."""
        return "\\" in self.key or "#" in self.key


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

    @property
    def all_listed(self) -> bool:
        """Whether a command that names no key has all entries printed."""
        return bool(_ALL_LISTED.search(self.read))

    @cached_property
    def words(self) -> Mapping[str, int]:
        """All that stands in arguments and may be a key, whatever the command, with its first place."""
        found: dict[str, int] = {}
        for group in _WORDS.finditer(self.read):
            if not group["other"]:
                for word in _WORD.finditer(self.read, *group.span("words")):
                    found.setdefault(word[0], word.start())
        return found

    def cited(self, known: Mapping[str, Shape | None] = commands.STANDARD) -> Iterator[Cited]:
        """The keys that the text cites, in its order; what is no literal key is among them.

        Args:
            known: the commands that cite.
        """
        seen: set[int] = set()
        found: list[Cited] = []
        for command in _COMMAND.finditer(self.read):
            name = command["environment"] or command["name"]
            shape = commands.shape_of(name, known) if name else None
            if shape is None or self._is_defined_at(command.start()):
                continue
            for start, end in self._groups.keys(command.end(), shape):
                if start in seen:
                    break
                seen.add(start)
                keys = list(self._keys(start, end))
                nested = _NESTED.search(self.read, command.end(), start)
                if not (shape.guessed and (nested or any(_BLANK.search(one.key) for one in keys))):
                    found += keys
        return iter(sorted(found, key=lambda one: one.start))

    def _is_defined_at(self, at: int) -> bool:
        return bool(_DEFINING.search(self.read, max(0, at - _DEFINING_SIGHT), at))

    def _keys(self, start: int, end: int) -> Iterator[Cited]:
        at = start
        while at < end:
            stop = self._item_end(at, end)
            one = self._key(at, stop)
            if one:
                yield replace(one, list=start)
            at = stop + 1

    def _item_end(self, at: int, end: int) -> int:
        """Where the item that begins at `at` ends: at a comma that stands in no braces."""
        while found := _SPLIT.search(self.read, at, end):
            if found[0] == ",":
                return found.start()
            at = self._groups.end(found.start())
            if at < 0:
                break
        return end

    def _key(self, at: int, end: int) -> Cited | None:
        """The key of an item, behind its star and its texts; of one that a macro makes its beginning."""
        star = _STAR.match(self.read, at, end)
        begin = star.end() if star else at
        first = self._past_texts(begin, end)
        braced = self.read.startswith("{", first)
        key = KEY.search(self.read, first + braced, self._groups.end(first) - 1 if braced else end)
        if key is None:
            return None
        last = key.end()
        brace = _BRACE.search(self.read, key.start(), last)
        if brace and "\\" not in self.read[key.start() : brace.start()]:
            return None
        last = brace.start() if brace else last
        said = self.read[key.start() : last]
        if _BLANK.search(said):
            said = _COMMENT.sub("", self.text[key.start() : last])
        if _PARAMETER.fullmatch(said):
            return None
        return Cited(
            key=said,
            start=key.start(),
            end=last,
            line=self.line(key.start()),
            item=at,
            starred=bool(star and star["star"]),
            with_texts=first > begin or braced,
        )

    def _past_texts(self, at: int, end: int) -> int:
        """Behind the texts in brackets that an item begins with; blanks alone are no texts."""
        behind = at
        while self.read.startswith("[", behind):
            close = self._groups.end(behind)
            if not behind < close <= end:
                break
            behind = _BLANKS.match(self.read, close, end).end()  # type: ignore[union-attr]
        return behind

    def _named(self) -> Iterator[Named]:
        topics = {one.name for one in self.definitions if one.name.startswith("bibliography")}
        for command in _COMMAND.finditer(self.read):
            name = command["name"] or command["environment"] or ""
            role = _ROLES.get(name) or ("bibliography" if name in topics else "")
            if role:
                yield from self._naming(role, command.end())

    def _naming(self, role: str, at: int) -> Iterator[Named]:
        behind = self._groups.past_options(at)
        options = self.read[at:behind].strip()
        found = _GROUP.match(self.read, behind)
        if found is None and role == "input" and not options:
            found = _BARE_FILE.match(self.read, at)
        if found is None and role == "bibliography":
            found = _BRACKETED.match(self.read, at)
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
