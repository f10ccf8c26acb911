"""pandoc, citation-js and the CSL schema as judges: what a reference manager's CSL would hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from bibgen.model import Name
from tests.judges.programs import pandoc as pandoc_path
from tests.judges.programs import run
from tests.judges.truth import Heard, Hearing

SCHEMA = Path(__file__).parent / "csl-data.json"
_SCRIPT = Path(__file__).parent / "citation.js"
_PANDOC = {"bibtex": "bibtex", "biblatex": "biblatex", "csl-json": "csljson", "ris": "ris"}
_PLACES = ("number", "URL", "DOI", "note", "archive_location")


def pandoc(path: Path, format: str) -> Hearing:
    """What pandoc makes of a file."""
    done = run(path.parent, pandoc_path() or "pandoc", "-f", _PANDOC[format], "-t", "csljson", path.name)
    return _hearing(done.stdout, done.stderr)


def citation(path: Path, format: str) -> Hearing:
    """What citation-js makes of a file."""
    done = run(path.parent, "node", "--stack-size=8000", str(_SCRIPT), path.name, format)
    return _hearing(done.stdout, done.stderr)


def _hearing(printed: str, said: str) -> Hearing:
    errors = tuple(line for line in said.splitlines() if line.strip())[:20]
    if not printed:
        return Hearing(errors=errors or ("says nothing",))
    return Hearing(entries=tuple(map(_heard, json.loads(printed))), errors=errors)


def _heard(item: dict[str, Any]) -> Heard:
    issued = item.get("issued", {})
    parts = issued.get("date-parts") or [[issued.get("raw") or issued.get("literal") or ""]]
    return Heard(
        key=str(item.get("id", "")),
        title=item.get("title", ""),
        authors=tuple(map(_name, item.get("author", ()))),
        year=str(parts[0][0])[:4],
        doi=item.get("DOI", ""),
        places=tuple(str(item[place]) for place in _PLACES if item.get(place)),
    )


def _name(name: dict[str, str]) -> Name:
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    return Name(
        family=name.get("family", ""),
        given=name.get("given", ""),
        particle=" ".join(filter(None, particles)),
        suffix=name.get("suffix", ""),
        literal=name.get("literal", ""),
    )


def schema(path: Path, format: str) -> Hearing:
    """What the CSL project's schema allows; the items are taken as they stand."""
    items = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    errors = [f"{error.json_path}: {error.message[:160]}" for error in validator.iter_errors(items)]
    return Hearing(entries=tuple(map(_heard, items)), errors=tuple(errors))
