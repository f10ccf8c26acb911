"""A double of the arXiv API on loopback, with bad days.

It serves papers (dicts with `id`, `title`, `authors`, `abstract`, `published`, `categories`, and perhaps
`doi`, `journal_ref`, `comment`, `version`, `older`) as the API does since November 2025: same feed, same
errors, ids in no order, unknown ids left out. Queries are matched by whole words, phrases with stop
words as holes; there is no stemming, which our queries do not need. `bad_days` lists what goes wrong, one
item a request from the first on: `None` for a good answer, else the name of a method `_day_…`; it may never
end (`tests.fakes.faults`). With an `interval` a request that comes sooner after the end of the last answer, or
while another is being answered, is refused with 429 and counted.
"""

from __future__ import annotations

import gzip
import re
import select
import socket
import ssl
import struct
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
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


def has_hung_up(connection) -> bool:
    """Whether the other side has closed a connection, though the thread that serves it may not have seen it yet."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not socket.socket.recv(connection, 1, socket.MSG_PEEK)  # below any TLS
    except (OSError, ValueError):  # reset, or closed on this side
        return True


class FakeArxiv:
    """A server on a free port of loopback, from `with` to the end of the block."""

    def __init__(
        self,
        papers: Iterable[dict],
        bad_days: Iterable[str | None] = (),
        *,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        interval: float = 0,
    ) -> None:
        self.papers = {paper["id"]: paper for paper in papers}
        self.bad_days = iter(bad_days)
        self.interval = interval
        self.violations = 0
        self.days: list[str | None] = []
        self.most_connections = 0
        self._open: set[BaseHTTPRequestHandler] = set()
        self.ended = threading.Event()
        self._last = float("-inf")
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

            is_asked = False

            def setup(self):
                fake._connected(self)
                super().setup()

            def finish(self):
                super().finish()
                self.close_connection = True
                fake._answered(self)

            def do_GET(self):
                fake._serve(self)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # whoever does not like the certificate hangs up

        self._server = Server((host, 0), Handler)
        self._scheme, self._host = "https" if tls else "http", f"[{host}]" if ":" in host else host
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self._host}:{self.port}/api/query"

    def __enter__(self) -> FakeArxiv:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    # -- serving

    def _serve(self, handler) -> None:
        url = urlsplit(handler.path)
        asked = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        with self._lock:
            self.requests.append(asked)
            self.times.append(time.monotonic())
            self.agents.append(handler.headers.get("User-Agent", ""))
            handler.is_asked = True
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            early = self.times[-1] - self._last < 0.9 * self.interval
            soon = self.interval and (early or self._at_once > 1)
            self.violations += bool(soon)
            self._last = self.times[-1]
            day = "429" if soon else next(self.bad_days, None)
            self.days.append(day)
        try:
            if day:
                getattr(self, "_day_" + re.sub(r"\W", "_", day))(handler, asked)
            else:
                self._send(handler, *self.answer(asked, url.query))
        except ConnectionError:  # nobody waits for the answer any more
            handler.close_connection = True
        finally:
            self._answered(handler)

    def _connected(self, handler) -> None:
        with self._lock:
            self._open = {one for one in self._open if not has_hung_up(one.connection)} | {handler}
            self.most_connections = max(self.most_connections, len(self._open))

    def _answered(self, handler) -> None:
        """Count the request as answered and, if it is the last of its connection, that as closed.

        It is called before the last byte is sent: whoever gets that may be quicker than this thread.
        """
        with self._lock:
            self._last = time.monotonic() if handler.is_asked else self._last
            self._at_once -= handler.is_asked
            handler.is_asked = False
            if handler.close_connection:
                self._open.discard(handler)

    def _send(
        self, handler, status, body, kind="application/atom+xml; charset=utf-8", headers=(), length=None
    ):
        data = body if isinstance(body, bytes) else body.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()
        self._answered(handler)
        handler.wfile.write(data)
        if length is not None:
            handler.close_connection = True

    # -- bad days

    def _day_429(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain")

    def _day_429_later(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain", [("Retry-After", "77")])

    def _day_429_soon(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain", [("Retry-After", "0")])

    def _day_429_date(self, handler, asked):
        later = datetime.now(UTC) + timedelta(days=-365, seconds=77)  # by a clock of the service's own
        handler.date_time_string = lambda timestamp=None: format_datetime(
            later - timedelta(seconds=77), usegmt=True
        )
        self._send(
            handler,
            429,
            "Rate exceeded.",
            "text/plain",
            [("Retry-After", format_datetime(later, usegmt=True))],
        )

    def _day_429_much_later(self, handler, asked):
        self._send(handler, 429, "Rate exceeded.", "text/plain", [("Retry-After", "86400")])

    def _day_511(self, handler, asked):
        self._send(handler, 511, "<html>Log in to the network</html>", "text/html")

    def _day_slow(self, handler, asked):
        self.ended.wait(0.05)
        self._send(handler, *self.answer(asked, ""))

    def _day_hang(self, handler, asked):
        self.ended.wait(20)
        handler.close_connection = True

    def _day_drip(self, handler, asked):
        """A byte now and then, so that no single wait is long."""
        handler.send_response(200)
        handler.send_header("Content-Type", "application/atom+xml")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        while not self.ended.wait(0.02):
            handler.wfile.write(b" ")

    def _day_endless(self, handler, asked):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/atom+xml")
        handler.end_headers()
        handler.close_connection = True
        while not self.ended.is_set():
            handler.wfile.write(b" " * 65536)

    def _day_bomb(self, handler, asked):
        """A hundred megabytes in a hundred kilobytes."""
        packed = zlib.compressobj(9, wbits=31)
        zeros = b"".join(packed.compress(bytes(1 << 20)) for _ in range(100)) + packed.flush()
        self._send(handler, 200, zeros, headers=[("Content-Encoding", "gzip")])

    def _day_gzip(self, handler, asked):
        data = gzip.compress(self.answer(asked, "")[1].encode())
        self._send(handler, 200, data, headers=[("Content-Encoding", "gzip")])

    def _day_gzip_cut(self, handler, asked):
        data = gzip.compress(self.answer(asked, "")[1].encode())
        self._send(handler, 200, data[: len(data) // 2], headers=[("Content-Encoding", "gzip")])

    def _day_brotli(self, handler, asked):
        self._send(handler, 200, b"\x0b\x02\x80", headers=[("Content-Encoding", "br")])

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

    def _day_moved_with_a_bomb(self, handler, asked):
        packed = zlib.compressobj(9, wbits=31)
        zeros = b"".join(packed.compress(bytes(1 << 20)) for _ in range(100)) + packed.flush()
        self._send(
            handler, 302, zeros, "text/html", [("Location", handler.path), ("Content-Encoding", "gzip")]
        )

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
