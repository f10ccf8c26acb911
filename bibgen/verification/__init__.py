"""Verification: a written bibliography read back, held against its records and its format's rules.

By another way than it was written: each format has a strict reader of its own here, which shares no code
with the writer. What is compared is what `writers.shape` makes of the records, so that wishes such as
`--fields` count; see `compare`. Formats that nobody reads back (tables, formatted references) have none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module

from bibgen.errors import OutputError, UsageError
from bibgen.model import Entry, Record
from bibgen.verification import compare
from bibgen.verification.compare import Wanted
from bibgen.verification.items import Finding, Form, Item, ReadBack
from bibgen.writers import shape
from bibgen.writers.options import USUAL, Dated, Options

__all__ = [
    "FORMS",
    "Finding",
    "ReadBack",
    "check",
    "checked",
    "dialect",
    "differences",
    "form",
    "loosely",
    "unshown",
]

# Format -> module and form.
FORMS: dict[str, tuple[str, str]] = {
    "bibtex": ("bibgen.verification.bibfile", "BIBTEX"),
    "biblatex": ("bibgen.verification.bibfile", "BIBLATEX"),
    "csl-json": ("bibgen.verification.cslfile", "CSL_JSON"),
    "ris": ("bibgen.verification.risfile", "RIS"),
}
_MODERN = re.compile(r"^\s*(?:date|journaltitle|eprintclass|pubstate)\s*=", re.I | re.M)
_DATED: tuple[Dated, ...] = ("submitted", "updated", "published")


def checked(format: str) -> str:
    """The format, if it can be read back.

    Raises:
        UsageError: it cannot.
    """
    if format not in FORMS:
        raise UsageError(f"{format} cannot be read back; what can be verified is {', '.join(FORMS)}")
    return format


def form(format: str) -> Form:
    """How a format is read back.

    Raises:
        UsageError: it cannot be.
    """
    module, name = FORMS[checked(format)]
    found: Form = getattr(import_module(module), name)
    return found


def dialect(format: str, text: str) -> str:
    """The format, but of a .bib the one of its two dialects that the text is written in."""
    if format != "bibtex":
        return format
    return "biblatex" if _MODERN.search(text) else "bibtex"


def check(pieces: Iterable[str], format: str, entries: Iterable[Entry], options: Options, path: str) -> None:
    """Let pass a text that says of the entries, read back, what it should; for `path` to be replaced.

    Raises:
        OutputError: it does not; names the first difference.
        UsageError: the format cannot be read back.
    """
    found = differences("".join(pieces), format, entries, options)
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        key = f"{first.key}: " if first.key else ""
        raise OutputError(f"not written, as line {first.line} would be wrong: {key}{first.told}{more}", path)


def differences(
    text: str, format: str, entries: Iterable[Entry], options: Options = USUAL
) -> tuple[Finding, ...]:
    """All that is wrong with a bibliography, in the order of its lines.

    Args:
        entries: what it was made of, as `writers.stream` takes them.
        options: the wishes with which it was made.

    Raises:
        UsageError: the format cannot be read back.
    """
    made = form(format)
    back = made.read(text)
    wanted = list(shape.shaped(entries, options, []))
    found = [*back.findings, *_lost_and_strange(back.items, wanted)]
    by_key = {item.key: item for item in back.items}
    for entry in wanted:
        item = by_key.get(entry.key)
        if item:
            found += compare.differing(item, Wanted(record=entry.record, options=options), made)
    return tuple(sorted(found, key=lambda finding: finding.line))


def _lost_and_strange(items: Sequence[Item], entries: Sequence[Entry]) -> Iterator[Finding]:
    """Entries that are not there, or of which nobody knows."""
    held, wanted = Counter(item.key for item in items), {entry.key for entry in entries}
    last = max((item.line for item in items), default=1)
    for entry in entries:
        if not held[entry.key]:
            what = entry.record.title or ""
            yield Finding(line=last, key=entry.key, field="", kind="field", expected=what)
    for item in items:
        if item.key not in wanted:
            yield Finding(line=item.line, key=item.key, field="", kind="field", found=f"@{item.type}")


def loosely(
    item: Item, record: Record, form: Form, unshown: frozenset[str], source: str
) -> tuple[Finding, ...]:
    """Where an entry and its record part, if nobody knows with which wishes it was made.

    Of the dates that an entry may have, and the forms that come with them, the one that fits best counts.
    """
    found = []
    for dated in _DATED:
        options = Options(dated=dated)
        (entry,) = shape.shaped([Entry(key=item.key, record=record)], options, [])
        wanted = Wanted(record=entry.record, options=options, source=source, loose=True, unshown=unshown)
        found.append(tuple(compare.differing(item, wanted, form)))
    return min(found, key=len)


def unshown(items: Sequence[Item], form: Form) -> frozenset[str]:
    """The things that no entry of a file has, so that it was made without them."""
    held = {value.name for item in items for value in item.values}
    absent = {thing for thing, places in form.places.items() if places and not held & set(places)}
    if not any(item.authors for item in items):
        absent.add("author")
    if not any(item.issued for item in items):
        absent.add("date")
    return frozenset(absent)
