"""BibTeX and biber before and after a change of bibgen's: what they read before they read after, and no error is new."""

from __future__ import annotations

import os
import shutil
from random import Random

import pytest

from bibgen import splice
from bibgen.manuscript import tidy
from bibgen.manuscript.layout import Style
from tests import bibfiles
from tests.judges import tex
from tests.judges.programs import REQUIRED, missing

pytestmark = pytest.mark.judge

# biber takes a second a file: of the 300 it judges some each time, or all if it is asked to.
CASES = [one for one in bibfiles.files() if one.data.strip()]
ALL = os.environ.get("BIBGEN_JUDGES") == "all"
FEW = CASES if ALL else Random("biber").sample(CASES, 24)
MANY = CASES if ALL else CASES[::3]
ENTRY = "@misc{zzz2026new,\n  title         = {A New Paper},\n  author        = {Doe, Jane},\n  year          = {2026},\n}\n"


def needs(*programs):
    if absent := missing(programs):
        told = f"the judge lacks {', '.join(absent)}"
        pytest.fail(told) if REQUIRED else pytest.skip(told)


def spliced(path, folder):
    """The file with an entry more, and a field more in one of its entries."""
    file = splice.load(str(path))
    edits = splice.insert_entries(file, [ENTRY])
    free = [one for one in file.entries if not one.protected]
    if free:
        edits.append(splice.set_field(file, Random(0).choice(free), "annotation", "Seen"))
    after = folder / "after.bib"
    shutil.copy(path, after)
    splice.save(splice.load(str(after)), splice.apply(file.text, edits))
    return after


def tidied(path, folder, **ways):
    """The file made tidy."""
    file = splice.load(str(path))
    after = folder / "after.bib"
    shutil.copy(path, after)
    splice.save(splice.load(str(after)), tidy.tidied(file, Style(), **ways).text)
    return after


def by_bibtex(path):
    """What BibTeX makes of each entry, by key, and whether it complains."""
    with tex.workplace(path) as folder:
        shutil.copy(tex.PARTS, folder)
        dump, errors = tex.with_style(folder, "parts", tex.of_lines(folder / "refs.bib"))
    read = [entry.splitlines() for entry in dump.split("end>end\n")[:-1]]
    return {entry[0].removeprefix("key>"): entry[1:] for entry in read}, errors


def by_biber(path):
    """The keys that biber reads, and whether it complains of more than the fields of an entry."""
    keys, told = tex.with_biber(path)
    return sorted(keys), [one for _, one in told if "error" in one.lower()]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bibtex_reads_after_what_it_read_before(case, tmp_path):
    needs("bibtex")
    path = tmp_path / "refs.bib"
    path.write_bytes(case.data)
    before, faults = by_bibtex(path)
    after, new = by_bibtex(spliced(path, tmp_path))
    assert ("bibtex" in case.readable_by) == (not faults)
    assert len(new) <= len(faults)
    assert before == {key: after.get(key) for key in before}  # of a line BibTeX reads one entry
    assert "zzz2026new" in after or faults


@pytest.mark.parametrize("case", FEW, ids=str)
def test_biber_reads_after_what_it_read_before(case, tmp_path):
    needs("biber")
    path = tmp_path / "refs.bib"
    path.write_bytes(case.data)
    before, faults = by_biber(path)
    after, new = by_biber(spliced(path, tmp_path))
    assert ("biber" in case.readable_by) == (not faults)
    assert len(new) <= len(faults)
    assert before == [key for key in after if key != "zzz2026new"]
    assert "zzz2026new" in after or faults


@pytest.mark.parametrize("order", ["none", "key"])
@pytest.mark.parametrize("case", MANY, ids=str)
def test_bibtex_reads_a_tidy_file_as_it_was(case, order, tmp_path):
    needs("bibtex")
    path = tmp_path / "refs.bib"
    path.write_bytes(case.data)
    before, faults = by_bibtex(path)
    after, new = by_bibtex(tidied(path, tmp_path, order=order))
    assert len(new) <= len(faults)
    assert before == {key: after.get(key) for key in before}


@pytest.mark.parametrize("case", FEW, ids=str)
def test_biber_reads_a_tidy_file_as_it_was(case, tmp_path):
    needs("biber")
    path = tmp_path / "refs.bib"
    path.write_bytes(case.data)
    before, faults = by_biber(path)
    after, new = by_biber(tidied(path, tmp_path, order="year"))
    assert len(new) <= len(faults)
    assert set(before) <= set(after)
