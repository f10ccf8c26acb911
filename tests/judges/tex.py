"""BibTeX, biber and LaTeX as judges: how they split names, what they lower-case, what comes out on paper.

BibTeX is asked through a style of our own, `parts.bst`, that prints what it makes of each entry; then four
styles that people use make bibliographies, and pdflatex typesets them. biber is asked in tool mode, which
validates and writes the entries as XML, then in a document.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

from bibgen.model import Name
from tests.judges.programs import run
from tests.judges.truth import Heard, Hearing
from tests.judges.typeset import COMMAND, PREAMBLE, said_against, visible

PARTS = Path(__file__).parent / "parts.bst"
STYLES = ("plain", "plainnat", "alpha", "IEEEtran")
_APART = "|||"  # between the parts of a name
_XML = "{http://biblatex-biber.sourceforge.net/biblatexml}"
_BEGINS = re.compile(r"^@(?!comment|string|preamble)\w+\s*\{\s*([^\s,]+)", re.I)
_ITEM = re.compile(
    r"\\bibitem(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\])?%?\s*\{([^{}]+)\}"
)


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """A folder of their own for the programs, with the file as `refs.bib`; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bibgen-judge-") as folder:
        shutil.copy(path, Path(folder) / "refs.bib")
        yield Path(folder)


def bibtex(path: Path, format: str) -> Hearing:
    """What BibTeX and pdflatex make of a .bib."""
    with workplace(path) as folder:
        shutil.copy(PARTS, folder)
        keys = of_lines(folder / "refs.bib")
        dump, errors = with_style(folder, "parts", keys)
        for style in STYLES:
            _, made = with_style(folder, style, keys)
            errors += made + on_paper(folder, style)
        return hearing(folder, list(_entries(dump)), errors)


def with_style(folder: Path, style: str, keys: dict[int, str]) -> tuple[str, list[tuple[str, str]]]:
    """The .bbl that BibTeX makes with a style, and its errors, each with the key of the entry or "".

    Args:
        keys: of each line of the .bib.
    """
    name = f"with-{style}"
    (folder / f"{name}.aux").write_text(
        f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n"
    )
    done = run(folder, "bibtex", "-min-crossrefs=1000", name)
    errors, before = [], ""
    for line in done.stdout.splitlines():
        if place := re.search(r"---line (\d+) of file (\S+)", line):
            key = keys.get(int(place[1]), "") if place[2].endswith(".bib") else ""
            said = line[: place.start()]
            told = before if said in ("", "while executing") else said
            errors.append((key or _named(told, keys.values()), f"bibtex {style}: {told}"))
        elif re.search(r"capacity exceeded|string pool overflow|too many commas|^Sorry", line, re.I):
            errors.append((_named(line, keys.values()), f"bibtex {style}: {line}"))
        before = line
    if done.returncode > 1 and not errors:
        errors.append(("", f"bibtex {style}: {before}"))
    made = folder / f"{name}.bbl"
    text = made.read_text(encoding="utf-8", errors="replace") if made.exists() else ""
    return text.replace("\n  ", " "), errors


def _named(line: str, keys: Collection[str]) -> str:
    """The key that a message ends with, if it does."""
    last = line.rpartition(" ")[2]
    return last if last in keys else ""


def of_lines(path: Path) -> dict[int, str]:
    """The key of the entry that each line of a .bib, from 1, belongs to."""
    key, found = "", {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        begun = _BEGINS.match(line)
        key = begun[1] if begun else key
        found[number] = key
    return found


def on_paper(folder: Path, style: str) -> list[tuple[str, str]]:
    """The errors of LaTeX when it typesets the bibliography of a style, each with the key of the entry."""
    name = f"with-{style}"
    natbib = "\\usepackage[numbers]{natbib}" if style.endswith("nat") else ""
    (folder / f"{name}.tex").write_text(
        f"{PREAMBLE}{natbib}\\begin{{document}}\\nocite{{*}}"
        f"\\bibliographystyle{{{style}}}\\bibliography{{refs}}\\end{{document}}\n"
    )
    run(folder, *COMMAND, f"{name}.tex")
    made = folder / f"{name}.bbl"
    bbl = made.read_text(encoding="utf-8", errors="replace") if made.exists() else ""
    starts = [(bbl.count("\n", 0, item.start()) + 1, item[1]) for item in _ITEM.finditer(bbl)]
    errors = []
    log = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    for line in log.splitlines():
        if said := said_against(line):
            at = re.match(rf"\./{name}\.bbl:(\d+):", line)
            key = next((key for start, key in reversed(starts) if at and start <= int(at[1])), "")
            errors.append((key, f"latex {style}: {said}"))
    return errors


def _entries(dump: str) -> Iterator[dict[str, list[str]]]:
    """The entries as `parts.bst` printed them: label -> lines."""
    entry: dict[str, list[str]] = defaultdict(list)
    for line in dump.splitlines():
        label, _, text = line.partition(">")
        if label == "end":
            yield entry
            entry = defaultdict(list)
        else:
            entry[label].append(text)


def hearing(folder: Path, entries: list[dict[str, list[str]]], errors: list[tuple[str, str]]) -> Hearing:
    """The entries as a reader sees them typeset, with all errors about them.

    Args:
        entries: TeX by label; a person as first, von, last and jr name with `|||` between them.
        errors: with the key of their entry, or "".
    """
    pieces = [piece for entry in entries for piece in _pieces(entry)]
    seen = iter(visible(folder, pieces))
    about: dict[str, list[str]] = defaultdict(list)
    for key, error in errors:
        about[key].append(error)
    heard = [_heard(entry, list(islice(seen, len(_pieces(entry)))), about) for entry in entries]
    known = {one.key for one in heard}
    lost = [error for key, said in about.items() if key not in known for error in said]
    return Hearing(entries=tuple(heard), errors=tuple(lost))


def _pieces(entry: dict[str, list[str]]) -> list[str]:
    """What is to be typeset of an entry: title, the title lower-cased, DOI, then the parts of the people."""
    (title,), (lowered,), (doi,) = (entry.get(label) or [""] for label in ("title", "lowered", "doi"))
    people = [part.replace("~", " ") for one in entry["person"] for part in one.split(_APART)]
    return [title, lowered, f"\\url{{{doi}}}", *people]


def _heard(
    entry: dict[str, list[str]], seen: list[tuple[str, tuple[str, ...]]], about: dict[str, list[str]]
) -> Heard:
    (title, lowered, doi), people = (text for text, _ in seen[:3]), [text for text, _ in seen[3:]]
    bare = next(iter(entry["doi"]), "")
    return Heard(
        key=entry["key"][0],
        title=title,
        lowered=lowered if "lowered" in entry else None,
        authors=tuple(_person(*parts) for parts in zip(*[iter(people)] * 4, strict=True)),
        year=next(iter(entry["year"]), "")[:4],
        # A DOI must stand bare in the file, and come out on paper as it is.
        doi=bare if re.sub(r"\s", "", doi) == bare else f"on paper: {doi}",
        places=tuple(text for label in ("eprint", "url", "note") for text in entry[label]),
        wrong=tuple(about[entry["key"][0]] + [error for _, errors in seen for error in errors]),
    )


def _person(first: str, von: str, last: str, junior: str) -> Name:
    """A person; the styles of BibTeX print "et al." for one who is called others."""
    if last == "others" and not (first or von or junior):
        return Name(literal="et al.")
    return Name(given=first, particle=von, family=last, suffix=junior)


def biber(path: Path, format: str) -> Hearing:
    """What biber, biblatex and pdflatex make of a .bib."""
    with workplace(path) as folder:
        entries, errors = _in_tool_mode(folder)
        return hearing(folder, entries, errors + _in_a_document(folder))


def with_biber(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The keys of the entries that biber alone reads, and its errors and warnings, each with its key or ""."""
    with workplace(path) as folder:
        entries, errors = _in_tool_mode(folder, "ERROR|WARN")
    return [key for entry in entries for key in entry["key"]], errors


def _in_tool_mode(
    folder: Path, levels: str = "ERROR"
) -> tuple[list[dict[str, list[str]]], list[tuple[str, str]]]:
    options = ("--tool", "--validate-datamodel", "--output-format=biblatexml", "--output-file=read.xml")
    errors = _complaints(run(folder, "biber", *options, "refs.bib").stdout, levels)
    try:
        read = ElementTree.parse(folder / "read.xml").getroot()
    except (FileNotFoundError, ElementTree.ParseError) as error:
        return [], [*errors, ("", f"biber: nothing whole comes out ({error})")]
    return list(map(_from_xml, read)), errors


def _complaints(said: str, levels: str = "ERROR") -> list[tuple[str, str]]:
    lines = re.findall(rf"^(?:{levels}) - (.*)", said, re.M)
    return [
        (next(iter(re.findall(r"[Ee]ntry '?([^\s']+)", line)), ""), f"biber: {line[:160]}") for line in lines
    ]


def _in_a_document(folder: Path) -> list[tuple[str, str]]:
    """The errors of a document that prints the whole bibliography."""
    (folder / "paper.tex").write_text(
        f"{PREAMBLE}\\usepackage[backend=biber,style=numeric]{{biblatex}}\\addbibresource{{refs.bib}}"
        "\\AtEveryBibitem{\\typeout{@@\\strfield{entrykey}}}"
        "\\begin{document}\\nocite{*}\\printbibliography\\end{document}\n"
    )
    run(folder, *COMMAND, "paper.tex")
    errors = _complaints(run(folder, "biber", "--validate-datamodel", "paper").stdout)
    run(folder, *COMMAND, "paper.tex")
    key = ""
    for line in (folder / "paper.log").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("@@"):
            key = line[2:]
        elif said := said_against(line):
            errors.append((key, f"biblatex: {said}"))
    return errors


def _from_xml(entry: ElementTree.Element) -> dict[str, list[str]]:
    made: dict[str, list[str]] = defaultdict(list, {"key": [entry.get("id", "")]})
    for label in ("title", "doi", "eprint", "url", "note"):
        made[label] = [_flat(one) for one in entry.iter(f"{_XML}{label}")]
    made["year"] = [_flat(one)[:4] for one in entry.iter(f"{_XML}date")]
    for name in entry.findall(f"{_XML}names[@type='author']/{_XML}name"):
        parts = {part.get("type"): _flat(part) for part in name.findall(f"{_XML}namepart")}
        made["person"].append(
            _APART.join(parts.get(one, "") for one in ("given", "prefix", "family", "suffix"))
        )
    return made


def _flat(element: ElementTree.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())
