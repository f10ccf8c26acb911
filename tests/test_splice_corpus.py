"""Splicing over the 300 files of `tests.bibfiles`: what is not asked for stays, byte by byte."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest

from bibgen import bib, splice
from tests import bibfiles

CASES = bibfiles.files()
ENTRY = "@misc{zzz2026new,\n  title         = {A New Paper},\n  author        = {Doe, Jane},\n}\n"


@pytest.fixture
def load(tmp_path):
    """Puts a case on disk and loads it."""

    def loaded(case):
        path = tmp_path / "refs.bib"
        path.write_bytes(case.data)
        return splice.load(str(path))

    return loaded


def some(case, file):
    """Two entries of a file that may be edited, or all if there are fewer."""
    free = [one for one in file.entries if not one.fault]
    return Random(case.name).sample(free, min(2, len(free)))


def changed(file, edits):
    """The file after the edits, the bytes outside their spans checked."""
    first, last = min(one.start for one in edits), max(one.end for one in edits)
    text = splice.apply(file.text, edits)
    assert text.startswith(file.text[:first])
    assert text.endswith(file.text[last:])
    kept = text[first : len(text) - len(file.text[last:])]
    ordered = sorted(edits, key=lambda one: one.start)
    between = [file.text[one.end : other.start] for one, other in pairwise(ordered)]
    assert re.fullmatch(".*".join(["", *map(re.escape, between), ""]), kept, re.S)
    return splice.parse(text, file.path)


def some_fields(held):
    """Four of the fields, none whose name stands in the entry before: BibTeX takes the first."""
    first = [field for field in held.fields if held.field(field.name) is field]
    return Random(held.key).sample(first, min(4, len(first)))


def others(file, held):
    """All other blocks, as they stand."""
    return [one.raw.strip() for one in (*file.entries, *file.unread) if one.start != held.start]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_without_an_edit_not_a_byte_changes(case, load, tmp_path):
    file = load(case)
    assert splice.save(file, splice.apply(file.text, [])) is None
    assert case.data == (tmp_path / "refs.bib").read_bytes()
    assert case.data == (b"\xef\xbb\xbf" if file.bom else b"") + file.text.encode(file.encoding)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_places_are_exact(case, load):
    file = load(case)
    for block in bib.blocks(file.text):
        assert block.raw == file.text[block.start : block.end]
    last = 0
    for one in sorted((*file.entries, *file.unread), key=lambda one: one.start):
        assert last <= one.start < one.end
        assert one.raw == file.text[one.start : one.end]
        assert one.raw.startswith("@")
        last = one.end
    for held in file.entries:
        assert held.raw.endswith(("}", ")"))
        assert held.fault or held.key == held.raw[held.scanned.key_at : held.scanned.key_end]
        for field in held.fields:
            assert field.name == file.text[field.start : field.start + len(field.name)].lower()
            assert held.start < field.start < field.value_start < field.value_end < held.end


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_value_changes_and_nothing_else_does(case, load):
    file = load(case)
    for held in some(case, file):
        for field in some_fields(held):
            after = changed(file, [splice.set_field(file, held, field.name, "Changed {Value}")])
            now = after.entries[file.entries.index(held)]
            assert "Changed Value" == bib.plain(now.value(field.name))
            assert others(file, held) == others(after, now)
            assert (
                held.parsed.fields[: held.fields.index(field)]
                == now.parsed.fields[: held.fields.index(field)]
            )
            assert [one.name for one in held.fields] == [one.name for one in now.fields]
            again = splice.set_field(after, now, field.name, "Changed {Value}")
            assert after.text == splice.apply(after.text, [again])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_field_comes_and_goes_without_a_trace(case, load):
    file = load(case)
    for held in some(case, file):
        after = changed(file, [splice.set_field(file, held, "eprintid", "1234.56789")])
        now = after.entries[file.entries.index(held)]
        assert "1234.56789" == now.value("eprintid")
        assert (*held.parsed.fields, ("eprintid", "1234.56789")) == now.parsed.fields
        assert others(file, held) == others(after, now)
        again = splice.set_field(after, now, "eprintid", "1234.56789")
        assert after.text == splice.apply(after.text, [again])
        back = changed(after, [splice.remove_field(after, now, "eprintid")])
        assert file.text == back.text


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_field_is_removed_and_no_other(case, load):
    file = load(case)
    for held in some(case, file):
        for field in some_fields(held):
            at = held.fields.index(field)
            after = changed(file, [splice.remove_field(file, held, field.name)])
            now = after.entries[file.entries.index(held)]
            assert held.parsed.fields[:at] + held.parsed.fields[at + 1 :] == now.parsed.fields
            assert others(file, held) == others(after, now)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_key_and_type_change_and_no_field_does(case, load):
    file = load(case)
    for held in some(case, file):
        after = changed(
            file, [splice.set_key(file, held, "new:key"), splice.set_type(file, held, "unpublished")]
        )
        now = after.entries[file.entries.index(held)]
        assert ("new:key", "unpublished") == (now.key, now.type)
        assert held.parsed.fields == now.parsed.fields
        assert others(file, held) == others(after, now)
        again = [splice.set_key(after, now, "new:key"), splice.set_type(after, now, "unpublished")]
        assert after.text == splice.apply(after.text, again)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_entry_goes_and_the_others_stay(case, load):
    file = load(case)
    for held in some(case, file):
        after = changed(file, [splice.remove_entry(file, held)])
        assert others(file, held) == [one.raw.strip() for one in (*after.entries, *after.unread)]
        assert sorted(file.text.replace(held.raw, "", 1).split()) == sorted(after.text.split())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_entry_comes_and_the_others_stay(case, load):
    file = load(case)
    after = changed(file, splice.insert_entries(file, [ENTRY]))
    (new,) = [one for one in after.entries if one.key == "zzz2026new"]
    assert "A New Paper" == new.value("title")
    assert others(after, new) == [one.raw.strip() for one in (*file.entries, *file.unread)]


def test_twenty_thousand_entries_are_read_with_exact_places():
    text = bibfiles.twenty_thousand().decode()
    file = splice.parse(text)
    assert 20_000 == len(file.entries)
    assert all(one.raw == text[one.start : one.end] for one in file.entries)


def test_a_mark_behind_an_entry_is_that_entrys():
    kept, other = splice.parse("@misc{a, year = 1} % bibgen: keep\n@misc{b, year = 2}\n").entries
    assert kept.protected
    assert not other.protected


def test_a_new_entry_parts_no_remark_from_the_entry_before():
    text = "@misc{a,\n} % about a\n\n% about z\n@misc{z,\n}\n\n@misc{zz,\n}\n"
    file = splice.parse(text)
    after = splice.apply(text, splice.insert_entries(file, ["@misc{m,\n}\n"]))
    assert after.startswith("@misc{a,\n} % about a\n\n@misc{m")
    assert "\n\n% about z\n@misc{z,\n}\n" in after


def test_a_broken_block_does_not_take_the_head_of_the_next():
    text = "@misc{a@misc{b, year = 1}\n@misc{b, year = 1}\n"
    assert all(block.raw == text[block.start : block.end] for block in bib.blocks(text))
    assert [7, 26] == [one.start for one in splice.parse(text).entries]


def test_a_new_entry_does_not_go_behind_a_percent_sign():
    text = "@misc{a, year = 1}\n% done: @misc{b, year = 2}\n"
    after = splice.apply(text, splice.insert_entries(splice.parse(text), [ENTRY]))
    assert after.startswith(text)
    assert "zzz2026new" in [one.key for one in splice.parse(after).entries]
