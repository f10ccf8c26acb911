"""Writers: from entries to the text of a bibliography, one file a format.

`stream` yields the text piece by piece, so that a bibliography of any size takes no memory; `write`
collects it. What a format cannot hold comes back as notices. The same entries always give the same
text. A writer is loaded when its format is asked for.

A new format is a file with `write(entries, options, notices) -> Iterator[str]`, a line in `WRITERS`, and a
folder of golden cases. It gets entries that `shape` has made what the options wish, and need look only at
those of them that are about its format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from bibgen.errors import UsageError
from bibgen.model import Entry, Notice
from bibgen.writers import shape
from bibgen.writers.options import USUAL, Options

# Format -> module and function.
WRITERS: dict[str, tuple[str, str]] = {
    "bibtex": ("bibgen.writers.bibtex", "write_bibtex"),
    "biblatex": ("bibgen.writers.bibtex", "write_biblatex"),
    "csl-json": ("bibgen.writers.csljson", "write"),
    "ris": ("bibgen.writers.ris", "write"),
    "endnote-xml": ("bibgen.writers.endnotexml", "write"),
    "yaml": ("bibgen.writers.hayagriva", "write"),
    "csv": ("bibgen.writers.csvtable", "write"),
    "bibitem": ("bibgen.writers.bibitem", "write"),
    "markdown": ("bibgen.writers.formatted", "write_markdown"),
    "html": ("bibgen.writers.formatted", "write_html"),
    "text": ("bibgen.writers.formatted", "write_text"),
}
# Formats with wishes that may be wrong in themselves -> module that says so in `ready(options)`.
_READY = dict.fromkeys(("markdown", "html", "text"), "bibgen.writers.formatted")
# Formats with capitals protected, which a paper's abstract tells even where it is not written itself.
_BY_ABSTRACT = ("bibtex", "biblatex")
# What a file name says of its format.
SUFFIXES = {
    ".bib": "bibtex", ".json": "csl-json", ".ris": "ris", ".xml": "endnote-xml", ".yml": "yaml",
    ".yaml": "yaml", ".csv": "csv", ".bbl": "bibitem", ".md": "markdown", ".html": "html",
}  # fmt: skip

Writer = Callable[[Iterable[Entry], Options, list[Notice]], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The text of a bibliography, and what it could not hold."""

    text: str
    notices: tuple[Notice, ...]


def write(entries: Iterable[Entry], format: str = "bibtex", options: Options = USUAL) -> Written:
    """The entries in `format`, in their order.

    Raises:
        UsageError: there is no such format.
    """
    notices: list[Notice] = []
    return Written(text="".join(stream(entries, format, notices, options)), notices=tuple(notices))


def stream(
    entries: Iterable[Entry], format: str, notices: list[Notice], options: Options = USUAL
) -> Iterator[str]:
    """The text of the bibliography in pieces; notices gather in `notices` meanwhile.

    Raises:
        UsageError: there is no such format.
    """
    module, function = WRITERS[checked(format)]
    writer: Writer = getattr(import_module(module), function)
    read = ("abstract",) if format in _BY_ABSTRACT else ()
    return writer(shape.shaped(entries, options, notices, keep=read), options, notices)


def ready(format: str, options: Options) -> None:
    """Raise what can be known of a format's wishes before the work.

    Raises:
        UsageError: there is no such citation style, or what makes it is not installed.
    """
    if format in _READY:
        import_module(_READY[format]).ready(options)


def checked(format: str) -> str:
    """The format, if there is a writer for it.

    Raises:
        UsageError: there is none.
    """
    if format not in WRITERS:
        raise UsageError(f"no format {format!r}; there are {', '.join(WRITERS)}")
    return format
