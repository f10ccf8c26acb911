import pytest

from bibgen import splice


def test_what_cannot_be_read_keeps_its_key_and_costs_no_neighbour():
    file = splice.parse(
        "@misc{a, year=1}\n@misc{broken, title = {x\n\n@misc{b, year=2}\n@misc{twice, year=1, year=2}\n"
    )
    assert [one.key for one in file.entries] == ["a", "b"]
    assert [(one.key, one.line) for one in file.unread] == [("broken", 2), ("twice", 5)]
    assert file.keys == {"a", "b", "broken", "twice"}


def test_remarks_between_fields_do_not_hide_the_entry():
    text = "@article{a, % mine }\n  title = {A}, % foo @x{\n  % year = {1999},\n  year = 2000}\n\n@misc{b, year=1}\n"
    first, second = splice.parse(text).entries
    assert (first.value("title"), first.value("year"), second.key) == ("A", "2000", "b")
    assert text[first.start : first.end].endswith("year = 2000}")


def test_an_entry_behind_a_percent_sign_is_left_alone_and_keeps_its_key():
    file = splice.parse("@misc{a, year=1}\n% @misc{old, year=1}\n")
    assert [one.key for one in file.entries] == ["a"]
    assert [one.key for one in file.unread] == ["old"]


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("% bibgen: keep\n@misc{a, year=1}", True),
        ("@misc{a, % bibgen: keep\n year=1}", True),
        ("@misc{z, year=1}\r\n\r\n% bibgen: keep\r\n@misc{a, year=1}", True),
        ("@misc{a, year=1, protect = {true}}", True),
        ("@misc{a, year=1, protect = {false}}", False),
        ("% bibgen: keep\n\n@misc{a, year=1}", True),
        ("% bibgen: keep\n@misc{z, year=1}\n\n@misc{a, year=1}", False),
        ("% bibgen: keep\n\n% of the group\n@misc{a, year=1}", False),
        ("@misc{z, year=1}\n% bibgen: keep\n@misc{a, year=1}", True),
        ("@misc{a, title={To protect and serve}}", False),
    ],
)
def test_a_person_can_say_which_entry_is_to_be_left(text, protected):
    assert splice.parse(text).entries[-1].protected is protected


def test_values_are_read_with_the_abbreviations_of_the_file_and_aliases_are_keys():
    file = splice.parse(
        '@string{prl = "Phys. Rev. Lett."}\n@article{a, journal = prl # " B", ids = {old, older}}'
    )
    assert file.entries[0].value("journal") == "Phys. Rev. Lett. B"
    assert file.entries[0].aliases == ("old", "older")
    assert "older" in file.keys


@pytest.mark.parametrize(
    ("text", "modern"),
    [
        ("@online{a, date = {2020}}", True),
        ("@article{a, journaltitle = {X}, date = {2020}}", True),
        ("@article{a, journal = {X}, year = 2020}", False),
        ("", False),
    ],
)
def test_a_file_tells_which_dialect_it_is_written_in(text, modern):
    assert splice.parse(text).modern is modern


def test_lines_are_counted_whatever_ends_them():
    file = splice.parse("% one\r\r@misc{a, year=1}\r@misc{b, year=1}\r")
    assert [one.line for one in file.entries] == [3, 4]
    assert file.newline == "\r"
