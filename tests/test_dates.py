import pytest

from bibgen import dates
from bibgen.model import PartialDate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jul 31, 2024", (2024, 7, 31)),
        ("July 4th, 1776", (1776, 7, 4)),
        ("Sept. 5, 2023", (2023, 9, 5)),
        ("31 Jul 2024", (2024, 7, 31)),
        ("Mon, 2 Apr 2007 19:18:42 GMT", (2007, 4, 2)),
        ("Wed, 31 Jul 2024", (2024, 7, 31)),
        ("2022-05-12", (2022, 5, 12)),
        ("2022-05-12T17:59:46Z", (2022, 5, 12)),
        ("2022/05", (2022, 5, 0)),
        ("Mar 2021", (2021, 3, 0)),
        ("2017", (2017, 0, 0)),
        ("2017/11/03/", (2017, 11, 3)),
        ("2017/11/03/Fall", (2017, 11, 3)),
        ("2017/11//", (2017, 11, 0)),
        ("2017///", (2017, 0, 0)),
        ("2017 Nov 3", (2017, 11, 3)),
        ("2017 Nov", (2017, 11, 0)),
        ("20171103", (2017, 11, 3)),
        ("2017-11-03 09:12:00", (2017, 11, 3)),
    ],
)
def test_dates_are_as_precise_as_the_text(text, expected):
    year, month, day = expected
    assert PartialDate(year=year, month=month, day=day) == dates.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "June 31, 2024",
        "2022-13-01",
        "2022-00-10",
        "Foo 3, 2020",
        "0000",
        "12",
        "",
        "2023-02-29",
        "20171303",
        "2017 Nov-Dec",
    ],
)
def test_a_date_that_cannot_be_is_no_date(text):
    assert dates.parse(text) is None


def test_days_between_needs_both_days():
    assert 30 == dates.days_between(
        PartialDate(year=2024, month=7, day=1), PartialDate(year=2024, month=7, day=31)
    )
    assert dates.days_between(PartialDate(year=2024), PartialDate(year=2024, month=7, day=31)) is None
