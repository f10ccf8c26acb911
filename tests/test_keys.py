from hypothesis import given
from hypothesis import strategies as st

from bibgen import keys, names
from bibgen.model import Identifier, PartialDate, Record


def record(arxiv="2205.06175", title="A Generalist Agent", author="Scott Reed", year=2022):
    return Record(
        type="article",
        title=title,
        authors=(names.parse(author),) if author else (),
        submitted=PartialDate(year=year) if year else None,
        identifiers=(Identifier(scheme="arxiv", value=arxiv),) if arxiv else (),
    )


def test_a_key_is_family_year_and_first_significant_word():
    assert "reed2022generalist" == keys.base_key(record())


def test_letters_outside_ascii_become_what_their_language_writes():
    assert ["mueller2020x", "oebro2020x", "velickovic2020x", "wangxiaoming2020x", "vandenoord2020x"] == [
        keys.base_key(record(author=author, title="x", year=2020))
        for author in ("Jürgen Müller", "Mikkel Øbro", "Petar Veličković", "王小明", "Aäron van den Oord")
    ]


def test_a_group_goes_by_its_name():
    assert "gemma2024gemma" == keys.base_key(
        record(author="Gemma Team", title="Gemma 3 Technical Report", year=2024)
    )


def test_stop_words_formulae_and_numbers_do_not_open_a_key():
    assert "reed2022padic" == keys.base_key(record(title="On the 2 $p$-adic $\\Lambda$ numbers"))


def test_what_is_unknown_is_said():
    assert "anonndagent" == keys.base_key(record(author="", year=0, title="Agent"))


def test_the_order_of_the_input_never_changes_a_key():
    papers = [record(arxiv=f"2205.0617{n}") for n in range(5)]
    forward = dict(zip((one.arxiv_id for one in papers), keys.assign(papers), strict=True))
    backward = dict(zip((one.arxiv_id for one in reversed(papers)), keys.assign(papers[::-1]), strict=True))
    assert forward == backward
    assert ["reed2022generalist" + suffix for suffix in ("", "a", "b", "c", "d")] == list(forward.values())


def test_after_z_comes_aa():
    papers = [record(arxiv=f"2205.06{n:03}") for n in range(100, 130)]
    assert ["z", "aa", "ab"] == [key.removeprefix("reed2022generalist") for key in keys.assign(papers)[26:29]]


def test_keys_of_another_file_are_not_given_again_in_any_case():
    assert ["reed2022generalista"] == keys.assign([record()], taken=["Reed2022Generalist"])


@given(
    st.lists(st.tuples(st.sampled_from("AaBÄ王 "), st.sampled_from("aAbé$-"), st.integers(0, 3)), max_size=40)
)
def test_keys_are_unique_without_case_and_plain_ascii(rows):
    papers = [record(arxiv=f"2205.0{n:04}", author=a, title=t, year=y) for n, (a, t, y) in enumerate(rows, 1)]
    made = keys.assign(papers)
    assert len(made) == len({key.lower() for key in made})
    assert all(key.isascii() and key.isalnum() for key in made)
