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
        ("GS Corrado", "GS |  | Corrado | "),
        ("JP Serre", "JP |  | Serre | "),
        ("Vaswani A", "A |  | Vaswani | "),
        ("Vaswani AB", "AB |  | Vaswani | "),
        ("VASWANI, A.", "A. |  | VASWANI | "),
        ("A.Vaswani", "A. |  | Vaswani | "),
        ("Weinan E", "Weinan |  | E | "),
        ("Wei LI", "Wei |  | LI | "),
        ("Ana Vega, MD", "Ana |  | Vega | "),
        ("Dr. Jane Goodall", "Jane |  | Goodall | "),
        ("Jane Goodall Ph.D.", "Jane |  | Goodall | "),
        (r"Schr\"{o}dinger, Erwin", "Erwin |  | Schrödinger | "),
        (r"Erd{\H o}s, P.", "P. |  | Erdős | "),
        ("Wei Wang 0001", "Wei |  | Wang | "),
        ("Ashish Vaswani∗", "Ashish |  | Vaswani | "),
        ("Noam Shazeer1,2", "Noam |  | Shazeer | "),
        ("Noam Shazeer¹²", "Noam |  | Shazeer | "),
        ("李伟 (Wei Li)", "Wei |  | Li | "),
        ("Sammy Davis JR", "Sammy |  | Davis | JR"),
        ("K. Skarpaas VIII", "K. |  | Skarpaas | VIII"),
        ("Romeo Jr. Jorda", "Romeo |  | Jorda | Jr."),
        ("A. H. Castro Neto", "A. H. |  | Castro Neto | "),
        ("J. R. T. de Mello Neto", "J. R. T. | de | Mello Neto | "),
        ("José Marcato Junior", "José |  | Marcato Junior | "),
        ("A. Neto", "A. |  | Neto | "),
        ("Md. Selim Al Mamun", "Md. Selim |  | Al Mamun | "),
        ("Roland Prof. Bennewitz", "Roland |  | Bennewitz | "),
        ("32 J. L. Raaf", "J. L. |  | Raaf | "),
        ("H. Eugene~Stanley", "H. Eugene |  | Stanley | "),
        ("Rajesh G. Kavasseri † ~", "Rajesh G. |  | Kavasseri | "),
        ('Gabriella B"ohm', "Gabriella |  | Böhm | "),
        ("Marianne Clausel--Lesourd", "Marianne |  | Clausel-Lesourd | "),
        ("M. Savri`e", "M. |  | Savriè | "),
        ("K. O`Sullivan", "K. |  | O'Sullivan | "),
        ('Linxi "Jim" Fan', 'Linxi "Jim" |  | Fan | '),
        (r"Peter St\ütz", "Peter |  | Stütz | "),
        ("<br> Jean-Francois Raskin", "Jean-Francois |  | Raskin | "),
        ("Wei Li (Institute of Physics, Kyiv)", "Wei |  | Li | "),
        ("R. C. Group", "R. C. |  | Group | "),
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
        "D0 Collaboration",
        "3D Vision Team",
        "LHCb Outer Tracker group",
        "CRUK ICGC Prostate Group",
        "The Tracker Group of the CMS Collaboration",
        "Schizophrenia Working Group of the Psychiatric Genomics Consortium",
    ],
)
def test_groups_and_single_names_stay_whole(text):
    assert text == names.parse(text).literal


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("for the DarkSide Collaboration", "DarkSide Collaboration"),
        ("For The CTA Consortium", "CTA Consortium"),
        ("on behalf of the W7-X Team", "W7-X Team"),
        ("for the LHCb VELO Group", "LHCb VELO Group"),
    ],
)
def test_speaking_for_a_group_is_no_part_of_its_name(text, group):
    assert group == names.parse(text).literal


@pytest.mark.parametrize(
    "text",
    [
        "P. Wegner for the CTA Consortium",
        "J. S. Lee the XMASS Collaboration",
        "A. Author (for the D0 Collaboration)",
        "A. Abulencia et al. (CDF Collaboration)",
    ],
)
def test_who_speaks_for_a_group_comes_apart_from_it(text):
    person, group = names.with_group(text)
    assert names.parse(person).family
    assert names.parse(group).literal


@pytest.mark.parametrize(
    ("line", "count", "cut"),
    [
        ("Jean-Baptiste Alayrac, Jeff Donahue, Pauline Luc et al.", 3, True),
        ("A. Smith, Jr., B. Jones and C. D. Roe", 3, False),
        ("Vaswani, Ashish", 1, False),
        ("Scott Reed, Konrad Zolna, (12 additional authors not shown)", 2, True),
        ("Scott Reed et al. (12 additional authors not shown)", 1, True),
        ("Scott Reed and 12 others", 1, True),
        ("Scott Reed, 12 more", 1, True),
        ("Scott Reed, [...]", 1, True),
        ("Reed S, Zolna K, …", 2, True),
        ("王小明、李四、张三", 3, False),
        ("王小明, 李四", 2, False),
        ("John Smith (1), Jane Doe (2) ((1) MIT, (2) Stanford)", 2, False),
        ("Smith, J. (MIT), Doe, J.", 2, False),
        ("Jane Smith, PhD, John Doe, MD", 2, False),
        ("A. Author (for the X Collaboration)", 2, False),
        ("Fermi-LAT and DES Collaborations", 1, False),
        ("The LIGO Scientific Collaboration and the Virgo Collaboration", 2, False),
        ("National Institute of Standards and Technology, John Smith", 2, False),
        (" ", 0, False),
        ("A. Smith and others", 1, True),
        ("A. Smith, B. Jones, +12 authors", 2, True),
        ("A. Smith, …", 1, True),
    ],
)
def test_a_line_of_names_says_whether_it_is_cut(line, count, cut):
    found, says = names.parse_list(line)
    assert (count, cut) == (len(found), says)


STYLES = {
    "in the order of speech": "Ashish Vaswani, Aäron van den Oord, Robert W. Heath Jr. and Weinan E",
    "IEEE": "A. Vaswani, A. van den Oord, R. W. Heath Jr., and W. E",
    "Google Scholar": "A Vaswani, A van den Oord, RW Heath Jr, W E",
    "APA": "Vaswani, A., van den Oord, A., Heath, R. W., Jr., & E, W.",
    "Harvard": "Vaswani, A., van den Oord, A., Heath, R.W., Jr. and E, W.",
    "Vancouver": "Vaswani A, van den Oord A, Heath RW Jr, E W",
    "Chicago": "Vaswani, Ashish, Aäron van den Oord, Robert W. Heath Jr., and Weinan E",
    "in pairs, in full": "Vaswani, Ashish, van den Oord, Aäron, Heath, Robert W., Jr., E, Weinan",
    "semicolons": "Vaswani, Ashish; van den Oord, Aäron; Heath, Jr., Robert W.; E, Weinan",
    "BibTeX": "Vaswani, Ashish and van den Oord, Aäron and Heath, Jr., Robert W. and E, Weinan",
    "BibTeX in the order of speech": "Ashish Vaswani and Aäron van den Oord and Robert W. Heath Jr. and Weinan E",
    "points between": "Ashish Vaswani · Aäron van den Oord · Robert W. Heath Jr. · Weinan E",
    "marks": "Ashish Vaswani1,∗, Aäron van den Oord², Robert W. Heath Jr.†, Weinan E 3",
    "a line each": "Ashish Vaswani\nAäron van den Oord\nRobert W. Heath Jr.\nWeinan E",
}


@pytest.mark.parametrize("line", STYLES.values(), ids=STYLES)
def test_a_list_is_cut_right_in_every_style(line):
    found, cut = names.parse_list(line)
    assert ["Vaswani", "Oord", "Heath", "E"] == [name.family for name in found]
    assert ["", "van den", "", ""] == [name.particle for name in found]
    assert "ARW" == "".join(name.given[0] for name in found if name.family != "Oord")
    assert not cut


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
        ("Vinyals Oriol", "Oriol Vinyals", 1, 1),
        ("Levi E", "E. Levi", 0.9, 1),
        ("Xiaoming Li", "Xiao-Ming Li", 0.9, 1),
        ("Alex Graves", "Alexander Graves", 0.9, 0.9),
        ("Robert Oppenheimer", "J. Robert Oppenheimer", 0.8, 0.8),
        ("Søren Kierkegaard", "Soeren Kierkegaard", 0.9, 1),
        ("Игорь Петров", "Igor Petrov", 0.9, 1),
        ("Jean Alayrac", "Jean-Baptiste Alayrac", 0, 0.3),
        ("Yan Li", "Yang Li", 0, 0.3),
        ("John A. Smith", "John B. Smith", 0, 0.3),
        ("Robert Heath Jr.", "Robert Heath Sr.", 0, 0.3),
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


@pytest.mark.parametrize(
    "text", [" " * 100_000, "(" * 100_000, "1," * 50_000, "and " * 20_000, "+1 " * 30_000]
)
def test_hostile_lists_take_no_longer_than_their_length(text):
    names.parse_list(text)  # quadratic patterns would never come back


def test_who_speaks_for_a_collaboration_is_a_person_beside_it():
    named, _ = names.parse_list("T. Peitzmann for the ALICE FoCal collaboration")
    assert ["Peitzmann", ""] == [one.family for one in named]
    assert "ALICE FoCal collaboration" == named[1].literal
    named, _ = names.parse_list("Volker Lindenstruth on behalf of the ALICE Collaboration, A. Other")
    assert ["Lindenstruth", "", "Other"] == [one.family for one in named]
