"""`bibgen review`: walk through what is doubtful on a terminal, one key a decision.

The keyboard is read key by key, which also drops what was typed before a question stood on the screen: no
one shall decide on a mention that they have not seen. All is shown on standard error, so that `export
--review` can write the bibliography to standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from bibgen import pipeline, session
from bibgen import review as reviews
from bibgen.cli.app import From, Inputs, Offline, Snapshot, app, checked, named, put, say, tell, told_errors
from bibgen.cli.report import plural, printable
from bibgen.cli.watching import watched
from bibgen.errors import InputError, StoreError, UsageError
from bibgen.review import Answer, Back, Doubt, Enter, Keep, NotNow, Quit, Reviewer, Search, Skip, Take
from bibgen.settings import Settings, from_environment
from bibgen.store import Ledger
from bibgen.store.ledger import Chosen

if TYPE_CHECKING:
    from bibgen.cli.screen import Screen

_KEYBOARD = "/dev/tty"
_COLUMNS = ("id", "when", "choice", "place", "text")
_SHORT = 8  # digits of a fingerprint that are shown; of a million choices no two are likely to share them

_ANSWERS: dict[str, Answer] = {"k": Keep(), "s": Skip(), "n": NotNow(), "b": Back(), "q": Quit()}
# Key, what stands in the line of keys, what the help says.
_KEYS = (
    ("k", "keep as written", "keep as written: the entry says what the text says; remembered"),
    ("s", "skip for good", "skip: the mention gets no entry; remembered"),
    ("n", "not now", "not now: decide nothing, ask again in the next review"),
    ("w", "other words", "search again, for a title with other words"),
    ("i", "an id", "look up an arXiv id or a DOI; it counts only when it is taken"),
    ("b", "back", "back to the mention before"),
    ("?", "help", "this list"),
    ("q", "quit", "quit: what was chosen is kept, the rest is asked the next time"),
)


@app.command()
def review(
    inputs: Inputs = None,
    layout: From = None,
    offline: Offline = False,
    snapshot: Snapshot = None,
    chosen: Annotated[bool, typer.Option("--list", help="Show what was chosen, and exit.")] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Forget choices: INPUT are their ids, as `--list` shows them."),
    ] = False,
    forget_all: Annotated[bool, typer.Option("--forget-all", help="Forget every choice.")] = False,
) -> None:
    """Decide what is doubtful, one key a mention; choices are remembered and count in `bibgen export`."""
    with told_errors():
        settings = from_environment(os.environ)
        if chosen or forget or forget_all:
            _look_after(Ledger(settings.data_dir), inputs or [], chosen, forget, forget_all)
        else:
            _review(named(inputs), settings, checked(layout), offline, snapshot)


def _review(
    names: Sequence[str], settings: Settings, layout: str | None, offline: bool, snapshot: str | None
) -> None:
    reading = pipeline.read(names, only=layout)
    if not reading.mentions:
        raise InputError("no paper found in it (see `bibgen read`)", " ".join(names))
    with (
        watched(settings, quiet=False) as (line, watch),
        session.opened(settings, offline=offline, snapshot=snapshot, watch=watch) as opened,
    ):
        reviewer = at_terminal(line.clear)
        before = opened.resolve(reading.mentions)
        line.clear()
        tell((*reading.notices, *opened.notices))
        if not opened.ledger.kept:
            say(["note: the data folder cannot be written: what is chosen now is forgotten at the end"])
        after = reviews.walk(opened, before, reviewer)
    doubts, left = len(reviews.doubtful(before)), len(reviews.doubtful(after))
    say([_summary(doubts - left, left)])


def _summary(decided: int, left: int) -> str:
    if not decided and not left:
        return "nothing is doubtful"
    then = ": `bibgen export` goes by it" if decided else ""
    return f"{decided} decided, {left} left{then}"


# -- at the terminal


def at_terminal(clear: Callable[[], None] = lambda: None) -> Reviewer:
    """A reviewer who sits at the terminal.

    Args:
        clear: takes a line of progress away before something is shown.

    Raises:
        UsageError: nobody sits there.
    """
    if not (sys.stderr and sys.stderr.isatty() and _has_keyboard()):
        raise UsageError("a review needs a terminal (`bibgen export --report FILE` lists what is doubtful)")
    screen: Screen = import_module("bibgen.cli.screen").Screen()
    return _AtTerminal(screen, Keyboard(), clear)


def _has_keyboard() -> bool:
    if sys.stdin and sys.stdin.isatty():
        return True
    try:
        Path(_KEYBOARD).open("rb").close()  # standard input may be the text
    except OSError:
        return False
    return True


class Keys(Protocol):
    """What a person types."""

    def key(self) -> str:
        """One key."""
        ...

    def line(self) -> str:
        """A line, up to Enter."""
        ...


class Keyboard:
    """The keyboard of the terminal."""

    def key(self) -> str:
        """The next key; empty for one that sends more than a character, `q` for Ctrl-C or the end."""
        try:
            pressed = typer.getchar()
        except (KeyboardInterrupt, EOFError, OSError):
            return "q"
        return pressed.lower() if len(pressed) == 1 else "" if pressed else "q"

    def line(self) -> str:
        """A line; empty if the person thought better of it (Ctrl-C, Ctrl-D)."""
        try:
            if sys.stdin and sys.stdin.isatty():
                typed = sys.stdin.buffer.readline()
            else:
                with Path(_KEYBOARD).open("rb") as terminal:
                    typed = terminal.readline()
        except (KeyboardInterrupt, OSError):
            return ""
        return printable(typed.decode(errors="replace")).strip()


class _AtTerminal:
    """Shows doubts and reads keys until one is an answer."""

    def __init__(self, screen: Screen, keys: Keys, clear: Callable[[], None]) -> None:
        self._screen = screen
        self._keys = keys
        self._clear = clear

    def choose(self, doubt: Doubt) -> Answer:
        """Ask the person what to do about a mention."""
        self._clear()
        self._screen.doubt(doubt)
        self._screen.line("")
        self._screen.line(_legend(len(doubt.candidates)))
        self._screen.line("> ", end="")
        while True:
            answer = self._answer(self._keys.key(), doubt)
            if answer is not None:
                return answer

    def _answer(self, key: str, doubt: Doubt) -> Answer | None:
        """What a key means, or None: nothing, or only that help was wanted."""
        if key.isascii() and key.isdigit() and 0 < int(key) <= len(doubt.candidates):
            record = doubt.candidates[int(key) - 1].record
            return self._echo(Take(record), f"{key}: this paper")
        if key in _ANSWERS:
            return self._echo(_ANSWERS[key], next(said for name, said, _ in _KEYS if name == key))
        if key == "w":
            return Search(self._asked("words of the title: "))
        if key == "i":
            return Enter(self._asked("arXiv id or DOI: "))
        if key == "?":
            self._screen.line("")
            self._screen.keys((name, said) for name, _, said in _KEYS)
            self._screen.line("> ", end="")
        return None

    def _echo(self, answer: Answer, said: str) -> Answer:
        self._screen.line(said)
        return answer

    def _asked(self, prompt: str) -> str:
        self._screen.line(prompt, end="")
        return self._keys.line()


def _legend(candidates: int) -> str:
    """The line of keys."""
    digits = "1" if candidates == 1 else f"1-{candidates}"
    take = [f"{digits} take"] if candidates else []
    return " · ".join(take + [f"{key} {said}" for key, said, _ in _KEYS])


# -- what was chosen


def _look_after(ledger: Ledger, ids: Sequence[str], listed: bool, some: bool, every: bool) -> None:
    if listed + some + every > 1 or (ids and not some):
        raise UsageError("--list, --forget ID... and --forget-all stand alone")
    known = ledger.chosen()
    if listed:
        _show(known)
        return
    if some and not ids:
        raise UsageError("--forget needs the ids of choices (see `bibgen review --list`)")
    wanted = [one.fingerprint for one in known] if every else [_known(one, known) for one in ids]
    forgotten = ledger.forget(wanted)
    if not ledger.kept:
        raise StoreError("nothing is forgotten: the data folder cannot be written")
    say([f"{plural(forgotten, 'choice')} forgotten"])


def _known(short: str, known: Sequence[Chosen]) -> str:
    """The fingerprint that begins so."""
    found = [one.fingerprint for one in known if short and one.fingerprint.startswith(short.lower())]
    if len(found) != 1:
        what = "more than one choice has an id that begins so" if found else "no choice has this id"
        raise InputError(f"{what} (see `bibgen review --list`)", short)
    return found[0]


def _show(known: Sequence[Chosen]) -> None:
    """A table for a terminal, by a library that takes its time to load; else lines with tabs between."""
    if sys.stdout and sys.stdout.isatty():
        import_module("bibgen.cli.screen").choices(_COLUMNS, map(_row, known))
    else:
        put(f"{line}\n" for line in _lines(known))


def _lines(known: Sequence[Chosen]) -> Iterator[str]:
    yield "\t".join(_COLUMNS)
    yield from ("\t".join(map(printable, _row(one))) for one in known)


def _row(one: Chosen) -> tuple[str, ...]:
    when = datetime.fromtimestamp(one.at).astimezone().strftime("%Y-%m-%d %H:%M")
    return (one.fingerprint[:_SHORT], when, reviews.described(one.choice), one.place, one.said)
