"""What the two dialects of .bib demand: types, their required fields, where a thing may stand, macros.

Types and fields: btxdoc, section 3.1, with the types that most styles of today know besides, and the
biblatex manual, sections 2.1.1 and 2.1.2. Macros are those of LaTeX that do nothing but print; any
other in a bibliography is either a mistake or an attack (`\\\\input`, `\\\\write18`, `\\\\csname`).
"""

from __future__ import annotations

from bibgen import macros

# Type -> the fields it must have; of those joined by a stroke, one.
_OLD = {
    "article": "author title journal year",
    "book": "author/editor title publisher year",
    "booklet": "title",
    "conference": "author title booktitle year",
    "inbook": "author/editor title chapter/pages publisher year",
    "incollection": "author title booktitle publisher year",
    "inproceedings": "author title booktitle year",
    "manual": "title",
    "mastersthesis": "author title school year",
    "misc": "",
    "online": "title",
    "phdthesis": "author title school year",
    "proceedings": "title year",
    "techreport": "author title institution year",
    "unpublished": "author title note",
}
_DATE = "date/year"
_WHOLE = f"author/editor title {_DATE}"
_PART = f"author title booktitle {_DATE}"
_THESIS = f"author title institution/school {_DATE}"
_MODERN = {
    "article": f"author title journaltitle/journal {_DATE}",
    **dict.fromkeys(
        "book booklet manual misc dataset software mvbook collection mvcollection".split(), _WHOLE
    ),
    **dict.fromkeys("inbook incollection inproceedings conference inreference bookinbook".split(), _PART),
    **dict.fromkeys("online electronic www".split(), f"{_WHOLE} doi/eprint/url"),
    **dict.fromkeys("thesis report".split(), f"{_THESIS} type"),
    **dict.fromkeys("phdthesis mastersthesis techreport".split(), _THESIS),
    **dict.fromkeys("proceedings mvproceedings reference mvreference periodical".split(), f"title {_DATE}"),
    **dict.fromkeys("suppbook suppcollection suppperiodical".split(), _PART),
    "unpublished": _WHOLE,
    "patent": f"author title number {_DATE}",
    "set": "",
}
# Type -> what else its entries have a place for, beside what any entry may have.
_BOOKISH = "container series volume page publisher"
_PLACES_OF = {
    "article": "container volume issue page eid",
    **dict.fromkeys("inproceedings conference incollection inbook".split(), _BOOKISH),
    "book": "series volume publisher isbn",
    **dict.fromkeys("phdthesis mastersthesis thesis".split(), "publisher"),
    **dict.fromkeys("techreport report".split(), "publisher eid"),
    "misc": "container",
}
_ANYWHERE = frozenset("title author date doi eprint url note abstract".split())
_VARIABLE = frozenset("container series volume issue page eid publisher isbn".split())
_PREPRINT = tuple("misc online article unpublished techreport report".split())
_OF_AN_INSTITUTION = tuple("phdthesis mastersthesis thesis techreport report misc".split())
# Type of a record -> the types that its entry may have.
TYPES = {
    "article": _PREPRINT,
    "article-journal": ("article",),
    "paper-conference": ("inproceedings", "conference"),
    "chapter": ("incollection", "inbook"),
    "book": ("book", "collection"),
    "thesis": _OF_AN_INSTITUTION,
    "report": _OF_AN_INSTITUTION,
    "dataset": ("dataset", "misc"),
    "document": _PREPRINT,
}
# A thing -> the fields in which it may stand.
PLACES = {
    "title": ("title",),
    "container": ("journal", "journaltitle", "booktitle", "howpublished"),
    "series": ("series",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "eid": ("eid", "articleno", "pages", "number"),
    "publisher": ("publisher", "school", "institution", "organization", "howpublished"),
    "isbn": ("isbn",),
    "doi": ("doi",),
    "url": ("url",),
    "eprint": ("eprint",),
    "note": ("note", "addendum"),
    "abstract": ("abstract",),
}
_THING = {"year": "date", "date": "date", "journal": "container", "journaltitle": "container",
          "booktitle": "container", "school": "publisher", "institution": "publisher"}  # fmt: skip
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
# Macros of one sign; words of text and of mathematics beside those that `bibgen.macros` lists.
_SIGNS = frozenset("`'^\"~=.&%#_${},;:!-/ @|>")
_WORDS = frozenset(
    "emph mbox hbox uppercase underline url href path nolinkurl relax ensuremath newblock cal left right "
    "big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits displaystyle textstyle scriptstyle "
    "textsuperscript textsubscript textcommabelow textnormal textup textsl textmd textrm enquote mathscr bm "
    "bmod".split()
)
_HARMLESS = _SIGNS.union(
    _WORDS, macros.ACCENTS, macros.LETTERS, macros.SIGNS, macros.STYLES, macros.TEXT_STYLES, macros.SWITCHES,
    macros.MATH_ACCENTS, macros.FUNCTIONS, macros.SYMBOLS, macros.ARGUMENTS,
)  # fmt: skip


def known(modern: bool, type: str) -> bool:
    """Whether the dialect knows the type of entry."""
    return type in (_MODERN if modern else _OLD)


def required(modern: bool, type: str) -> list[tuple[str, list[str]]]:
    """What an entry of the type must have: the thing, and the fields of which one will do."""
    table = _MODERN if modern else _OLD
    fields = [one.split("/") for one in table.get(type, "").split()]
    return [(_THING.get(one[0], one[0]), one) for one in fields]


def holds(type: str, thing: str, made_of: str) -> bool:
    """Whether an entry of the type has a place for a thing; `made_of`: the type of its record."""
    if type == "misc" and made_of in ("thesis", "report"):
        return thing in _ANYWHERE
    return thing in _ANYWHERE or thing not in _VARIABLE or thing in _PLACES_OF.get(type, "").split()


def harmless(macro: str) -> bool:
    """Whether a macro, named without its backslash, does nothing but print."""
    return macro in _HARMLESS
