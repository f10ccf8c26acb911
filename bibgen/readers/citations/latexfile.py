r"""LaTeX's own files: entries of a bibliography in a .tex or .bbl, keys that are identifiers in an .aux.

Entries are those of `thebibliography` (`\bibitem`) and of biblatex (`\entry`). What a text cites by a
key (`\citation{...}` in an .aux) is a paper only if the key itself names one, as keys from DBLP and from
arXiv's own BibTeX do; what the other keys stand for is in a .bib. Prose and `\cite` are left to others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bibgen import identifiers
from bibgen.model import Identifier, Leftover, Mention
from bibgen.readers.citations import bibitems
from bibgen.readers.citations.citation import Citation
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

NAME = "latex"
A_KEY = "a citation key; give its .bib"

_MARK = re.compile(
    r"\s*(?:\\begin\{thebibliography\}(?:\{[^{}]*\})?\s*)?\\bibitem\b|\s*\\entry\{|\s*\\(?:citation|"
    r"abx@aux@cite)\b"
)
_STOP = re.compile(
    r"\s*(?:\\bibitem\b|\\end\s*\{thebibliography\}|\\endthebibliography|\\end\s*\{document\})"
)
_GOES_ON = re.compile(r"\s*(?:\\newblock|\\BIB|\\bib(?!item)|[a-z(\\]|$)")
_CITATION = re.compile(r"\s*(?:\\citation|\\abx@aux@cite(?:\{\d+\})?)\s*\{(?P<keys>[^{}]*)\}\s*$")
_DBLP = re.compile(r"(?:DBLP:)?(?:journals/corr/)?abs-(?P<month>\d{4})-(?P<number>\d{4,5})$", re.I)
_MOST_LINES = 400  # of an entry


def claim(lines: Lines) -> Claim | None:
    """The entry of a bibliography, or the keys, at the next line."""
    line = lines[0]
    if line is None or "\\" not in line.text or not _MARK.match(line.text):
        return None
    if _CITATION.match(line.text):
        return _keys(lines, line.text)
    if "\\entry{" in line.text:
        return _claimed(lines, _until(lines, "\\endentry"), bibitems.entry)
    return _claimed(lines, _bibitem_end(lines), bibitems.bibitem)


def _until(lines: Lines, mark: str) -> int:
    for ahead in range(_MOST_LINES):
        line = lines[ahead]
        if line is None or (ahead and "\\entry{" in line.text):
            return max(0, ahead - 1)
        if mark in line.text:
            return ahead
    return 0


def _bibitem_end(lines: Lines) -> int:
    """Where the entry ends: before the next one, before the end of the list, or at a blank line."""
    ahead = 0
    while ahead < _MOST_LINES and (line := lines[ahead + 1]) is not None:
        if line.blank:
            onward = lines.skip_blank(ahead + 1)
            further = lines[onward]
            if ahead and (further is None or _STOP.match(further.text) or not _GOES_ON.match(further.text)):
                break
            if further is None or _STOP.match(further.text):
                break
            ahead = onward
            continue
        if _STOP.match(line.text):
            break
        ahead += 1
    return ahead


def _claimed(lines: Lines, last: int, read: Callable[[str], tuple[str, Citation] | None]) -> Claim | None:
    raw = lines.raw(0, last)
    made = read(raw)
    if made is None:
        return None
    key, cited = made
    if not (cited.title or cited.identifiers or (cited.authors and cited.issued)):
        return Claim(items=(), lines=last + 1)
    keyed = replace(cited, said={**cited.said, "citation-key": key}) if key else cited
    mention = keyed.mention(raw, lines.span(0, last), NAME)
    return Claim(items=(mention,), lines=last + 1)


def _keys(lines: Lines, text: str) -> Claim | None:
    """The keys that a line of an .aux cites: papers if they name one, else leftovers with a reason."""
    found = _CITATION.match(text)
    line = lines[0]
    if found is None or line is None or not found["keys"].strip(" ,*"):
        return None
    return Claim(items=tuple(_named(lines, text, found.start("keys"), found.end("keys"))), lines=1)


def _named(lines: Lines, text: str, begin: int, end: int) -> Iterator[Mention | Leftover]:
    span = lines.span(0, 0)
    origin = span.start - (len(text) - len(text.lstrip()))
    places = [match.span() for match in re.finditer(r"[^\s,][^,]*", text[begin:end])]
    starts = [0, *(begin + start for start, _ in places[1:])]
    ends = [*starts[1:], len(text)]
    for (first, last), start, stop in zip(places, starts, ends, strict=True):
        key = text[begin + first : begin + last].strip()
        shown = text[start:stop]
        start += len(shown) - len(shown.lstrip())
        place = replace(span, start=origin + start, end=origin + start + len(shown.strip()))
        paper = named(key)
        if paper:
            yield Mention(
                raw=shown.strip(), span=place, reader=NAME, identifiers=(paper,), said={"citation-key": key}
            )
        else:
            yield Leftover(text=shown.strip(), span=place, reason=A_KEY)


def named(key: str) -> Identifier | None:
    """The paper that a citation key names by itself, or None.

    >>> named("DBLP:journals/corr/abs-1706-03762").value
    '1706.03762'
    """
    dblp = _DBLP.fullmatch(key)
    if dblp:
        return identifiers.arxiv(f"{dblp['month']}.{dblp['number']}")
    return identifiers.parse(key)
