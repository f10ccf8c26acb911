import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import identifiers
from bibgen.model import PartialDate


def named(text, **options):
    return [
        (one.identifier.scheme, one.identifier.value, one.identifier.version)
        for one in identifiers.find(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("2205.06175", "2205.06175", None),
        ("1706.03762v5", "1706.03762", 5),
        ("arXiv:2205.06175 [cs.AI]", "2205.06175", None),
        ("ARXIV: hep-th/9711200v3", "hep-th/9711200", 3),
        ("math.GT/0309136", "math/0309136", None),
        ("cond-mat.str-el/0102536", "cond-mat/0102536", None),
        ("atom-ph/9509001", "atom-ph/9509001", None),
        ("https://arxiv.org/abs/2205.06175v2#section", "2205.06175", 2),
        ("http://export.arxiv.org/pdf/1706.03762v5.pdf", "1706.03762", 5),
        ("https://arxiv.org/html/2205.06175?x=1", "2205.06175", None),
        ("arxiv.org/abs/hep-th/9711200", "hep-th/9711200", None),
        ("https://www.alphaxiv.org/abs/2205.06175", "2205.06175", None),
        ("https://ar5iv.labs.arxiv.org/html/2205.06175", "2205.06175", None),
        ("https://huggingface.co/papers/2205.06175", "2205.06175", None),
        ("10.48550/arXiv.2205.06175v2", "2205.06175", 2),
        ("https://doi.org/10.48550/arxiv.2205.06175", "2205.06175", None),
    ],
)
def test_every_dress_of_an_arxiv_id_is_the_same_id(text, value, version):
    found = identifiers.parse(text)
    assert found is not None
    assert ("arxiv", value, version) == (found.scheme, found.value, found.version)


@pytest.mark.parametrize(
    "text",
    [
        "1501.0001",
        "1412.00001",
        "1413.0001",
        "0703.0001",
        "1706.00000",
        "0211159",
        "hep-th/0713001",
        "hep-th/9106001",
        "",
        "0",
    ],
)
def test_what_no_paper_can_have_is_no_id(text):
    assert identifiers.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "call 1234.567890 or 0704.00011234",
        "version 2205.06175.3",
        "pp. 1205.1234-1240",
        "x1706.03762",
        "3.1706.03762",
    ],
)
def test_numbers_that_only_look_like_ids_are_not_taken_even_in_lists(text):
    assert [] == named(text, in_list=True)


def test_a_bare_number_in_prose_is_no_paper():
    assert [] == named("costs rose to 1706.03762 units")
    assert [("arxiv", "1706.03762", None)] == named("costs rose to 1706.03762 units", in_list=True)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("doi:10.1103/PhysRevD.76.013009.", "10.1103/PhysRevD.76.013009"),
        ("(10.1016/0168-9002(96)88028-4)", "10.1016/0168-9002(96)88028-4"),
        (
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
        ),
        (
            "https://doi.org/10.1175/1520-0469(1996)053%3C0946:ASTFHH%3E2.0.CO;2",
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
        ),
        ("http://dx.doi.org/10.1007/978-3-540-74126-8_23,", "10.1007/978-3-540-74126-8_23"),
        ("“10.1000/xyz”", "10.1000/xyz"),
        (r"10.1007/978-3-319-90050-6\_8", "10.1007/978-3-319-90050-6_8"),
    ],
)
def test_a_doi_ends_where_the_sentence_around_it_begins(text, typed):
    (found,) = identifiers.find(text)
    assert typed == found.identifier.typed
    assert typed.lower() == found.identifier.value


def test_dois_in_a_row_are_told_apart():
    assert ["10.1000/a", "10.1000/b", "10.1000/c"] == [
        value for _, value, _ in named("10.1000/a;10.1000/b,10.1000/c")
    ]


def test_case_as_typed_does_not_make_two_dois():
    assert identifiers.doi("10.1103/PhysRevD.76") == identifiers.doi("https://doi.org/10.1103/physrevd.76")


def test_ids_sort_in_the_order_in_which_arxiv_gave_them_out():
    given_out = ["hep-th/9108002", "math/0309136", "0704.0001", "1412.9999", "1501.00001", "2205.06175"]
    shuffled = [*given_out[3:], *given_out[:3]]
    assert given_out == sorted(shuffled, key=identifiers.arxiv_order)
    assert PartialDate(year=2015, month=1) == identifiers.arxiv_month("1501.00001")


@pytest.mark.parametrize(
    "text", ["10.1234/" + ")" * 100_000, "www." * 30_000, "10.1234/" * 20_000, "<" * 100_000, "1" * 100_000]
)
def test_hostile_text_takes_no_longer_than_its_length(text):
    assert len(list(identifiers.find(text, in_list=True))) < 2  # quadratic patterns would never come back


@given(st.text(alphabet="arxiv:/.0123456789v10htp-doi ()<>,;\n", max_size=200))
def test_found_places_never_overlap_and_lie_in_the_text(text):
    done = 0
    for found in identifiers.find(text, in_list=True):
        assert done <= found.start < found.end <= len(text)
        done = found.end
