"""Exported files, held against what arXiv and Crossref say today of the papers they name.

A file alone does not tell what it was made of. Each entry is taken at its word: its arXiv identifier, else
its DOI, names a paper, and the record of that is looked up, for all files at once. Nor does it tell with
which wishes it was made, so whatever some wish would have given is right; see `verification.loosely`.
What could not be asked is counted as unchecked, for silence is no agreement.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bibgen import identifiers, verification, versions
from bibgen.errors import InputError
from bibgen.model import Identifier, Mention, Outcome, Record, Resolution
from bibgen.readers.files import mention_of
from bibgen.session import Session
from bibgen.verification import Finding
from bibgen.verification.items import Form, Item
from bibgen.writers import SUFFIXES

_NAMES = {"arxiv": "arXiv", "crossref": "Crossref", "snapshot": "the snapshot"}
# How the text of each format begins or looks; the first that fits counts.
_SIGNS = (
    ("csl-json", re.compile(r"\s*[\[{]")),
    ("ris", re.compile(r"\s*TY {1,2}-", re.M)),
    ("bibtex", re.compile(r"^\s*@\s*\w+\s*[{(]", re.M)),
)
_SCHEMES = ("arxiv", "doi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of one file: how many entries, how many of them were compared, and what is wrong.

    `nameless` is how many name no paper, `unasked` those that do and whose paper could not be asked for.
    """

    file: str
    entries: int
    compared: int
    nameless: int
    unasked: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    file: str
    form: Form
    items: tuple[Item, ...]
    rules: tuple[Finding, ...]
    named: tuple[Identifier | None, ...]


def verify(files: Sequence[str], session: Session, *, format: str | None = None) -> list[Verified]:
    """What each file says, against the rules of its format and the records of its papers.

    Args:
        files: names of files, "-" for standard input.
        format: that of the files; None to tell it from name and text.

    Raises:
        InputError: one of them cannot be read, or is no bibliography in a format that can be verified.
        UsageError: the format cannot be verified.
    """
    opened = [_open(file, format) for file in files]
    wanted = [mention_of(identifiers.display(one), one) for file in opened for one in file.named if one]
    resolved = iter(session.resolve(wanted, choices=False))
    return [_verified(file, [next(resolved) if one else None for one in file.named]) for file in opened]


def _open(file: str, format: str | None) -> _Opened:
    text = _text(file)
    form = verification.form(format or _format(file, text))
    back = form.read(text)
    if not back.items and not back.findings:
        raise InputError("holds no entry", file)
    return _Opened(
        file=file,
        form=form,
        items=back.items,
        rules=back.findings,
        named=tuple(map(_identifier, back.items)),
    )


def _text(file: str) -> str:
    """The text with its line ends as they are; a mark of UTF-8 at its beginning is let pass."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"is not in UTF-8 (byte {raw[error.start]:#04x})", file, line) from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot be read: {told or error}", file) from error


def _format(file: str, text: str) -> str:
    """What the name says, else what the text looks like; a .bib may be of either dialect."""
    format = SUFFIXES.get(Path(file).suffix.lower()) or next(
        (format for format, sign in _SIGNS if sign.search(text)), None
    )
    if format not in verification.FORMS:
        known = ", ".join(verification.FORMS)
        raise InputError(f"is no bibliography that can be read back ({known}; --format says which)", file)
    return verification.dialect(format, text)


def _identifier(item: Item) -> Identifier | None:
    """What names the entry's paper: arXiv's identifier wherever it stands, else a DOI."""
    texts = [value.text for value in item.values if value.name not in ("abstract", "AB", "N2", "title", "TI")]
    found = [one.identifier for text in texts for one in identifiers.find(text, in_list=True)]
    own = [
        named for value in item.values if value.name == "eprint" and (named := identifiers.parse(value.text))
    ]
    return next((one for scheme in _SCHEMES for one in (*own, *found) if one.scheme == scheme), None)


def _verified(file: _Opened, resolved: Sequence[Resolution | None]) -> Verified:
    findings = list(file.rules)
    unshown = verification.unshown(file.items, file.form)
    unasked, compared = [], 0
    for item, one in zip(file.items, resolved, strict=True):
        if one is None:
            findings += (item.rule("", text, item.line) for _, text in file.form.lacks(item))
        elif one.best is None and one.outcome is Outcome.UNASKED:
            unasked.append(item.key)
        elif one.best is None:
            findings.append(_unknown(item, one.mention))
        else:
            compared += 1
            record = versions.shown([one], cite_version=False)
            findings += verification.loosely(item, record, file.form, unshown, _source(record))
    return Verified(
        file=file.file,
        entries=len(file.items),
        compared=compared,
        nameless=sum(one is None for one in resolved),
        unasked=tuple(unasked),
        findings=tuple(sorted(findings, key=lambda one: one.line)),
    )


def _unknown(item: Item, mention: Mention) -> Finding:
    return Finding(
        line=item.line_of("eprint", "doi", "DO", "DOI", "AN", "number"),
        key=item.key,
        field="eprint" if mention.identifiers[0].scheme == "arxiv" else "doi",
        kind="field",
        found=mention.raw,
        source="no source knows it: the record",
    )


def _source(record: Record) -> str:
    """Who says what the record says, for the eye."""
    return _NAMES.get(record.origin.get("title", ""), "the record")


def unchecked(done: Iterable[Verified]) -> bool:
    """Whether something could not be asked."""
    return any(one.unasked for one in done)
