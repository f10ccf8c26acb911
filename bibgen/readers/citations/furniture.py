"""What a page of a PDF has around its text: headings, running heads, page numbers, stamps.

Copied with the text, they stand between two lines of a reference or between two references. Running
heads are those of the styles of NeurIPS, ICML, ICLR, IEEE, ACM, Elsevier, Springer, APS, arXiv's
stamp at the side, and what publishers print into downloaded files.
"""

from __future__ import annotations

import re

_NUMBERING = r"(?:(?:\d{1,2}|[IVX]{1,4}|[A-H])\.?\s+|§\s?|#{1,6}\s+|\*\*)?"
_HEADING = re.compile(
    rf"\s*{_NUMBERING}(?:References|R\s?EFERENCES|Bibliography|B\s?IBLIOGRAPHY|(?:Literature|Works|"
    r"References)\s[Cc]ited|"
    r"LITERATURE\sCITED|WORKS\sCITED|Cited\s(?:[Ll]iterature|[Ww]orks|[Rr]eferences)|"
    r"References\s(?:and|&)\s(?:[Nn]otes|[Ll]inks)|"
    r"REFERENCES\sAND\sNOTES|REFERENCES\sCITED|Reference\s[Ll]ist|(?:Selected|Main|Key|Additional|"
    r"Supplementary|Further)\s"
    r"(?:[Rr]eferences|[Rr]eading|[Bb]ibliography)|Literatur(?:verzeichnis)?|Références|Bibliographie|"
    r"Referencias|参考文献|"
    r"List\sof\s[Rr]eferences|Publications|Reading\s[Ll]ist)\s*[:.]?(?:\*\*)?\s*$"
)
_END = re.compile(
    r"\s*(?:(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:\.\d+)*\.?\s+)?(?:Appendi(?:x|ces)|A\s?PPENDIX|APPENDI(?:X|"
    r"CES)|Supplement(?:ary|al)\b|"
    r"SUPPLEMENT(?:ARY|AL)\b|S\s?UPPLEMENTARY|(?:NeurIPS\s|NeurIPS\sPaper\s|Paper\s|"
    r"Reproducibility\s)?Checklist|Acknowledge?ments?|"
    r"ACKNOWLEDGE?MENTS?|Author\s(?:[Cc]ontributions?|[Ii]nformation)|Competing\s[Ii]nterests?|"
    r"Data\s[Aa]vailability|"
    r"Biograph|About\sthe\s[Aa]uthors?|Contents|Proofs?|Additional\s(?:[Rr]esults|[Dd]etails|"
    r"[Ee]xperiments))\b.{0,60}$"
    r"|\s*[A-H](?:\.\d+)*\.?\s+[A-Z][a-z]+(?:\s[\w-]+){0,7}\s*$|\s*(?:Figure|Fig\.|Table|"
    r"Algorithm)\s\d+\s?[.:|]"
)
_ONE_LINE = re.compile(
    r"\s*(?:\d{1,4}|[-–—]\s?\d{1,4}\s?[-–—]|[ivxl]{1,6}|S\d{1,3}|[Pp](?:age|\.)\s?\d+(?:\s?(?:of|"
    r"/)\s?\d+)?|\d+\s?(?:of|/)\s?\d+"
    r"|(?:Published|Accepted|Under\sreview|Workshop\spaper|Presented)\s(?:as|at|in)\s.{0,90}|"
    r"Preprint\.?(?:\sUnder\sreview\.?|\sWork\sin\sprogress\.?)?"
    r"|arXiv:\d{4}\.\d{4,5}v\d+\s+\[[\w.-]+\]\s+\d{1,2}\s\w{3}\s\d{4}"
    r"|\d+(?:st|nd|rd|th)\sConference\son\sNeural.{0,80}|Proceedings\sof\sthe\s\d+.{0,90}PMLR.{0,60}"
    r"|(?:\d{1,4}\s+)?[A-ZÀ-Þ][\w'’.-]*(?:\s[A-ZÀ-Þ][\w'’.-]*){0,3}\s(?:et\sal\.?|"
    r"and\s[A-ZÀ-Þ]\w+)(?:\s+\d{1,4}|\s?/.{3,80})?"
    r"|(?:\d{1,4}\s+)?(?:IEEE|ACM)\s(?:TRANS|Trans|JOURNAL|COMMUN|Comput).{0,100}|.{3,80},\sVOL\.\s?.{1,60}"
    r"|.{0,80}Publication\sdate:.{0,40}|.{2,60}[’']\d\d,\s\w+\s[\d–-]+,.{2,60}"
    r"|(?:©|\(c\)|Copyright\s|Downloaded\s(?:from|on|by)|Authorized\slicensed\suse|This\s(?:article|"
    r"content)\s(?:has\sbeen|was|is)|"
    r"Electronic\scopy\savailable|Manuscript\s(?:submitted|received)|Submitted\sto|Confidential|"
    r"CVPR\s(?:20\d\d\s)?[S#]).{0,160}"
    r"|REFERENCES(?:\s+\d{1,4})?|\d{1,4}\s+REFERENCES|(?:References|Bibliography)\s+\d{1,4}|"
    r"\d{1,4}\s+(?:References|Bibliography))\s*$"
)  # fmt: skip
_CAPITALS = re.compile(r"\s*(?:\d{1,4}\s+)?(?=[^a-z]{12,100}$)[A-Z][A-Z0-9 ,:'’&–-]+[A-Z](?:\s+\d{1,4})?\s*$")
_NUMBERED_HEAD = re.compile(
    r"\s*(?:\d{1,4}\s{1,8}[A-Z].{5,70}[^.,;:\-\d\s]|[A-Z].{5,70}[^.,;:\-\d\s]\s{2,}\d{1,4})\s*$"
)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a section of references."""
    return bool(_HEADING.match(text))


def is_end(text: str) -> bool:
    """Whether a line is the heading of what follows the references."""
    return bool(_END.match(text))


def is_running(text: str, before: str = "") -> bool:
    """Whether a line belongs to the page, not to its text.

    Args:
        before: the line before, where it stands on this page's edge too.
    """
    if _ONE_LINE.match(text) or _CAPITALS.match(text):
        return True
    edge = text.startswith("\f") or (before and re.fullmatch(r"\s*\d{1,4}\s*\f?", before) is not None)
    return bool(edge and _NUMBERED_HEAD.match(text)) or (text.startswith("\f") and _is_title_of_page(text))


def _is_title_of_page(text: str) -> bool:
    """Whether the first line of a page has the look of a running head: short, capitalised, no stop."""
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words if len(word) > 3)
    longer = sum(len(word) > 3 for word in words)
    return (
        1 < len(words) <= 14
        and text.rstrip()[-1:].isalnum()
        and capitals >= 0.7 * max(longer, 1)
        and "," not in text
    )
