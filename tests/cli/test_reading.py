"""`bibgen read` on a terminal: one line a mention at any width, links where they lead somewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bibgen import readers
from bibgen.cli import listing, table

PAGE = """CVMay 12, 2022
A Generalist Agent: a title that goes on for longer than any column has room for, 中文 included
Scott Reed, Konrad Zolna, Emilio Parisotto et al.

2205.06175v2
"""


def shown(width, **console):
    stream = io.StringIO()
    mentions = readers.read(PAGE, "folder/page.txt").mentions
    table.show(mentions, Console(file=stream, width=width, **console))
    return stream.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_narrow_terminal_breaks_no_row(width):
    lines = shown(width).splitlines()
    assert 3 == len(lines)


def test_ids_link_to_their_pages_on_a_terminal_only():
    assert "\x1b]8;" in shown(120, force_terminal=True)
    assert "https://arxiv.org/abs/2205.06175v2" in shown(120, force_terminal=True)
    assert "\x1b" not in shown(120)


def test_titles_in_square_brackets_are_no_commands_to_the_table(tmp_path):
    mention = readers.read("CVMay 12, 2022\n[bold]Not bold[/] at all\nAda Lovelace, Al Go\n").mentions[0]
    stream = io.StringIO()
    table.show([mention], Console(file=stream, width=200))
    assert "[bold]Not bold[/] at all" in stream.getvalue()


def test_rows_come_as_they_are_read():
    seen = []

    def mentions():
        for number in range(250):
            seen.append(number)
            yield readers.read("2205.06175").mentions[0]

    stream = io.StringIO()
    source = mentions()
    table.show(source, Console(file=stream, width=80))
    assert 251 == len(stream.getvalue().splitlines())
    rows = listing.plain(mentions())
    seen.clear()
    next(rows), next(rows)
    assert [0] == seen
