"""Files written whole or not at all, and never over an input.

A file is written beside its place under another name, brought to disk, and renamed: whoever looks
sees the old file or the new one, and a full disk or a kill leaves the old one. A symbolic link stays
a link, a file keeps its mode.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from bibgen.errors import FileChanged, OutputError

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def check(path: str, inputs: Sequence[str]) -> None:
    """Raise what can be known before the work: an input, a directory, no place to write.

    A file that nobody may write is not written, even by root, who could.

    Raises:
        OutputError: the file could not be written.
    """
    for name in inputs:
        with suppress(OSError, ValueError):
            if name != "-" and Path(path).samefile(name):
                raise OutputError(f"is an input ({name}); name another file", path)
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise OutputError("is a directory", path)
    if _is_special(path):
        return
    if not real.parent.is_dir():
        raise OutputError(f"there is no folder {real.parent}", path)
    if not os.access(real.parent, os.W_OK):
        raise OutputError("cannot be written: permission denied", path)
    if real.exists() and not (os.access(real, os.W_OK) and real.stat().st_mode & _WRITABLE):
        raise OutputError("cannot be written: the file is read-only", path)


def put(path: str, text: Iterable[str]) -> None:
    """Write the text, in UTF-8, whole or not at all.

    Raises:
        OutputError: it cannot be written; what was there is still there.
    """
    try:
        if _is_special(path):
            with Path(path).open("w", encoding="utf-8", newline="") as file:
                file.writelines(text)
        else:
            _replace(Path(os.path.realpath(path)), (piece.encode() for piece in text))
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", path) from error


def exchange(path: str, new: bytes, old: bytes | None) -> None:
    """Put new bytes in the place of those that were read, whole or not at all.

    Of two processes that do so at once one comes second, and is told that the file has changed.

    Args:
        old: what the file held when it was read; None if there was none.

    Raises:
        FileChanged: it holds something else by now.
        OutputError: it cannot be written; what was there is still there.
    """
    real = Path(os.path.realpath(path))
    try:
        with _alone(real):
            now = real.read_bytes() if real.exists() else None
            if now != old:
                raise FileChanged("has changed since it was read: nothing was written", path)
            _replace(real, [new])
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", path) from error


@contextmanager
def _alone(real: Path) -> Iterator[None]:
    """One process at a time; whoever had to wait finds the file replaced."""
    if fcntl is None or not real.exists():
        yield
        return
    with real.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _is_special(path: str) -> bool:
    """A pipe or a device such as /dev/stdout, which has nothing to be replaced."""
    return Path(path).exists() and not Path(path).is_file()


def _replace(real: Path, pieces: Iterable[bytes]) -> None:
    mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".tmp", dir=real.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(real)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def mark(entry: str) -> bytes:
    """A short fingerprint of one entry's text, whatever the line ends."""
    return sha256("\n".join(entry.split()).encode()).digest()[:16]
