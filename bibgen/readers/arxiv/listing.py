"""arXiv's listings as pasted text: new, recent and monthly lists, with or without abstracts.

Each paper begins with `[1] arXiv:2401.00001 [pdf, html, other]`; its title, authors, comments and
subjects follow, on the page of new submissions also its abstract. Until 2023 the authors had a
label, since then they have none; titles have lost theirs on some ways through the clipboard. See
https://arxiv.org/list/cs.LG/new and https://info.arxiv.org/help/listings.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from bibgen.model import Mention
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.arxiv import values as arxivvalues
from bibgen.readers.arxiv.page import Field, Head
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

NAME = "arxiv-list"

_HEADING = re.compile(
    r"\s*(?:(?:New|Cross|Replacement)[- ](?:submissions?|lists?)\b|Replacements for\b|Cross-lists for\b|"
    r"New submissions for\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*, \d{1,2} \w{3,9} (?:\d{2}|\d{4})\b|"
    r"Total of \d+ entries|\[\s*(?:total of|showing|more)\b|See today's|Showing (?:up to|new listings)|"
    r"Links to:|About\s*$|Help\s*$|-{5,}\s*$)"
)
_LABELS = ("title", "authors", "comment", "venue", "doi", "classes", "subjects")
_HANG = len("Title: ")
_NAMES_PAPER = ("title", "authors", "subjects")


def claim(lines: Lines) -> Claim | None:
    """The paper whose item begins at the next line."""
    return _claim(lines, bare=False)


def _claim_bare(lines: Lines) -> Claim | None:
    """The same below an item without an abstract."""
    return _claim(lines, bare=True)


def _claim(lines: Lines, *, bare: bool) -> Claim | None:
    head = arxivpage.head(lines)
    if head is None or not (head.linked or head.numbered or arxivpage.titled(lines, head.at, head.rest)):
        return None
    given = _item(arxivpage.fields(lines, head.at, head.rest, _ends))
    if bare:  # prose behind a blank line is nobody's abstract
        body = _body(given)
        given = [*given[:body], *takewhile(lambda one: one.kind or not one.apart, given[body:])]
    if not head.linked and not any(one.kind in _NAMES_PAPER for one in given):
        return None
    last = given[-1].last if given else head.at
    told = _told(head, given)
    mention = Mention(raw=lines.raw(0, last), span=lines.span(0, last), reader=NAME, **told)
    return Claim(items=(mention,), lines=last + 1, then=None if told["abstract"] else _claim_bare)


def _ends(lines: Lines, ahead: int) -> bool:
    text = arxivpage.seen(lines, ahead) or ""
    return bool(_HEADING.match(text)) or arxivpage.begins_item(lines, ahead)


def _item(given: Sequence[Field]) -> list[Field]:
    """The fields that belong to one item: labelled ones, and the abstract behind them.

    An abstract goes on behind a blank line only in the middle of a sentence.
    """
    given = arxivpage.before_repeat(given, _LABELS)
    body = _body(given)
    kept = list(takewhile(_heads, given[:body]))
    if len(kept) < body or (body == len(given) and not any(one.kind for one in kept)):
        return (
            kept
            if any(one.kind for one in kept)
            else [one for one in kept[:1] if not one.apart and one.texts[1:]]
        )
    for one in given[body:]:
        last = kept[-1] if kept else one
        if one.kind == "" and not (
            arxivvalues.breaks_off(last.text) if last.kind == "" else arxivvalues.is_prose(one.text)
        ):
            break
        if one.kind and last.kind == "" and last in given[body:]:
            break
        kept.append(one)
    return kept


def _heads(one: Field) -> bool:
    """Whether lines above the first label are title or authors rather than text from elsewhere."""
    if one.kind or not one.apart:
        return True
    return not arxivvalues.is_prose(one.text) or arxivvalues.are_names(one.text)


def _told(head: Head, given: Sequence[Field]) -> dict[str, Any]:
    told = arxivpage.said(given)
    told |= _title_and_authors([one for one in given[: _body(given)] if one.kind in ("", "title")], told)
    told["identifiers"] = arxivvalues.merged((*head.identifiers, *told.get("identifiers", ())))
    told["categories"] = told.get("categories") or head.categories or ((head.source,) if head.source else ())
    told.setdefault("abstract", " ".join(one.text for one in given[_body(given) :] if one.kind == "") or None)
    return told


def _body(given: Sequence[Field]) -> int:
    """Where the lines of title and authors are over: at the first other label."""
    kinds = [one.kind for one in given]
    return next((at for at, kind in enumerate(kinds) if kind not in ("", "title", "authors")), len(kinds))


def _title_and_authors(begin: Sequence[Field], told: dict[str, Any]) -> dict[str, Any]:
    """Title and authors from the lines above the first other label."""
    if "authors" in told:
        return {"title": " ".join(one.text for one in begin) or None}
    if len(begin) == 2 and begin[1].apart:
        ways = [(begin[0].text, begin[1].text)]
    else:
        texts = [text for one in begin for text in one.texts]
        ways = arxivvalues.title_and_authors(texts, _HANG if begin and begin[0].kind else 0)
    title, names = ways[0]
    authors, et_al = arxivvalues.authors(names)
    rivals = tuple((other, arxivvalues.authors(behind)[0]) for other, behind in ways[1:])
    return {"title": title or None, "authors": authors, "et_al": et_al, "rivals": rivals}
