"""Elements of a citation style that behave otherwise than citeproc-py's.

- text case: `arXiv` keeps its small letter and a formula its letters, both parts of `Few-Shot` get a
  capital, and sentence case lowers nothing but a title in capitals (CSL 1.0.2, "Text-case");
- quotes within quotes are single;
- what stands in the place of missing names, with all that belongs to it, does not stand in its own again;
- a group of which only the words are printed, and none of its variables, is not printed;
- names: `initialize="false"`, given names without capitals, lists of authors that are known to be cut;
- a form of the month that one date asks for stayed for all dates after it, in the shared locale;
- what an element looks for in its style is looked for once only, which halves the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

from bibgen.writers.cslmarks import ANY, FORMULA, OTHERS

_CSL = {"cs": "http://purl.org/net/xbiblio/csl"}
# CSL 1.0.2, "Title case conversion".
_SMALL = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet "
    "al de der et la le van von".split()  # inside names
)
_FIRST = re.compile(r"^(\W*)([^\W\d_])")
_WORD_END = re.compile(rf"(?:[.:?!—–]|[.?!][”’])(?:{ANY})*$")
_CUT = re.compile(rf"[\s,;&…]*(?:\b(?:and|und|et|y|e)\b)?[\s,;&…]*{ANY}*{OTHERS}{ANY}*")


# citeproc-py says so to a macro, but not to the macros that this calls.
_SORTING = {"name-as-sort-order": "all", "and": None}


def prepare(root: Any) -> None:  # noqa: ANN401
    """Give a style what its elements look things up in."""
    root.calls = {}
    root.sorting = False  # whether names are printed to be sorted by
    root.layout = root.find("cs:bibliography/cs:layout", _CSL)
    # The variables that the entry has looked for so far, and those that it has printed.
    root.asked, root.told = [], []
    for names in root.iter(f"{{{_CSL['cs']}}}names"):
        # citeproc-py would make one, of its own class.
        if names.find("cs:name", _CSL) is None and names.getparent().tag != f"{{{_CSL['cs']}}}substitute":
            names.insert(0, names.makeelement(f"{{{_CSL['cs']}}}name"))


class _Remembering:
    """Elements that look for others in the style once only, as it stays as it is."""

    def xpath_search(self, expression: str) -> Any:  # noqa: ANN401
        found = self.get_root().__dict__.setdefault("found", {})  # type: ignore[attr-defined]
        if (self, expression) not in found:
            found[self, expression] = super().xpath_search(expression)  # type: ignore[misc]
        return found[self, expression]


class _Cased:
    """Elements with a text case."""

    def case(self, text: Any, language: str | None = None) -> Any:  # noqa: ANN401
        how = self.get("text-case")  # type: ignore[attr-defined]
        if how is None or not text or (how == "title" and language not in (None, "en")):
            return text
        return String(_CASES[how](str(text)))


class _Text(_Cased, model.Text):  # type: ignore[misc]
    def calls_variable(self) -> bool:
        macro = self.get("macro")
        if macro is None:
            return bool(super().calls_variable())
        calls: dict[str, bool] = self.get_root().calls
        if macro not in calls:
            calls[macro] = bool(super().calls_variable())
        return calls[macro]

    def quote(self, string: Any) -> Any:  # noqa: ANN401
        if self.get("quotes") == "true" and str(self.get_single_term(name="open-quote")) == "“":
            string = String(str(string).replace("“", "‘").replace("”", "’"))
        return super().quote(string)

    def _variable(self, item: Any, context: Any) -> Any:  # noqa: ANN401
        if self.get("variable") != "year-suffix":  # which is made here, as CSL counts it
            _ask(self)
        return _told(self, super()._variable(item, context))


class _Date(model.Date):  # type: ignore[misc]
    def process(self, item: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if self.is_locale_date():  # which the style's own date has called
            return super().process(item, *args, **kwargs)
        _ask(self)
        return _told(self, super().process(item, *args, **kwargs))


class _Names(model.Names):  # type: ignore[misc]
    def process(self, item: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        _ask(self)
        return _told(self, super().process(item, **kwargs))


class _Number(_Cased, model.Number):  # type: ignore[misc]
    def process(self, item: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        _ask(self)
        if self.get("variable") in self.get_root().layout.repressed.get(self.tag, ()):
            return None
        return _told(self, super().process(item, **kwargs))


def _ask(element: Any) -> None:  # noqa: ANN401
    """Note that a variable is looked for."""
    element.get_root().asked.append(element.get("variable"))


def _told(element: Any, text: Any) -> Any:  # noqa: ANN401
    """The text of a variable, and a note that it is printed."""
    if text:
        element.get_root().told.append((element.tag, element.get("variable")))
    return text


class _Group(model.Group):  # type: ignore[misc]
    def process(self, item: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        asked, told = self.get_root().asked, self.get_root().told
        before = len(asked), len(told)
        text = super().process(item, **kwargs)
        if len(asked) > before[0] and len(told) == before[1]:
            raise VariableError
        return text


class _Substitute(model.Substitute):  # type: ignore[misc]
    def render(self, item: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        root = self.get_root()
        before = len(root.told)
        text = super().render(item, **kwargs)
        for tag, variable in root.told[before:] if text else ():
            root.layout.repressed.setdefault(tag, []).append(variable)
        return text


class _Label(_Cased, model.Label):  # type: ignore[misc]
    pass


class _NamePart(_Cased, model.Name_Part):  # type: ignore[misc]
    def format_part(self, given: Any, family: Any) -> tuple[Any, Any]:  # noqa: ANN401
        if not (given if self.get("name") == "given" else family):
            return given, family
        given, family = super().format_part(given, family)
        return given and str(given), family and str(family)


class _DatePart(_Cased, model.Date_Part):  # type: ignore[misc]
    def render(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        kept = dict(self.attrib)
        try:
            return super().render(*args, **kwargs)
        finally:
            self.attrib.clear()
            self.attrib.update(kept)


class _Name(model.Name):  # type: ignore[misc]
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:  # noqa: ANN401
        if name == "initialize-with" and self.get("initialize") == "false":
            return None
        if self.get_root().sorting and name in _SORTING:
            return _SORTING[name]
        return super().get_option(name, context, sort_options)

    def process(self, item: Any, variable: str, **kwargs: Any) -> Any:  # noqa: ANN401
        text = super().process(item, variable, **kwargs)
        if OTHERS not in str(text):
            return text
        shown = len(item.reference[variable]) - 1
        return String(_CUT.sub(("," if shown > 1 else "") + f" {self.et_al()}", str(text)))

    def initialize(self, given: str, mark: str, context: Any) -> str:  # noqa: ANN401
        hyphen = "-" if self.get_option("initialize-with-hyphen", context) else ""
        made = ""
        for word in given.replace(".-", "-").replace(".", ". ").split():
            if word[0].isupper():
                made += hyphen.join(_initial(part) + mark.rstrip() for part in word.split("-") if part)
                made += mark[len(mark.rstrip()) :]
            else:  # a particle, or a script without capitals
                made = f"{made.rstrip()} {word} "
        return made.strip()


def _initial(part: str) -> str:
    """A capital, or what is short already: `Yu.` of Yuri."""
    return part[:-1] if part.endswith(".") else part[0].upper()


_OURS = (_Text, _Date, _Names, _Number, _Group, _Substitute, _Label, _NamePart, _DatePart, _Name)


@cache
def classes() -> dict[str, type]:
    """Name of an element -> its class."""
    theirs = model.CitationStylesElement.__subclasses__()
    ours = {one.__mro__[1 + issubclass(one, _Cased)]: one for one in _OURS}
    return {
        their.__name__.replace("_", "-").lower(): type(
            their.__name__, (_Remembering, ours.get(their, their)), {}
        )
        for their in theirs
    }


def _first_up(text: str) -> str:
    return _FIRST.sub(lambda match: match[1] + match[2].upper(), text)


def _risen(word: str) -> str:
    """A word with a capital, unless it has capitals already or is a formula."""
    return _first_up(word) if word.islower() and FORMULA not in word else word


def _first_word_up(text: str) -> str:
    word, blank, rest = text.partition(" ")
    return _risen(word) + blank + rest


def _title(text: str) -> str:
    words = text.split(" ")
    made: list[str] = []
    for at, word in enumerate(words):
        edge = at in (0, len(words) - 1) or bool(_WORD_END.search(made[-1]))
        made.append(_title_word(word, edge))
    return " ".join(made)


def _title_word(word: str, edge: bool) -> str:
    """A word with capitals, also behind hyphens; `edge`: it begins or ends a title.

    Small words stay small inside a title, and single letters, as of `d-wave`, before a hyphen.
    """
    first, *others = word.split("-")
    small = len(first) == 1 if others else not edge and re.sub(r"\W", "", first) in _SMALL
    risen = [
        first if small else _risen(first),
        *(part if part in _SMALL else _risen(part) for part in others),
    ]
    return "-".join(risen)


def _sentence(text: str) -> str:
    return _first_up(text.lower()) if text.isupper() else _first_word_up(text)


_CASES = {
    "lowercase": str.lower,
    "uppercase": str.upper,
    "capitalize-first": _first_word_up,
    "capitalize-all": lambda text: " ".join(map(_risen, text.split(" "))),
    "title": _title,
    "sentence": _sentence,
}
