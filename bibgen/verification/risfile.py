"""RIS read back, line by line, and what the format forbids.

The format is that of Research Information Systems (2001), in the form that its readers share today: each
line is a tag of two characters, two blanks, a dash, a blank and a value, and ends with CRLF; `TY` opens a
record and `ER`, with its blank, closes it; a date is `YYYY/MM/DD/other` with empty parts allowed. Tags
and types are those of the description of 2011, which EndNote, Zotero and Mendeley follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bibgen.model import Name, PartialDate
from bibgen.verification.items import Finding, Form, Item, ReadBack, Value, date, twice, unseen

_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  - (?P<value>.*)")
_TAGS = frozenset(
    "TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET ID "
    "IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST T1 T2 T3 "
    "TA TI TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2".split()
)
_TYPES = frozenset(
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA DBASE DICT "
    "EBOOK ECHAP EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR JFULL JOUR LEGAL "
    "MANSCPT MAP MGZN MPCT MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND STAND STAT THES UNBILL UNPB "
    "VIDEO WEB".split()
)
_ONCE = frozenset("TY ID TI T1 T2 T3 PY Y1 DA VL IS SP EP DO AN DB PB M3 SN AB N2".split())
_PEOPLE = ("AU", "A1")
_DATE = re.compile(r"(?P<year>\d{4})/(?P<month>\d\d)?/(?P<day>\d\d)?/[^/]*")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_URL = re.compile(r"(?:https?|ftp)://\S+")
_LAX_ENDS = ("ER  -", "ER -")
_OTHERS = ("et al.", "et al", "others")
_PREPRINT = ("MANSCPT", "UNPB", "GEN", "RPRT", "INPR", "ELEC", "JOUR", "EJOUR")
_Tagged = tuple[int, str, str]  # line, tag, value


def read(text: str) -> ReadBack:
    """The records of a file and what is wrong with their form."""
    findings = list(_line_ends(text))
    items: list[Item] = []
    for told in _records(text, findings):
        items.append(_item(told))
        findings += _faults(items[-1], told)
        if told[-1][1] != "ER":
            findings.append(_rule(told, "the record is not closed by ER"))
    made = tuple(items)
    return ReadBack(items=made, findings=(*findings, *twice(made), *unseen(made)))


def _records(text: str, findings: list[Finding]) -> Iterator[list[_Tagged]]:
    """The lines of each record, from `TY` to `ER`; what stands there besides is told in `findings`."""
    told: list[_Tagged] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        tag, value = (match["tag"], match["value"]) if match else _mended(line)
        if match is None and line.strip():
            findings.append(_odd_line(line.strip(), number, told))
        if tag == "TY" and told:
            yield told
            told = []
        if tag and (told or tag == "TY"):
            told.append((number, tag, value))
        elif tag:
            findings.append(_rule([(number, "", "")], f"{tag} stands outside any record"))
        if tag == "ER" and told:
            yield told
            told = []
    if told:
        yield told


def _mended(line: str) -> tuple[str, str]:
    """The tag of a line that closes a record all the same, or none."""
    return ("ER" if line.rstrip() in _LAX_ENDS else ""), ""


def _line_ends(text: str) -> Iterator[Finding]:
    """One finding for all lines that do not end as they should."""
    odd = re.search(r"(?<!\r)\n|\r(?!\n)|[^\n]\Z", text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        yield _rule([(line, "", "")], "the line does not end with CRLF")


def _rule(told: list[_Tagged], text: str) -> Finding:
    key = next((value for _, tag, value in told if tag == "ID"), "")
    return Finding(line=told[0][0], key=key, field="", kind="rule", text=text)


def _odd_line(line: str, number: int, told: list[_Tagged]) -> Finding:
    lax = "ER lacks the blank behind its dash"
    text = lax if line in _LAX_ENDS else f"no tag and value: “{line[:40]}”"
    return _rule([(number, "", ""), *told], text)


def _item(told: list[_Tagged]) -> Item:
    held: dict[str, str] = {}
    for _, tag, value in told:
        held.setdefault(tag, value)
    people = [value for _, tag, value in told if tag in _PEOPLE]
    values = [Value(name=tag, text=value, line=line) for line, tag, value in told if tag != "ER"]
    if "SP" in held:
        line = next(line for line, tag, _ in told if tag == "SP")
        values.append(
            Value(name="pages", text="-".join(filter(None, (held["SP"], held.get("EP")))), line=line)
        )
    return Item(
        line=told[0][0],
        key=held.get("ID", ""),
        type=held.get("TY", ""),
        values=tuple(values),
        authors=tuple(_name(one) for one in people if one not in _OTHERS),
        et_al=any(one in _OTHERS for one in people),
        issued=_issued(held),
    )


def _name(text: str) -> Name:
    """A name in the format's order: family name, given names, suffix."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return Name(literal=text)
    return Name(family=parts[0], given=parts[1], suffix=", ".join(parts[2:]))


def _issued(held: dict[str, str]) -> PartialDate | None:
    whole = _DATE.fullmatch(held.get("DA", ""))
    if whole:
        return date(whole["year"], whole["month"] or "", whole["day"] or "")
    return date(held.get("PY", held.get("Y1", ""))[:4])


def _faults(item: Item, told: list[_Tagged]) -> Iterator[Finding]:
    if not item.key:
        yield item.rule("ID", "is missing")
    count = Counter(tag for _, tag, _ in told)
    for tag in sorted(_ONCE & {tag for tag, times in count.items() if times > 1}):
        yield item.rule(tag, f"stands in the record {count[tag]} times")
    for line, tag, value in told:
        text = _wrong(item, tag, value)
        if text:
            yield item.rule(tag, text, line)


def _wrong(item: Item, tag: str, value: str) -> str:
    """What is wrong with one line; "" for nothing."""
    if tag not in _TAGS:
        return "RIS has no such tag"
    if tag == "ER":
        return "has a value" if value else ""
    if not value.strip():
        return "is empty"
    if tag in _PEOPLE and ("*" in value or value.count(",") > 2):
        return f"“{value}” is no name of at most three parts without asterisk"
    forms = {
        "TY": (value in _TYPES, "type of RIS"),
        "PY": (re.fullmatch(r"\d{4}(?:/.*)?", value), "year"),
        "DA": (_DATE.fullmatch(value) and item.issued, "date like 2024/05/31/"),
        "DO": (_DOI.fullmatch(value), "bare DOI"),
        "UR": (_URL.fullmatch(value), "URL"),
    }
    fits, what = forms.get(tag, (True, ""))
    if not fits:
        return f"“{value}” is no {what}"
    if tag == "PY" and item.issued and value[:4] != f"{item.issued.year:04}":
        return f"“{value}” is another year than that of DA"
    return ""


RIS = Form(
    read=read,
    places={
        "title": ("TI", "T1"),
        "container": ("T2", "C3", "JF", "JO", "BT"),
        "series": ("T3",),
        "volume": ("VL",),
        "issue": ("IS",),
        "page": ("pages",),
        "eid": ("pages", "C7", "M1", "SN", "IS"),
        "publisher": ("PB",),
        "isbn": ("SN",),
        "doi": ("DO",),
        "url": ("UR",),
        "eprint": ("AN",),
        "note": ("N1",),
        "abstract": ("AB", "N2"),
    },
    types={
        "article": _PREPRINT,
        "article-journal": ("JOUR", "EJOUR"),
        "paper-conference": ("CONF", "CPAPER"),
        "chapter": ("CHAP", "ECHAP"),
        "book": ("BOOK", "EBOOK", "EDBOOK"),
        "thesis": ("THES",),
        "report": ("RPRT",),
        "dataset": ("DATA", "GEN"),
        "document": _PREPRINT,
    },
    particles=False,
)
