"""A cache as one file, to be shared: JSON lines, compressed, of raw answers and the questions they answered.

The first line says what the file is and of which version, the last how many answers stand between, one a
line, oldest first. Bodies stand as text, or in base64 if they are none. What tells of a person stays here:
the accounts of decisions with their file names, and mail addresses in requests. The questions themselves are
there, for without them an answer answers nothing.

What comes from outside is judged before anything is changed: the whole file is read, each body by the
reading that answers of its source get, into a store of its own, and then joined in one step. No answer
replaces one that came later, and none counts as later than now.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bibgen.errors import InputError, OutputError, SourceError, StoreError
from bibgen.model import Record
from bibgen.sources import READING, Answer
from bibgen.store import papers
from bibgen.store.answers import Store
from bibgen.store.files import Transaction
from bibgen.store.records import load
from bibgen.store.tables import ASIDE, DROP_UNUSED, REPLACE_ASKED

VERSION = 1
Reader = Callable[[bytes], tuple[Record, ...]]  # of the raw answers of one source

_MARK, _END = "bibgen-cache", "answers"
_LAST = (("id", "answers"), ("paper", "(SELECT id AS paper FROM papers UNION ALL SELECT paper FROM hints)"))
_LONGEST = 128 << 20  # characters of a line; no answer is longer than 64 MB
_MAIL = re.compile(r"(?<=[?&])mailto=[^&]*&?")
_BROKEN = (OSError, EOFError, zlib.error, ValueError, RecursionError)
# What a reading may make of a body that no source would send.
_ODD = (SourceError, ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import brought: answers read, questions that have a new or a later answer, papers likewise."""

    answers: int
    questions: int
    papers: int


def export(store: Store, path: str) -> int:
    """Write the answers that questions point to into a file, whole or not at all; how many.

    Raises:
        OutputError: it cannot be written, or is there and no such file.
    """
    target = Path(path)
    if target.exists() and not _is_ours(target):
        raise OutputError("is there and holds no export of a cache: name another file", path)
    answers = _answers(store)
    count = 0
    try:
        with _beside(target) as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            packed.write(_line({_MARK: VERSION}))
            for answer in answers:
                packed.write(_line(answer))
                count += 1
            packed.write(_line({_END: count}))
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", path) from error
    return count


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes the target's place once it is whole."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _answers(store: Store) -> Iterator[dict[str, Any]]:
    """The answers that questions point to, oldest first; a body that is damaged is left out."""
    questions: defaultdict[int, list[str]] = defaultdict(list)
    for answer, question in store.database.rows("SELECT answer, question FROM asked ORDER BY question"):
        questions[answer].append(question)
    for (number,) in store.database.rows("SELECT id FROM answers ORDER BY at, id"):
        if number in questions:
            rows = store.database.rows(
                "SELECT source, request, body, at FROM answers WHERE id = ?", (number,)
            )
            for source, request, body, at in rows:
                with suppress(zlib.error):
                    text = _shown(zlib.decompress(body))
                    request = _MAIL.sub("", request)
                    yield {"source": source, "request": request, "at": at, "asked": questions[number], **text}


def _shown(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(body).decode()}


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_ours(path: Path) -> bool:
    try:
        with gzip.open(path) as file:
            return _MARK in json.loads(file.readline(1000))
    except _BROKEN:
        return False


def take(store: Store, path: str, readers: Mapping[str, Reader]) -> Taken:
    """Take over the answers of a file, all or none.

    Args:
        readers: how raw answers are read, by the names of their sources.

    Raises:
        InputError: it cannot be read, or is no export of a cache.
        StoreError: it was written by a newer bibgen, or the store cannot be written.
    """
    home = store.database.file
    if home is None or not store.kept:
        raise StoreError("the cache cannot be written, so nothing was taken over")
    try:
        with tempfile.TemporaryDirectory(prefix="import-", dir=home.parent) as folder:
            with closing(Store(Path(folder), store.now)) as spare:
                count = _read_all(spare, path, readers)
                if not spare.kept:
                    raise StoreError("the cache has no room for what the file holds: nothing was taken over")
            return _joined(store, Path(folder) / "answers.sqlite", count)
    except OSError as error:
        raise StoreError(f"the cache cannot be written ({error.strerror or error})") from error


def _read_all(spare: Store, path: str, readers: Mapping[str, Reader]) -> int:
    """Read the whole file into a store of its own; how many answers it holds."""
    lines = _whole_lines(path)
    version = next(lines, {}).get(_MARK)
    if not isinstance(version, int):
        raise _no_export(path)
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer bibgen (version {version} of such files, this one knows "
            f"{VERSION}): update bibgen"
        )
    for count, line in enumerate(lines):
        if line == {_END: count} and next(lines, None) is None:
            return count
        source, at, answer = _answer(path, line, readers, count + 1)
        spare.keep(source, answer, READING, min(at, spare.now()))
    raise _no_export(path, "its end is missing")


def _whole_lines(path: str) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path) as file:
            while text := file.readline(_LONGEST):
                line = json.loads(text)
                if not isinstance(line, dict):
                    raise ValueError("a line that is no answer")
                yield line
    except FileNotFoundError as error:
        raise InputError("no such file", path) from error
    except _BROKEN as error:
        raise _no_export(path) from error


def _no_export(path: str, why: str = "") -> InputError:
    return InputError(f"is no whole export of a cache (`bibgen cache export`){why and f': {why}'}", path)


def _answer(
    path: str, line: Mapping[str, Any], readers: Mapping[str, Reader], number: int
) -> tuple[str, float, Answer]:
    """An answer of the file, read as one of its source."""
    match line:
        case {"source": str(source), "request": str(request), "at": float() | int() as at, "asked": [*asked]}:
            known = source in readers and asked and all(isinstance(one, str) for one in asked)
            body = _body(line)
            if known and body is not None and 0 <= at < float("inf"):
                records = _records(readers[source], body)
                if records is not None and all(one.startswith(ASIDE) for one in asked):
                    records = ()  # it is kept beside the papers
                if records is not None and all(record.identifiers for record in records):
                    return source, at, Answer(asked=tuple(asked), records=records, request=request, raw=body)
    raise _no_export(path, f"answer {number} is none")


def _body(line: Mapping[str, Any]) -> bytes | None:
    match line:
        case {"body": str(text)}:
            return text.encode(errors="replace")
        case {"base64": str(text)}:
            with suppress(ValueError):
                return b64decode(text, validate=True)
    return None


def _records(reader: Reader, body: bytes) -> tuple[Record, ...] | None:
    with suppress(*_ODD):
        return reader(body)
    return None


def _joined(store: Store, other: Path, count: int) -> Taken:
    """Take what another store has newer, in one step."""

    def join(db: sqlite3.Connection) -> Taken:
        db.execute("ATTACH ? AS other", (str(other),))
        try:
            with Transaction(db):
                return _join(db, count)
        finally:
            db.execute("DETACH other")

    taken = store.database.do(join)
    if not store.kept:
        raise StoreError("the cache cannot be written: nothing was taken over")
    return taken


def _join(db: sqlite3.Connection, count: int) -> Taken:
    """Copy rows under new numbers: all papers of new names at once, one by one those that have a rival."""
    answer, paper = (
        db.execute(f"SELECT coalesce(max({one}), 0) FROM {table}").fetchone()[0] for one, table in _LAST
    )
    later = db.execute(
        "SELECT n.record, n.reading, n.answer, n.at FROM other.papers n JOIN papers p ON p.name = n.name "
        "WHERE n.at > p.at"
    ).fetchall()
    db.execute("INSERT INTO answers SELECT id + ?, source, request, body, at FROM other.answers", (answer,))
    new = db.execute(
        "INSERT INTO papers (id, name, record, reading, answer, at) "
        "SELECT id + ?, name, record, reading, answer + ?, at FROM other.papers "
        "WHERE name NOT IN (SELECT name FROM papers)",
        (paper, answer),
    ).rowcount
    db.execute(
        "INSERT INTO hints SELECT hint, paper + ? FROM other.hints "
        "WHERE paper + ? IN (SELECT id FROM papers)",
        (paper, paper),
    )
    for record, reading, number, at in later:
        papers.file(db, load(record), number + answer, reading, at, always=False)
    questions = db.execute(
        "INSERT INTO asked SELECT source, question, answer + ?, found, at FROM other.asked WHERE true "
        f"{REPLACE_ASKED} WHERE excluded.at > at",
        (answer,),
    ).rowcount
    db.execute(f"{DROP_UNUSED} AND id > ?", (answer,))
    return Taken(answers=count, questions=questions, papers=new + len(later))
