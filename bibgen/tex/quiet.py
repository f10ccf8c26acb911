r"""What LaTeX does not read as commands: comments, verbatim text, what stands behind `\iffalse` or the end.

Such text is replaced by blanks, character for character, so that a place in what is left is the same
place in the text. A percent sign in a `\url` begins no comment. The environments are those of LaTeX
itself, of fancyvrb, listings, minted, comment and tcolorbox (their manuals on https://ctan.org), and
those that the text declares by the commands of these packages. `filecontents` holds a file of its own,
which is given apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_VERBATIM = frozenset(
    "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim SaveVerbatim VerbatimOut lstlisting minted "
    "comment tcblisting tcboutputlisting filecontents filecontents* luacode luacode* pycode".split()
)
_FILES = ("filecontents", "filecontents*")
# Behind \end{document}, and behind the line of an \endinput, LaTeX reads nothing.
_LAST = re.compile(r"\s*\{document\}")
_TOKEN = re.compile(
    r"%|\\(?:(?P<name>begin|end|endinput|iffalse|[vV]erb|lstinline|mintinline|url|nolinkurl|path|href)"
    r"(?![A-Za-z])\*?|[^A-Za-z])"
)
_DECLARED = re.compile(
    r"\\(?:excludecomment|lstnewenvironment|DefineVerbatimEnvironment|newtcblisting|newminted\s*\[)"
    r"(?:\s*\[[^\[\]{}]*\])?\s*\{?\s*(?P<name>[A-Za-z]+\*?)"
)
_ENVIRONMENT = re.compile(r"\s*\{\s*(?P<name>[A-Za-z]+\*?)\s*\}")
_FILE_NAME = re.compile(r"\s*(?:\[[^\[\]{}]*\])?\s*\{(?P<name>[^{}]*)\}")
_OPTIONS = re.compile(r"\s*\[[^\[\]]*\]")
_GROUP = re.compile(r"\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_SIGN = re.compile(r"[^\sA-Za-z{}]")
_SIGHT = 4000  # characters in which the words of a \verb end, if they do on their line
_LINE_END = re.compile(r"[\r\n]|\Z")
# Commands of ifthen and etoolbox whose names begin like conditionals, and which no \fi ends.
_NO_CONDITIONAL = (
    "ifthenelse|ifstr[a-z]*|ifbool[a-z]*|iftoggle|ifblank|ifnotblank|ifdefstring|ifdefempty|ifdefvoid|ifdefequal"
    "|ifcs[a-z]+|ifdef|ifundef|ifnumcomp|ifnumequal|ifinlist|IfFileExists"
)
_CONDITIONAL = re.compile(
    rf"%[^\r\n]*|\\(?:(?:{_NO_CONDITIONAL})(?![A-Za-z])|(?P<name>if[A-Za-z]*|else|fi)(?![A-Za-z])|[^A-Za-z])"
)
_SEEN = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file that stands in a `filecontents` environment: its name, and its text from `start` to `end`."""

    name: str
    start: int
    end: int


def silenced(text: str) -> tuple[str, tuple[Embedded, ...]]:
    r"""The text with blanks for what is not read, of the same length, and the files that stand in it.

    >>> silenced(r"a\cite{b}% \cite{c}")[0]
    'a\\cite{b}          '
    """
    pieces: list[str] = []
    files: list[Embedded] = []
    done = 0
    for start, end in _unread(text, files):
        pieces += text[done:start], _SEEN.sub(" ", text[start:end])
        done = end
    return "".join(pieces) + text[done:], tuple(files)


def _unread(text: str, files: list[Embedded]) -> Iterator[tuple[int, int]]:
    """The stretches that are not read, from left to right."""
    environments = _VERBATIM | {one["name"] for one in _DECLARED.finditer(text)}
    at = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        name = token["name"]
        if token[0] == "%":
            stretch = token.start(), _line_end(text, at)
        elif name is None:
            continue
        elif name == "begin":
            stretch = _environment(text, at, environments, files)
        elif name == "endinput":
            stretch = _line_end(text, at), len(text)
        elif name == "end":
            last = _LAST.match(text, at)
            stretch = last.end() if last else len(text), len(text)
        elif name == "iffalse":
            stretch = at, _past_condition(text, at)
        else:
            stretch = at, _past_words(text, at, name)
        if stretch[0] < stretch[1]:
            yield stretch
            at = stretch[1]


def _line_end(text: str, at: int) -> int:
    end = _LINE_END.search(text, at)
    return end.start() if end else len(text)


def _environment(text: str, at: int, environments: frozenset[str], files: list[Embedded]) -> tuple[int, int]:
    """What is not read of the environment that begins: nothing unless it is a verbatim one."""
    begun = _ENVIRONMENT.match(text, at)
    if begun is None or begun["name"] not in environments:
        return at, at
    start = begun.end()
    end = text.find(f"\\end{{{begun['name']}}}", start)
    end = len(text) if end < 0 else end
    named = _FILE_NAME.match(text, start) if begun["name"] in _FILES else None
    if named and named.end() <= end:
        files.append(Embedded(name=named["name"].strip(), start=named.end(), end=end))
    return start, end


def _past_condition(text: str, at: int) -> int:
    """Where the text goes on behind `\\iffalse`: its `\\else`, its `\\fi`, or nowhere."""
    depth = 1
    for one in _CONDITIONAL.finditer(text, at):
        name = one["name"]
        if name == "fi":
            depth -= 1
        elif name and name != "else":
            depth += 1
        if depth == 0 or (depth == 1 and name == "else"):
            return one.start()
    return len(text)


def _past_words(text: str, at: int, name: str) -> int:
    """Where the argument ends that a command takes as it stands."""
    if name in ("url", "nolinkurl", "path", "href"):
        group = _GROUP.match(text, at)
        return group.end() if group else _past_sign(text, at) if text.startswith("|", at) else at
    if name != "verb" and (options := _OPTIONS.match(text, at)):
        at = options.end()
    if name == "mintinline" and (language := _GROUP.match(text, at)):
        at = language.end()
    group = _GROUP.match(text, at) if name != "verb" else None
    return group.end() if group else _past_sign(text, at)


def _past_sign(text: str, at: int) -> int:
    """Behind the next sign like that at `at`; `at` itself where there is none on the line."""
    if not _SIGN.match(text, at):
        return at
    end = text.find(text[at], at + 1, at + _SIGHT)
    return end + 1 if end >= 0 and not re.search(r"[\r\n]", text[at:end]) else at
