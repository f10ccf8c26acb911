"""Lists of conferences: PMLR and JMLR, ACL Anthology, CVF, NeurIPS proceedings, virtual conferences.

All are titles over names. PMLR adds the volume behind the names (`…; Proceedings of …, PMLR 139:1-11`)
and a row of links, as JMLR does; the ACL Anthology sets `pdf bib abs` above and bars between names; CVF
sets `[pdf] [supp] [bibtex]` below; virtual conferences (NeurIPS, ICML, ICLR) set points between names,
and kind of talk, time and room around. The list of a year's NeurIPS has nothing but its heading.
"""

from __future__ import annotations

from bibgen import dates
from bibgen.readers.lines import Lines
from bibgen.readers.pages.card import claim_on
from bibgen.readers.pages.marks import Page, mark
from bibgen.readers.registry import Claim

NAME = "proceedings"

_LINK = (
    r"\[? ?(?:abs(?:tract)?|download pdf|pdf|supplementary(?: (?:material|pdf|zip))?|supp|arxiv|"
    r"bib(?:tex)?|code|video|"
    r"dataset|openreview|slides|poster|paper|project page|software|data|other files|url|talk|html|online)"
    r"(?: ?\([^)]*\))? ?\]"
)
_PMLR = (
    r"(?P<venue>(?:proceedings of|conference on)?\s?[^;]*?), ?(?:pmlr|"
    r"jmlr(?: w&cp)?) ?:? ?(?P<volume>[\w-]+): ?(?P<page>[\d–−-]+)"
    r"(?:,? ?(?P<year>(?:19|20)\d\d))?\.?"
)
_JMLR = (
    r"(?:\(?[\w-]+\)?; ?)?(?P<volume>\d+)\((?P<issue>[\w−–-]+)\): ?(?P<page>[\d−–-]+),? ?"
    r"(?P<year>(?:19|20)\d\d)\.?"
)
_ACL = (
    r"(?:pdf|bib|abs|copy|cite|code|data|video|dataset|software|attachment|poster|slides|"
    r"presentation|checklist)"
)
_KIND = (
    r"(?:(?:in-person |virtual )?(?:highlighted )?(?:poster|oral|spotlight|talk|workshop paper|"
    r"paper|spotlight poster|"
    r"oral poster|highlight)(?: (?:session|presentation|talk))?(?: ?\d+\w?)?(?: ?#\d+)?)"
)
_TIME = r"\d{1,2}(?::\d\d)? ?(?:a\.?m\.?|p\.?m\.?)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"

_MARKS = (
    mark(rf"(?P<authors>\S.*?) ?; ?{_PMLR}(?: ?{_LINK})*", proves=True),
    mark(rf"(?P<authors>\S.*?) ?; ?{_JMLR}(?: ?{_LINK})*", proves=True),
    mark(rf";? ?{_PMLR}(?: ?{_LINK})*", proves=True),
    mark(rf";? ?{_JMLR}(?: ?{_LINK})*", proves=True),
    mark(r"(?P<authors>\S.*?) ?;"),
    mark(rf"(?:{_ACL} ?){{2,}}", "above", proves=True),
    mark(r"pdf", "above"),
    mark(r"(?:pdf ?)(?:bib ?)(?:abs ?)?(?P<title>\S.{3,})", "above", proves=True),
    mark(r"bib", "either", proves=True),
    mark(r"abs", "either"),
    mark(r"(?:copy|cite|code|data|video|search|dataset|fix data|add bib)"),
    mark(
        r"(?P<venue>(?:findings of the association|(?:in )?proceedings of|"
        r"transactions of the association)\b.*)"
    ),
    mark(rf"(?:{_LINK}[,; ]*){{2,}}", proves=True),
    mark(
        r"(?:oral|poster|spotlight) (?:\d+[a-z]?-\d+|#?\d+:|"
        r"\d+\.) ?(?P<title>\S.{5,})",
        "above",
        proves=True,
    ),
    mark(r"\[ ?(?:bibtex|supp|abs|download pdf) ?\]", proves=True),
    mark(rf"{_LINK}"),
    mark(rf"{_KIND}(?: ?[|·•-] ?.{{1,60}})?", "above"),
    mark(r"\[ ?[^\]]{2,60} ?\]"),
    mark(
        rf"(?:{_WEEKDAY},? )?(?:\d{{1,2}} )?(?:{dates.MONTH} )?(?:\d{{1,2}},? )?(?:(?:19|"
        rf"20)\d\d)?[ •·,|]*{_TIME}.{{0,8}}"
        rf" ?[-–—] ?(?:{_WEEKDAY} )?{_TIME}(?: [a-z]{{2,5}})?(?:.{{0,3}}\(.*\))?.{{0,60}}",
        proves=True,
    ),
    mark(
        r"(?:(?:east |west |north |south |great |exhibit |main )*(?:hall|ballroom|room|"
        r"exhibition hall|meeting room)\b.{0,40})(?:#\d+)?"
    ),
    mark(
        r"(?:main conference track|datasets and benchmarks(?: track)?|position paper track|"
        r"creative ai track|"
        r"journal track|main track|conference|tldr ?:.*|keywords ?:.*)"
    ),
    mark(
        r"(?:add bookmark|bookmark|favorite|add to calendar|visit poster.*|project page|openreview|"
        r"slideslive.*|"
        r"show more|show less|view (?:full )?details|paper|visualize|chat is not available\.?|"
        r"poster session.*|"
        r"select|slides|video|play|livestream.*|lay summary|summary)"
    ),
    mark(r"abstract(?: ?: ?(?P<abstract>.*))?"),
    mark(
        r"(?:advances in neural information processing systems \d+(?: \(.*\))?|nips proceedings.*|"
        r"title authors|neurips proceedings.*)",
        "heading",
        proves=True,
    ),
    mark(
        r"edited by:? .*|(?:volume|proceedings|papers|accepted papers|search|sort by.*|filter.*|"
        r"browse.*|download)",
        "heading",
    ),
)

PAGE = Page(name=NAME, marks=_MARKS)


def claim(lines: Lines) -> Claim | None:
    """The paper at the next line."""
    return claim_on(PAGE, lines)
