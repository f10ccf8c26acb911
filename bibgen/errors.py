"""The errors bibgen raises, and the exit codes of its command line.

    BibgenError
      InputError          an input cannot be read: missing, a directory, binary, or no paper in it
      UsageError          a setting or an argument that cannot be meant
      SourceError         a source could not answer; kept as a value, it never ends a run
        SourceUnreachable   refused, timed out, or busy (429, 5xx) for longer than we wait
        SourceNonsense      it answered, but not in its own format
        SourceRefused       it understood the request and will not have it (400, 414)
          SourceUnknown       it has nothing by that name (404)
      StoreError          the store was written by a newer bibgen, or cannot be used at all
      OutputError         the output cannot be written, or would replace what is not ours
        FileChanged         the file to change is no longer what was read

Every error carries what its message needs as attributes, so that callers need not parse text, and
survives pickling. Exit codes follow sysexits.h where it has one (70) and the shell where it has
(130 for Ctrl-C); the rest are ours and documented in the README.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    UNASKED = 4
    STORE = 5
    OUTPUT = 6
    UNSETTLED = 10
    BUG = 70
    INTERRUPTED = 130


class BibgenError(Exception):
    """Base of all errors that bibgen raises on purpose; `code` is the exit code it leads to."""

    code = Exit.BUG

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(BibgenError):
    """A setting or an argument that cannot be meant."""

    code = Exit.USAGE


class InputError(BibgenError):
    """An input cannot be read.

    Args:
        file: the input as the user named it, "-" for standard input.
        line: counted from 1, where a line can be named.
    """

    code = Exit.INPUT

    def __init__(self, message: str, file: str, line: int | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.message}"

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, int | None]]:
        return type(self), (self.message, self.file, self.line)


class SourceError(BibgenError):
    """A source could not answer.

    Args:
        source: the name of the source, as in the report ("arxiv").
        asked: what was asked, short enough to show.
    """

    def __init__(self, message: str, source: str, asked: str = "") -> None:
        super().__init__(message)
        self.source = source
        self.asked = asked

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str]]:
        return type(self), (self.message, self.source, self.asked)


class SourceUnreachable(SourceError):
    """Refused, timed out, or busy for longer than we wait. Asking later may help."""


class SourceNonsense(SourceError):
    """The source answered, but not in its own format, however often it was asked."""


class SourceRefused(SourceError):
    """The source understood the request and will not have it; asking again cannot help."""


class SourceUnknown(SourceRefused):
    """The source says, in its own words, that it has nothing by the name that was asked for."""


class StoreError(BibgenError):
    """The store cannot be used: written by a newer bibgen, or not a database we may touch."""

    code = Exit.STORE


class OutputError(BibgenError):
    """The output cannot be written, or would replace what bibgen did not write."""

    code = Exit.OUTPUT

    def __init__(self, message: str, file: str) -> None:
        super().__init__(message)
        self.file = file

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"

    def __reduce__(self) -> tuple[type[OutputError], tuple[str, str]]:
        return type(self), (self.message, self.file)


class FileChanged(OutputError):
    """A file that was to be changed is no longer what was read: reading it anew may help."""
