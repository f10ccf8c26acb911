r"""What a few words are: a title, names, a venue, a date, or a label that says nothing of a paper.

`[Paper]`, `code (PyTorch)` and `NeurIPS 2023 Oral` stand beside titles in every list of papers, and so
do the names of the authors. The tables here tell them apart, and take the tags off a title that people
put before and behind it. Venues are those whose short names are in use on their own pages; any other
word of capitals counts if a year follows it.
"""

from __future__ import annotations

import re

from bibgen import dates, identifiers, names, words
from bibgen.model import PartialDate
from bibgen.readers.markup.inline import plain
from bibgen.readers.pages import profile

_VENUES = (
    r"(?:Neur)?IPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|ACCV|BMVC|WACV|3DV|AAAI|IJCAI|E?ACL|NAACL|EMNLP|"
    r"COLING|CoNLL|TACL|LREC|TMLR|JMLR|MLJ|KDD|SIGKDD|WWW|TheWebConf|SIGIR|WSDM|CIKM|RecSys|ECIR|ECML(?:-PKDD)?|"
    r"RSS|CoRL|ICRA|IROS|RA-?L|SIGGRAPH(?: Asia)?|T?PAMI|IJCV|TIP|TNNLS|TKDE|TMI|MICCAI|MIDL|ISBI|"
    r"INTERSPEECH|ICASSP|TASLP|UAI|AISTATS|COLT|ALT|COLM|MLSys|OSDI|SOSP|NSDI|ASPLOS|ISCA|HPCA|DAC|"
    r"USENIX(?: Security)?|CCS|NDSS|VLDB|SIGMOD|ICDE|STOC|FOCS|SODA|CHI|UIST|CSCW|LoG|ACM[ -]MM|MM|"
    r"ICSE|FSE|ASE|PLDI|POPL|Nature(?: [A-Z][a-z]+){0,3}|Science(?: [A-Z][a-z]+){0,2}|PNAS|PR[LDABCXE]|"
    r"JHEP|ApJL?|MNRAS|SIAM(?: [A-Z][.\w]+){0,4}|IEEE(?: [A-Z][.\w&-]+){0,6}|"
    r"Phys\. ?Rev\. ?(?:Lett\.|[A-E]|Research)?"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\s?\d\d)"
_TRACK = (
    r"(?:Oral|Spotlight|Poster|Highlight|Workshops?|Findings|Main|Long|Short|Best Paper(?: Award)?|Award|"
    r"Datasets?(?: (?:and|&) Benchmarks)?(?: Track)?|Demo|Industry|Conference|Notable|top[- ]?\d+%|W)"
)
VENUE = re.compile(
    rf"(?<![\w./-])(?P<venue>(?:Findings of )?(?:{_VENUES})|"
    rf"[A-Z][A-Za-z]*[A-Z][A-Za-z&-]{{0,10}}(?=[ -]?{_YEAR}))"
    rf"(?:[ ,@-]{{0,2}}{_TRACK})?(?P<year>[ ,@-]{{0,2}}{_YEAR})?(?![\w-])"
    rf"(?:[ ,:(-]{{0,2}}{_TRACK}\)?){{0,2}}"
)
_DAY = (
    rf"(?:19|20)\d\d(?:[-/.]\d{{1,2}}){{0,2}}|\d{{1,2}} (?:{dates.MONTH}),? (?:19|20)\d\d"
    rf"|(?:{dates.MONTH})(?: \d{{1,2}})?,? (?:19|20)\d\d|(?:19|20)\d\d,? (?:{dates.MONTH})"
)
_DATE = re.compile(rf"(?<![\w./-])(?:{_DAY})(?![\w-]|[./]\d)", re.I)
_LABELS = frozenset(
    "paper papers arxiv pdf html abs abstract link links project page pages webpage website web site "
    "homepage home code codes github git official unofficial pytorch tensorflow tf jax keras "
    "implementation impl demo video videos youtube talk slides slide poster blog blogpost post dataset "
    "datasets data model models weights checkpoint checkpoints huggingface hugging face hf space spaces "
    "colab notebook openreview doi bibtex bib cite citation supp supplement supplementary appendix "
    "material materials preprint version full text read here more see download the original review "
    "paperswithcode pwc semantic scholar alphaxiv ar5iv journal conference proceedings published "
    "publication oral spotlight highlight workshop findings best award new stars star license title "
    "authors author tl dr tldr summary notes note extended camera ready technical report tech url "
    "source sources repo repository replication reproduced api docs documentation twitter x thread "
    "medium wiki biorxiv medrxiv ssrn nips neurips icml iclr under submission accepted at in to appear "
    "and on this our my their file pdfs online open access free main arxiv.org interactive playground "
    "images image badge".split()
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TOKEN = re.compile(r"[^\W_][\w'’.+%-]*")
_ONLY_NUMBER = re.compile(r"[\dv.'’%k+-]+")
REFERRING = re.compile(
    r"\bet\.? ?al\b|https?://|^[A-Z][\w-]+(?: (?:and|&) [A-Z][\w-]+)?,? \(?(?:19|20)\d\d[a-z]?\)?$|"
    r"^(?:this|our|the|their|these|its|his|her|see|read|click|check|view|get|find)\b.{0,40}$|"
    r"^\W*\w+ (?:paper|article|preprint|report|website|blog|code|repo|repository|link|pdf|et al)s?\W*$"
)
_TAG = re.compile(
    r"^\W{0,3}?(?:\[(?P<square>[^\[\]]{1,60})\]|【(?P<lens>[^【】]{1,60})】|\((?P<round>[^()]{1,60})\)(?=[\s:.,|]))"
    r"\s*[:.,|–—-]?\s*"
)
_CODE_TAG = re.compile(r"^[^\w`]{0,6}`(?P<code>[^`]{1,60})`")
_FIELD = re.compile(r"^\W*(?:paper )?(?:title|paper|name|new|article)\s*[:：]\s*\W*", re.I)
_LEAD = re.compile(
    rf"^\W{{0,3}}?(?:{VENUE.pattern.replace('?P<venue>', '?:').replace('?P<year>', '?:')}|{_DAY}|{_YEAR})"
    r"\s*[\])]?\s*(?:[:|,–—-]+|(?<=[\])])|(?=[*\"“]))\s*"
)
_TAIL = re.compile(
    r"\s*(?:\((?P<round>[^()]{1,60})\)|\[(?P<square>[^\[\]]{1,60})\]|[,.|–—]\s*(?P<bare>[^,|()\[\]]{1,40}))\s*$"
)
_TAIL_WORDS = re.compile(
    r"(?:oral|spotlight|poster|highlight|best paper(?: award)?|pdf|html|abs|arxiv|paper|code|link|github|"
    r"video|slides|website|project(?: page)?|new|workshop)",
    re.I,
)
_GROUP = re.compile(r"(?:Collaboration|Consortium|Team)$", re.I)
_PARTICLE = re.compile(
    r"(?:van|von|v\.|der|den|de|del|della|delle|di|da|das|dos|du|la|le|las|los|ter|ten|te|bin|ibn|al|el|af|y|e|"
    r"zu|zur|for|the|on|behalf|of|st\.?)",
    re.I,
)


def when_and_where(text: str) -> tuple[str | None, PartialDate | None]:
    """The venue and the date that a text plainly gives.

    >>> when_and_where("(ICML'24, Oral)")[0]
    'ICML'
    """
    found = VENUE.search(text)
    venue = found["venue"] if found else None
    year = found["year"] if found else None
    day = _DATE.search(text)
    issued = None
    if year:
        digits = re.sub(r"\D", "", year)
        issued = PartialDate(year=int(digits) + (0 if len(digits) == 4 else 1900 if digits > "80" else 2000))
    elif day:
        issued = dates.parse(re.sub(rf"^(\d{{4}}),? ({dates.MONTH})$", r"\2 \1", day[0], flags=re.I))
    return venue, issued


def is_title_case(text: str) -> bool:
    """Whether most words that carry meaning begin with a capital."""
    long = [
        word
        for word in re.findall(r"[^\W\d_]{4,}", text)
        if word.lower() not in ("with", "from", "into", "over")
    ]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.7 * len(long)


def is_authors(text: str, *, alone: bool = False) -> bool:
    """Whether a text can only be authors: two names or more, or `et al.`, or one that was announced.

    >>> is_authors("Scott Reed, Konrad Zolna"), is_authors("Deep Learning, Neural Networks")
    (True, False)
    """
    text = re.sub(r"\bet\.? ?al\b\.?", "et al.", text.strip(" ,;.:"))
    whole, cut = names.without_et_al(text)
    if len(text) > 2000 or not whole or not profile.is_author_line(whole):
        return False
    pieces = [one for one in re.split(r",\s*|\s+(?:and|&)\s+", whole) if one]
    if not all(_is_person(one, alone=cut) for one in pieces):
        return False
    unusual = sum(names.is_group(one) or not _has_common_word(one) for one in pieces)
    return (cut or alone or len(pieces) > 1) and unusual >= (0 if cut else 0.6 * len(pieces))


def _is_person(text: str, *, alone: bool) -> bool:
    """Whether a text has the shape of a name; a family name alone only where the list is known to be one."""
    if names.is_group(text):
        return bool(_GROUP.search(text))
    parts = text.split()
    small = [part for part in parts if part.islower() and not _PARTICLE.fullmatch(part)]
    return not small and (alone or len(parts) > 1 or "." in text)


def _has_common_word(text: str) -> bool:
    """Whether a word of abstracts stands in it, as in no name of most people."""
    return any(words.rarity(word) < 1 for word in words.words(text) if len(word) > 2)


def is_label(text: str) -> bool:
    """Whether a text names no paper: `Paper`, `code (PyTorch)`, `NeurIPS 2023 Oral`, `2205.06175`."""
    for found in identifiers.find(text, in_list=True):
        text = text.replace(text[found.start : found.end], " " * (found.end - found.start))
    text = _DATE.sub(" ", VENUE.sub(" ", text))
    tokens = _TOKEN.findall(text)
    return all(_says_nothing(token.lower().rstrip(".'’")) for token in tokens)


def _says_nothing(token: str) -> bool:
    known = token in _LABELS or (token[:3] in _MONTHS and len(token) < 5)
    return known or bool(_ONLY_NUMBER.fullmatch(token)) or identifiers.parse(token) is not None


def reads_like_title(text: str) -> bool:
    """Whether a text may be the title of a paper: words of its own, two at the least.

    >>> [reads_like_title(one) for one in ("A Generalist Agent", "project page", "Reed et al., 2022")]
    [True, False, False]
    """
    if len(re.findall(r"[^\W\d_]+|\$[^$]+\$", text)) < 2 or len(text) > 400 or is_label(text):
        return False
    return not REFERRING.search(text) and not is_authors(text) and identifiers.parse(text) is None


def clean(text: str) -> str:
    """A title as printed: no Markdown, no venue, date or tag before or behind it.

    >>> clean("**[NeurIPS 2023]** A _Generalist_ Agent. (Oral)")
    'A Generalist Agent'
    """
    text = plain(_CODE_TAG.sub(r"[\g<code>] ", text)).strip(" *|")
    text = re.sub(r"^[\])}]+\s*[:.,|–—-]?\s*", "", text)
    for _ in range(4):
        shorter = _FIELD.sub("", _without_lead(text))
        shorter = _without_trail(shorter)
        if shorter == text:
            break
        text = shorter
    return re.sub(r"(?<!\.)\.$|[,;|]+$|\s[:–—-]+$", "", _unquoted(text)).strip()


def _unquoted(text: str) -> str:
    match = re.fullmatch(r"[\"“”](?P<text>[^\"“”]+)[\"“”.,]+", text)
    return match["text"] if match else text


def _without_lead(text: str) -> str:
    tag = _TAG.match(text)
    shown = next((one for one in tag.groups() if one), "") if tag else ""
    if tag and tag.end() < len(text) and (is_label(shown) if tag["round"] else True) and _is_tag(shown):
        return text[tag.end() :]
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead and lead.end() < len(text) else text


def _is_tag(text: str) -> bool:
    """Whether brackets before a title hold a venue, a date or a short name; `[Re]` is part of a title."""
    if is_label(text):
        return bool(re.search(r"[^\W\d_]|\d{4}", text))
    return len(text.split()) == 1 and len(text) < 20 and text[:1].isalpha() and text.lower() != "re"


def _without_trail(text: str) -> str:
    tail = _TAIL.search(text)
    if tail is None:
        return text
    shown = tail["round"] or tail["square"] or tail["bare"] or ""
    given = bool(VENUE.search(shown) or _DATE.search(shown) or _TAIL_WORDS.fullmatch(shown))
    given = given and bool(re.search(r"[^\W\d_]", shown))  # a bare year may be the title's own
    known = given and is_label(shown) and (tail["bare"] is None or bool(VENUE.match(shown)))
    return text[: tail.start()] if known else text
