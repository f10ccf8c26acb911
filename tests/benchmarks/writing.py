"""How long the writers take beside a minimal writer and beside other tools, and how much memory.

    python -m tests.benchmarks.writing [RECORDS] [--entries 10000] [--memory] [--no-peers]

RECORDS: JSON lines (`.gz` too) with `id`, `title`, `authors`, `abstract`, `published`, `categories`, and perhaps
`doi`, `journal_ref` and `comment`; a sample of 1,500 by default, taken again and again until there are enough
entries. All in one run, in seconds of the processor, the least of three where it is ours.

BibTeX (escaped, capitals protected) is held against an f-string for each entry with the same fields, CSL-JSON
against `json.dumps` of the same items at the same indent. The peers write the same papers as
`tests.benchmarks.peers` hands them; of a tool that is a program the seconds include reading them. `--memory`: what
20,000 entries out of a generator take beside 1,000. Exits 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bibgen import identifiers, keys, writers
from bibgen.model import Entry, PartialDate, Record
from bibgen.sources import mapping
from bibgen.writers.options import USUAL, Options
from tests.benchmarks import peers
from tests.judges.identify import corpus

SAMPLE = Path(corpus.__file__).parent / "records.jsonl.gz"
FORMATS = ("bibtex", "biblatex", "csl-json", "ris")
BIBTEX_BAR, JSON_BAR = 15, 3  # times
_OFTEN_IN_ABSTRACTS = " the "  # oftener than once a title
_GROWTH = 500_000  # bytes more for twenty times the entries; garbage waits a while to be collected


def record(paper: dict[str, Any]) -> Record:
    """The record of a paper, as a source makes it."""
    arxiv = identifiers.arxiv(paper["id"], None)
    assert arxiv is not None
    year, month, day = map(int, paper["published"][:10].split("-"))
    submitted = PartialDate(year=year, month=month, day=day)
    return mapping.record(
        source="arxiv",
        arxiv=arxiv,
        title=paper["title"],
        authors=paper["authors"],
        abstract=paper["abstract"],
        categories=paper.get("categories") or [paper["primary_category"]],
        submitted=submitted,
        updated=submitted,
        comment=paper.get("comment"),
        journal_ref=paper.get("journal_ref"),
        dois=[paper.get("doi") or ""],
    )


def entries(papers: Sequence[dict[str, Any]]) -> list[Entry]:
    """The papers under their keys."""
    made = [record(paper) for paper in papers]
    return [Entry(key=key, record=one) for key, one in zip(keys.assign(made), made, strict=True)]


def repeated(some: Sequence[Entry], count: int) -> Iterator[Entry]:
    """So many entries, each with a key of its own."""
    for number, entry in enumerate(islice(cycle(some), count)):
        yield replace(entry, key=f"{entry.key}{number}")


def minimal(given: Sequence[Entry]) -> str:
    """BibTeX of the same fields as ours, with nothing escaped and nothing protected."""
    return "".join(map(_minimal, given))


def _minimal(entry: Entry) -> str:
    one = entry.record
    doi = one.identifier("doi")
    fields = {
        "title": one.title,
        "author": " and ".join(name.literal or f"{name.family}, {name.given}" for name in one.authors),
        "year": one.issued.year if one.issued else None,
        "month": one.issued.month if one.issued else None,
        "journal": one.container_title,
        "volume": one.volume,
        "number": one.issue,
        "pages": one.page or one.number,
        "eprint": one.arxiv_id,
        "archivePrefix": "arXiv",
        "eprinttype": "arxiv",
        "primaryClass": one.categories[0],
        "doi": doi.value if doi else f"10.48550/arXiv.{one.arxiv_id}",
        "url": f"https://arxiv.org/abs/{one.arxiv_id}",
        "note": one.note,
        "abstract": one.abstract,
    }
    body = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{entry.key},\n{body}}}\n"


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least that the work took of the processor, in this process and those it started."""
    taken = []
    for _ in range(times):
        gc.collect()
        began = _spent()
        work()
        taken.append(_spent() - began)
    return min(taken)


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def against_the_least(given: Sequence[Entry]) -> list[str]:
    """The bars that were missed beside writers that do no more than print."""
    plain = seconds(lambda: minimal(given))
    items = json.loads(writers.write(given, "csl-json").text)
    dumped = seconds(lambda: json.dumps(items, indent=2, ensure_ascii=False))
    pairs = (
        ("bibtex", "an f-string an entry", plain, BIBTEX_BAR),
        ("csl-json", "json.dumps of the items", dumped, JSON_BAR),
    )
    missed = []
    for name, beside, least, bar in pairs:
        ours = _ours(given, name, USUAL)
        ratio = ours / least
        print(f"{name:<10}{ours:8.2f} s; {beside}: {least:.3f} s; {ratio:.1f} times, at most {bar}")
        missed += [f"{name} takes {ratio:.1f} times {beside}"] if ratio > bar else []
    return missed


def against_peers(given: Sequence[Entry], papers: Sequence[dict[str, Any]]) -> list[str]:
    """The bars that were missed: a peer that takes any care is to take longer.

    One that drops the abstracts is held against ours without them.
    """
    handed = peers.items(islice(cycle(papers), len(given)), abstract=True)
    missed = []
    for name in FORMATS:
        ours = {whole: _ours(given, name, Options(abstract=whole)) for whole in (True, False)}
        print(f"{name:<10}{'bibgen':<14}{ours[True]:8.2f} s, without abstracts {ours[False]:.2f} s")
        for peer in (one for one in peers.PEERS if name in one.formats and one.here()):
            written: list[str] = []
            taken = seconds(
                lambda peer=peer, name=name, to=written: to.append(_patient(peer, handed, name)), 1
            )
            whole = not written[0] or written[0].count(_OFTEN_IN_ABSTRACTS) > len(given)
            ratio = taken / ours[whole]
            print(
                f"{'':<10}{peer.name:<14}{taken:8.2f} s{'' if whole else ', no abstracts'}; {ratio:.1f} times"
            )
            missed += [f"{peer.name} writes {name} faster"] if ratio < 1 and peer.careful else []
    return missed


def _ours(given: Sequence[Entry], format: str, wishes: Options) -> float:
    return seconds(lambda: "".join(writers.stream(given, format, [], wishes)))


def _patient(peer: peers.Peer, handed: Sequence[peers.Item], format: str) -> str:
    """What a peer writes; nothing of one that takes minutes, which is stopped."""
    with suppress(subprocess.TimeoutExpired):
        return peer.write(handed, format)
    return ""


def memory(some: Sequence[Entry]) -> list[str]:
    """The formats whose writers take more memory for more entries, once the caches are full."""
    missed, some = [], some[:1_000]  # the same, again and again: the longest entry is in both counts
    tracemalloc.start()
    for name in FORMATS:
        peak(some, name, 1_000)
        few, many = peak(some, name, 1_000), peak(some, name, 20_000)
        print(f"{name:<10}{few / 1e6:8.2f} MB for 1,000 entries, {many / 1e6:.2f} MB for 20,000", flush=True)
        missed += [f"{name} grows by {(many - few) / 1e6:.2f} MB"] if many - few > _GROWTH else []
    tracemalloc.stop()
    return missed


def peak(some: Sequence[Entry], format: str, count: int) -> int:
    """The most bytes that a writer held at once while entries were streamed through it."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    for _ in writers.stream(repeated(some, count), format, []):
        pass
    return tracemalloc.get_traced_memory()[1] - before


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", nargs="?", default=str(SAMPLE))
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    papers = list(islice(corpus.load(asked.records), asked.entries))
    some = entries(papers)
    given = list(repeated(some, asked.entries))
    print(f"{len(given):,} entries of {len(some):,} papers")
    missed = against_the_least(given)
    missed += [] if asked.no_peers else against_peers(given, papers)
    missed += memory(some) if asked.memory else []
    print(*(["missed:", *missed] if missed else ["nothing missed"]), sep="\n  ")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
