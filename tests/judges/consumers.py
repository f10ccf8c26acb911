"""The judges by name: what each reads, what it needs, and how it is asked.

A new judge is a function `hear(path, format) -> Hearing` and a line in `JUDGES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.judges.programs import missing
from tests.judges.truth import Hearing

BIB = ("bibtex", "biblatex")
_TEX = ("pdflatex", "pdftotext", "tex:lmodern.sty")
_CITATION_JS = ("core", "plugin-bibtex", "plugin-csl", "plugin-ris")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """One consumer of bibliographies; `place` is the module and function that asks it."""

    name: str
    formats: tuple[str, ...]
    needs: tuple[str, ...]
    place: tuple[str, str]

    def missing(self) -> list[str]:
        """What it needs and is not here."""
        return missing(self.needs)

    def hear(self, path: Path, format: str) -> Hearing:
        """What it makes of a file, whose suffix is its format's."""
        module, function = self.place
        hear: Callable[[Path, str], Hearing] = getattr(import_module(f"tests.judges.{module}"), function)
        return hear(path, format)


JUDGES = (
    Judge(
        name="bibtex",
        formats=("bibtex",),
        needs=("bibtex", *_TEX, "tex:plainnat.bst", "tex:IEEEtran.bst"),
        place=("tex", "bibtex"),
    ),
    Judge(
        name="biber",
        formats=("biblatex",),
        needs=("biber", *_TEX, "tex:biblatex.sty"),
        place=("tex", "biber"),
    ),
    Judge(name="pandoc", formats=(*BIB, "csl-json", "ris"), needs=("pandoc",), place=("csl", "pandoc")),
    Judge(
        name="citation-js",
        formats=(*BIB, "csl-json", "ris"),
        needs=("node", *(f"node:@citation-js/{one}" for one in _CITATION_JS)),
        place=("csl", "citation"),
    ),
    Judge(
        name="bibtexparser",
        formats=BIB,
        needs=("python:bibtexparser", "python:pylatexenc"),
        place=("parsers", "bibtexparser2"),
    ),
    Judge(name="rispy", formats=("ris",), needs=("python:rispy",), place=("parsers", "ris")),
    Judge(name="csl-schema", formats=("csl-json",), needs=("python:jsonschema",), place=("csl", "schema")),
)
SUFFIXES = {"bibtex": ".bib", "biblatex": ".bib", "csl-json": ".json", "ris": ".ris"}


def named(name: str) -> Judge:
    """The judge of that name."""
    return next(judge for judge in JUDGES if judge.name == name)
