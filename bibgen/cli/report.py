"""What a person or a script sees of a run: the summary, the report, the listing of `bibgen read`.

Text from outside (titles, file names) may hold escape codes that would steer a terminal; nothing but
printable characters is ever shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from bibgen.model import Evidence, Match, Mention, Outcome, Resolution
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
    return printable(f"{text} [{key}]" if key else text)


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
    elif failures:
        yield "  run the same command again later: what was found is kept, only the rest is asked"


def report(made: Run) -> Iterator[str]:
    """JSON lines, one object a mention, in input order."""
    seen: Counter[str] = Counter()
    for one, key in zip(made.resolutions, made.bibliography.keys, strict=True):
        seen[one.mention.span.file] += 1
        yield json.dumps(_row(one, key, seen[one.mention.span.file]), ensure_ascii=False) + "\n"


def _row(one: Resolution, key: str | None, ordinal: int) -> dict[str, object]:
    mention, best = one.mention, one.best
    said = mention.identifier("arxiv")
    doi = best.record.identifier("doi") if best else None
    compared = bool(best and best.evidence)
    return {
        "file": mention.span.file,
        "line": mention.span.first,
        "last_line": mention.span.last,
        "ordinal": ordinal,
        "outcome": one.outcome.value,
        "arxiv_id": best.record.arxiv_id if best else None,
        "version": said.version if said else None,
        "doi": (doi.typed or doi.value) if doi else None,
        "key": key,
        "title": best.record.title if best else mention.title,
        "score": round(best.score, 4) if best and compared else None,
        "coverage": round(best.coverage, 4) if best and compared else None,
        "evidence": [_evidence(piece) for piece in best.evidence] if best else [],
        "alternatives": [_alternative(match) for match in one.alternatives],
        "reasons": list(one.reasons),
        "failures": [str(error) for error in one.failures],
    }


def _evidence(one: Evidence) -> dict[str, object]:
    return {
        "feature": one.feature,
        "verdict": one.verdict.value,
        "strength": one.strength,
        "said": one.said,
        "found": one.found,
    }


def _alternative(match: Match) -> dict[str, object]:
    record = match.record
    return {"arxiv_id": record.arxiv_id, "title": record.title, "score": round(match.score, 4)}
