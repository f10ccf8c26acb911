"""Names of every language in ASCII, as its speakers write them on a keyboard without their letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.keys import letters


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Müller Größe Äpfel", "Mueller Groesse Aepfel"),
        ("Ångström Øbro Ærø Þórðarson Håkon", "Aangstroem Oebro Aeroe Thordarson Haakon"),
        ("Ǿrsted Ǻse", "Oersted Aase"),
        (
            "Žižek Čapek Łukasiewicz Đorđević Dvořák Őry Kővári",
            "Zizek Capek Lukasiewicz Dordevic Dvorak Ory Kovari",
        ),
        ("Nguyễn Đặng Thị Ngọc Thịnh Ứớ", "Nguyen Dang Thi Ngoc Thinh Uo"),
        ("Işık İnönü Şağ Yıldız", "Isik Inoenue Sag Yildiz"),
        ("Щербаков Хрущёв Цой Жуков Юрий", "Shcherbakov Khrushchev Tsoy Zhukov Yuriy"),
        ("Київ Гаврилюк Сергій Євген", "Kyiv Gavrilyuk Serhii Yevhen"),
        ("Јовановић Шешељ Ђоковић Џеџић", "Jovanovic Seselj Djokovic Dzedzic"),
        ("Αυγουστίνος Ευθύμιος Άγγελος Μπέης Ψαρράς", "Avgoustinos Efthymios Angelos Beis Psarras"),
        ("Ǜ ạ̈", "Ue a"),
    ],
)
def test_letters_are_spelled_as_their_languages_spell_them(name, spelled):
    assert spelled == letters.ascii_only(name)


def test_decomposed_letters_are_read_as_whole_ones():
    for name in ("Müller", "Đặng Thị", "Йосиф", "Αυγουστίνος", "Ångström"):
        assert letters.ascii_only(name) == letters.ascii_only(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王小明", "王"),
        ("王 小明", "王"),
        ("欧阳修", "欧阳"),
        ("歐陽詢之", "歐陽"),
        ("司马", "司"),
        ("김철수", "김"),
        ("남궁민수", "남궁"),
        ("清华大学研究组", None),
        ("Wang", None),
        ("卡尔·马克思", None),
        ("", None),
    ],
)
def test_names_in_han_and_hangul_have_the_family_name_first(name, family):
    assert family == letters.eastern_family(name)


@given(st.text(max_size=20))
def test_whatever_the_script_only_ascii_comes_out(text):
    assert letters.ascii_only(text).isascii()
    plain = letters.plain(text)
    assert plain.isascii()
    assert plain.isalnum() or not plain
    assert plain == letters.plain(plain)
