"""Every layout and format against golden cases: an input and what was read from it, one line of JSON an item.

`input.txt` is text to the readers; any other `input.*` is opened as the file it is.
"""

from __future__ import annotations

import pytest

from bibgen.cli import listing
from bibgen.readers import READERS, files, stream
from tests.conftest import GOLDEN

INPUTS = sorted((GOLDEN / "readers").rglob("input.*"))
FORMATS = ("html", "endnote", "zotero")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_reads_as_accepted(path, golden, monkeypatch):
    golden.used.update((path, path.with_name("truth.jsonl")))
    if path.suffix == ".txt":
        items = stream([golden.read(path)], path.name)
    else:
        monkeypatch.chdir(path.parent)
        (one,) = files.inputs([path.name])
        items = one.items()
    golden.check(path.with_name("expected.jsonl"), "".join(listing.as_json(items)))


@pytest.mark.parametrize("name", [*(name for name, _ in READERS), *FORMATS])
def test_every_layout_has_five_cases(name):
    assert len([path for path in INPUTS if path.parent.parent.name == name]) >= 5
