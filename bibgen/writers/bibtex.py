"""BibTeX and BibLaTeX: one writer, two dialects, nine tenths alike.

BibTeX entries are made to be right in LaTeX and in Zotero at once. Zotero reads an `eprint` only
beside `eprinttype`, the LaTeX styles that know arXiv read `archivePrefix` and `primaryClass`
(https://info.arxiv.org/help/hypertex/bibstyles), so both stand there; DOI, URL and eprint are bare and
never escaped. BibLaTeX has fields of its own for all that (biblatex manual, section 3.14.7), and
`@online` with `pubstate` for a preprint. A paper that has appeared keeps its eprint and its arXiv URL
beside the journal's data: pandoc and citation-js would lose arXiv otherwise. Which entry type is right for
a program, and which fields print arXiv's identifier once under a style, is in `entrytypes` and `styles`.

All authors are written. A group stands in double braces, or BibTeX would take it for a person. What has no
author is sorted and labelled by its title (`key`), or BibTeX would not know where to put it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bibgen import latex
from bibgen.capitals import to_bibtex_title
from bibgen.model import Entry, Name, Notice, PartialDate, Record
from bibgen.writers import styles, whereabouts
from bibgen.writers.entrytypes import BIBLATEX, BIBTEX, Dialect, entry_type, where, without_place
from bibgen.writers.options import Options, Target

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COLUMN = len("archivePrefix")
_SPLITS_NAMES = re.compile(r",|\band\b", re.I)
# "Ferrer-i-Cancho": BibTeX parts words at hyphens too, and would take a small part for a particle.
_SPLITS_FAMILY = re.compile(r"-[^\W\d_](?<=[a-zà-öø-ÿ])")
_ODD_NAME = re.compile(r"[^A-Za-z.'\n -]|-[a-z]|\b(?i:and)\b")  # something to escape or to protect
_APPEARED = ("article-journal", "paper-conference", "chapter", "book")
# Program -> of which papers it wants arXiv's URL, in BibTeX and in BibLaTeX, whose styles link the eprint.
_LINKED: dict[Target | None, tuple[str, str]] = {
    None: ("all", "none"),
    "endnote": ("all", "none"),
    "latex": ("preprints", "none"),
}
_ONE_PREFIX = (
    "latex",
    "jabref",
)  # read `archivePrefix`, so need no `eprinttype`; biblatex the other way round


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What holds for all entries of a file; `printed`: what the style prints, None if none was named."""

    dialect: Dialect
    options: Options
    printed: frozenset[str] | None
    linked: str


def _plan(dialect: Dialect, options: Options) -> _Plan:
    style = "biblatex" if options.style and dialect.modern else options.style
    printed = styles.PRINTED[style] if style else None
    by_url = printed is not None and not styles.in_words(printed) and "eprint" not in printed
    linked = "all" if by_url else _LINKED.get(options.target, ("all", "all"))[dialect.column]
    return _Plan(dialect=dialect, options=options, printed=printed, linked=linked)


def write_bibtex(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """BibTeX, one entry a piece."""
    return _write(entries, _plan(BIBTEX, options), notices)


def write_biblatex(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """BibLaTeX, one entry a piece."""
    return _write(entries, _plan(BIBLATEX, options), notices)


def _write(entries: Iterable[Entry], plan: _Plan, notices: list[Notice]) -> Iterator[str]:
    gap = ""
    lost: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        written = _entry(entry, plan)
        yield gap + written
        gap = "\n"
        lost.update((entry.record.type, name) for name in without_place(entry.record))
        odd = _unprintable(written)
        if odd:
            text = f"{entry.key}: pdflatex cannot print {odd}; lualatex and xelatex can"
            notices.append(Notice(code="not-for-pdflatex", text=text))
    for (type, name), count in lost.items():
        papers = "1 paper" if count == 1 else f"{count} papers"
        text = f"{papers} of type {type}: the entry has no place for {name.replace('_', ' ')}"
        notices.append(Notice(code="no-place", text=text))


def _unprintable(text: str) -> str:
    """The characters of an entry that pdflatex cannot print; those of the abstract no style prints."""
    return (
        ""
        if text.isascii()
        else latex.unprintable(text.partition(f"\n{_begun('abstract')}")[0].replace("\n", " "))
    )


def _entry(entry: Entry, plan: _Plan) -> str:
    record, options = entry.record, plan.options
    type = entry_type(record, plan.dialect, options.target, options.kind)
    named = _named_in_words(record, type, plan)
    fields = [
        *_what(record, plan),
        *_when(record, plan.dialect),
        *_where(record, named, plan),
        *_identifiers(entry, plan, worded=any(str(record.eprint) in text for text in named.values())),
        *_more(record, named, plan),
    ]
    body = "".join([f"{_begun(name)}{value},\n" for name, value in fields])
    body = latex.for_biber(body) if plan.dialect.modern else body
    return f"@{type}{{{entry.key},\n{body}}}\n"


@cache
def _begun(name: str) -> str:
    """How the line of a field begins."""
    return f"  {name:<{_COLUMN}} = "


def _what(record: Record, plan: _Plan) -> Iterator[tuple[str, str]]:
    if record.title:
        title = f"{{{to_bibtex_title(record.title, record.abstract, ascii=plan.options.ascii)}}}"
        yield "title", title
        if not record.authors and not plan.dialect.modern and plan.options.shows("author"):
            yield "key", title
    if record.authors:
        listed = " and ".join(_name(name, plan) for name in record.authors)
        yield "author", f"{{{listed}{' and others' if record.et_al else ''}}}"


def _when(record: Record, dialect: Dialect) -> Iterator[tuple[str, str]]:
    if record.issued is None:
        return
    if dialect.modern:
        yield "date", f"{{{_iso(record.issued)}}}"
        return
    yield "year", f"{{{record.issued.year}}}"
    if record.issued.month:
        yield "month", _MONTHS[record.issued.month - 1]


def _iso(when: PartialDate) -> str:
    parts = [f"{when.year:04}"] + [f"{part:02}" for part in (when.month, when.day) if part]
    return "-".join(parts)


def _named_in_words(record: Record, type: str, plan: _Plan) -> dict[str, str]:
    """The fields for words that name a paper on arXiv, where the entry type or the style needs that."""
    modern, kind = plan.dialect.modern, plan.options.kind if record.type == "article" else None
    if not record.arxiv_id or not plan.options.shows("eprint"):
        return {}
    if kind == "article":
        return {"journaltitle" if modern else "journal": f"arXiv preprint arXiv:{record.eprint}"}
    if kind == "techreport":
        number = {} if modern else {"number": styles.cited(record)}
        return {"type": "Preprint", "institution": "arXiv", **number}
    if kind == "unpublished" and not modern:
        return {"note": styles.cited(record)}
    if plan.printed is not None and styles.in_words(plan.printed):
        return {"howpublished" if type in ("misc", "online") else "note": styles.cited(record)}
    return {}


def _where(record: Record, named: dict[str, str], plan: _Plan) -> Iterator[tuple[str, str]]:
    """What a work stands in and who published it; of two that share a field the first counts."""
    held: dict[str, str] = {}
    for name, text in where(record, plan.dialect, plan.options.target):
        if text:
            held.setdefault(name, text)
    for name, text in named.items():
        if name != "note":
            before = f"{held[name]}, " if name == "howpublished" and name in held else ""
            held[name] = before + text
    isbn = record.identifier("isbn")
    if isbn and record.type == "book" and plan.options.shows("isbn"):
        held["isbn"] = isbn.value
    for name, value in held.items():
        text = _text(value, plan)
        yield name, f"{{{text.replace('-', '--') if name == 'pages' else text}}}"


def _identifiers(entry: Entry, plan: _Plan, *, worded: bool) -> Iterator[tuple[str, str]]:
    """What names the paper, without what the style would print of arXiv once more."""
    record, options = entry.record, plan.options
    on_arxiv = record.arxiv_id is not None and options.shows("eprint")
    out = styles.left_out(plan.printed, worded=worded) if on_arxiv and plan.printed is not None else ()
    if on_arxiv and "eprint" not in out:
        yield from _eprint(record, plan)
    doi, url = whereabouts.doi(entry, options), whereabouts.url(entry, options)
    if doi and not ("doi" in out and _is_arxivs(doi, record)):
        yield "doi", f"{{{doi}}}"
    if url and not (_is_arxivs(url, record) and ("url" in out or not _is_linked(record, plan))):
        yield "url", f"{{{url}}}"
    if plan.dialect.modern and record.type == "article":
        yield "pubstate", "{prepublished}"


def _eprint(record: Record, plan: _Plan) -> Iterator[tuple[str, str]]:
    modern, category = plan.dialect.modern, styles.primary_class(record)
    yield "eprint", f"{{{record.eprint}}}"
    if not modern and plan.options.style != "biblatex":
        yield "archivePrefix", "{arXiv}"
    if modern or plan.options.style == "biblatex" or plan.options.target not in _ONE_PREFIX:
        yield "eprinttype", "{arxiv}"
    if category:
        yield "eprintclass" if modern else "primaryClass", f"{{{category}}}"


def _is_arxivs(address: str, record: Record) -> bool:
    """Whether a DOI or URL names the paper on arXiv, and so has its identifier in it."""
    return record.arxiv_id is not None and record.arxiv_id in address.lower()


def _is_linked(record: Record, plan: _Plan) -> bool:
    return plan.linked == "all" or (plan.linked == "preprints" and record.type not in _APPEARED)


def _more(record: Record, named: dict[str, str], plan: _Plan) -> Iterator[tuple[str, str]]:
    note = ". ".join(filter(None, (named.get("note"), record.note)))
    if note:
        taken_back = plan.dialect.modern and record.status is not None
        yield "addendum" if taken_back else "note", f"{{{_text(note, plan)}}}"
    if record.categories and plan.options.shows("keywords"):
        yield "keywords", f"{{{', '.join(record.categories)}}}"
    if record.abstract and plan.options.shows("abstract"):
        yield "abstract", f"{{{_text(record.abstract, plan)}}}"


def _text(text: str, plan: _Plan) -> str:
    return latex.to_bibtex(text, ascii=plan.options.ascii)


def _name(name: Name, plan: _Plan) -> str:
    """A name as `von Last, Jr, First`; what BibTeX would split in the wrong place in braces."""
    if name.literal:
        return f"{{{_text(name.literal, plan)}}}"
    particle, family, suffix, given = name.particle, name.family, name.suffix, name.given
    if _ODD_NAME.search(f"{particle}\n{family}\n{suffix}\n{given}"):
        particle = _text(particle, plan)
        family, suffix, given = (_part(part, plan) for part in (family, suffix, given))
        if _SPLITS_FAMILY.search(name.family) and not _SPLITS_NAMES.search(name.family):
            family = f"{{{family}}}"
    whole = f"{particle} {family}" if particle and family else particle or family
    return ", ".join(filter(None, (whole, suffix, given)))


def _part(part: str, plan: _Plan) -> str:
    classic = not plan.dialect.modern
    written = latex.name_to_bibtex(part, ascii=plan.options.ascii) if classic else _text(part, plan)
    return f"{{{written}}}" if _SPLITS_NAMES.search(part) else written
