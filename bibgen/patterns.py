r"""The patterns of identifiers, each with the page that gives it. Used by `identifiers` alone.

A core is what identifies (`1706.03762`, `9711200`, `10.1038/`); a dress is what sites and habits put
around it (`https://arxiv.org/abs/`, `arXiv:`). All are linear: every repetition is bounded or can be
matched in one way only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every archive that ever gave out identifiers of the old style, those since merged into others
# included (https://arxiv.org/archive/ and its redirects).
ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
).split()

_ANY_ARCHIVE = "|".join(sorted(ARCHIVES, key=len, reverse=True))
BREAK = r"[ \t\xa0]{0,20}\r?\n[ \t\xa0]{0,40}"
_YYMM = r"\d\d(?:0[1-9]|1[0-2])"
_V = rf"(?:[vV](?:{BREAK})?(?P<%s>[1-9]\d{{0,2}}))?(?!\d)"

# Where a core may begin; it starts with a plain set of characters, which `re` looks for quickly.
HINT = re.compile(r"[0-9][0-9](?<![0-9]{3})(?=[.%][0-9 2]|[0-9]{2}[.0-9a-z-])")
CORES = re.compile(
    r"(?:"
    # https://www.doi.org/the-identifier/resources/handbook, 2.2: "10.", the registrant's code, a stroke.
    rf"(?P<doi>(?<![\d.])10(?:\.|%2[eE])\d{{4,9}}(?:\.\d{{1,9}}){{0,3}}(?:(?:{BREAK})?/(?:{BREAK})?|%2[fF]))"
    # https://info.arxiv.org/help/arxiv_identifier.html, since April 2007: YYMM.number{vV}.
    rf"|(?P<new>(?<!\d)(?<!\d\.){_YYMM}\.(?:{BREAK})?\d{{4,5}}{_V % 'version'})"
    # The same page, until March 2007: archive.subject_class/YYMMnumber{vV}.
    rf"|(?P<old>(?:(?<=[/\s])|(?<=%2[fF])){_YYMM}\d{{3}}{_V % 'old_version'})"
    # CoRR's keys at https://dblp.org/db/journals/corr/: `journals/corr/abs-1706-03762`, `cs-LG-0309136`.
    rf"|(?P<dblp>(?<=-){_YYMM}(?:-\d{{4,5}}|\d{{3}})(?![\w-]))"
    # http://adsabs.harvard.edu/abs_doc/help_pages/bibcodes.html: year, journal, number, initial.
    r"|(?P<code>(?<![\w.])\d{4}(?:arXiv\d{4}\.?\d{4,5}|(?=.{14}[A-Z])[a-z]{2,8}(?:\.[a-z]{2,3})?\.*\d{3,5})[A-Z](?!\w))"
    r")"
)
OLD_CORE = re.compile(rf"(?P<archive>(?<![a-z0-9.-])(?:{_ANY_ARCHIVE}))(?:\.[a-z-]{{2,9}})?/\Z", re.I)
OLD_FILE = re.compile(rf"/(?P<archive>{_ANY_ARCHIVE})/(?:pdf|ps|papers)/\d{{4}}/\Z", re.I)
OLD_DBLP = re.compile(r"corr/(?P<archive>cs)-[a-z]{2}-\Z", re.I)
OLD_CODE = re.compile(r"\d\d(?P<year>\d\d)(?P<archive>[a-z]+(?:\.[a-z]+)?)\.*(?P<number>\d{3,5})")

_U = r"[^\s<>\"'`()\[\]{}|,;“”„«»。，、；）】」』》]"
_HTTP = r"(?:https?://|oai:)?(?<![\w-])"
_HOST = r"(?:[\w-]{1,40}\.){1,4}[a-z]{2,10}(?::\d{1,5})?"
_CLASS = rf"\s?[\[(](?:{_ANY_ARCHIVE}|econ|eess|q-fin|stat)(?:\.[a-z-]{{2,9}})?[\])]"
_TAIL = rf"(?:\.pdf|\.ps\.gz|\.ps)?(?:/abstract|/full)?/?(?:[?#&]{_U}{{0,600}}(?<![.:!?*_]))?"


@dataclass(frozen=True, slots=True)
class Dress:
    """What stands before and behind the cores that `cores` names; `listed`: only in lists."""

    cores: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    listed: bool


def _dress(cores: str, before: str, behind: str = "", *, listed: bool = False) -> Dress:
    return Dress(cores, re.compile(rf"(?:{before})\Z", re.I), re.compile(behind, re.I), listed)


DRESSES = (
    # https://info.arxiv.org/help/arxiv_identifier_for_services.html: arXiv and its mirrors, with whatever
    # path; and whoever else says "arxiv" in the URL (Semantic Scholar, SciRate, ADS, INSPIRE).
    _dress("new old", rf"{_HTTP}(?={_U}*?arxiv){_HOST}(?:[/?#]{_U}*)?[/:=]", _TAIL),
    # The same before arXiv had its own domain.
    _dress("new old", rf"{_HTTP}(?:xxx\.(?:[\w-]+\.){{1,3}}\w{{2,4}}|babbage\.sissa\.it)/{_U}*/", _TAIL),
    # Readers of arXiv's papers that keep its identifiers in their paths.
    _dress(
        "new old",
        rf"{_HTTP}(?:www\.)?(?:alphaxiv\.org|ar5iv\.org|huggingface\.co/papers|hf\.co/papers"
        r"|emergentmind\.com/papers|papers\.cool|chatpaper\.com|connectedpapers\.com"
        rf"|inspirehep\.net)(?:[/?]{_U}*)?[/:=]",
        _TAIL,
    ),
    # https://dblp.org/faq/: a record's key, bare or as a URL.
    _dress(
        "dblp",
        rf"(?:{_HTTP}{_HOST}/{_U}*)?(?:(?<![\w-])DBLP:)?(?:journals/)?corr/(?:abs-|cs-\w\w-)",
        r"(?:\.\w{2,5})?",
    ),
    _dress("code", rf"{_HTTP}{_HOST}/{_U}*[/=]", _TAIL),
    _dress("code", ""),
    # https://info.arxiv.org/help/arxiv_identifier_for_services.html (`arXiv:`, with the class behind) and
    # https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm (`oai:arXiv.org:`).
    _dress(
        "new old",
        r"(?<![a-z0-9_])(?:(?:arxiv\s+(?:e-?prints?|preprints?)|corr),?\s+)?(?:oai:)?arxiv(?:\.org)?"
        r"(?:\s+(?:e-?prints?|preprints?|id|identifier|no\.?|number|paper))?(?:\s?[:#./_,]\s?|\s|-)?(?:abs/)?",
        rf"(?:{_CLASS})?",
    ),
    # DBLP and BibTeX styles give CoRR's volume so: `CoRR abs/1706.03762`.
    _dress("new old", r"(?<![\w./:-])(?:corr,?\s+(?:vol(?:\.|ume)?\s+)?)?/?abs/", rf"(?:{_CLASS})?"),
    # https://help.inspirehep.net/: `e-Print: 1706.03762 [hep-th]`.
    _dress("new old", r"(?<!\w)e-?prints?\s?[:=]\s?", rf"(?:{_CLASS})?"),
    _dress("old", r"(?<![\w/.-])", rf"(?:{_CLASS})?(?![\w/-]|\.\d)"),
    _dress("new", r"(?<![\w/.:$€£-])", rf"{_CLASS}(?!\w)"),
    # File names, as arXiv's downloads have them.
    _dress("new", rf"(?:{_HTTP}{_HOST}/|(?<![\w.~/\\-])[\w.~-]*[/\\]){_U}*(?<=[/\\])", r"\.pdf(?![\w-])"),
    _dress("new", r"(?<![\w/.:$€£-])", r"\.pdf(?![\w-])", listed=True),
    _dress("new", r"(?<![\w/.:$€£#-])", r"(?![\w/%-]|\.\d)", listed=True),
)

# Identifiers that a word must announce. https://www.isbn-international.org/content/what-isbn;
# https://pubmed.ncbi.nlm.nih.gov/help/#pmid; nature.com's pages carry the suffix of their DOIs.
WORD = re.compile(r"[IiPpn](?:SBN|sbn|MID|mid|ub[mM]ed|ature\.com/articles/)")
_ISBN = r"(?:97[89][-– ]?)?\d(?:[-– ]?\d){8}[-– ]?[\dxX]"
WORDED = re.compile(
    rf"(?<![a-z])(?:urn:)?isbn(?:[-– ]?1[03])?\s?[:=]?\s{{0,2}}(?P<isbn>{_ISBN})(?![\d-])"
    rf"|(?<![a-z])(?:pmid\s?[:=]?\s{{0,2}}|{_HTTP}(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/))"
    rf"(?P<pmid>[1-9]\d{{0,7}})(?!\d)(?:/?(?:[?#]{_U}*(?<![.:!?*_]))?)"
    rf"|{_HTTP}(?:www\.)?nature\.com/articles/(?P<nature>[a-z]{{1,12}}[\d-][\w-]{{2,30}})(?:\.pdf)?(?:[?#/]{_U}*(?<![.:!?*_]))?",
    re.I,
)
LISTED_ISBN = re.compile(r"(?<![\w.-])(?P<isbn>97[89](?:[-– ]?\d){10})(?![\w.-])")

DOI_DRESS = re.compile(
    rf"(?P<url>{_HTTP}{_HOST}(?:[/?#]{_U}*)?[/=:])\Z"
    r"|(?<![\w.])(?:info:)?doi(?:\s?[:=]\s{0,2}|/|\s)?\Z|(?<![\w./=])\Z",
    re.I,
)
DOI_OWN = re.compile(r"(?:www\.|dx\.)*doi\.org/\Z", re.I)
# 2.2.2 of the handbook allows any printable character; those left out here close the DOI in practice.
# SICI (https://www.niso.org/standards-committees/sici) has page and title between `<` and `>`.
_PLAIN = r"[^\s\"<>|“”„«»‹›。，、；：（）「」『』【】《》…]"
SUFFIX = re.compile(rf"(?:{_PLAIN}|<[A-Z]?\d[^\s<>]{{1,60}}>(?=\d)){{1,300}}")
GOES_ON = re.compile(
    rf"(?:(?<=[/-]){BREAK}(?=[\w.()-]{{0,30}}\d)(?!https?:|doi|arxiv)"
    rf"|(?<=[./](?:19|20)\d\d\.){BREAK}(?=\d)|(?<=[./](?:19|20)\d\d\.\d\d\.){BREAK}(?=\d)"
    rf"|(?<=[a-z]\.){BREAK}(?=\d+[.(]\d))(?=(?P<more>{_PLAIN}{{1,200}}))",
    re.I,
)
DOI_ENDS = re.compile(
    r"[,;|](?=https?://|doi:|arxiv:|10\.\d{4,9}/|\d{4}\.\d{4})|\]\(|\)\[|&lt;/|&quot;|&#|\}\{|\\\\"
    r"|(?<=\d)(?=(?:Received|Accepted|Published|Publication|Abstract|Available|Copyright|Citation|Corresponding|"
    r"Keywords|Introduction|Editor|Article|Research|License|Open|https?:|arXiv:|doi:|DOI:|PMID|URL|ISSN|©))"
)
PAGE_PARTS = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|pdfdirect|meta|summary|fulltext|html|references|citations|figures|"
    r"metrics|suppl_file|supplementary-material)(?:[./].*)?|\.full(?:[.-].*)?|\.(?:pdf|short|abstract|long|html?)"
    r"|(?<=\.\d{6})v\d{1,2}|(?<=\.\d{8})v\d{1,2})+/?$",
    re.I,
)
_SECOND_HALVES = "|".join({archive.partition("-")[2] for archive in ARCHIVES if "-" in archive})
# What is no longer there once words broken at the end of a line are whole; or encoded, as URLs have it.
SQUEEZED = re.compile(
    rf"(?<=[a-z]-){BREAK}(?=(?:{_SECOND_HALVES})[./])|(?<=[a-z]\.){BREAK}(?=(?:org|gov)\b|[a-z-]{{2,9}}/)"
    rf"|(?<=[/:]){BREAK}(?!https?:|www\.|doi|arxiv|oai:|corr|journals|dblp)|%3[aA]|%2[fF]|%3[dD]",
    re.I,
)
TOKEN = re.compile(rf"(?:{_U}|[ \t]*\n\r?[ \t]*(?=[/.:-]))*")  # of text that is turned around
