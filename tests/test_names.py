import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import names


def parts(text):
    name = names.parse(text)
    return name.literal or " | ".join((name.given, name.particle, name.family, name.suffix))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oriol Vinyals", "Oriol |  | Vinyals | "),
        ("Vinyals, O.", "O. |  | Vinyals | "),
        ("Aäron van den Oord", "Aäron | van den | Oord | "),
        ("van den Oord, Aäron", "Aäron | van den | Oord | "),
        ("Diego de las Casas", "Diego | de las | Casas | "),
        ("Luc Van Gool", "Luc |  | Van Gool | "),
        ("Kelly C de Carvalho", "Kelly C | de | Carvalho | "),
        ("Juan Ortega y Gasset", "Juan |  | Ortega y Gasset | "),
        ("Gerard 't Hooft", "Gerard | 't | Hooft | "),
        ("e. e. cummings", "e. e. |  | cummings | "),
        ("Charles L. Webber Jr.", "Charles L. |  | Webber | Jr."),
        ("Robert W. Heath, Jr.", "Robert W. |  | Heath | Jr."),
        ("Paul Harvey II", "Paul |  | Harvey | II"),
        ("J. -M. Caillol", "J.-M. |  | Caillol | "),
        ("A. Abulencia et al.", "A. |  | Abulencia | "),
        ("Li Wei (李伟)", "Li |  | Wei | "),
        ("D. D'Angelo", "D. |  | D'Angelo | "),
    ],
)
def test_given_and_family_names_come_apart_where_users_expect(text, expected):
    assert expected == parts(text)


@pytest.mark.parametrize(
    "text",
    [
        "CDF Collaboration",
        "Gemma Team",
        "Aristotle",
        "王小明",
        "Imagen-Team-Google",
        "LIGO Scientific Collaboration",
    ],
)
def test_groups_and_single_names_stay_whole(text):
    assert text == names.parse(text).literal


def test_speaking_for_a_collaboration_is_no_part_of_its_name():
    assert "DarkSide Collaboration" == names.parse("for the DarkSide Collaboration").literal


@pytest.mark.parametrize(
    ("line", "count", "cut"),
    [
        ("Jean-Baptiste Alayrac, Jeff Donahue, Pauline Luc et al.", 3, True),
        ("A. Smith, Jr., B. Jones and C. D. Roe", 3, False),
        ("Vaswani, Ashish", 2, False),
        ("A. Smith and others", 1, True),
        ("A. Smith, B. Jones, +12 authors", 2, True),
        ("A. Smith, …", 1, True),
    ],
)
def test_a_line_of_names_says_whether_it_is_cut(line, count, cut):
    found, says = names.parse_list(line)
    assert (count, cut) == (len(found), says)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Vinyals, O.", "Oriol Vinyals", 0.9, 1),
        ("GS Corrado", "Greg S. Corrado", 0.9, 0.9),
        ("Müller, A.", "André Mueller", 0.9, 0.9),
        ("Oord", "Aäron van den Oord", 0.8, 0.8),
        ("Wang Xiao", "Xiao Wang", 1, 1),
        ("J.-B. Alayrac", "Jean-Baptiste Alayrac", 0.9, 1),
        ("Andre Susano Pinto", "André Susano Pinto", 1, 1),
        ("Kaiming He", "Jian He", 0.3, 0.3),
        ("Kaiming He", "Kaiming Ho", 0, 0),
        ("Gemma Team", "Gemini Team", 0, 0),
    ],
)
def test_two_spellings_of_one_person_are_alike_and_two_people_are_not(one, other, least, most):
    assert least <= names.likeness(names.parse(one), names.parse(other)) <= most
    assert least <= names.likeness(names.parse(other), names.parse(one)) <= most


@given(st.text(max_size=60))
def test_no_text_is_too_odd_for_a_name(text):
    name = names.parse(text)
    assert 1.0 == names.likeness(name, name) or not names.display(name).strip()
    names.parse_list(text)
