"""Whether every judge reads every record of a large file: as many out as in, and no error.

    python -m tests.benchmarks.thirty_thousand RECORDS [--only plain,pandoc] [--format ris] [--first N] [--keep DIR]

RECORDS: JSON lines (`.gz` too) as `tests.benchmarks.writing` takes them; meant for tens of thousands. They are
exported in each format with the usual options and read by every judge that is here, in one file where the judge
can take that, else in files of 2,000, dealt out like cards: plainnat has letters for 31 papers of one author and
year and no more, and biber would take hours. `latex` typesets what the style plain makes; a character that its fonts lack is no loss where the export
said so. Prints a line for each file, then each kind of error with how often it came and one entry that shows
it. Exits 1 if an entry is lost or an error came. Takes an hour or two in all, so it is run by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bibgen import writers
from bibgen.model import Entry
from tests.benchmarks.writing import entries
from tests.judges import tex
from tests.judges.consumers import JUDGES, SUFFIXES
from tests.judges.identify.corpus import load
from tests.judges.programs import missing

Read = tuple[
    list[str], list[tuple[str, str]]
]  # keys of the entries that came out; errors, each with its key or ""
_SLICE = 2_000
_LABEL = re.compile(r"\\bibitem(?:\[.*?\])?%?\s*\{([^{}\s]+)\}", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A judge of a format; `size`: so many entries a file, None for all."""

    name: str
    format: str
    read: Callable[[Path], Read]
    needs: tuple[str, ...]
    size: int | None = None


def styled(style: str) -> Callable[[Path], Read]:
    """What BibTeX makes with a style."""

    def read(path: Path) -> Read:
        with tex.workplace(path) as folder:
            made, errors = tex.with_style(folder, style, tex.of_lines(path))
        return _LABEL.findall(made), errors

    return read


def typeset(path: Path) -> Read:
    """What pdflatex prints of the bibliography in the style plain."""
    with tex.workplace(path) as folder:
        made, _ = tex.with_style(folder, "plain", tex.of_lines(path))
        errors = tex.on_paper(folder, "plain")
        whole = (folder / "with-plain.pdf").exists()
    return _LABEL.findall(made) if whole else [], errors


def heard(name: str, format: str) -> Callable[[Path], Read]:
    """What a judge of the records that break exporters makes of the file."""
    judge = next(one for one in JUDGES if one.name == name)

    def read(path: Path) -> Read:
        hearing = judge.hear(path, format)
        wrong = [(one.key, error) for one in hearing.entries for error in one.wrong]
        return hearing.keys(), [*wrong, *(("", error) for error in hearing.errors)]

    return read


def tasks() -> Iterator[Task]:
    for style, size in (("plain", None), ("alpha", None), ("IEEEtran", None), ("plainnat", _SLICE)):
        needs = ("bibtex", f"tex:{style}.bst")
        yield Task(name=style, format="bibtex", read=styled(style), needs=needs, size=size)
    yield Task(name="latex", format="bibtex", read=typeset, needs=("bibtex", "pdflatex"), size=_SLICE)
    yield Task(name="biber", format="biblatex", read=tex.with_biber, needs=("biber",), size=_SLICE)
    for judge in JUDGES:
        if judge.name not in ("bibtex", "biber"):
            for format in judge.formats:
                yield Task(name=judge.name, format=format, read=heard(judge.name, format), needs=judge.needs)


def files(
    given: Sequence[Entry], format: str, size: int | None, folder: Path
) -> Iterator[tuple[Path, list[str], str]]:
    """The files of a format one after another, the keys in each, and all that the export said of it."""
    count = -(-len(given) // (size or len(given)))
    for at in range(count):
        part, notices = given[at::count], []
        path = folder / f"refs-{format}-{at + 1}-of-{count}{SUFFIXES[format]}"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(writers.stream(part, format, notices))
        yield path, [entry.key for entry in part], "\n".join(notice.text for notice in notices)


def read_all(task: Task, given: Sequence[Entry], folder: Path) -> Iterator[tuple[str, str]]:
    """What was lost and what went wrong, each with the key of its entry or ""; tells of each file."""
    for path, keys, told in files(given, task.format, task.size, folder):
        began = time.perf_counter()
        out, errors = task.read(path)
        errors = [one for one in errors if not _foretold(*one, told)]
        known, wanted = set(out), set(keys)
        # Some judges give entries keys of their own; then the count must do.
        lost = [key for key in keys if key not in known] if known & wanted else [""] * (len(keys) - len(out))
        print(
            f"{task.name:<13}{task.format:<10}{len(out):>7,} of {len(keys):,}; {len(errors)} errors; "
            f"{time.perf_counter() - began:.0f} s",
            flush=True,
        )
        yield from ((key, "lost") for key in lost)
        yield from ((key, "not ours") for key in known - wanted if known & wanted)
        yield from errors


def _foretold(key: str, error: str, told: str) -> bool:
    """Whether the export said that LaTeX's fonts lack the character."""
    return bool(key) and "Unicode character" in error and bool(re.search(rf"\b{re.escape(key)}\b", told))


def kinds(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each kind of error, how often it came, and an example."""
    alike = Counter(re.sub(r"\d+", "9", error)[:90] for _, error in found)
    for kind, count in alike.most_common():
        key, error = next(one for one in found if re.sub(r"\d+", "9", one[1])[:90] == kind)
        yield f"  {count:>6,} × {error}  [{key}]"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records")
    parser.add_argument("--only", help="names of judges or styles, with commas between them")
    parser.add_argument("--format", choices=SUFFIXES)
    parser.add_argument("--first", type=int, help="only so many records")
    parser.add_argument("--keep", type=Path, help="a folder for the files, to look at them")
    return parser.parse_args()


def main() -> int:
    asked = options()
    only = asked.only.split(",") if asked.only else None
    given = entries(load(asked.records)[: asked.first])
    print(f"{len(given):,} entries")
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for task in tasks():
            if (only and task.name not in only) or asked.format not in (None, task.format):
                continue
            if lacking := missing(task.needs):
                print(f"{task.name}: {', '.join(lacking)} is not here")
                continue
            found = list(read_all(task, given, folder))
            bad += len(found)
            print(*kinds(found), sep="\n", end="\n" if found else "")
    print(f"{bad} entries lost or errors" if bad else "all read")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
