"""How well `bibgen.matching.resolve` identifies papers, class by class, and in how many requests.

    python -m tests.benchmarks.identify [RECORDS...] [--api URL] [--mentions 3200] [--seeds 1,2,3]
                                        [--class NAME] [--show]

RECORDS: JSON lines (`.gz` too) with `id`, `title`, `authors`, `abstract`, `published`, `categories`, and
perhaps `doi` and `journal_ref`; a sample of 1,500 by default. They are served by the double of the API,
which withholds one in fifty for the mentions of papers that are not there, or by the API at URL,
which withholds none and knows no older versions (the double does). Prints for every class of labelled mentions what became of them beside the share that
must be settled right, then what five kinds of look-up cost in requests beside what they may cost. Exits 1
if anything was settled wrong, or more is open or asked than may be.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bibgen import matching
from bibgen.model import Resolution
from bibgen.sources.arxiv import ArxivSource
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace, SystemClock
from tests.benchmarks import deciding
from tests.fakes.arxiv import FakeArxiv
from tests.judges.identify import generator, scoring
from tests.judges.identify.corpus import Corpus, load
from tests.judges.identify.saying import Labelled

SAMPLE = Path(generator.__file__).parent / "records.jsonl.gz"
WITHHELD = 0.02
_API_INTERVAL = 0.05  # seconds between requests to an API that is not our own double

# A name, how many mentions, at most how many requests, and the classes that they are of in equal parts.
COSTS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("by id", 1000, 10, ("id alone",)),
    ("exact titles", 1000, 30, ("exact, author",)),
    ("damaged titles", 1000, 65, ("typo, author", "cut, author", "subtitle dropped")),
    ("whole abstracts", 100, 6, ("abstract",)),
    ("abstracts, 25 % changed", 100, 12, ("abstract, 25 % changed",)),
)


def source(url: str, interval: float) -> ArxivSource:
    """The API at `url`, fresh: it has asked nothing yet."""
    clock = SystemClock()
    pace = Pace(interval, None, clock)
    return ArxivSource(url, Http(source="arxiv", agent="bibgen-benchmark", pace=pace, clock=clock))


def looked_up(labelled: Sequence[Labelled], url: str, interval: float) -> tuple[list[Resolution], int]:
    """The resolutions of one look-up of all mentions, and how many requests it took."""
    asked = source(url, interval)
    found = matching.resolve([one.mention for one in labelled], source=asked)
    return found, asked.http.requests


def serve_versions(fake: FakeArxiv | None, labelled: Sequence[Labelled]) -> None:
    """Let the double serve the titles of the class "version title" as those of first versions."""
    for one in labelled if fake else ():
        if one.cls == "version title" and one.truth:
            fake.papers[one.truth] |= {"version": 2, "older": {1: {"title": one.mention.title}}}


def split(records: list[dict]) -> tuple[list[dict], list[dict]]:
    """Records to serve and records to withhold; the same ones for every seed."""
    out = set(random.Random(0).sample(range(len(records)), round(len(records) * WITHHELD)))
    return (
        [one for at, one in enumerate(records) if at not in out],
        [one for at, one in enumerate(records) if at in out],
    )


def measured(
    corpus: Corpus,
    fake: FakeArxiv | None,
    url: str,
    interval: float,
    mentions: int,
    seeds: Sequence[int],
    only: str | None,
) -> tuple[scoring.Report, list[tuple[int, int]], float]:
    """The report over all seeds, (foreseen, made) requests of each, and the seconds."""
    report, requests, began = scoring.Report(), [], time.perf_counter()
    for seed in seeds:
        labelled = generator.generate(corpus, mentions, seed, only)
        serve_versions(fake, labelled)
        likely = matching.foresee([one.mention for one in labelled], source=source(url, interval)).likely
        found, asked = looked_up(labelled, url, interval)
        report.add(labelled, found)
        requests.append((likely, asked))
    return report, requests, time.perf_counter() - began


def deciding_costs(
    corpus: Corpus, url: str, interval: float, mentions: int
) -> Iterator[tuple[int, float, float]]:
    """(mentions, seconds of ours, seconds of the peer) for a half of the mentions and for all of them."""
    labelled = generator.generate(corpus, mentions, seed=0)
    for count in (len(labelled) // 2, len(labelled)):
        part = [one.mention for one in labelled[:: len(labelled) // count]][:count]
        recorded = deciding.Recording(source(url, interval))
        matching.resolve(part, source=recorded)
        yield count, *deciding.cost(part, recorded.records_seen)


def costs(corpus: Corpus, url: str, interval: float) -> Iterator[tuple[str, int, int, int, int]]:
    """(name, mentions, requests, most allowed, settled wrong) for each kind of look-up."""
    by_name = {one.name: one for one in generator.CLASSES}
    for name, count, most, classes in COSTS:
        labelled = []
        for one in classes:
            labelled += generator.of_class(by_name[one], corpus, -(-count // len(classes)), seed=0)
        found, asked = looked_up(labelled[:count], url, interval)
        report = scoring.Report()
        report.add(labelled[:count], found)
        yield name, len(found), asked, most, report.whole.wrong


@contextmanager
def served(records: list[dict], api: str | None) -> Iterator[tuple[Corpus, FakeArxiv | None, str, float]]:
    """The corpus, the double if it serves it, its address, and the seconds between requests."""
    if api:
        yield Corpus(records), None, api, _API_INTERVAL
        return
    kept, withheld = split(records)
    with FakeArxiv(kept) as fake:
        yield Corpus(kept, withheld), fake, fake.url, 0.0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", nargs="*", default=[str(SAMPLE)])
    parser.add_argument("--api", help="URL of an API that serves the records")
    parser.add_argument("--mentions", type=int, default=3200, help="of one seed, about")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument(
        "--class", dest="only", choices=[one.name for one in generator.CLASSES], metavar="NAME"
    )
    parser.add_argument("--show", action="store_true", help="print what was not settled right")
    return parser.parse_args()


def main() -> int:
    chosen = options()
    records = [record for path in chosen.records for record in load(path)]
    seeds = [int(one) for one in chosen.seeds.split(",")]
    with served(records, chosen.api) as (corpus, fake, url, interval):
        report, requests, seconds = measured(corpus, fake, url, interval, chosen.mentions, seeds, chosen.only)
        for failure in report.failures if chosen.show else ():
            print(scoring.explained(*failure), end="\n\n")
        count, asked = report.whole.mentions, sum(made for _, made in requests)
        print(report.table())
        print(f"\n{count} mentions, {asked} requests, {asked / max(count, 1):.3f} a mention, {seconds:.0f} s")
        missed = report.missed()
        for seed, (likely, made) in zip(seeds, requests, strict=True):
            print(f"seed {seed}: {likely} requests foreseen as likely, {made} made")
            missed += (
                [f"seed {seed}: {likely} foreseen, {made} made"] if abs(likely - made) > made / 5 else []
            )
        shares = []
        for number, ours, peers in deciding_costs(corpus, url, interval, chosen.mentions):
            print(
                f"deciding on {number}: {ours:.2f} s, {ours / peers:.2f} of process.extract's {peers:.2f} s"
            )
            shares.append(ours / number)
            missed += [f"deciding takes {ours / peers:.1f} times"] if ours > deciding.FACTOR * peers else []
        missed += ["deciding is worse than linear"] if shares[1] > 1.5 * shares[0] else []
        for name, mentions, asked, most, wrong in costs(corpus, url, interval) if not chosen.only else ():
            print(f"{mentions:5} {name:24}{asked:4} requests, at most {most:3}; settled wrong {wrong}")
            missed += [f"{name}: {asked} requests, not {most}"] if asked > most else []
            missed += [f"{name}: {wrong} settled wrong"] if wrong else []
    print(*(["", "missed:", *missed] if missed else ["", "nothing missed"]), sep="\n  ")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
