"""What arXiv's own pages and mails share: the line that names a paper, and the labelled lines below.

A listing, a search result, an abstract page and the e-mail digest say the same in other orders:
`Title:`, `Authors:`, `Comments:`, `Subjects: Machine Learning (cs.LG); Robotics (cs.RO)`. Pasting
loses what separated them, so that a label may stand right behind a word (`A TitleSubjects: ...`), on
a line above its value, or the line of authors may have lost its label. The labels are those of
arXiv's templates (https://github.com/arXiv/arxiv-browse, https://github.com/arXiv/arxiv-search) and
of its metadata fields (https://info.arxiv.org/help/prep.html).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bibgen import identifiers
from bibgen.model import Identifier
from bibgen.readers.arxiv import values as arxivvalues
from bibgen.readers.lines import Lines, join

# Kind of line and how its label is written; a label with a colon unless it says otherwise below.
_LABELS = {
    "title": r"Titles?",
    "authors": r"Authors?(?:\(s\))?",
    "comment": r"Comments?",
    "venue": r"Journal[- ][Rr]ef(?:erence)?s?",
    "doi": r"(?:(?:Related|arXiv-issued) )?DOI(?:\(s\))?",
    "subjects": r"Subjects?|Primary [Ss]ubject",
    "classes": r"(?:MSC|ACM|PACS|Subj)[- ][Cc]lass(?:es)?|Report[- ](?:no\.?|[Nn]umber)",
    "abstract": r"Abstract",
    "categories": r"Categories",
    "date": r"Date(?: \(v1\))?",
    "letterhead": r"From|License|Proxy|Date \([^)]{1,20}\)",
}
_UNLABELLED = {
    "cite": r"Cite as\s*:|\(?or (?=arXiv:)|(?=https?://doi\.org/10\.48550/)",
    "submitted": r"(?=[\[(]?\s*Submitted\s*(?:on )?\s*\d|v\d{1,3}\)[\])])",
    "replaced": r"(?=replaced with revised version\b)",
    "history": r"(?=Submission history|\[v\d{1,3}\]\s*(?:\(withdrawn\)\s*)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),)",
}
_BUTTON = (
    r"(?:View|Download|Access)(?: a)?(?: PDF| Paper)?(?: of the paper titled.*)?:?|PDF(?: only)?|PostScript|"
    r"HTML(?: \(experimental\))?|TeX Source|Other [Ff]ormats?|Full[- ]text(?: links)?:?|"
    r"Focus to learn more|\(?(?:arXiv-issued DOI|Focus to learn).*|view license|Download:|\[view email\]"
)
_LABEL = re.compile(
    r"\s*(?:"
    + "|".join(rf"(?P<{kind}>(?:{label})\s*:)" for kind, label in _LABELS.items())
    + "|"
    + "|".join(rf"(?P<{kind}>{mark})" for kind, mark in _UNLABELLED.items())
    + rf"|(?P<button>(?:{_BUTTON})\s*$))\s*(?P<value>.*)"
)
_CLOSED = ("button", "history", "cite", "replaced")  # what stands on one line and is over

_REPEATED = ("doi", "classes", "cite", "history", "button", "letterhead")  # one paper may have several

_GLUED_LABELS = "|".join(
    _LABELS[kind] for kind in ("title", "authors", "comment", "venue", "subjects", "classes", "doi")
)
_GLUED = re.compile(
    rf"(?<=[^\s(\[/\"'-])(?=(?:{_GLUED_LABELS})\s*:)|(?<=\S)\s+(?=Subjects:\s*[A-Z][^():]{{2,60}}\({arxivvalues.CATEGORY}\))"
)

_NUMBER = re.compile(r"\s*(?:\[\d{1,5}\]|\d{1,5}\.)\s*")
_BADGE = re.compile(
    r"\s*(?:\((?:(?P<note>cross-list(?:ed)?|\*?cross-listing\*?|replaced|replacement|withdrawn)"
    rf"(?:\s+from\s+(?P<source>[\w.-]+))?|{arxivvalues.CATEGORY})\)"
    r"|(?P<links>\[(?:\s*(?:view\s)?(?:abs|pdf|ps|html|dvi|src|tex|other|format)s?\b[\s,|]*)+\])"
    rf"|(?:doi:?\s*)?(?P<doi>10\.\d{{4,9}}/\S+)|doi:?\s*$|(?P<category>{arxivvalues.CATEGORY}))\s*"
)
_OPEN = re.compile(r"\s*(?:\[\s*(?:(?:abs|pdf|ps|html)\b[\s,|\w]*)?|\(cross-list[^)]{0,30})$")
_BLANK = re.compile(r"[^\S ]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|^\\s*(?:>\\s?)+")

_DATES = ("date", "letterhead", "submitted", "replaced")
_LONGEST_ID_LINE = 120  # characters
_MOST_BETWEEN = 5  # such lines between a paper's head and its title
_MOST_LINES = 400  # of one paper: an abstract, and the wrapped names of a large group


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The line, or lines, that name a paper.

    `linked`: links to its files follow the identifier (`[pdf, other]`), which only arXiv's pages
    have; `numbered`: its number in the list stands before. `rest` is what stands behind all that, on
    line `at` ahead, "" if nothing.
    """

    identifiers: tuple[Identifier, ...]
    categories: tuple[str, ...] = ()
    linked: bool = False
    numbered: bool = False
    source: str = ""
    at: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A labelled line with those that continue it, or lines without a label (kind "").

    `last` is how far ahead its last line stands; `apart` whether a blank line stands before it.
    """

    kind: str
    texts: list[str] = field(default_factory=list)
    last: int
    apart: bool = False

    @property
    def text(self) -> str:
        """The lines as one."""
        return join(self.texts)


def seen(lines: Lines, ahead: int) -> str | None:
    """The text of a line, its blanks plain, without unseen marks and a mail's `> `; None at the end."""
    line = lines[ahead]
    return None if line is None else _BLANK.sub(" ", _UNSEEN.sub("", line.text)).rstrip()


def next_seen(lines: Lines, ahead: int) -> int:
    """How far ahead the first line with something on it stands, a few lines at most."""
    beyond = ahead
    while beyond < ahead + _MOST_LINES and seen(lines, beyond) == "":
        beyond += 1
    return beyond


def head(lines: Lines, at: int = 0) -> Head | None:
    """The head of a paper's item at line `at` ahead, which may be spread over lines, or None."""
    text = seen(lines, at) or ""
    if not re.match(r"\s*(?:\[\d|\d{1,5}\.|arxiv)", text, re.I):
        return None
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    if number and begin == len(text):
        at, begin = next_seen(lines, at + 1), 0
        text = seen(lines, at) or ""
    named = _named(text, begin)
    if named is None:
        return None
    return replace(_with_badges(lines, at, text[named[1] :], named[0]), numbered=number is not None)


def in_list(lines: Lines, at: int = 0) -> bool:
    """Whether the next line below `at` has nothing but identifiers on it: a list, not one paper's lines."""
    text = (seen(lines, next_seen(lines, at + 1)) or "").strip()
    if not text or len(text) > _LONGEST_ID_LINE:
        return False
    found = list(identifiers.find(text, in_list=True))
    return bool(found) and found[0].start == 0 and found[-1].end == len(text)


def _named(text: str, begin: int) -> tuple[Identifier, int] | None:
    """The arXiv identifier that `arXiv:` at `begin` introduces, and where it ends."""
    while text[begin : begin + 1].isspace():
        begin += 1
    if text[begin : begin + 5].lower() != "arxiv":
        return None
    found = next(identifiers.find(text[begin:]), None)
    if (
        found is None
        or found.start
        or found.identifier.scheme != "arxiv"
        or "arxiv.org" in text[begin:][:20].lower()
    ):
        return None
    bracket = text.find("[", begin, begin + found.end)
    return found.identifier, bracket if bracket > 0 else begin + found.end


def _with_badges(lines: Lines, at: int, rest: str, named: Identifier) -> Head:
    """What follows an identifier: a note, links, categories and a DOI, in line or on lines of their own."""
    dois: list[Identifier] = []
    categories: list[str] = []
    linked, source = False, ""
    while True:
        badge = _BADGE.match(rest)
        if badge is None:
            following = next_seen(lines, at + 1)
            text = seen(lines, following)
            if not text or not (_OPEN.match(rest) or (not rest.strip() and _is_badges(text))):
                break
            at, rest = following, f"{rest} {text}".lstrip()
            continue
        linked = linked or bool(badge["links"])
        source = source or badge["source"] or ""
        categories += [badge["category"]] if badge["category"] else []
        dois += [found.identifier for found in identifiers.find(badge["doi"] or "")]
        rest = rest[badge.end() :]
    return Head(
        identifiers=(named, *dois),
        categories=tuple(dict.fromkeys(categories)),
        linked=linked,
        source=source,
        at=at,
        rest=rest.strip(),
    )


def _is_badges(text: str) -> bool:
    """Whether a line holds nothing but badges, the last perhaps wrapped."""
    at = 0
    while badge := _BADGE.match(text, at):
        at = badge.end()
    return at == len(text) or bool(_OPEN.match(text, at))


def begins_item(lines: Lines, at: int) -> bool:
    """Whether an item of a page begins at line `at` ahead, not just a line with an identifier."""
    begun = head(lines, at)
    return begun is not None and (begun.linked or begun.numbered or titled(lines, begun.at, begun.rest))


def titled(lines: Lines, at: int, text: str) -> bool:
    """Whether `Title:` is next, dates perhaps before it, from the text `text` of line `at` on."""
    if not text and not seen(lines, at + 1):
        return False  # what follows a blank line is another block
    for _ in range(_MOST_BETWEEN):
        label = _LABEL.match(text)
        if text and not (label and any(label[kind] is not None for kind in _DATES)):
            return _is_title(text)
        at = next_seen(lines, at + 1)
        text = seen(lines, at) or ""
    return False


def _is_title(text: str) -> bool:
    label = _LABEL.match(text)
    return bool(label and label["title"])


def fields(lines: Lines, at: int, first: str, ends: Callable[[Lines, int], bool]) -> list[Field]:
    """The fields from the text `first` of line `at` on, up to a line that `ends`."""
    made: list[Field] = []
    apart = False
    for ahead in range(at, at + _MOST_LINES):
        text = first if ahead == at else seen(lines, ahead)
        if text is None or (ahead > at and text and ends(lines, ahead)):
            break
        if not text:
            apart = apart or ahead > at
            continue
        for piece in _GLUED.split(text):
            if _is_title(piece) and any(one.kind == "title" for one in made):
                return made  # the next paper, whatever stood above it
            _add(made, piece, ahead, apart)
            apart = False
    return made


def _add(made: list[Field], text: str, ahead: int, apart: bool) -> None:
    """Put a line behind the last field, or into it."""
    label = _LABEL.match(text)
    last = made[-1] if made else None
    if label:
        kind = next(kind for kind, part in label.groupdict().items() if part is not None and kind != "value")
        value, behind = label["value"].strip(), ""
        if kind == "subjects":
            value, behind = _subjects_end(value)
        made.append(Field(kind=kind, texts=[value] if value else [], last=ahead, apart=apart))
        if behind:
            made.append(Field(kind="", texts=[behind], last=ahead))
    elif last is None or (apart and last.texts) or _is_over(last, text):
        made.append(Field(kind="", texts=[text], last=ahead, apart=apart))
    else:
        made[-1] = Field(kind=last.kind, texts=[*last.texts, text], last=ahead, apart=last.apart)


def _subjects_end(text: str) -> tuple[str, str]:
    """Subjects, and the text that a page put right behind them."""
    listed = arxivvalues.SUBJECTS.match(text)
    if listed is None or text[listed.end() :].startswith(";"):
        return text, ""
    return listed[0].strip(), text[listed.end() :]


def _is_over(last: Field, text: str) -> bool:
    """Whether a field is complete, so that the next line does not belong to it."""
    if last.kind == "subjects":
        return bool(arxivvalues.SUBJECTS.fullmatch(last.text)) and not text.lstrip().startswith(";")
    if last.kind == "authors":
        inside = last.text.count("(") > last.text.count(")")  # an affiliation
        return not inside and arxivvalues.is_sentence(arxivvalues.NOT_SHOWN.sub("", text))
    if last.kind == "submitted":
        return last.text.endswith((".", ")", "]"))
    return last.kind in _CLOSED


def before_repeat(given: Sequence[Field], allowed: Container[str]) -> list[Field]:
    """The fields before the first that one paper's item does not have, or has already had."""
    had: set[str] = set()
    for at, one in enumerate(given):
        if one.kind not in ("", *_REPEATED) and (one.kind in had or one.kind not in allowed):
            return list(given[:at])
        had.add(one.kind)
    return list(given)


def said(given: Sequence[Field]) -> dict[str, Any]:
    """What labelled fields say, as fields of a mention; identifiers but not dates."""
    told: dict[str, Any] = {}
    for one in given:
        if one.kind in ("title", "comment", "venue", "abstract") and one.texts:
            told.setdefault(one.kind, one.text)
        elif one.kind == "authors" and one.texts:
            told["authors"], told["et_al"] = arxivvalues.authors(one.text)
        elif one.kind == "subjects":
            told["categories"] = arxivvalues.subjects(one.text)
        elif one.kind == "categories":
            told["categories"] = tuple(dict.fromkeys(arxivvalues.CODE.findall(one.text)))
        elif one.kind == "doi":
            named = tuple(found.identifier for found in identifiers.find(one.text))
            told["identifiers"] = (*told.get("identifiers", ()), *named)
    return told
