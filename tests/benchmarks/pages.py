"""Pages in the five layouts, made from a file of arXiv records, and how well `bibgen export` does on them.

    python -m tests.benchmarks.pages RECORDS [--mentions 200] [--seed 1] [--api URL] [--show]

RECORDS: JSON lines (`.gz` too) with `id`, `title`, `authors`, `abstract`, `published`, `categories`. The
papers of the pages are drawn at random; all records are served by the double of the API, or are
those of the API at URL. Prints, layout by layout, how many mentions were read, found, settled right
and settled wrong, and the requests; exits 1 if anything was settled wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from tests.fakes.arxiv import FakeArxiv

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
AFFILIATIONS = ["deepmind", "mit", "eth-zurich", "cern, fermilab", "stanford"]
LAYOUTS = ("abstracts", "labelled", "profile", "condensed", "ids")


def load(path: str) -> list[dict]:
    data = Path(path).read_bytes()
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def page(layout: str, papers: list[dict], rng: random.Random) -> str:
    """One page of a layout."""
    return {
        "abstracts": _abstracts,
        "labelled": _labelled,
        "profile": _profile,
        "condensed": _condensed,
        "ids": _ids,
    }[layout](papers, rng)


def _abstracts(papers, rng):
    noise = rng.choice(["Dima\n", "Recent papers\nSort by date\n", "Follow\n\n12 papers\n", ""])
    return noise + "".join(f"\n\n\n\nAbstract:{paper['abstract']}\n" for paper in papers)


def _labelled(papers, rng):
    blocks = []
    for paper in papers:
        comment = f"{paper['comment']}\n\n" if paper.get("comment") and rng.random() < 0.5 else ""
        blocks.append(
            f"{paper['abstract']}\n\n{comment}arXiv:{paper['id']}\nCreated: {paper['published'][:10]}\n"
        )
    return "\n".join(blocks)


def _header(paper, rng):
    when = date.fromisoformat(paper["published"][:10])
    categories = paper.get("categories") or [paper["primary_category"]]
    category = (paper.get("primary_category") or categories[0]).split(".")[-1]
    code = "Code" if rng.random() < 0.3 else ""
    return f"{category}{MONTHS[when.month - 1]} {when.day}, {when.year}{code}"


def _authors(paper, rng):
    listed = ", ".join(paper["authors"][:3]) + (" et al." if len(paper["authors"]) > 3 else "")
    return listed + (f" · {rng.choice(AFFILIATIONS)}" if rng.random() < 0.3 else "")


def _profile(papers, rng):
    top = f"Some Author\n\nLG\nh-index17\n{len(papers)}papers\n16,183citations\nNovelty61%\n\n{len(papers)} Papers\n\n"
    return top + "\n".join(
        f"{_header(paper, rng)}\n{paper['title']}\n\n{_authors(paper, rng)}\n\n{paper['abstract']}\n"
        for paper in papers
    )


def _condensed(papers, rng):
    return "".join(
        f"{_header(paper, rng)}\n{paper['title']}{_authors(paper, rng)}\n{paper['abstract']}\n"
        for paper in papers
    )


def _ids(papers, rng):
    lines = []
    for paper in papers:
        one = paper["id"]
        dresses = [
            one,
            f"arXiv:{one}",
            f"https://arxiv.org/abs/{one}",
            f"https://arxiv.org/pdf/{one}.pdf",
            f"- {one},",
        ]
        doi = (paper.get("doi") or "").split()
        if doi:
            dresses += [doi[0], f"https://doi.org/{doi[0]}"]
        if "/" not in one:
            dresses.append(f"https://doi.org/10.48550/arXiv.{one}")
        lines.append(rng.choice(dresses))
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records")
    parser.add_argument("--mentions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--api", help="URL of an API that serves the records")
    parser.add_argument("--per-page", type=int, default=10)
    parser.add_argument("--show", action="store_true", help="print what was not settled right")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    records = load(options.records)
    server = nullcontext() if options.api else FakeArxiv(records)
    with server as fake, tempfile.TemporaryDirectory() as folder:
        api = options.api or fake.url
        truth = make(Path(folder), records, options.mentions, options.per_page, rng)
        rows, text = export(Path(folder), sorted(truth), api)
        table, wrong = judge(truth, rows, show=options.show)
        print(table)
        print(text.splitlines()[0] if text else "")
    return int(bool(wrong))


def make(folder: Path, records, mentions: int, per_page: int, rng) -> dict[str, list[dict]]:
    """Pages in a folder, and the papers of each in order."""
    truth = {}
    drawn = rng.sample(records, min(mentions, len(records)))
    for number in range(0, len(drawn), per_page):
        layout = LAYOUTS[number // per_page % len(LAYOUTS)]
        papers = drawn[number : number + per_page]
        if layout == "ids":
            papers = [paper for paper in papers if paper["id"]]
        name = folder / f"{layout}-{number:05}.txt"
        name.write_text(page(layout, papers, rng), encoding="utf-8")
        truth[str(name)] = papers
    return truth


def export(folder: Path, names: list[str], api: str) -> tuple[list[dict], str]:
    """The rows of the report, and what the summary said."""
    report = folder / "report.jsonl"
    environment = os.environ | {
        "BIBGEN_ARXIV_URL": api,
        "BIBGEN_ARXIV_INTERVAL": "0.05",
        "BIBGEN_CACHE_DIR": str(folder / "cache"),
        "BIBGEN_DATA_DIR": str(folder / "data"),
    }
    command = [
        sys.executable,
        "-m",
        "bibgen",
        "export",
        *names,
        "--report",
        str(report),
        "-o",
        str(folder / "refs.bib"),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bibgen export failed ({done.returncode}): {done.stderr[-2000:]}")
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()], done.stderr


def judge(truth, rows, *, show: bool) -> tuple[str, int]:
    """A table by layout, and how many were settled wrong."""
    counts = {layout: Counter() for layout in LAYOUTS}
    read = {}
    for row in rows:
        read.setdefault(row["file"], []).append(row)
    for name, papers in truth.items():
        count = counts[Path(name).name.split("-")[0]]
        found = read.get(name, [])
        count["papers"] += len(papers)
        count["read"] += len(found)
        if len(found) != len(papers):
            count["misread"] += abs(len(found) - len(papers))
            if show:
                print("MISREAD", Path(name).name, len(found), "of", len(papers))
        for paper, row in zip(papers, found, strict=False):
            right = row["arxiv_id"] == paper["id"]
            count["first"] += right
            settled = row["outcome"] == "settled"
            count["right"] += settled and right
            count["wrong"] += settled and not right
            if show and not (settled and right):
                print(
                    row["outcome"],
                    paper["id"],
                    paper["title"][:60],
                    "->",
                    row["arxiv_id"],
                    row["title"],
                    row["reasons"],
                )
                print(
                    "    ",
                    [(one["feature"], one["strength"]) for one in row["evidence"]],
                    [one["arxiv_id"] for one in row["alternatives"]],
                )
    lines = [
        f"{'layout':10} {'papers':>7} {'read':>6} {'first':>6} {'settled right':>14} {'recall':>8} {'wrong':>6}"
    ]
    total = Counter()
    for layout, count in counts.items():
        total += count
        lines.append(_row(layout, count))
    lines.append(_row("all", total))
    return "\n".join(lines), total["wrong"]


def _row(name, count):
    recall = 100 * count["right"] / max(1, count["papers"])
    return (
        f"{name:10} {count['papers']:7} {count['read']:6} {count['first']:6} {count['right']:14} {recall:7.1f}% "
        f"{count['wrong']:6}"
    )


if __name__ == "__main__":
    sys.exit(main())
