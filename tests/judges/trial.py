"""A trial: the records that break exporters, served as arXiv serves them, exported, and read by a judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bibgen import pipeline
from bibgen.settings import Settings
from tests.fakes.arxiv import FakeArxiv
from tests.judges import truth
from tests.judges.consumers import SUFFIXES, Judge
from tests.judges.truth import Heard, Hearing, Torture


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one judge makes of one file: the faults of each record by its key, right ones left out.

    `out`: how many entries it read. `errors`: those that are about no entry.
    """

    faults: dict[str, list[str]]
    total: int
    out: int
    errors: tuple[str, ...]

    @property
    def right(self) -> int:
        return self.total - len(self.faults)


def exported(records: Sequence[Torture]) -> tuple[pipeline.Run, list[str]]:
    """bibgen's bibliography of the records with its usual options, and their citation keys in its order."""
    papers = ({name: value for name, value in one.record.items() if value is not None} for one in records)
    with FakeArxiv(papers) as fake:
        settings = Settings(arxiv_url=fake.url, arxiv_interval=0)
        made = pipeline.run([f"https://arxiv.org/abs/{one.arxiv}" for one in records], settings=settings)
    keys = {entry.record.arxiv_id: entry.key for entry in made.bibliography.entries}
    return made, [keys[one.arxiv] for one in records]


def judged(
    judge: Judge, text: str, format: str, records: Sequence[Torture], keys: Sequence[str], folder: Path
) -> Verdict:
    """What the judge makes of the text of a bibliography.

    Args:
        keys: the citation keys of the records, in their order.
        folder: where the file may stand.
    """
    path = folder / f"refs{SUFFIXES[format]}"
    path.write_bytes(text.encode())
    hearing = judge.hear(path, format)
    faults = {
        one.key: found
        for one, heard in zip(records, paired(hearing, keys), strict=True)
        if (found := truth.faults(heard, one.expect))
    }
    return Verdict(faults=faults, total=len(records), out=len(hearing.entries), errors=hearing.errors)


def paired(hearing: Hearing, keys: Sequence[str]) -> list[Heard | None]:
    """What was heard of each key; by place where a consumer gives entries keys of its own."""
    by_key = {one.key: one for one in hearing.entries}
    if len(hearing.entries) == len(keys) and not set(keys) & set(by_key):
        return list(hearing.entries)
    return [by_key.get(key) for key in keys]
