"""What all commands share: the Typer app, what an input is, how errors and notices are told."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from bibgen import __version__, readers
from bibgen.cli import report as reports
from bibgen.cli.later import Commands
from bibgen.errors import BibgenError, Exit, OutputError, UsageError
from bibgen.model import Notice
from bibgen.readers.documents import formats

app = typer.Typer(
    cls=Commands,
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="From messy text to references: finds the arXiv papers that a text mentions and writes "
    "BibTeX, BibLaTeX, CSL-JSON or RIS.",
)

GO_ON = "what was found is kept, run the same command again to go on"

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, - for standard input, or arXiv ids, arXiv URLs and DOIs. A file that exists wins.",
        show_default=False,
    ),
]


From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="LAYOUT",
        help="Read everything as this layout or file format (see `bibgen read --list`).",
        show_default=False,
    ),
]

Offline = Annotated[bool, typer.Option("--offline", help="Open no connection.")]

Snapshot = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Metadata shaped like arXiv's public snapshot (JSON lines, .gz too), asked before arXiv.",
        show_default=False,
    ),
]


def checked(layout: str | None) -> str | None:
    """The name of a layout or format, or None for all.

    Raises:
        UsageError: there is none of that name.
    """
    known = {name for name, _ in (*readers.known(), *formats.known())}
    if layout is not None and layout not in known:
        raise UsageError(f"unknown layout {layout!r} (see `bibgen read --list`)")
    return layout


def _version(wanted: bool) -> None:
    if wanted:
        print(f"bibgen {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From messy text to references."""


def named(inputs: list[str] | None) -> list[str]:
    """The inputs given, or standard input if something is piped into it."""
    if inputs:
        return inputs
    if sys.stdin.isatty():
        raise UsageError("no input: name a file or an arXiv id, or pipe a text in (see --help)")
    return ["-"]


def tell(notices: Iterable[Notice]) -> None:
    """Print notices to standard error."""
    say(f"note: {notice.text}" for notice in notices)


def say(lines: Iterable[str]) -> None:
    """Print lines to standard error, without anything that could steer a terminal."""
    for line in lines:
        print(reports.printable(line), file=sys.stderr)


@contextmanager
def told_errors() -> Iterator[None]:
    """One clear line and an exit code for whatever goes wrong."""
    try:
        with _breakable():
            yield
    except BibgenError as error:
        _fail(str(error), error.code)
    except KeyboardInterrupt as error:
        _fail(f"interrupted: {str(error) or GO_ON}", Exit.INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`| head`): end quietly.
        _let_go_of_output()
        raise typer.Exit(Exit.DONE) from None


@contextmanager
def _breakable() -> Iterator[None]:
    """Ctrl-C is an error that can be met, in place of the sudden end that it is before and after the work."""
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield  # it is not for us
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def put(pieces: Iterable[str]) -> None:
    """Write to standard output.

    Raises:
        OutputError: it is closed, or what it leads to is full.
    """
    if sys.stdout is None:
        raise OutputError("is closed", "standard output")
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go_of_output()
        raise OutputError(f"cannot be written: {error.strerror or error}", "standard output") from error


def _let_go_of_output() -> None:
    """Keep Python from flushing, when it ends, into what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: Exit) -> NoReturn:
    say([f"bibgen: {message}"])
    raise typer.Exit(code)
