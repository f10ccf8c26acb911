"""Where a paper appears, as its authors say in arXiv's comment.

A comment is free text about pages, figures, versions, code and, in a quarter of the 24,000 comments
read, the paper's fate. Only what is told of this very paper counts, in the words that authors use for it:
"Accepted at ICML 2024", "To appear in Phys. Rev. D". A preliminary version that appeared elsewhere, a
paper that this one extends, a submission, an acceptance that names no place are left alone: no remark
is better than a wrong one. The clause comes out alone, without counts of pages and addresses of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ACCEPTED = r"(?:early |provisionally |conditionally )?accepted"
_PUBLISHED = r"(?:to be |will be )?published"
_PRESENTED = r"(?:to be |will be )?presented"
_APPEARS = r"(?:to |will )?(?:be )?appear(?:s|ed)?"
_VERB = re.compile(rf"\b(?:{_ACCEPTED}|{_APPEARS}|{_PUBLISHED}|{_PRESENTED}|in press)\b", re.I)
_AS = r"(?:\s(?:as|for)\san?\s[^.;,()]{3,40}?(?=\s(?:at|to|in|by|for|on)\s))?"
_FOR = (
    r"(?:,?\s(?:and (?:to be )?published|publication|(?:for|to)\s(?:the\s)?(?:publications?|publish"
    r"|appear|inclusion"
    r"|(?:an? )?(?:\w+ )?presentation|be (?:published|presented|included))))*"
)
# The verb, what it is about, and the place that must follow.
_TELLS = re.compile(
    rf"(?i:{_ACCEPTED}(?: \([^()]{{2,30}}\))?{_FOR}{_AS})"
    r"(?:(?i:,?\s(?:at|to|into|in|by|for|on|with))\b|,(?=\s[A-Z])|(?=\s[A-Z]))"
    rf"(?P<venue>:?\s+.+)|(?i:{_APPEARS}{_AS}\s(?:in|at|on)|{_PUBLISHED}(?:\sonline)?{_AS}\s(?:in|by|at|on)"
    rf"|{_PRESENTED}{_AS}\s(?:at|in|to)|in press(?:,?\s(?:in|at|with|by|for)|,(?=\s[A-Z])"
    rf"|:))(?P<place>:?\s+.+)"
)
_NAMED = re.compile(
    r":?\s+(?:(?:the|an?)\s+)?(?:[\"“'‘`]*(?:[A-Z]|\d{1,4}(?:st|nd|rd|th)\b|(?:19|20)\d\d(?:-\d\d)?\s+[A-Z])"
    r"|[a-z]+[- ]?'?(?:19|20)\d\d\b"
    r"|(?:conference |workshop |\w+ (?=track))?(?:proceedings|proc\.|special|volume|journal|book"
    r"|track)\b(?=.{0,60}[A-Z]))"
)
_NO_PLACE = frozenset(
    "english french german russian spanish latex pdf section sections appendix fig figs figure table "
    "tables i we it this january february march april may june july august september october november "
    "december jan feb mar apr aug sep sept oct nov dec spring summer autumn fall winter prof professor dr "
    "arxiv manuscript version paper author".split()
)
# All that may stand between the beginning of a clause and its verb, for the paper to be its subject.
_LEAD = frozenset(
    "a an the this our following final full revised corrected updated camera-ready published accepted "
    "version versions paper article work manuscript preprint contribution review note letter has have "
    "been was were is are will also now already recently just it and pages page pp p figures figure fig "
    "figs tables table colour color eps ps latex revtex latex2e amslatex references".split()
)
# What shows that a sentence speaks of another text than this; the second, if it stands in the clause itself.
_OTHER = re.compile(
    r"\b(?:prelimin\w*|earlier|previous\w*|shorter|short version|longer|extend\w*|expand\w*|abridged"
    r"|abstract of"
    r"|(?:conference|journal|workshop|first|initial|an?) version|version of|parts? of|portions?|based on"
    r"|companion"
    r"|supplement\w*|sequel|follow-?up|erratum|corrigendum|replac\w*|supersed\w*|merged|combin\w*|submi\w*"
    r"|reject\w*|withdr\w*|not|results? (?:was|were|are|is)|under (?:review|consideration)|translat\w*"
    r"|originally"
    r"|differ\w*|subsum\w*)\b|\bv\d+\s(?:was|is|of|has|and|published|appeared)",
    re.I,
)
_NOT_THIS = re.compile(
    r"\\|\b(?:prelimin\w*|earlier|previous\w*|abridged|(?:conference|journal) version|companion|replac\w*"
    r"|submi\w*"
    r"|reject\w*|withdr\w*|not|after that)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.;]\s+|\s[|•]\s")
_LEAD_BREAK = re.compile(r"[.;,:(\[–—]\s*|\s[-–—|]\s")
_ADDRESS = re.compile(
    r"\s*\\url\{[^}]*\}|\s*(?:\bat\s+)?[(<\[]?\bhttps?://[^\s)\]>]+[)\]>]?|\s*\b(?:doi|DOI):?\s*10\.\S+"
)
# What begins a new statement behind the clause.
_NEXT = (
    r"(?:the|this|our|we|it|an? (?:\w+ )?(?:version|few|error|typo|mistake)|all|some|many|see|please|also"
    r"|with \d+"
    r"|for (?:more|the|other|code)|minor|major|modified|(?:source )?codes?|project|web ?(?:page|site)"
    r"|home ?page"
    r"|pages?|add(?:ed|ing)|references?|typos?|comments?|version|ver|v\d|final|latex|revtex|amslatex"
    r"|includ\w+"
    r"|contain\w*|correct\w+|revis\w+|supplement\w*|arxiv|new (?:version|results?|section|figures?"
    r"|references?)"
    r"|data (?:and|is|are|available)|datasets?|demos?|videos?|posters?|links?|github|availab\w+|title"
    r"|change[ds]?"
    r"|preprint|main text|full|extended|camera|copyright|isbn|appendi\w+|key ?words|updated?|publish\w*"
    r"|publication"
    r"|accept\w*|to appear|(?:re)?submi\w+|\d+ ?(?:pages?|pp|figures?|figs?|tables?|p)|\d+ \+"
    r"|first (?:version|author)|authors?|work|paper (?:is|has|was|will|in)|will|personal use|to be presented"
    r"|part of|text|improved|slight\w*|simplified|typeset|uses?|based|originally|[^,.;]{0,40}preprint)\b"
)
_ENDS = re.compile(
    rf"[.,:(\[–—|]\s*(?={_NEXT})|\)\s(?={_NEXT})|\s[-–—]\s(?={_NEXT})|;|\s[|•]\s|\.\s*$"
    r"|\s(?=\(?\d+ ?(?:pages|figures)\b|project (?:web)?(?:page|site)|code:|\\copyright|©)",
    re.I,
)
_STOP = re.compile(r"(?P<word>[^\s.]+)\.\s+(?![A-Z](?:[A-Za-z]*\.|$))(?=[\"“'(]*[A-Z0-9])")
# A word that may be cut short: "Europhys", not "ICML" or "2026".
_CUT_SHORT = re.compile(r"\b(?!Workshop|Track|Main)[A-Z][a-z]{0,7}[bcdfghjklmnpqrtvxz]$")
# Words that journals and meetings are called by in short: no sentence ends behind them.
_ABBREVIATED = frozenset(
    "abh abstr acad acta adv aerosp ai algebr am amer anal ann app appl apr arch arith arxiv assoc astron "
    "astroph astrophys atmos aug austral autom behav biol biomed biophys boll bull calc canad cent chem "
    "cl class clin cogn collect colloq comb combin comm commun comp comput cond condens conf contemp curr "
    "cybern dec des diff differ disc discr discrete dyn dynam ecol econ econom ed eds educ electr "
    "electron elem eng environ eq equ ergod ergodic eur euro europhys exp exper expo feb fiz fluid forsch "
    "found funct fund gen geom geophys glob graph grav harm hung ill illinois imag ind inf infor inform "
    "inst instr instrum int integr intel intell interdiscip intern intl inv invent iss jan jap jour journ "
    "jpn jr jul jun knowl lang lect lett lin log lond mach mag man manuf mar mat mater math mech med meth "
    "methods microbiol mod mol mon nachr nanotechnol nat natl netw neur neural no nonlin not notes nov "
    "nucl num numer oct oper opt optim org perform pharm phil philos phys plasm pol polon pp prepr prob "
    "probab probl proc proceed prog progr prop psych publ qual quant rad radiat recogn reine rel relat "
    "rend rep repr represent res rev roy russ scand sci sect sel selecta sem semin sep sept ser serb sig "
    "simul soc softw sol solid sov spec special spectrosc st stat statist stoch strateg struct stud supp "
    "suppl surf surv symb symp syst tech technol teor th theor theoret topol trans transf ukr univ vis "
    "vol wiss z zeit zh".split()
)
_READ, _LONGEST = 1500, 200  # characters of a comment that are read, and of a clause


def fate(comment: str) -> str:
    """The clause that tells where the paper appears, with a capital; "" if none does.

    >>> fate("12 pages, 3 figures; accepted at ICML 2024 (oral). Code: https://a.b")
    'Accepted at ICML 2024 (oral)'
    >>> fate("Full version of a paper accepted at ICALP 2015"), fate("Submitted to PRL")
    ('', '')
    """
    told = list(_clauses(" ".join(_ADDRESS.sub("", comment[:_READ]).split())))
    shown = [clause for clause in told if "present" not in clause[:20].lower()] or told
    return shown[0][:1].upper() + shown[0][1:] if shown else ""


def _clauses(text: str) -> Iterator[str]:
    for verb in _VERB.finditer(text):
        before = text[: verb.start()]
        lead = _LEAD_BREAK.split(before)[-1].lower().split()
        sentence = _SENTENCE.split(before)[-1]
        if not all(word in _LEAD or word.isdigit() for word in lead) or _OTHER.search(sentence):
            continue
        clause = _clause(text[verb.start() :])
        tells = _TELLS.fullmatch(clause)
        if tells and _is_place(tells["venue"] or tells["place"]):
            yield clause


def _is_place(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    first = next((word for word in words if word not in ("the", "a", "an")), "")
    return bool(_NAMED.match(text)) and first not in _NO_PLACE


def _clause(text: str) -> str:
    """The text up to where its statement ends; "" if nobody can tell, or it speaks of another text."""
    new, stop = _ENDS.search(text), _stop(text)
    end = new.start() if new else len(text)
    clause = _balanced(text[: min(end, stop)]).rstrip(" .,;:!-–—&").removesuffix(" and")
    unsure = stop < end and _CUT_SHORT.search(clause)
    return "" if unsure or len(clause) > _LONGEST or _NOT_THIS.search(clause) else clause


def _stop(text: str) -> int:
    """Where the first sentence ends, if another follows it; else behind the text."""
    for found in _STOP.finditer(text):
        word = found["word"].strip("\"”'(").lower()
        if len(word) > 1 and word not in _ABBREVIATED and not word.endswith("-"):
            return found.end("word")
    return len(text) + 1


def _balanced(text: str) -> str:
    """The text up to a bracket that closes nothing, or before one that is never closed."""
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in "([":
            opened.append(at)
        elif char in ")]":
            if not opened:
                return text[:at]
            opened.pop()
    return text[: opened[0]] if opened else text
