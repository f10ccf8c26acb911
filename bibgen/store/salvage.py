"""What can still be read of a damaged SQLite file: the rows on every page that is whole.

A statement ends at the first damaged page, and SQLite's own `.recover` is no part of Python's module. So
the pages are read here by the description of the format (https://www.sqlite.org/fileformat2.html): a table
keeps its rows in the leaves of a b-tree, one without rowid in all pages of an index b-tree, one cell a row,
its end perhaps on a chain of further pages. Nothing but the pages themselves is relied on: neither the
header, nor the schema, nor the way from the root. Pages of the log beside the file go before those of the
file, as far as they were committed. Pages on the list of free ones are left out, for they hold what was
deleted.

Whatever does not add up to a row is left out; the caller knows by its values which table a row is of.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

Value = int | float | str | bytes | None
Row = tuple[Value, ...]

_MAGIC = b"SQLite format 3\0"
_USUAL_SIZE = 4096  # of a page
_INTERIOR, _LEAF, _TABLE = 2, 10, 13  # kinds of pages: of an index, of an index, leaf of a table
_STARTS = {_INTERIOR: 12, _LEAF: 8, _TABLE: 8}  # of the cell pointers in a page
_HEADER, _FRAME = 32, 24  # bytes of the log's header, and before each page in it
_WHOLE = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}  # bytes of an integer by its serial type


def rows(file: Path) -> Iterator[Row]:
    """The rows of all tables and indexes, in no order; a row may come more than once.

    Those of a table with rowid have it before their values; where a column stands for it, that is None.
    """
    data = file.read_bytes()
    log = Path(f"{file}-wal")
    pages = _Pages(data, log.read_bytes() if log.exists() else b"")
    free = pages.free()
    for number in range(2, pages.count + 1):
        if number not in free:
            yield from pages.rows(number)


class _Pages:
    def __init__(self, data: bytes, log: bytes) -> None:
        whole = data.startswith(_MAGIC)
        size = int.from_bytes(data[16:18], "big") if whole else 0
        self._size = 65536 if size == 1 else size if size >= 512 and size.bit_count() == 1 else _USUAL_SIZE
        self._room = self._size - (data[20] if whole else 0)
        self._data = data
        self._logged = dict(self._committed(log))
        self.count = max(-(-len(data) // self._size), *self._logged, 0)

    def _committed(self, log: bytes) -> Iterator[tuple[int, bytes]]:
        pending: list[tuple[int, bytes]] = []
        step = _FRAME + self._size
        for at in range(_HEADER, len(log) - step + 1, step):
            head, page = log[at : at + _FRAME], log[at + _FRAME : at + step]
            if head[8:16] != log[16:24]:  # salts: the rest is of an earlier turn of the log
                return
            pending.append((int.from_bytes(head[:4], "big"), page))
            if any(head[4:8]):  # the last page of a transaction
                yield from pending
                pending.clear()

    def _page(self, number: int) -> bytes:
        start = (number - 1) * self._size
        return self._logged.get(number) or self._data[start : start + self._size]

    def free(self) -> set[int]:
        """The pages on the list of free ones, as far as it can be followed."""
        found: set[int] = set()
        trunk = _number(self._page(1), 32)
        while 1 < trunk <= self.count and trunk not in found:
            page = self._page(trunk)
            leaves = range(8, min(8 + 4 * _number(page, 4), self._room), 4)
            found |= {trunk, *(_number(page, at) for at in leaves)}
            trunk = _number(page, 0)
        return found

    def rows(self, number: int) -> Iterator[Row]:
        """The rows whose cells lie in the page."""
        page = self._page(number)
        start = _STARTS.get(page[0]) if page else None
        if start is None:
            return
        for at in range(start, start + 2 * int.from_bytes(page[3:5], "big"), 2):
            cell = int.from_bytes(page[at : at + 2], "big") + (4 if page[0] == _INTERIOR else 0)
            try:
                yield self._row(page, cell)
            except (ValueError, IndexError, struct.error):
                continue

    def _row(self, page: bytes, at: int) -> Row:
        size, at = _varint(page, at)
        if page[0] != _TABLE:
            return _values(self._payload(page, at, size, (self._room - 12) * 64 // 255 - 23))
        rowid, at = _varint(page, at)
        return (rowid, *_values(self._payload(page, at, size, self._room - 35)))

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        """A record of so many bytes, of which at most `most` lie in the cell itself."""
        if not 0 < size <= self.count * self._size:
            raise ValueError(size)
        here = self._local(size, most)
        payload = page[at : at + here]
        if size > here:
            payload += self._chained(_number(page, at + here), size - here)
        if len(payload) != size:
            raise ValueError(size)
        return payload

    def _local(self, size: int, most: int) -> int:
        """How many bytes of a payload lie in the cell; section 1.6 of the description."""
        least = (self._room - 12) * 32 // 255 - 23
        if size <= most:
            return size
        some = least + (size - least) % (self._room - 4)
        return some if some <= most else least

    def _chained(self, number: int, size: int) -> bytes:
        found = b""
        while len(found) < size:
            if not 1 < number <= self.count:
                raise ValueError(number)
            page = self._page(number)
            found += page[4 : min(self._room, 4 + size - len(found))]
            number = _number(page, 0)
        return found


def _values(payload: bytes) -> Row:
    """The values of a record: a header of their types and lengths, then the values."""
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    values = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload) or not values:
        raise ValueError("types and values do not fit")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    size = (kind - 12) // 2 if kind >= 12 else 8 if kind == 7 else _WHOLE.get(kind, len(payload) + 1)
    held = payload[at : at + size]
    if len(held) != size:
        raise ValueError(kind)
    if kind >= 12:
        return held.decode() if kind % 2 else held, at + size
    if kind == 7:
        return struct.unpack(">d", held)[0], at + size
    value = None if kind == 0 else int.from_bytes(held, "big", signed=True) if size else kind - 8
    return value, at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An integer of one to nine bytes, and where it ends."""
    value = 0
    for end in range(at, at + 8):
        value = value << 7 | data[end] & 0x7F
        if data[end] < 0x80:
            return value, end + 1
    return value << 8 | data[at + 8], at + 9


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")
