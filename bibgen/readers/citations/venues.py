"""What stands behind the title of a reference: journals, proceedings, publishers, volumes, pages.

A title ends where such a thing begins, so `strength` says how surely a text does. Journals are told
by shape, not by a list: capitalised words, whole or cut with a point, and numbers behind them. Words
that only venues begin with come from the styles of IEEE, ACM, AMS, APS and BibTeX's standard styles.
"""

from __future__ import annotations

import re

from bibgen import words

ID = "\ue000"  # stands for an identifier or a URL that was taken out

_WORD = (
    # Atomic: a word that was read is never cut in another way.
    r"(?>[A-Z]\.(?:[A-Z]\.)+|[A-ZÀ-Þ][\w'’&-]*\.?|of|and|the|in|for|on|de|der|für|et|d['’]|e|"
    r"della|di|la|&|–|-|/)"
)
_JOURNAL = (
    r"(?:[A-ZÀ-Þ]|npj[ ]|"
    # A word begins behind a blank or a point, never inside another: or long words are cut in all ways.
    rf"[a-z]{{1,2}}[A-Z])[\w'’&:-]*\.?"
    rf"(?:(?:(?<=\.),)?(?:[ ]|(?<=[.,:&–/)-]))(?:\([A-Z][\w. ]{{1,20}}\)|{_WORD})){{0,11}}?"
)
_VOLUME = r"[,.:]?[ ]?(?:\b[Vv]ol(?:ume)?\.?[ ]?|\b[Ss]er(?:ies)?\.?[ ])?[A-Z]?\*{0,2}\d{1,4}[A-Z]?\b\*{0,2}"
_MORE = (
    r"(?:[ ]?\([^()]{1,24}\)|,?[ ]?(?:no|num|n|issue|iss|nr|№)\.?[ ]?\d[\w–-]*|"
    r"[ ]?[:;,]?[ ]?(?:pp?\.?|pages|art(?:icle)?\.?|"
    r"paper|id|No\.)?[ ]?[A-Z]{0,2}\d[\w.+:–—-]*|[ ]?\([^()]{1,24}\)|,[ ](?:19|20)\d\d\b)"
)
NUMBERED = re.compile(rf"(?P<journal>{_JOURNAL}){_VOLUME}{_MORE}(?![\w]*[ ][a-z]{{4}})")
_VOLUME_ONLY = re.compile(
    rf"{_JOURNAL}(?:,|,?[ ]vol(?:ume)?\.?)?[ ]?\*{{0,2}}\d{{1,4}}\*{{0,2}}(?:[ ]?$|[,.;(])"
)
_JOURNAL_YEAR = re.compile(
    rf"{_JOURNAL},?[ ]\(?(?:[A-Z][a-z]{{2,8}}\.?[ ])?(?:19|20)\d\d[a-z]?\)?(?:[ ]?$|[.,;:)])"
)
_ABBREVIATED = re.compile(r"(?:[A-Z][\w&'’-]*\.?[ ]?){0,8}[A-Z][\w&'’-]{0,8}\.[ ,]")

_PROCEEDINGS = (
    r"Proc(?:eedings|\.|s\b)|Advances[ ]in|Adv\.|Transactions|Trans\.|Lecture[ ]Notes|Lect\.[ ]Notes|LNCS|"
    r"(?:\d+(?:st|nd|rd|th)[ ])?(?:(?:IEEE|ACM|AAAI|USENIX|International|Annual|European|Int\.|Intl\.|"
    r"Int['’]l)[/ ])+"
    r"(?:[A-Z/&][\w/&-]*[ .,]|on[ ]|of[ ]|in[ ]|and[ ])|"
    r"(?:[A-Z][\w-]+[ ]){0,3}(?:Conference|Workshop|Symposium|Congress|Meeting)[ ](?:on|of|for)[ ]|"
    r"Findings[ ]of|"
    r"(?:The[ ])?(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+(?:-[A-Za-z]+)?(?:th|st|nd|"
    r"rd))[ ](?:[A-Z][\w-]+[ ])*(?:Conference|Workshop|Symposium)"
)
_MEETING = (
    r"(?:NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|ACL|EMNLP|NAACL|EACL|COLING|AAAI|IJCAI|KDD|"
    r"WWW|SIGIR|CIKM|"
    r"WSDM|RecSys|STOC|FOCS|SODA|COLT|AISTATS|UAI|ICRA|IROS|CoRL|RSS|ICASSP|INTERSPEECH|Interspeech|"
    r"SIGGRAPH|CHI|"
    r"OSDI|SOSP|NSDI|USENIX|CCS|NDSS|MICCAI|TMLR|JMLR|TACL|PMLR|MLSys|ALENEX|ITCS|ICALP|CRYPTO|EUROCRYPT)"
)
_PREPRINT = (
    r"arXiv|ArXiv|CoRR|[Ee]-?[Pp]rint|[Pp]reprint|[Bb]ioRxiv|[Mm]edRxiv|ChemRxiv|SSRN|HAL|OpenReview|IACR|"
    r"Cryptology|Zenodo|GitHub|OSF|PsyArXiv|Research[ ]Square|Authorea|TechRxiv|Optimization[ ]Online"
)
_REPORT = (
    r"Tech(?:nical|\.)[ ][Rr]ep|(?:Ph\.?[ ]?D\.?|[Dd]octoral|[Mm]aster['’]?s?|M\.?S\.?c?\.?|Diploma|"
    r"Bachelor['’]?s?|Habilitation)"
    r"[ ](?:[Tt]hes|[Dd]iss)|[Tt]hesis\b|[Dd]issertation\b|Working[ ][Pp]aper|White[ ]?paper|"
    r"Report[ ](?:No|no)|Manuscript|"
    r"[Uu]npublished|[Mm]imeo|[Ss]ubmitted|[Aa]ccepted|[Ii]n[ ]press|[Tt]o[ ]appear|[Ff]orthcoming|"
    r"[Uu]nder[ ]review|"
    r"[Ii]n[ ]preparation|[Aa]vailable|[Rr]etrieved|[Aa]ccessed|[Oo]nline\b|URL\b|[Uu]rl:|https?:|"
    r"www\.|doi\b|DOI\b|ISBN|ISSN|PMID|"
    r"[Nn]ote:|Blog|U\.?S\.?[ ]Patent|Private[ ]comm|LIPIcs|Leibniz[ ]International"
)
_PUBLISHER = re.compile(
    r"\(?(?:[A-Z][\w.,&'’-]*[ ]){0,5}?(?:Univ(?:ersity|\.)?[ ](?:of[ ][A-Z]\w+[ ])?Press|Press|"
    r"Springer|Wiley|Elsevier|Birkhäuser|Birkhauser|"
    r"Morgan[ ]Kaufmann|World[ ]Scientific|Academic[ ]Press|North-Holland|Addison[- ]Wesley|McGraw|"
    r"Pearson|Routledge|"
    r"Kluwer|SIAM|CRC|Dover|Prentice|De[ ]Gruyter|Curran|Association[ ]for|ACM\b|IEEE\b|AAAI|PMLR|"
    r"OpenReview|JMLR|"
    r"American[ ](?:Mathematical|Physical)|IOS|Now[ ]Publishers|USENIX|Schloss[ ]Dagstuhl)"
)
_PLACE = re.compile(r"[A-Z][\w. -]{2,25}(?:,[ ][A-Z][\w.]{1,14})?:[ ][A-Z]")

# What may begin behind a title, and how surely it does.
_STRENGTHS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (worth, re.compile(pattern))
    for worth, pattern in (
        (1.0, rf"[\s.,;:()\[\]{ID}]*$"),
        (1.0, rf"[(\[]?(?:{ID}|[Dd][Oo][Ii]:?[ ]{ID}|(?:arXiv|e-?print|Preprint)[:, ])"),
        (1.0, r"[Ii]n:[ ]?\S"),
        (0.95, rf"[Ii]n[ ](?:the[ ])?(?:{_PROCEEDINGS}|{_MEETING}\b)"),
        (0.85, r"In[ ](?:(?:[A-Z]\.[ -]?)+[A-Z]|[A-Z0-9“\"‘'*]|the[ ]|\d)"),
        (0.6, r"in[ ](?:the[ ]\d|[A-Z][A-Za-z]*[ ,'’]+(?:\d|[A-Z])|\d+(?:st|nd|rd|th)[ ]|(?:19|"
        r"20)\d\d[ ][A-Z])"),
        (0.95, rf"[(\[]?(?:the[ ])?(?:{_PROCEEDINGS})"),
        (0.9, rf"[(\[]?{_MEETING}(?:[ ,.'’(/:-]|$)"),
        (0.95, rf"[(\[]?(?:{_PREPRINT})(?=\W|$)"),
        (0.9, rf"[(\[]?(?:{_REPORT})"),
        (1.0, r"\(?(?:[A-Z][a-z]{2,8}\.?,?[ ])?(?:19|20)\d\d[a-z]?\)?(?:[.,;:)\s]|$)"),
        (0.9, r"(?:pp?\.|pages|[Vv]ol(?:ume)?\.?)[ ]?\d"),
        (0.8, r"\[(?:Online|Preprint|Computer|Data|Doctoral|Master|Ph|Unpublished|Video|Tech)"),
        (0.7, r"[A-Z][\w-]{2,12}[ ](?:'|’)?\d\d\b"),
        (0.85, r"J\.[ ]|Journal[ ]of|J\.[A-Z]|Annals[ ]of|Ann\.|Phys\.|Nucl\.|Math\.|Commun\.|Rev\.|"
        r"Lett\.|Physical[ ]Review"),
        (0.75, r"(?:\d+(?:st|nd|rd|th)[ ]ed|[Ss]econd[ ]ed|[Tt]hird[ ]ed|[Ff]irst[ ]ed|[Rr]ev\.[ ]ed|"
        r"[Ee]dited[ ]by|[Ee]ds?\.)"),
    )
)  # fmt: skip


def strength(text: str) -> float:
    """0..1: how surely the text begins with what stands behind a title.

    >>> strength("Nature, 518(7540):529–533, 2015.") > 0.8, strength("Explaining any classifier.") < 0.3
    (True, True)
    """
    text = text.lstrip()
    found = max((worth for worth, pattern in _STRENGTHS if pattern.match(text)), default=0.0)
    if found < 0.9:
        found = max(found, _shape(text))
    return found


def _shape(text: str) -> float:
    """The same by shape: a name and numbers behind it."""
    if numbered(text):
        return 0.9
    for worth, pattern in ((0.8, _VOLUME_ONLY), (0.75, _JOURNAL_YEAR), (0.65, _PUBLISHER)):
        if pattern.match(text):
            return worth
    return 0.55 if _PLACE.match(text) or _ABBREVIATED.match(text) else 0.0


# The words that journals are cut to (ISO 4) where physicists cite them without the paper's title.
_CUT_WORDS = frozenset(
    "acad acta adv algebr am amer anal ann annu appl ark astron astrophys atom biol bull chem class collect "
    "commun comp comput condens cosmol curr cryst diff discr dokl dyn edn eksp electron energ eng "
    "eur exp fiz found fortschr "
    "funct fundam gen geom geophys grav helv hist indian inst instrum int inv invent japan jap jour "
    "kvant lect "
    "lett lond mag mat mater math meas mech mod mol mon nachr nat natl nonlin not nucl numer "
    "nuovo opt per philos phil phys pis'ma polon proc prog prob pub publ quant rend rep res rev roy "
    "russ sci semicond ser sitzber soc sov spec stat struct stud suppl surf surv symp sys syst tech teor "
    "theor theo thermophys top topol trans univ uspekhi vac vest yad z zap zh cim lib ent rel meth "
    "st cal magn "
    "assoc autom bioinform clin cybern econ educ environ genet inf inform intell learn "
    "linguist mach manag med multimed netw neural neurosci oper process psychol radiol secur signal softw "
    "stoch sustain vis wirel biophys biomed evol ecol bot zool immunol virol pharm toxicol nanotechnol "
    "photon acoust fluid aerosp aeronaut civ ind archit electr electron telecommun microw antennas "
    "propag".split()
)
_CODES = re.compile(
    r"(?:JHEP|JCAP|JINST|PRL|PR[A-EX]|RMP|PLB|NPB|CQG|EPJ ?C|EPL|PTEP|PoS|Ph?RvL|PhRv[A-E]|ApJ[SL]?|"
    r"AJ|MNRAS|A&A[RS]?|"
    r"ARA&A|PASP|PASJ|PASA|Natur|Sci|NatAs|NewA|SSRv|RvMP|JPh[A-G]|SIGMA|Nature|Science|ibid)\b"
)


def is_cut_word(text: str) -> bool:
    """Whether a text is one word that journals are cut to, or stands for the journal above: no title.

    >>> is_cut_word("Prog"), is_cut_word("ibid. 107, 183002"), is_cut_word("Gato")
    (True, True, False)
    """
    return text.strip(" .").lower() in _CUT_WORDS or bool(re.match(r"ibid\b", text, re.I))


def numbered(text: str) -> int:
    """Where a journal, a volume and a page or year that the text begins with end, 0 if it does not."""
    found = NUMBERED.match(text)
    if not found:
        return 0
    cut = _cut(found["journal"])
    return found.end() if all(cut.values()) or (any(cut.values()) and _may_be_cut(cut)) else 0


def _may_be_cut(cut: dict[str, bool]) -> bool:
    return all(known or (len(word) <= 6 and words.rarity(word.lower()) == 1) for word, known in cut.items())


def _cut(name: str) -> dict[str, bool]:
    """For each word of a name that a point ends whether it is one that journals are cut to."""
    found = re.findall(r"([^\W\d_'’]+)\.(?=[ ,]|$)", name)
    return {word: len(word) < 3 or word.lower() in _CUT_WORDS for word in found}


def is_bare(text: str) -> bool:
    """Whether the text begins with a journal, a volume and a page or year, and no title can be in it.

    >>> is_bare("Phys. Rev. D 12, 34 (2017)"), is_bare("Queues Are Databases. JHEP 3 (2010) 5")
    (True, False)
    """
    found = NUMBERED.match(text)
    if not found:
        return bool(re.match(rf"{_CODES.pattern},?[ ]\d", text))
    name = found["journal"]
    return all(_cut(name).values()) and not re.search(r"(?<!\.),|\w{3}\.[ ](?:npj|[a-z]{1,2}[A-Z])", name)


_VOLUMES = (
    re.compile(r"(?P<volume>\b[A-Z]?\d{1,4})\s?\((?P<issue>\d{1,3}(?:[-–]\d{1,3})?)\)"
    r"\s?[:,]?\s?(?:pp?\.\s?)?(?P<page>[A-Z]?\d+(?:\s?[-–—]+\s?\w?\d+)?)?"),
    re.compile(r"\b[Vv]ol(?:ume)?\.?\s?(?P<volume>\d+)(?:,?\s?(?:no|issue|number|num|"
    r"iss)\.?\s?(?P<issue>\d+))?(?:,?\s(?:pp?\.|pages)\s?(?P<page>\d+(?:\s?[-–—]+\s?\d+)?))?"),
    re.compile(r"(?P<volume>\b[A-Z]?\d{1,4})\s?[:,]\s?(?:pp?\.\s?)?(?P<page>[A-Z]?\d+\s?[-–—]+\s?[A-Z]?\d+)"),
    re.compile(r"(?P<volume>\b[A-Z]?\d{1,4}),\s(?P<page>[A-Z]{0,2}\d+)\s\("),
    re.compile(r"(?P<volume>\b[A-Z]?\d{1,4})\s\((?:19|20)\d\d\)\s(?P<page>[A-Z]?\d+)"),
    # Astronomers': "ApJ, 722, L110"
    re.compile(r"(?<=[A-Za-z.]),\s(?P<volume>[A-Z]?\d{1,4}),\s(?P<page>[A-Z]{0,2}\d{1,6}(?:\.\d+)?)(?=\W*$|[,.;]\s)"),
    re.compile(r"(?:\bpp?\.|pages)\s?(?P<page>\d+(?:\s?[-–—]+\s?\d+)?)"),
)  # fmt: skip
_NAME_ENDS = re.compile(
    rf"{ID}|[,.]?\s(?:[Vv]ol|[Vv]olume|pp?|pages|[Nn]o|[Ss]er|series)\b\.?\s?\d|"
    rf"[,.]?\s?\b(?:\w?\d{{1,4}})\s?[(:,]|\(?\b(?:19|20)\d\d\b"
    r"|(?<=[a-z]{3})[.,]\s|,\s\d|\s\*{0,2}\d+"
)
_NO_NAME = re.compile(
    r"\W*(?:https?|www|URL|url|doi|DOI|[Rr]etrieved|[Aa]vailable|[Aa]ccessed|PMID|ISBN|\d|$)"
)


def parts(text: str) -> tuple[str | None, dict[str, str]]:
    """The name of the venue in what stands behind a title, and volume, issue and pages as CSL variables.

    >>> parts("In Journal of Machine Learning Research, 15(1):1929–1958, 2014.")
    ('Journal of Machine Learning Research', {'volume': '15', 'issue': '1', 'page': '1929–1958'})
    """
    text = re.sub(r"^[\s.,;:]*(?:[Ii]n:?\s+|published in\s+)?", "", text)
    said: dict[str, str] = {}
    for pattern in _VOLUMES:
        match = pattern.search(text)
        if match:
            said = {name: value for name, value in match.groupdict().items() if value}
            break
    return _name(text), said


def _name(text: str) -> str | None:
    if _NO_NAME.match(text) or text.startswith(ID):
        return None
    journal = NUMBERED.match(text) if numbered(text) else None
    if journal:
        return journal["journal"].strip(" ,;:")
    end = _NAME_ENDS.search(text)
    name = text[: end.start() if end else len(text)].strip(" ,.;:()[]")
    return name if sum(char.isalpha() for char in name) > 1 else None
