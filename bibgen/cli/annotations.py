"""What an audit found in the forms that editors and continuous integration read.

SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub takes of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning),
workflow commands of GitHub Actions
(https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions), JSON lines, and lines of
`file:line:column: message` for `errorformat` in Vim and for compilation mode in Emacs. The same audit
gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from bibgen import __version__
from bibgen.cli.report import printable
from bibgen.manuscript.verdicts import Audited, Finding, Standing

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# What SARIF and GitHub call each class.
_LEVELS = {
    Standing.WITHDRAWN: ("error", "error"),
    Standing.WRONG: ("error", "error"),
    Standing.PUBLISHED: ("warning", "warning"),
    Standing.NEWER: ("warning", "warning"),
    Standing.UNKNOWN: ("note", "notice"),
    Standing.UNASKED: ("note", "notice"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry and where each of its findings stands; `line` and `column` are its own."""

    audited: Audited
    line: int
    column: int
    places: tuple[tuple[int, int], ...] = ()

    def findings(self) -> Iterator[tuple[Finding, int, int]]:
        """Each finding with its line and column."""
        for finding, (line, column) in zip(self.audited.findings, self.places, strict=True):
            yield finding, line, column


def message(one: Audited, finding: Finding) -> str:
    """A finding in one line: the key, the class, and what it is."""
    key = f"{one.key}: " if one.key else ""
    return printable(" ".join(f"{key}{finding.standing.words}: {finding.text}".split()))


def as_lines(told: Iterable[Told]) -> Iterator[str]:
    """Lines for people and for `errorformat`: `%f:%l:%c: %m`."""
    for one in told:
        for finding, line, column in one.findings():
            yield f"{printable(one.audited.file)}:{line}:{column}: {message(one.audited, finding)}\n"


def as_json(told: Iterable[Told]) -> Iterator[str]:
    """JSON lines, one object an entry, those that are consistent too."""
    for one in told:
        yield json.dumps(_object(one), ensure_ascii=False) + "\n"


def _object(one: Told) -> dict[str, object]:
    audited, paper = one.audited, one.audited.paper
    return {
        "file": audited.file,
        "line": one.line,
        "key": audited.key,
        "class": audited.standing.value,
        "checkable": audited.checkable,
        "missed": audited.missed,
        "acknowledged": audited.acknowledged,
        "findings": [
            {
                "class": finding.standing.value,
                "code": finding.code,
                "field": finding.field,
                "said": finding.said,
                "found": finding.found,
                "text": finding.text,
                "line": line,
                "column": column,
            }
            for finding, line, column in one.findings()
        ],
        "paper": {
            "title": paper.title,
            "identifiers": [{"scheme": name.scheme, "value": name.value} for name in paper.identifiers],
        }
        if paper
        else None,
    }


def as_github(told: Iterable[Told]) -> Iterator[str]:
    """Workflow commands that annotate lines of a pull request."""
    for one in told:
        for finding, line, column in one.findings():
            _, level = _LEVELS[finding.standing]
            places = {"file": one.audited.file, "line": line, "col": column, "title": finding.standing.words}
            listed = ",".join(f"{name}={_property(str(value))}" for name, value in places.items())
            yield f"::{level} {listed}::{_data(message(one.audited, finding))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(told: Iterable[Told]) -> Iterator[str]:
    """One log of one run."""
    rules = list(_LEVELS)
    results = [_result(one, *found, rules) for one in told for found in one.findings()]
    driver = {
        "name": "bibgen",
        "version": __version__,
        "rules": [
            {
                "id": standing.value,
                "shortDescription": {"text": f"Reference: {standing.words}"},
                "defaultConfiguration": {"level": _LEVELS[standing][0]},
            }
            for standing in rules
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
    yield "\n"


def _result(one: Told, finding: Finding, line: int, column: int, rules: list[Standing]) -> dict[str, object]:
    artifact = {"uri": _uri(one.audited.file)}
    region = {"startLine": line, "startColumn": column}
    # What makes it the same finding although lines have moved.
    mark = "\n".join((one.audited.key or finding.text, finding.code, finding.field))
    return {
        "ruleId": finding.standing.value,
        "ruleIndex": rules.index(finding.standing),
        "level": _LEVELS[finding.standing][0],
        "message": {"text": message(one.audited, finding)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"bibgenEntry/v1": sha256(mark.encode()).hexdigest()[:32]},
    }


def _uri(file: str) -> str:
    """A file as a reference to it: relative to where the run began, or absolute."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")


FORMATS: dict[str, Callable[[Iterable[Told]], Iterator[str]]] = {
    "text": as_lines,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "errorformat": as_lines,
}
