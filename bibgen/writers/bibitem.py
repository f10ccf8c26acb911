r"""A `thebibliography` environment, for documents that do without BibTeX.

The entries look as BibTeX's plain style makes them, with the identifier of arXiv and the DOI as text at their
ends. No package is needed: neither `\url` nor `\href` is plain LaTeX, and T1 fonts, which accents want, are
all that `latex` takes for granted. The environment is set sloppily by its class, so that a long DOI moves to
the next line (LaTeX's classes.dtx, "Bibliography").
The width of a label can only be known at the end of all entries; `99` is what people write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bibgen import latex, mathtex
from bibgen.model import CslType, Entry, Notice, Record
from bibgen.names import display
from bibgen.writers import whereabouts
from bibgen.writers.options import Options

_Tex = Callable[[str | None], str]
_HEAD = "\\begin{thebibliography}{99}\n"
_FOOT = "\n\\end{thebibliography}\n"
_KINDS: dict[CslType, str] = {"thesis": "Dissertation", "report": "Report"}
_WHOLE = ("book", "thesis")  # their own titles are slanted, else that of what they stand in
# Signs that fonts without T1 have elsewhere, and in their places others.
_OLD_FONTS = re.compile("([<>|])")
_SPELLED = {"<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}"}
_INITIAL = re.compile(r"(?<=\b[^\W\d_a-z]\.) (?=\w)")


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The environment, one item a piece."""
    yield _HEAD
    for entry in entries:
        blocks = [block for block in _blocks(entry, options) if block]
        text = "\n\\newblock ".join(map(_ended, blocks))
        yield f"\n\\bibitem{{{entry.key}}}\n{text}\n"
        odd = latex.unprintable((entry.record.title or "") + "".join(map(display, entry.record.authors)))
        if odd:
            told = f"{entry.key}: pdflatex cannot print {odd}; lualatex and xelatex can"
            notices.append(Notice(code="not-for-pdflatex", text=told))
    yield _FOOT


def _blocks(entry: Entry, options: Options) -> Iterator[str]:
    """What stands between the full stops, in LaTeX."""
    record = entry.record

    def tex(text: str | None) -> str:
        return _tex(text, options.ascii)

    yield _authors(record, tex)
    yield _slanted(tex(record.title)) if record.type in _WHOLE else tex(record.title)
    place = ", ".join(filter(None, (*_container(record, tex), *_found(entry, options, tex))))
    yield place[:1].upper() + place[1:] if place.startswith(("volume", "page")) else place
    yield tex(record.note)


def _ended(block: str) -> str:
    return block if block.rstrip("}'").endswith((".", "?", "!")) else f"{block}."


def _authors(record: Record, tex: _Tex) -> str:
    shown = [_INITIAL.sub("~", tex(display(name))) for name in record.authors]
    if record.et_al and shown:
        return f"{', '.join(shown)}{',' * (len(shown) > 1)} et~al"
    if len(shown) < 3:
        return " and ".join(shown)
    return f"{', '.join(shown[:-1])}, and {shown[-1]}"


def _container(record: Record, tex: _Tex) -> Iterator[str]:
    """The journal with volume and pages, or the book, its series, its pages and who published it."""
    pages = tex(record.page or record.number).replace("-", "--")
    if record.type == "article-journal":
        volume = tex(record.volume) + (f"({tex(record.issue)})" if record.issue else "")
        yield _slanted(tex(record.container_title))
        yield f"{volume}:{pages}" if volume and pages else volume or pages
        return
    kind = record.genre or _KINDS.get(record.type)
    if record.type == "report":
        kind, pages = " ".join(filter(None, (kind, record.number))), ""
    yield tex(kind)
    yield f"In {_slanted(tex(record.container_title))}" if record.container_title else ""
    if record.volume and record.collection_title:
        yield f"volume {tex(record.volume)} of {_slanted(tex(record.collection_title))}"
    else:
        yield f"volume {tex(record.volume)}" if record.volume else tex(record.collection_title)
    yield f"{'pages' if '--' in pages else 'page'} {pages}" if pages else ""
    yield tex(record.publisher)


def _found(entry: Entry, options: Options, tex: _Tex) -> Iterator[str]:
    """When it came out, and where it can be found; of what stands on arXiv only, that comes first."""
    record = entry.record
    year = str(record.issued.year) if record.issued else ""
    arxiv, doi = whereabouts.eprint(entry, options), whereabouts.doi(entry, options)
    if arxiv and record.categories:
        arxiv = f"{arxiv} [{record.categories[0]}]"
    found = [tex(arxiv), year] if record.type in whereabouts.UNPUBLISHED else [year, tex(arxiv)]
    yield from found
    if doi and not (arxiv and doi.lower().startswith("10.48550/")):  # which would say the identifier again
        yield tex(f"doi:{doi}")
    elif not arxiv:
        yield tex(whereabouts.url(entry, options))


def _slanted(tex: str) -> str:
    return f"\\emph{{{tex}}}" if tex else ""


def _tex(text: str | None, ascii: bool) -> str:
    """Text for any fonts, on one line."""
    if not text:
        return ""
    pieces = (
        latex.formula_to_bibtex(piece, ascii) if formula else _prose(piece, ascii)
        for formula, piece in mathtex.split(text)
    )
    return " ".join("".join(pieces).split())


def _prose(text: str, ascii: bool) -> str:
    pieces = _OLD_FONTS.split(text)
    return "".join(_SPELLED.get(piece) or latex.prose_to_bibtex(piece, ascii) for piece in pieces)
