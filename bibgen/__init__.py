"""bibgen: from messy text to references.

    read      text -> mentions (what it says of papers) and leftovers      bibgen.readers
    resolve   mentions -> resolutions (which paper, on what evidence)      bibgen.matching
    write     entries -> BibTeX, BibLaTeX, CSL-JSON, RIS                   bibgen.writers
    run       all of it, from files to a bibliography                      bibgen.pipeline

A `Mention` is what a text said, a `Record` what is known of a paper; the two are compared, never
mixed. In layers, each importing only from below:

    faces     cli, __main__
    flow      pipeline, manuscript (a .bib of one's own and the paper that cites it), session, review,
              bibliography, versions, exported, explain, settings
    engines   matching (candidates, evidence, decisions), store (answers and choices kept in SQLite),
              splice (a .bib changed in place), verification (what was written, read back and held against
              its records)
    edges     readers (one file a layout), sources (arXiv, Crossref, DBLP, snapshot), writers (one a format)
    text      identifiers, names, dates, words, fingerprint, latex, mathtex, capitals, journal, keys, bib,
              bibscan, tex
    core      model, errors

Names are loaded when they are used, so that `import bibgen` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

TYPE_CHECKING = False  # by this name type checkers take it for true; `typing` itself would take its time
if TYPE_CHECKING:
    from bibgen.errors import BibgenError, InputError, OutputError, SourceError, StoreError, UsageError
    from bibgen.matching import Policy, resolve
    from bibgen.model import Entry, Mention, Outcome, Reading, Record, Resolution
    from bibgen.pipeline import run
    from bibgen.readers import read
    from bibgen.writers import write

_HOMES = {
    "bibgen.errors": ("BibgenError", "InputError", "OutputError", "SourceError", "StoreError", "UsageError"),
    "bibgen.matching": ("Policy", "resolve"),
    "bibgen.model": ("Entry", "Mention", "Outcome", "Reading", "Record", "Resolution"),
    "bibgen.pipeline": ("run",),
    "bibgen.readers": ("read",),
    "bibgen.writers": ("write",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "BibgenError",
    "Entry",
    "InputError",
    "Mention",
    "Outcome",
    "OutputError",
    "Policy",
    "Reading",
    "Record",
    "Resolution",
    "SourceError",
    "StoreError",
    "UsageError",
    "__version__",
    "read",
    "resolve",
    "run",
    "write",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'bibgen' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
