"""The table that `bibgen read` shows on a terminal, by rich: widths, colours, links.

Rows are laid out in batches of the same widths, because an input may hold more than memory and a
person wants to see the first rows at once. Identifiers link to their pages where the terminal can
(OSC 8); NO_COLOR and TERM=dumb are rich's to obey.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bibgen import identifiers
from bibgen.cli.listing import COLUMNS, row
from bibgen.model import Mention

_LOOKS = (
    # style and share of the width; the year always has its four digits
    ("cyan", 20),
    ("bold", 36),
    ("", 20),
    ("", 0),
    ("green", 20),
    ("dim", 9),
)
_YEAR = 4
_BATCH = 100  # rows


def show(mentions: Iterable[Mention], console: Console | None = None) -> None:
    """Print a table of mentions, a batch as soon as it is read."""
    console = console or Console(highlight=False)
    rest = iter(mentions)
    first = True
    while batch := list(islice(rest, _BATCH)):
        console.print(_table(batch, console.width, headed=first))
        first = False


def _table(mentions: Iterable[Mention], width: int, *, headed: bool) -> Table:
    table = Table(box=None, show_header=headed, padding=(0, 2, 0, 0), pad_edge=False)
    free = max(width - _YEAR - 2 * len(COLUMNS), 5 * len(COLUMNS))
    whole = sum(share for _, share in _LOOKS)
    for name, (style, share) in zip(COLUMNS, _LOOKS, strict=True):
        cells = free * share // whole if share else _YEAR
        table.add_column(name, style=style, width=cells, no_wrap=True, overflow="ellipsis")
    for mention in mentions:
        shown = [Text(cell) for cell in row(mention)]
        shown[COLUMNS.index("place")] = Text(shown[0].plain.rpartition("/")[2])
        shown[COLUMNS.index("ids")] = _linked(mention)
        table.add_row(*shown)
    return table


def _linked(mention: Mention) -> Text:
    pieces = [
        Text(identifiers.display(one), style=Style(link=identifiers.address(one)))
        for one in mention.identifiers
    ]
    return Text(" ").join(pieces)
