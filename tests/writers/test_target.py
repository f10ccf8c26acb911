import os
import stat
from pathlib import Path

import pytest

from bibgen.errors import OutputError
from bibgen.writers import target
from bibgen.writers.guard import check

ENTRY = "@misc{a,\n  title = {A},\n}\n"
root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def failing():
    yield "half a "
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text("old")
    with pytest.raises(OutputError, match="No space left"):
        target.put(str(path), failing())
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path):
    def killed():
        yield "half"
        raise KeyboardInterrupt

    path = tmp_path / "refs.bib"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        target.put(str(path), killed())
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_a_symlink_stays_a_link_and_the_mode_stays(tmp_path):
    real = tmp_path / "real.bib"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "refs.bib"
    link.symlink_to(real)
    target.put(str(link), ["new"])
    assert link.is_symlink()
    assert "new" == real.read_text()
    assert 0o640 == stat.S_IMODE(real.stat().st_mode)


def test_a_new_file_gets_the_mode_that_others_get(tmp_path):
    (tmp_path / "other").write_text("")
    target.put(str(tmp_path / "refs.bib"), ["new"])
    assert (tmp_path / "other").stat().st_mode == (tmp_path / "refs.bib").stat().st_mode


def test_line_ends_are_written_as_they_are(tmp_path):
    target.put(str(tmp_path / "refs.ris"), ["TY  - X\r\n"])
    assert b"TY  - X\r\n" == (tmp_path / "refs.ris").read_bytes()


def test_a_device_is_written_to_and_not_replaced():
    target.check("/dev/null", [])
    target.put("/dev/null", ["x"])
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_input_is_never_the_output_however_it_is_named(tmp_path):
    path = tmp_path / "listing.txt"
    path.write_text("x")
    link = tmp_path / "link.bib"
    link.symlink_to(path)
    for name in (path, link, tmp_path / "." / "listing.txt"):
        with pytest.raises(OutputError, match="is an input"):
            target.check(str(name), ["-", "2205.06175", str(path)])


def test_what_cannot_be_written_is_known_before_the_work(tmp_path):
    with pytest.raises(OutputError, match="is a directory"):
        target.check(str(tmp_path), [])
    with pytest.raises(OutputError, match="no folder"):
        target.check(str(tmp_path / "no" / "refs.bib"), [])


def test_a_read_only_file_is_not_written_even_by_root(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text("")
    path.chmod(0o444)
    with pytest.raises(OutputError, match="read-only"):
        target.check(str(path), [])


@root
def test_a_read_only_folder_is_known_before_the_work(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="permission denied"):
            target.check(str(tmp_path / "new.bib"), [])
    finally:
        tmp_path.chmod(0o700)


def guard(path, new=(), known=()):
    marks = {target.mark(entry) for entry in known}
    check(str(path), new, marks.__contains__)


def test_a_bib_with_entries_of_the_users_is_not_replaced(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text("\n" + ENTRY + '\n@article{mine,\n  title = "Mine"\n}\n')
    with pytest.raises(OutputError, match=r"'mine' \(line 6\).*--force"):
        guard(path, known=[ENTRY])


def test_a_bib_that_bibgen_wrote_is_replaced_whatever_the_line_ends(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_bytes(ENTRY.replace("\n", "\r\n").encode())
    guard(path, known=[ENTRY])


def test_an_entry_that_stands_in_the_new_file_too_is_not_lost(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text(ENTRY)
    guard(path, new=[ENTRY])


def test_an_entry_that_was_edited_is_the_users(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text(ENTRY.replace("{A}", "{A, corrected}"))
    with pytest.raises(OutputError, match="'a'"):
        guard(path, known=[ENTRY])


@pytest.mark.parametrize("text", ["@string{x = {y}}\n", "@article{broken,\n title = {x\n"])
def test_other_blocks_and_broken_entries_are_the_users_too(tmp_path, text):
    path = tmp_path / "refs.bib"
    path.write_text(text)
    with pytest.raises(OutputError, match="did not write"):
        guard(path)


@pytest.mark.parametrize("text", ["", "\ufeff", "\n \r\n"])
def test_a_file_with_nothing_in_it_may_be_replaced(tmp_path, text):
    path = tmp_path / "refs.bib"
    path.write_text(text, encoding="utf-8")
    guard(path)
    guard(tmp_path / "none.bib")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("% nothing but remarks\n", 1),
        ("not a bibliography at all", 1),
        (f"{ENTRY}\n% read this!\n", 5),
        (f"\n\nfirst\n{ENTRY}", 3),
    ],
)
def test_remarks_between_entries_are_the_users_too(tmp_path, text, line):
    path = tmp_path / "refs.bib"
    path.write_text(text)
    with pytest.raises(OutputError, match=rf"a comment \(line {line}\)"):
        guard(path, known=[ENTRY])
