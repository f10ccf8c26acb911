"""What a person or a script sees of a run: the summary, the report, the listing of `bibgen read`.

Text from outside (titles, file names) may hold escape codes that would steer a terminal; nothing but
printable characters is ever shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from bibgen import explain
from bibgen.matching import Forecast
from bibgen.matching.rules import ANOTHER_WORK
from bibgen.matching.sameness import contradiction
from bibgen.model import Match, Mention, Outcome, Resolution
from bibgen.pipeline import Run

_DOUBTS = {
    Outcome.REVIEW: "to review",
    Outcome.AMBIGUOUS: "ambiguous",
    Outcome.CONFLICT: "in conflict",
    Outcome.UNKNOWN: "unknown",
    Outcome.UNASKED: "could not be asked",
}
_ALWAYS = (Outcome.REVIEW, Outcome.UNKNOWN, Outcome.UNASKED)
_WIDTH = 60
_LATENCY = 1.0  # seconds that an answer of arXiv usually takes


def printable(text: str) -> str:
    """The text without anything that could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def summary(made: Run, seconds: float) -> Iterator[str]:
    """One honest line, then one for each doubtful mention, then what to do."""
    count = Counter(one.outcome for one in made.resolutions)
    parts = [f"{count[Outcome.SETTLED]} settled"]
    parts += [f"{count[one]} {said}" for one, said in _DOUBTS.items() if count[one] or one in _ALWAYS]
    entries = len(made.bibliography.entries)
    yield (
        f"{plural(entries, 'entry', 'entries')} from {plural(len(made.resolutions), 'mention')}: "
        f"{', '.join(parts)}; {plural(made.requests, 'request')}, {seconds:.1f} s"
    )
    for one, key in zip(made.resolutions, made.bibliography.keys, strict=True):
        if one.outcome is not Outcome.SETTLED:
            yield f"  {_doubt(one, key)}"
    if any(one.outcome is Outcome.UNASKED for one in made.resolutions):
        yield from _what_to_do(made)
    if made.leftovers:
        yield f"  {plural(made.leftovers, 'piece')} of text left over (`bibgen read --leftovers` shows what)"


def plural(number: int, one: str, many: str = "") -> str:
    """`1 entry`, `2 entries`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _doubt(one: Resolution, key: str | None) -> str:
    mention = one.mention
    said = mention.title or mention.abstract or mention.raw
    text = f"{place(mention)}: {one.outcome.value}: {short(said)}"
    if one.best:
        text += f" -> {_candidate(one.best)}"
        if one.alternatives and one.outcome in (Outcome.AMBIGUOUS, Outcome.CONFLICT):
            text += f"; or {_candidate(one.alternatives[0])}"
        text += _against(one, one.best)
    return printable(f"{text} [{key}]" if key else text)


def _against(one: Resolution, best: Match) -> str:
    """That the text cites something else of the paper's title."""
    against = "" if ANOTHER_WORK.isdisjoint(one.reasons) else contradiction(one.mention, best.record)
    return f", but it cites {against}" if against else ""


def _candidate(match: Match) -> str:
    known = match.record.identifiers[0]
    scheme = "arXiv" if known.scheme == "arxiv" else known.scheme
    evidence = ", ".join(f"{one.feature} {one.strength:.2f}" for one in match.evidence)
    return f"{scheme}:{known.value} {short(match.record.title or '')} ({evidence})"


def short(text: str) -> str:
    """The text in one line of at most 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."


def place(mention: Mention) -> str:
    """Where a mention stands: `listing.txt:12`."""
    return mention.span.file if mention.reader == "argument" else f"{mention.span.file}:{mention.span.first}"


def _what_to_do(made: Run) -> Iterator[str]:
    failures = {str(error) for one in made.resolutions for error in one.failures}
    mute = sum("nothing-to-ask" in one.reasons for one in made.resolutions)
    if mute:
        yield f"  {plural(mute, 'mention')} without identifier, title or abstract: nothing to ask for"
    for error in sorted(failures):
        yield printable(f"  {error}")
    if any("offline" in error for error in failures):
        yield "  run again without --offline, or with --snapshot FILE, to identify the rest"
    elif failures and not made.interrupted:
        yield "  run the same command again later: what was found is kept, only the rest is asked"


def forecast(made: Forecast, mentions: int, interval: float) -> Iterator[str]:
    """What a dry run shows: the first round as it would be sent, then how many requests in all.

    Args:
        mentions: how many there are in all.
        interval: seconds between two requests.
    """
    yield f"{plural(mentions, 'mention')}, {mentions - made.open} settled by what is at hand"
    if made.first:
        yield f"first round, {plural(len(made.first), 'request')}:"
        yield from (f"  {printable(one)}" for one in made.first)
    counts = (("least", made.least), ("likely", made.likely), ("most", made.most))
    for name, count in counts:
        yield f"{name:<6} {plural(count, 'request'):>14}, {_lasting(count * (interval + _LATENCY))}"
    if made.most:
        yield "more only if answers are crowded and must be split, or requests fail"


def _lasting(seconds: float) -> str:
    """A time as people say it.

    >>> _lasting(42), _lasting(3 * 60), _lasting(5400)
    ('about 42 s', 'about 3 min', 'about 1.5 h')
    """
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def report(made: Run) -> Iterator[str]:
    """JSON lines, one object a mention, in input order."""
    for row in explain.rows(made.resolutions, made.bibliography.keys):
        yield json.dumps(row, ensure_ascii=False) + "\n"
