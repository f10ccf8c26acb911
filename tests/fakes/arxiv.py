"""A double of the arXiv API on loopback, with bad days.

It serves papers (dicts with `id`, `title`, `authors`, `abstract`, `published`, `categories`, and perhaps
`doi`, `journal_ref`, `comment`, `version`, `older`) as the API does since November 2025: same feed, same
errors, ids in no order, unknown ids left out. Queries are matched by whole words, phrases with stop
words as holes; there is no stemming, which our queries do not need. `bad_days` lists what goes wrong, one
item a request from the first on: `None` for a good answer, else the name of a method `_day_…`.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

STOP = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then "
    "there these they this to was will with".split()
)
WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
GOOD_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?")
TOKEN = re.compile(
    r'\s*(\(|\)|AND\b|OR\b|submittedDate:\[\d{12} TO \d{12}\]|(?:ti|abs|au|all|doi|cat):(?:"[^"]*"|[^\s()]+))'
)
ERROR = "https://arxiv.org/api/errors"


def tokens(text):
    return [re.sub(r"['’]s$", "", word) for word in WORD.findall(text.lower())]


class FakeArxiv:
    """A server on a free port of loopback, from `with` to the end of the block."""

    def __init__(self, papers: Iterable[dict], bad_days: Iterable[str | None] = ()) -> None:
        self.papers = {paper["id"]: paper for paper in papers}
        self.bad_days = list(bad_days)
        self.requests: list[dict[str, str]] = []
        self.times: list[float] = []
        self.agents: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._words: dict[str, dict[str, set[str]]] = {}
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                fake._serve(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/query"

    def __enter__(self) -> FakeArxiv:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    # -- serving

    def _serve(self, handler) -> None:
        url = urlsplit(handler.path)
        asked = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        with self._lock:
            number = len(self.requests)
            self.requests.append(asked)
            self.times.append(time.monotonic())
            self.agents.append(handler.headers.get("User-Agent", ""))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            day = self.bad_days[number] if number < len(self.bad_days) else None
            if day:
                getattr(self, "_day_" + re.sub(r"\W", "_", day))(handler, asked)
            else:
                self._send(handler, *self.answer(asked, url.query))
        finally:
            with self._lock:
                self._at_once -= 1

    def _send(
        self, handler, status, body, kind="application/atom+xml; charset=utf-8", headers=(), length=None
    ):
        data = body.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)
        if length is not None:
            handler.close_connection = True

    # -- bad days

    def _day_429(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain")

    def _day_429_later(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain", [("Retry-After", "77")])

    def _day_503(self, handler, asked):
        self._send(handler, 503, "<html>first byte timeout</html>", "text/html", [("Retry-After", "0")])

    def _day_html(self, handler, asked):
        self._send(handler, 200, "<html><body>Please log in</body></html>", "text/html")

    def _day_half(self, handler, asked):
        _, body = self.answer(asked, "")
        self._send(handler, 200, body[: len(body) // 2])

    def _day_cut(self, handler, asked):
        _, body = self.answer(asked, "")
        self._send(handler, 200, body[: len(body) // 2], length=len(body.encode()))

    def _day_short(self, handler, asked):
        _, body = self.answer(asked, "")
        parts = body.split("<entry>")
        self._send(
            handler, 200, "<entry>".join(parts[: 1 + len(parts) // 2]).removesuffix("</feed>") + "</feed>"
        )

    def _day_empty(self, handler, asked):
        self._send(handler, 200, re.sub(r"<entry>.*</entry>", "", self.answer(asked, "")[1], flags=re.S))

    def _day_none(self, handler, asked):
        self._send(handler, 200, feed([], 0, int(asked.get("max_results", 10)), 0))

    def _day_stray(self, handler, asked):
        paper = {
            "id": "1234.5678",
            "title": "Nobody asked",
            "authors": ["A B"],
            "abstract": "",
            "published": "2012-01-01",
        }
        self._send(handler, 200, feed([entry(paper)], 1, 10, 0))

    def _day_reset(self, handler, asked):
        # Closing the socket itself would do nothing: the handler's files keep it open until it ends.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True

    def _day_elsewhere(self, handler, asked):
        self._send(handler, 302, "", "text/html", [("Location", "http://captive.example/login")])

    def _day_moved(self, handler, asked):
        self._send(handler, 301, "", "text/html", [("Location", handler.path)])

    # -- the API

    def answer(self, asked: dict[str, str], query: str) -> tuple[int, str]:
        ids = [one for one in asked.get("id_list", "").split(",") if one]
        text = asked.get("search_query", "")
        size, start = int(asked.get("max_results", 10)), int(asked.get("start", 0))
        if len(query) > 8000:
            return 414, "<html>414 Request-URI Too Large</html>"
        wrong = next((one for one in ids if not GOOD_ID.search(one)), None)
        if wrong or not (ids or text):
            return 400, error(f"incorrect id format for {wrong}" if wrong else "nothing asked")
        try:
            found = self._by_ids(ids) if ids else self._by_query(text)
        except ValueError:
            return 400, error(f"Invalid query string: '{text}'")
        page = found[start : start + size]
        return 200, feed([entry(paper) for paper in page], len(found), size, start)

    def _by_ids(self, ids):
        """The papers, once each; an older version with what its `older` dict (version: fields) changes."""
        found = {}
        for name, version in (GOOD_ID.fullmatch(one).groups() for one in ids if GOOD_ID.fullmatch(one)):
            paper = self.papers.get(name)
            latest = paper.get("version", 1) if paper else 0
            wanted = int(version[1:]) if version else latest
            if paper and wanted <= latest:
                changed = paper.get("older", {}).get(wanted, {}) if wanted < latest else {}
                found[name, wanted] = paper | changed | {"version": wanted}
        # Answers come in an order of the service's own, never in the one asked.
        return sorted(found.values(), key=lambda paper: paper["id"][::-1])

    def _by_query(self, text):
        parts = TOKEN.findall(text)
        if "".join(parts).replace(" ", "") != text.replace(" ", ""):
            raise ValueError(text)
        found, rest = self._expression(parts)
        if rest:
            raise ValueError(text)
        return [self.papers[one] for one in sorted(found)]

    def _expression(self, parts):
        """No precedence: `a AND b OR c` is `a AND (b OR c)`."""
        if not parts:
            raise ValueError("ends early")
        if parts[0] == "(":
            left, rest = self._expression(parts[1:])
            if not rest or rest[0] != ")":
                raise ValueError("unbalanced")
            rest = rest[1:]
        else:
            left, rest = self._term(parts[0]), parts[1:]
        if rest and rest[0] in ("AND", "OR"):
            right, after = self._expression(rest[1:])
            return (left & right if rest[0] == "AND" else left | right), after
        return left, rest

    def _term(self, term):
        prefix, value = term.split(":", 1)
        if prefix == "submittedDate":
            first, last = (part[:8] for part in value.strip("[]").split(" TO "))
            days = {one: paper["published"][:10].replace("-", "") for one, paper in self.papers.items()}
            return {one for one, day in days.items() if first <= day <= last}
        value = value.strip('"')
        if prefix == "doi":
            return {one for one, paper in self.papers.items() if value in (paper.get("doi") or "").split()}
        field = {"ti": "title", "abs": "abstract", "au": "authors"}[prefix]
        wanted = tokens(value)
        while wanted and wanted[0] in STOP:
            wanted.pop(0)
        while wanted and wanted[-1] in STOP:
            wanted.pop()
        index = self._index(field)
        plain = [word for word in wanted if word not in STOP]
        if not plain:
            return set()
        found = set.intersection(*(index.get(word, set()) for word in plain))
        if field == "authors" or len(wanted) == 1:
            return found
        return {one for one in found if in_row(wanted, tokens(self.papers[one][field]))}

    def _index(self, field):
        if field not in self._words:
            made = defaultdict(set)
            for one, paper in self.papers.items():
                text = " ".join(paper["authors"]) if field == "authors" else paper[field]
                for word in tokens(text):
                    made[word].add(one)
            self._words[field] = made
        return self._words[field]


def in_row(wanted, text):
    last = len(text) - len(wanted)
    return any(
        all(word in STOP or text[at + n] == word for n, word in enumerate(wanted)) for at in range(last + 1)
    )


def feed(entries, total, size, start):
    numbers = (("itemsPerPage", size), ("totalResults", total), ("startIndex", start))
    counted = "".join(f"<opensearch:{name}>{number}</opensearch:{name}>" for name, number in numbers)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-10-01T09:00:00Z</updated>{counted}"
        f"{''.join(entries)}</feed>"
    )


def entry(paper):
    name = f"{paper['id']}v{paper.get('version', 1)}"
    when = paper["published"] if "T" in paper["published"] else f"{paper['published']}T00:00:00Z"
    categories = paper.get("categories") or [paper.get("primary_category") or "cs.LG"]
    parts = [
        f"<id>http://arxiv.org/abs/{name}</id><title>{escape(paper['title'])}</title>",
        f"<updated>{paper.get('updated', when)}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f"<summary>{escape(paper['abstract'])}</summary>",
        *(f'<category term="{one}" scheme="http://arxiv.org/schemas/atom"/>' for one in categories),
        f"<published>{when}</published>",
        f'<arxiv:primary_category term="{categories[0]}"/>',
    ]
    for field, tag in (("comment", "comment"), ("journal_ref", "journal_ref")):
        if paper.get(field):
            parts.append(f"<arxiv:{tag}>{escape(paper[field])}</arxiv:{tag}>")
    parts += [f"<author><name>{escape(one)}</name></author>" for one in paper["authors"]]
    for doi in (paper.get("doi") or "").split():
        parts.append(f"<arxiv:doi>{escape(doi)}</arxiv:doi>")
        parts.append(f'<link rel="related" href="https://doi.org/{escape(doi)}" title="doi"/>')
    return f"<entry>{''.join(parts)}</entry>"


def error(message):
    return feed(
        [
            f"<entry><id>{ERROR}#x</id><title>Error</title><updated>2026-10-01T09:00:00Z</updated>"
            f"<summary>{escape(message)}</summary><author><name>arXiv api core</name></author></entry>"
        ],
        1,
        1,
        0,
    )
