"""The whole way, from inputs to a bibliography: read, resolve, compile, write.

The command line and the library's `run` are this module with different surroundings. It owns no rule
of its own. Nothing is written before everything is
read: one unreadable input, or one without any paper, ends the run with nothing changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bibgen import bibliography, explain, keys, review, session, verification, writers
from bibgen.bibliography import Bibliography
from bibgen.errors import InputError, OutputError
from bibgen.keys import Wanted
from bibgen.model import UNIDENTIFIED, Leftover, Mention, Notice, Outcome, Reading, Resolution
from bibgen.readers import files
from bibgen.readers.cover import Item
from bibgen.review import Reviewer
from bibgen.session import Session, Watch
from bibgen.settings import Settings, from_environment
from bibgen.store import Ledger
from bibgen.writers import target
from bibgen.writers.options import USUAL, Options

_BIBLIOGRAPHIC = ("bibtex", "biblatex")  # what is written into a .bib
_INTERRUPTED = "not asked: interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a run: the resolutions and the bibliography, each in input order.

    `leftovers`: how many pieces of text no reader took for a paper. `interrupted`: a person broke off the
    asking, and what had been answered by then was taken for all.
    """

    resolutions: tuple[Resolution, ...]
    bibliography: Bibliography
    notices: tuple[Notice, ...]
    requests: int
    leftovers: int = 0
    interrupted: bool = False

    def text(self, format: str = "bibtex", options: Options = USUAL) -> str:
        """The bibliography in a format."""
        return writers.write(self.bibliography.entries, format, options).text


def items(names: Sequence[str], notices: list[Notice], *, only: str | None = None) -> Iterator[Item]:
    """What the named inputs hold, in their order, as it is read; notices gather in `notices`.

    Args:
        names: files, folders, archives, "-" for standard input, or identifiers.
        only: the name of the one layout or file format to read them as.

    Raises:
        InputError: one of them cannot be read.
    """
    for one in files.inputs(names, only=only):
        yield from one.items()
        notices += one.notices


def read(names: Sequence[str], *, only: str | None = None) -> Reading:
    """The same, collected."""
    notices: list[Notice] = []
    found = list(items(names, notices, only=only))
    return Reading(
        mentions=tuple(item for item in found if isinstance(item, Mention)),
        leftovers=tuple(item for item in found if isinstance(item, Leftover)),
        notices=tuple(notices),
    )


def run(
    names: Sequence[str],
    *,
    settings: Settings | None = None,
    environment: Mapping[str, str] | None = None,
    only: str | None = None,
    offline: bool = False,
    snapshot: str | None = None,
    keep_unsettled: bool = True,
    cite_version: bool = False,
    wanted: Wanted | None = None,
    reviewer: Reviewer | None = None,
    refresh: bool = False,
    partial: bool = False,
    watch: Watch | None = None,
) -> Run:
    """Read the inputs, find every paper, and compile the bibliography.

    Args:
        names: files, "-" for standard input, or arXiv ids, arXiv URLs and DOIs.
        settings: else those of `environment`, else those of the process.
        only: the name of the one layout or file format to read the inputs as.
        offline: open no connection; what is not at hand is UNASKED.
        snapshot: a file in the shape of arXiv's metadata snapshot, asked before anything else.
        keep_unsettled: give what was not identified an entry of its own words.
        cite_version: name the version in each entry.
        wanted: what is wanted of the citation keys.
        reviewer: is asked about what is not settled, before the bibliography is compiled.
        refresh: ask anew what was answered in earlier runs.
        partial: where a person breaks off the asking, go on with what has been answered.

    Raises:
        InputError: an input cannot be read or holds no paper.
        StoreError: the cache was written by a newer bibgen.
        UsageError: the environment holds a setting that cannot be meant.
    """
    settings = settings or from_environment(os.environ if environment is None else environment)
    reading = _read_whole(names, only)
    with session.opened(settings, offline=offline, snapshot=snapshot, refresh=refresh, watch=watch) as opened:
        resolutions, interrupted = _resolved(opened, reading.mentions, refresh=refresh, partial=partial)
        if reviewer and not interrupted:
            resolutions = review.walk(opened, resolutions, reviewer)
        made = bibliography.keyed(
            resolutions,
            opened.ledger,
            keep_unsettled=keep_unsettled,
            cite_version=cite_version,
            wanted=wanted,
        )
        opened.store.tell(explain.accounts(resolutions, made.keys))
    return Run(
        resolutions=tuple(resolutions),
        bibliography=made,
        notices=(*reading.notices, *opened.notices, *made.notices, *_kept_keys(made, wanted)),
        requests=opened.requests,
        leftovers=len(reading.leftovers),
        interrupted=interrupted,
    )


def _read_whole(names: Sequence[str], only: str | None) -> Reading:
    """All that the inputs hold: of half of them a bibliography would lack the rest."""
    try:
        return read_papers(names, only=only)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("not all had been read, so nothing is written") from None


def _resolved(
    opened: Session, mentions: Sequence[Mention], *, refresh: bool, partial: bool
) -> tuple[list[Resolution], bool]:
    """The paper of each mention, and whether a person broke the asking off."""
    try:
        resolutions = opened.resolve(mentions)
    except KeyboardInterrupt:
        if not partial:
            raise
        return opened.at_hand(mentions, _INTERRUPTED), True
    return _refreshed(opened, resolutions) if refresh else resolutions, False


def _refreshed(opened: Session, resolutions: list[Resolution]) -> list[Resolution]:
    """What a refresh came to: what could not be asked anew is as it was known before."""
    unasked = sum(one.outcome is Outcome.UNASKED and bool(one.failures) for one in resolutions)
    if not unasked:
        opened.store.refreshed()
        return resolutions
    text = (
        f"{unasked} could not be asked anew; what was known of them before counts (--refresh goes on later)"
    )
    opened.told.append(Notice(code="not-refreshed", text=text))
    return opened.at_hand([one.mention for one in resolutions], "could not be asked anew")


def wanted_keys(wishes: Sequence[str], path: str | None, format: str) -> Wanted:
    """What is wanted of the keys of a file, which keeps those that it holds already.

    Args:
        wishes: a pattern, `reset`, or both.
        path: the file to write; it need not exist.

    Raises:
        UsageError: the pattern cannot be meant.
    """
    wanted = keys.wanted(wishes)
    if path is None or format not in _BIBLIOGRAPHIC or not Path(path).is_file():
        return wanted
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:  # writing will say so
        return wanted
    # The parser that takes is loaded only if there is a file to look at.
    return keys.wanted(wishes, import_module("bibgen.keys.standing").read(text))


def _kept_keys(made: Bibliography, wanted: Wanted | None) -> Iterator[Notice]:
    """That a pattern was asked for, and keys of the file that is replaced do not follow it."""
    if wanted is None or wanted.pattern == keys.USUAL:
        return
    held = set(wanted.standing.given.values())
    kept = sum(
        entry.key in held and not entry.key.startswith(keys.base_key(entry.record, wanted.pattern))
        for entry in made.entries
    )
    if kept:
        what = "1 paper keeps the key" if kept == 1 else f"{kept} papers keep the keys"
        text = f"{what} that the file has already; --keys reset gives new ones"
        yield Notice(code="keys-kept", text=text)


def read_papers(names: Sequence[str], *, only: str | None = None) -> Reading:
    """The same as `read`, of inputs that each hold a paper.

    Raises:
        InputError: one of them cannot be read or holds none.
    """
    reading = read(names, only=only)
    _refuse_empty(names, reading)
    return reading


def _refuse_empty(names: Sequence[str], reading: Reading) -> None:
    found = {mention.span.file for mention in reading.mentions}
    for name in names:
        # What a folder or an archive holds is named below its name.
        if name not in found and not any(one.startswith(f"{name.rstrip('/')}/") for one in found):
            raise InputError("no paper found in it (see `bibgen read`)", name)


def save(
    made: Run,
    path: str,
    format: str,
    *,
    settings: Settings,
    options: Options = USUAL,
    force: bool = False,
    verify: bool = False,
) -> tuple[Notice, ...]:
    """Write the bibliography to a file, whole or not at all.

    Args:
        force: replace a .bib even if it holds entries that bibgen did not write.
        verify: read the text back first.

    Raises:
        OutputError: it cannot be written, reads back as something else, would lose entries that are not
            bibgen's, or papers that could not be asked for this time.
    """
    notices: list[Notice] = []
    pieces = list(writers.stream(made.bibliography.entries, format, notices, options))
    if not force:
        _keep_what_is_there(made, path)
    ledger = Ledger(settings.data_dir)
    bibliographic = format in _BIBLIOGRAPHIC
    if not force:
        _keep_what_was_found(made, path, format)
    if not force and (bibliographic or path.lower().endswith(".bib")):
        _guard(path, pieces if bibliographic else [], ledger)
    if verify:
        verification.check(pieces, format, made.bibliography.entries, options, path)
    target.put(path, pieces)
    if bibliographic and not ledger.wrote(map(target.mark, pieces)):
        told = "the data folder cannot be written, so the next run will not know these entries for its own"
        notices.append(Notice(code="no-ledger", text=f"{told} and need --force to replace them"))
    return tuple(notices)


def _keep_what_is_there(made: Run, path: str) -> None:
    """Refuse to empty a file only because nobody could be asked."""
    unasked = any(one.outcome is Outcome.UNASKED for one in made.resolutions)
    if unasked and not made.bibliography.entries and _holds_something(path):
        raise OutputError("left as it is: nothing could be asked, so nothing would be in it", path)


def _keep_what_was_found(made: Run, path: str, format: str) -> None:
    """Refuse to replace entries that were identified only because their papers could not be asked for."""
    unasked = sum(one.outcome is Outcome.UNASKED and bool(one.failures) for one in made.resolutions)
    if not unasked or not Path(path).is_file():
        return
    entries = made.bibliography.entries
    found = [entry.key for entry in entries if not (entry.record.note or "").startswith(UNIDENTIFIED)]
    if format in _BIBLIOGRAPHIC:
        import_module("bibgen.writers.guard").check_found(path, found)
    else:
        _keep_otherwise_written(path, format, found, unasked)


def _keep_otherwise_written(path: str, format: str, found: Sequence[str], unasked: int) -> None:
    """The same for a file that is no .bib; `unasked`: how many papers could not be asked for.

    What cannot be read back has to have as many remarks as there are such papers now, so that a run that is
    broken off again and again can go on.
    """
    old = Path(path).read_text(encoding="utf-8", errors="replace")
    held = verification.form(format).read(old).items if format in verification.FORMS else ()
    known = [item for item in held if not any(UNIDENTIFIED in value.text for value in item.values)]
    kept = {key.casefold() for key in found}
    lost = [item for item in known if item.key.casefold() not in kept]
    if lost:
        which = f"entry {lost[0].key!r} (line {lost[0].line}) could not be asked for and would be lost"
    elif not held and old.strip() and old.count(UNIDENTIFIED) < unasked:
        which = f"{unasked} could not be asked for, and what the file says of them would be lost"
    else:
        return
    raise OutputError(f"left as it is: {which}; run again later, or use --force", path)


def _holds_something(path: str) -> bool:
    file = Path(path)
    return file.is_file() and file.stat().st_size > 0


def _guard(path: str, pieces: Sequence[str], ledger: Ledger) -> None:
    """Refuse to lose entries; the parser that takes is loaded only if there is a file to look at."""
    if not Path(path).is_file():
        return
    try:
        import_module("bibgen.writers.guard").check(path, pieces, ledger.knows)
    except OutputError as error:
        if not ledger.set_aside:
            raise
        why = f"{error.message} (the ledger that may have known it was damaged: {ledger.set_aside})"
        raise OutputError(why, path) from error
