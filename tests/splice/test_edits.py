import pytest

from bibgen import splice
from bibgen.splice import apply, insert_entries, remove_entry, remove_field, set_field, set_key, set_type

OWN = """% refs of the paper
@string{prl = "Phys. Rev. Lett."}

@Article{Zed99,
  Author  = "A. Zed and B. Yu",
  Title   = "The {Q}uick",
  journal = prl,
  year    = 1999
}

@misc(round, title = {A (b)}, % a remark
  year = 2001,
)
@inproceedings{short,title={X},year={2000}}

@misc{good,
\ttitle={z},
}
"""
ENTRY = "@misc{new,\n  title = {Nice},\n  year  = {2024},\n  month = jan,\n}\n"


def changed(text, key, edit, *args):
    file = splice.parse(text)
    held = next(one for one in file.entries if one.key == key)
    return apply(text, [edit(file, held, *args)])


@pytest.mark.parametrize(
    ("key", "added"),
    [
        ("Zed99", '  year    = 1999,\n  Doi     = "10.1/x"\n}'),
        ("round", "year = 2001,\n  doi = {10.1/x},\n)"),
        ("short", "year={2000},doi={10.1/x}}"),
        ("good", "\ttitle={z},\n\tdoi={10.1/x},\n}"),
    ],
)
def test_a_new_field_is_written_as_the_entry_writes_its_own(key, added):
    assert added in changed(OWN, key, set_field, "doi", "10.1/x")


@pytest.mark.parametrize("key", ["Zed99", "round", "short", "good"])
def test_a_field_that_is_added_and_removed_leaves_no_trace(key):
    assert changed(changed(OWN, key, set_field, "doi", "10.1/x"), key, remove_field, "doi") == OWN


def test_a_value_is_replaced_between_its_own_delimiters():
    assert 'Title   = "A {B}",' in changed(OWN, "Zed99", set_field, "title", "A {B}")


def test_a_quote_in_a_new_value_does_not_end_a_value_in_quotes():
    assert 'Title   = {Say "no"},' in changed(OWN, "Zed99", set_field, "title", 'Say "no"')


def test_a_macro_is_replaced_whole_and_its_definition_stays():
    text = changed(OWN, "Zed99", set_field, "journal", "Nature")
    assert "journal = {Nature}," in text
    assert "@string{prl" in text


def test_a_bare_year_stays_bare():
    assert "year    = 2000\n" in changed(OWN, "Zed99", set_field, "year", "2000")


def test_a_type_keeps_its_case_and_a_key_changes_alone():
    assert "@Misc{Zed99," in changed(OWN, "Zed99", set_type, "misc")
    assert changed(OWN, "short", set_key, "other") == OWN.replace("{short,", "{other,")


def test_a_removed_entry_takes_its_blank_line_and_no_remark():
    assert changed(OWN, "Zed99", remove_entry).startswith(
        '% refs of the paper\n@string{prl = "Phys. Rev. Lett."}\n\n@misc(round'
    )


def test_a_remark_is_not_taken_away_with_the_field_before_it():
    text = "@misc{a,\n  title = {A}, % mine\n  year = {2000}, % of the preprint\n  note = {x}\n}\n"
    assert "% of the preprint" in changed(text, "a", remove_field, "note")
    assert "% mine" in changed(text, "a", remove_field, "year")


def test_an_entry_without_fields_gets_its_first():
    assert changed("@misc{a}\n", "a", set_field, "title", "T") == "@misc{a,\n  title         = {T}}\n"
    assert (
        splice.parse(changed("@misc{a,\n}\n", "a", set_field, "title", "T")).entries[0].value("title") == "T"
    )


def test_an_entry_is_added_in_the_habits_of_the_file():
    own = (
        '@ARTICLE{b,\n\tAUTHOR = "B",\n\tYEAR = 1999\n}\n\n\n@ARTICLE{a,\n\tAUTHOR = "A",\n\tYEAR = 1999\n}\n'
    )
    added = apply(own, insert_entries(splice.parse(own), [ENTRY]))
    assert added == own + '\n\n@MISC{new,\n\tTITLE = "Nice",\n\tYEAR = "2024",\n\tMONTH = jan\n}\n'


def test_where_keys_are_in_order_an_entry_goes_to_its_place_before_the_remarks_of_the_next():
    own = "@misc{a, year=1}\n\n@misc{b, year=1}\n\n% about z\n@misc{z, year=1}\n"
    added = apply(own, insert_entries(splice.parse(own), [ENTRY]))
    assert added.index("@misc{b") < added.index("@misc{new") < added.index("% about z")
    assert added.replace("@misc{new, title={Nice}, year={2024}, month=jan}\n\n", "") == own


def test_an_entry_is_not_put_where_a_broken_one_would_swallow_it():
    own = "@misc{a, year=1}\n\n@misc{broken, title = {never closed\n"
    added = apply(own, insert_entries(splice.parse(own), [ENTRY]))
    assert added.index("@misc{new") < added.index("@misc{broken")
    assert [one.key for one in splice.parse(added).entries] == ["a", "new"]


@pytest.mark.parametrize("own", ["", "\n", "% only a remark", "@misc{a, year=1}", "@misc{a, year=1}\r\n"])
def test_the_first_entry_stands_behind_whatever_was_there(own):
    file = splice.parse(own)
    added = apply(own, insert_entries(file, [ENTRY, ENTRY.replace("new", "newer")]))
    assert added.startswith(own.rstrip("\r\n"))
    assert [one.key for one in splice.parse(added).entries][-2:] == ["new", "newer"]
    assert ("\r" in added) == ("\r" in own)
    assert added.endswith("\n")


def test_edits_that_overlap_are_refused_rather_than_guessed():
    file = splice.parse(OWN)
    held = file.entries[0]
    with pytest.raises(ValueError, match="overlap"):
        apply(OWN, [set_field(file, held, "title", "A"), remove_entry(file, held)])
