"""The command line: arguments in, exit codes out; all that matters happens in `pipeline`.

Standard output gets what was asked for and nothing else; progress, summary, notices and errors go to
standard error. Exit codes are those of `bibgen.errors.Exit`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bibgen import __version__, pipeline, writers
from bibgen.cli import report as reports
from bibgen.cli.progress import Line
from bibgen.errors import BibgenError, Exit, UsageError
from bibgen.model import Notice, Outcome
from bibgen.settings import Settings, from_environment
from bibgen.writers import target


class Unsettled(StrEnum):
    """What becomes of mentions that were not identified."""

    KEEP = "keep"
    DROP = "drop"


app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="From messy text to references: finds the arXiv papers that a text mentions and writes "
    "BibTeX, BibLaTeX, CSL-JSON or RIS.",
)

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, - for standard input, or arXiv ids, arXiv URLs and DOIs. A file that exists wins.",
        show_default=False,
    ),
]


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


_ENVIRONMENT = (
    "Environment: BIBGEN_ARXIV_URL and BIBGEN_ARXIV_INTERVAL (seconds, 3 and more for arXiv itself) say "
    "whom to ask and how often, BIBGEN_MAILTO whom arXiv may write to, BIBGEN_CACHE_DIR and "
    "BIBGEN_DATA_DIR where to keep answers and what was written. Exit codes: 0 done, 2 usage, 3 input, "
    "5 cache, 6 output; with --strict 4 or 10."
)


@app.command(epilog=_ENVIRONMENT)
def export(
    inputs: Inputs = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(writers.WRITERS),
            help="Default: as the output's name says, else bibtex.",
            autocompletion=lambda: list(writers.WRITERS),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.", show_default=False),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="JSON lines, one object a mention: outcome, evidence, key.",
            show_default=False,
        ),
    ] = None,
    unsettled: Annotated[
        Unsettled,
        typer.Option(help="What is not identified: keep it in the words of the text, or drop it."),
    ] = Unsettled.KEEP,
    offline: Annotated[bool, typer.Option("--offline", help="Open no connection.")] = False,
    snapshot: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Metadata shaped like arXiv's public snapshot (JSON lines, .gz too), asked before arXiv.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit 4 if something could not be asked, 10 if not all is settled."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a .bib even if it holds entries bibgen did not write.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")] = False,
) -> None:
    """Find every paper that the inputs mention and write a bibliography."""
    with _errors():
        names = _names(inputs)
        settings = from_environment(os.environ)
        form = _format(format, output)
        _check_targets(output, report, names, snapshot)
        began = time.monotonic()
        made = _run(names, settings, offline, snapshot, unsettled, quiet)
        notices = (*made.notices, *_deliver(made, output, form, settings, force))
        if report:
            target.put(report, reports.report(made))
        if not quiet:
            _tell(notices)
            _say(reports.summary(made, time.monotonic() - began))
        raise typer.Exit(_verdict(made) if strict else Exit.DONE)


def _run(
    names: Sequence[str],
    settings: Settings,
    offline: bool,
    snapshot: str | None,
    unsettled: Unsettled,
    quiet: bool,
) -> pipeline.Run:
    shown = sys.stderr.isatty() and not quiet and not os.environ.get("NO_COLOR")
    line = Line(sys.stderr, settings.arxiv_interval, shown=shown)
    try:
        return pipeline.run(
            names,
            settings=settings,
            offline=offline,
            snapshot=snapshot,
            keep_unsettled=unsettled is Unsettled.KEEP,
            watch=pipeline.Watch(progress=line.progress, waiting=line.waiting),
        )
    finally:
        line.clear()


def _deliver(
    made: pipeline.Run, output: str | None, format: str, settings: Settings, force: bool
) -> tuple[Notice, ...]:
    if output and output != "-":
        return pipeline.save(made, output, format, settings=settings, force=force)
    notices: list[Notice] = []
    for piece in writers.stream(made.bibliography.entries, format, notices):
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
    return tuple(notices)


def _format(format: str | None, output: str | None) -> str:
    if format:
        return writers.checked(format)
    return writers.SUFFIXES.get(Path(output or "").suffix.lower(), "bibtex")


def _check_targets(
    output: str | None, report: str | None, names: Sequence[str], snapshot: str | None
) -> None:
    read = [*names, *([snapshot] if snapshot else [])]
    if output and output != "-":
        target.check(output, read)
    if report:
        target.check(report, read)
        if output and os.path.realpath(report) == os.path.realpath(output):
            raise UsageError(f"--report and --output name the same file: {report}")


def _verdict(made: pipeline.Run) -> Exit:
    outcomes = {one.outcome for one in made.resolutions}
    if Outcome.UNASKED in outcomes:
        return Exit.UNASKED
    return Exit.DONE if outcomes <= {Outcome.SETTLED} else Exit.UNSETTLED


@app.command()
def read(
    inputs: Inputs = None,
    json: Annotated[
        bool, typer.Option("--json", help="JSON lines, one object a mention or leftover.")
    ] = False,
) -> None:
    """Show what the inputs say of papers, and what was left over, without looking anything up."""
    with _errors():
        reading = pipeline.read(_names(inputs))
        for row in (
            reports.listing_json(reading) if json else (f"{line}\n" for line in reports.listing(reading))
        ):
            sys.stdout.buffer.write(row.encode())
        sys.stdout.buffer.flush()
        _tell(reading.notices)


def _names(inputs: list[str] | None) -> list[str]:
    if inputs:
        return inputs
    if sys.stdin.isatty():
        raise UsageError("no input: name a file or an arXiv id, or pipe a text in (see --help)")
    return ["-"]


def _tell(notices: Iterable[Notice]) -> None:
    _say(f"note: {notice.text}" for notice in notices)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(reports.printable(line), file=sys.stderr)


@contextmanager
def _errors() -> Iterator[None]:
    """One clear line and an exit code for whatever goes wrong."""
    try:
        yield
    except BibgenError as error:
        _fail(str(error), error.code)
    except KeyboardInterrupt:
        _fail("interrupted: what was found is kept, run the same command again to go on", Exit.INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`| head`): end quietly, and keep Python from flushing into the void.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(Exit.DONE) from None


def _fail(message: str, code: Exit) -> NoReturn:
    _say([f"bibgen: {message}"])
    raise typer.Exit(code)


def main() -> None:
    """Run the command line."""
    try:
        app(prog_name="bibgen")
    except Exception:  # noqa: BLE001  whatever was not foreseen is told in one line, with a log
        _say([f"bibgen: a bug in bibgen: {_logged(traceback.format_exc)}"])
        sys.exit(Exit.BUG)


def _logged(details: Callable[[], str]) -> str:
    text = details()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="bibgen-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write(text)
    except OSError:
        return text.strip().splitlines()[-1]
    return f"{text.strip().splitlines()[-1]} (details in {log.name})"
