"""Abstracts followed by labelled lines: a comment perhaps, `arXiv:2205.06175`, `Created: 2022-05-12`.

Nothing marks the abstract itself. It is the paragraph of prose right above the labels, with at most
one short paragraph, the authors' comment, between. Labels are those of arXiv's own metadata
(https://info.arxiv.org/help/prep.html): identifier, dates, categories, DOI, journal reference,
comments.
"""

from __future__ import annotations

import re
from typing import Any

from bibgen import dates, identifiers
from bibgen.model import Identifier, Mention
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.lines import Lines, join, paragraph_end
from bibgen.readers.registry import Claim

NAME = "labelled"

_DATED = r"(?:originally )?(?:created|published|submitted|announced|date)(?: on| date)?"
LABEL = re.compile(
    r"\s*(?:(?P<arxiv>arxiv(?: id)?\s*:|https?://(?=arxiv\.org/abs/))"
    rf"|(?P<issued>{_DATED})\s*:"
    r"|(?P<updated>updated|last updated|revised)\s*:"
    r"|(?P<doi>(?:arxiv-issued |related )?doi)\s*:"
    r"|(?P<categories>categories|subjects?|primary(?: category)?)\s*:"
    r"|(?P<comment>comments?)\s*:"
    r"|(?P<venue>journal[- ]ref(?:erence)?|published in|venue)\s*:)\s*(?P<value>\S.*)",
    re.I,
)
BLOCK_STARTS = re.compile(
    rf"{LABEL.pattern}|\s*(?:\W{{0,3}})abstract\s*[:—–]|\s*(?:\[\d+\]|\d+\.|>)\s*(?:arxiv|paper):", re.I
)
_LEAST_WORDS = 12  # a shorter paragraph above a label is a title or a heading, not an abstract
_ABSTRACT_WORDS = 40  # nine in ten of arXiv's abstracts have more; what people say above a link has fewer
_COMMENT = re.compile(
    r"\b(?:pages?|figures?|figs?|tables?|appendix|accepted|appear|published|submitted|conference|workshop|"
    r"version|revised|revision|draft|withdrawn|thesis|talk|proceedings|(?:la)?tex|v\d)\b",
    re.I,
)
_FINISHED = re.compile(r"[.!?$)”\"'’]$")
_RULER = re.compile(r"[-=*_%]{4}")
_WORDS_PER_ID = 40  # abstracts that name papers by their ids name one or two
_LONGEST_COMMENT = 400  # characters; arXiv's comments are seldom over 200


def claim(lines: Lines) -> Claim | None:
    """A paragraph of prose at the next line that has an `arXiv:` line below it."""
    line = lines[0]
    if line is None or not lines.fresh or LABEL.match(line.text):
        return None
    last = paragraph_end(lines, 0, BLOCK_STARTS)
    abstract = join(lines.raw(0, last).splitlines())
    if len(abstract.split()) < _LEAST_WORDS:
        return None
    said, end = below(lines, last, longest_comment=min(_LONGEST_COMMENT, len(abstract)))
    lone = _is_lone(lines, last, end)
    if not said.get("identifiers") or not _is_abstract(abstract, lone=lone):
        return None
    mention = Mention(raw=lines.raw(0, end), span=lines.span(0, end), reader=NAME, abstract=abstract, **said)
    return Claim(items=(mention,), lines=end + 1)


def _is_lone(lines: Lines, last: int, end: int) -> bool:
    """Whether one identifier is all that is labelled below: it may as well be the first of a list."""
    return sum(1 for at in range(last + 1, end + 1) if _label(lines, at)) == 1


def _is_abstract(text: str, *, lone: bool) -> bool:
    """Whether a paragraph is long enough for an abstract, and not a list of papers or a page's end."""
    count = len(text.split())
    named = sum(1 for _ in identifiers.find(text))
    if count < max(_LEAST_WORDS, named * _WORDS_PER_ID):
        return False
    return not lone or (count >= _ABSTRACT_WORDS and bool(_FINISHED.search(text)) and not _RULER.search(text))


def below(lines: Lines, last: int, longest_comment: int = _LONGEST_COMMENT) -> tuple[dict[str, Any], int]:
    """What the labelled lines under line `last` say, as fields of a mention, and where they end.

    A short paragraph between counts as the comment, but only if an `arXiv:` line follows it.
    """
    at = lines.skip_blank(last + 1)
    comment = None
    line = lines[at]
    if line is None:
        return {}, last
    if not _label(lines, at):
        end = paragraph_end(lines, at, BLOCK_STARTS)
        text = join(lines.raw(at, end).splitlines())
        at = lines.skip_blank(end + 1)
        label = _label(lines, at)
        if len(text) > longest_comment or not (label and label["arxiv"]):
            return {}, last
        comment = text
    said, end = _labels(lines, at)
    if comment and _is_lone(lines, last, end) and not _COMMENT.search(comment):
        return {}, last
    if comment:
        said.setdefault("comment", comment)
    return (said, end) if said else ({}, last)


def _labels(lines: Lines, at: int) -> tuple[dict[str, Any], int]:
    said: dict[str, Any] = {}
    named: list[Identifier] = []
    end = at - 1
    while label := _label(lines, at):
        if label["arxiv"] and any(one.scheme == "arxiv" for one in named):
            break
        kind = next(kind for kind, text in label.groupdict().items() if text and kind != "value")
        value = label["value"].strip()
        if kind in ("arxiv", "doi"):
            named += [found.identifier for found in identifiers.find(value, in_list=True)]
        elif kind == "issued":
            said["issued"] = dates.parse(value)
        elif kind == "categories":
            said["categories"] = tuple(re.findall(r"[\w-]+(?:\.[\w-]+)?", value))
        elif kind != "updated":
            said[kind] = value
        end = at
        at = _next_label(lines, at + 1)
    if named:
        said["identifiers"] = tuple(dict.fromkeys(named))
    return said, end


def _next_label(lines: Lines, at: int) -> int:
    """The next line, or the one behind blank lines if it is a label too."""
    beyond = lines.skip_blank(at)
    return beyond if _label(lines, beyond) else at


def _label(lines: Lines, at: int) -> re.Match[str] | None:
    """The label at line `at`, unless an item of arXiv's own pages begins there: that is another paper."""
    line = lines[at]
    label = LABEL.match(line.text) if line else None
    return None if label and label["arxiv"] and arxivpage.begins_item(lines, at) else label
