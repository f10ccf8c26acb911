r"""Shapes of .bib files that people have and programs stumble over, written by hand.

Each stands for one trouble, told in `trouble`; `readable_by` are the programs that take the file without an error
(checked in `tests/judges/test_spliced.py`). What is legal where: btxdoc and bibtex.web for BibTeX
(https://mirrors.ctan.org/biblio/bibtex/base/), the biblatex manual for BibLaTeX and biber.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

BOTH = frozenset(("bibtex", "biber"))
BIBTEX = frozenset(("bibtex",))
BIBER = frozenset(("biber",))
NEITHER: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """A .bib by its trouble; `modern`: its fields are those of BibLaTeX."""

    name: str
    trouble: str
    text: str
    readable_by: frozenset[str] = BOTH
    modern: bool = False


def _shape(
    name: str, trouble: str, text: str, readable_by: frozenset[str] = BOTH, *, modern: bool = False
) -> Shape:
    return Shape(name, trouble, dedent(text).removeprefix("\n"), readable_by, modern)


_MACROS = [
    _shape("string", "an abbreviation, used bare", """
        @string{pami = "IEEE Trans. Pattern Anal. Mach. Intell."}

        @article{vinyals2016,
          author  = {Vinyals, Oriol and Toshev, Alexander and Bengio, Samy and Erhan, Dumitru},
          title   = {Show and Tell: Lessons learned from the 2015 {MSCOCO} Image Captioning Challenge},
          journal = pami,
          volume  = 39,
          year    = 2017,
        }
        """),
    _shape("string-joined", "pieces joined by #, over several lines", """
        @STRING(acm = {Association for Computing Machinery})
        @String { ieee = "IEEE" }
        @string{procof = "Proceedings of the "}
        @inproceedings{garbacea2019,
          author = "G{\\^a}rbacea, Cristina and van den Oord, A{\\"a}ron",
          title = {Low Bit-Rate Speech Coding with {VQ-VAE} and a {WaveNet} Decoder},
          booktitle = procof # "2019 " # ieee
                      # { Conference on Acoustics},
          publisher = ieee # " and " # acm,
          year = 2019 }
        """),
    _shape("string-of-strings", "an abbreviation made of others", """
        @string{neurips = "Advances in Neural Information Processing Systems"}
        @string{neurips22 = neurips # " 35"}

        @inproceedings{alayrac2022flamingo,
          title = {Flamingo: a Visual Language Model for Few-Shot Learning},
          author = {Alayrac, Jean-Baptiste and Donahue, Jeff and others},
          booktitle = neurips22,
          year = {2022}
        }
        """),
    _shape("string-behind", "an abbreviation that comes after the entry that uses it", """
        @article{wei2022, author = {Wei, Jason}, title = {Emergent Abilities of Large Language Models},
          journal = tmlr, year = 2022}
        @string{tmlr = {Transactions on Machine Learning Research}}
        """),
    _shape("string-missing", "an abbreviation that nobody defines", """
        @ARTICLE{maldacena,
          AUTHOR = "Maldacena, Juan M.",
          TITLE = "The Large N Limit of Superconformal Field Theories and Supergravity",
          JOURNAL = ATMP,
          YEAR = 1998
        }
        """),
    _shape("string-odd-case", "abbreviations in capitals used in small letters", """
        @STRING{ NATURE = {Nature} }
        @article{cms2015, author={{CMS and LHCb Collaborations}}, title={Observation of the rare decay},
        journal=nature, volume=522, year=2015}
        """),
    _shape("string-twice", "one abbreviation defined twice", """
        @string{jhep = "JHEP"}
        @string{jhep = "Journal of High Energy Physics"}
        @article{a, author={Maldacena, J.}, title={Eternal black holes in anti-de Sitter}, journal=jhep, year=2003}
        """),
    _shape("string-in-doi", "an abbreviation for the beginning of an address", """
        @string{arx = "https://arxiv.org/abs/"}
        @misc{reed, author = {Reed, Scott}, title = {A Generalist Agent}, year = 2022, url = arx # "2205.06175"}
        """),
    _shape("preamble", "a preamble with TeX", r"""
        @preamble{ "\newcommand{\noopsort}[1]{} " # "\newcommand{\printfirst}[2]{#1}" }
        @PREAMBLE{{\providecommand{\url}[1]{\texttt{#1}}}}

        @article{perelman,
          author = {Perelman, Grisha},
          title = {The entropy formula for the {Ricci} flow and its geometric applications},
          journal = {arXiv}, year = {\noopsort{a}2002},
          eprint = {math/0211159},
        }
        """),
    _shape("months", "months as macros, joined to days, and as words", """
        @misc{one, title = {Reed's agent}, author = {Reed, S.}, year = 2022, month = may}
        @misc{two, title = {Second}, author = {Reed, S.}, year = 2022, month = "10~" # jan}
        @misc{three, title = {Third}, author = {Reed, S.}, year = 2022, month = jan # "--" # feb}
        @misc{four, title = {Fourth}, author = {Reed, S.}, year = 2022, month = {Sept.}}
        @misc{five, title = {Fifth}, author = {Reed, S.}, year = 2022, month = 12}
        @misc{six, title = {Sixth}, author = {Reed, S.}, year = 2022, month = MAR}
        """),
    _shape("month-tilde-bare", "a day before the month without quotes", """
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022, month = 10~jan}
        """, BIBER),
    _shape("month-hyphen-bare", "two months joined by a bare hyphen", """
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, month = jan-feb, year = 2022}
        """),
    _shape("year-macro", "the year as a macro", """
        @string{thisyear = 2022}
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = thisyear}
        """),
    _shape("piece-empty", "an empty piece joined to another", """
        @misc{reed2022, title = {} # "A Generalist " # {Agent}, author = {Reed, Scott}, year = "" # 2022}
        """),
]  # fmt: skip

_COMMENTS = [
    _shape("comment-braces", "a comment in braces, with an entry inside", """
        @comment{ @misc{old, title = {Not read any more}} }
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        """),
    _shape("comment-line", "a comment that is a line", """
        @comment this is a remark about the file
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        """, BIBTEX),
    _shape("percent-between", "comments between entries, some with an entry in them", """
        % My references. Do not sort!
        %% --- agents ---
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        % todo: read again

        %  --- limits ---   100% done
        @misc{hoffmann2022, title = {Training Compute-Optimal Large Language Models}, author = {Hoffmann, Jordan}, year = 2022}
        % the end
        """),
    _shape("percent-hides-entry", "an entry behind a percent sign, which hides nothing", """
        % @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        @misc{wei2022, title = {Emergent Abilities of Large Language Models}, author = {Wei, Jason}, year = 2022}
        """),
    _shape("percent-hides-lines", "an entry of several lines behind percent signs", """
        % @misc{reed2022,
        %   title = {A Generalist Agent},
        %   author = {Reed, Scott}
        % }

        @misc{wei2022, title = {Emergent Abilities of Large Language Models}, author = {Wei, Jason}, year = 2022}
        """, BIBER),
    _shape("percent-inside", "comments inside an entry, between fields", """
        @misc{reed2022,
          title = {A Generalist Agent},
          % checked on arXiv
          author = {Reed, Scott},
          year = 2022
        }
        """, BIBER),
    _shape("percent-behind-field", "a comment behind a field", """
        @misc{reed2022,
          title = {A Generalist Agent}, % as on arXiv
          author = {Reed, Scott},   % and many others
          year = 2022
        }
        """, BIBER),
    _shape("percent-field-off", "a field switched off", """
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
        %  url = {https://arxiv.org/abs/2205.06175},
          year = 2022,
        }
        """, BIBER),
    _shape("text-between", "plain text between entries", """
        These are the papers for chapter two.

        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}

        Still to check: the year of the next one (2021 or 2022?)
        @misc{wei2022, title = {Emergent Abilities of Large Language Models}, author = {Wei, Jason}, year = 2022}
        (C) Ada Lovelace
        """),
    _shape("at-in-text", "an @ in text between entries", """
        Ask ada@example.org and bob@example.org before you change this.

        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        """, NEITHER),
    _shape("text-glued", "text right behind the closing brace, and two entries on a line", """
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022} % mine
        @misc{a, title={A}, author={Wei, J.}, year=2021}@misc{b, title={B}, author={Wei, J.}, year=2022}
        """),
    _shape("keep", "marks that an entry is to be left alone", """
        % bibgen: keep
        @misc{reed2022, title = {A generalist agent}, author = {Reed, S. and others}, year = 2022, eprint = {2205.06175}}

        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022, eprint = {2206.07682}}
        """),
    _shape("protect", "a field that says the same", """
        @misc{reed2022, title = {A generalist agent}, author = {Reed, S. and others}, year = 2022,
          eprint = {2205.06175}, protect = {true}}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022, eprint = {2206.07682}}
        """),
    _shape("only-comments", "nothing but comments", """
        % This file is empty for now.
        @comment{nothing here}
        % Really.
        """),
    _shape("only-text", "nothing but text", "No references yet.\n"),
    _shape("only-strings", "nothing but abbreviations", """
        @string{pami = "IEEE Trans. Pattern Anal. Mach. Intell."}
        @string{jmlr = "Journal of Machine Learning Research"}
        """),
    _shape("empty", "an empty file", ""),
    _shape("blank", "blank lines only", "\n\n   \n\t\n"),
]  # fmt: skip

_PARENTS = [
    _shape("crossref", "a parent behind its children", """
        @inproceedings{alayrac2022,
          crossref = {neurips2022},
          author = {Alayrac, Jean-Baptiste and others},
          title = {Flamingo: a Visual Language Model for Few-Shot Learning},
          pages = {23716--23736},
        }
        @inproceedings{hoffmann2022,
          crossref = "neurips2022",
          author = {Hoffmann, Jordan and others},
          title = {Training Compute-Optimal Large Language Models},
        }
        @proceedings{neurips2022,
          title = {Advances in Neural Information Processing Systems 35},
          booktitle = {Advances in Neural Information Processing Systems 35},
          year = 2022,
        }
        """),
    _shape("crossref-before", "a parent before its child, which BibTeX cannot use", """
        @proceedings{neurips2022, booktitle = {NeurIPS 35}, title = {NeurIPS 35}, year = 2022}
        @inproceedings{alayrac2022, crossref = {neurips2022}, author = {Alayrac, Jean-Baptiste},
          title = {Flamingo: a Visual Language Model for Few-Shot Learning}}
        """),
    _shape("crossref-case", "a parent named in other capitals, and one that is not there", """
        @inproceedings{a, crossref = {NeurIPS2022}, author = {Wei, J.}, title = {Emergent abilities}}
        @inproceedings{b, crossref = {nowhere}, author = {Wei, J.}, title = {Chain of thought}, year = 2022, booktitle = {X}}
        @proceedings{neurips2022, title = {NeurIPS 35}, booktitle = {NeurIPS 35}, year = 2022}
        """, BIBER),
    _shape("xdata", "shared data of BibLaTeX", """
        @xdata{deepmind,
          institution = {DeepMind},
          location    = {London},
        }
        @online{reed2022,
          author     = {Reed, Scott},
          title      = {A Generalist Agent},
          date       = {2022-05-12},
          eprint     = {2205.06175},
          eprinttype = {arxiv},
          xdata      = {deepmind},
        }
        """, BOTH, modern=True),
    _shape("ids", "aliases of a key", """
        @online{reed2022,
          ids        = {gato, reed22, DBLP:journals/corr/abs-2205-06175},
          author     = {Reed, Scott},
          title      = {A Generalist Agent},
          date       = {2022-05-12},
          eprint     = {2205.06175},
          eprinttype = {arxiv},
        }
        """, BOTH, modern=True),
    _shape("set", "a set, a related entry and dates of BibLaTeX", """
        @set{both, entryset = {reed2022,wei2022}}
        @online{reed2022, author = {Reed, Scott}, title = {A Generalist Agent}, date = {2022-05-12/2022-11-11}, eprint = {2205.06175}, eprinttype = {arxiv}, related = {wei2022}, relatedtype = {reviewof}}
        @article{wei2022, author = {given=Jason, family=Wei and given=Yi, family=Tay}, title = {Emergent Abilities of Large Language Models}, journaltitle = {TMLR}, date = {2022-08~}, langid = {english}}
        """, BOTH, modern=True),
    _shape("abstract-long", "fields of BibLaTeX with long and nested values", r"""
        @article{Vinyals:2016,
            author          = {Vinyals, Oriol and Toshev, Alexander},
            title           = {Show and {Tell}},
            subtitle        = {Lessons learned from the 2015 {MSCOCO} Image Captioning {{C}hallenge}},
            journaltitle    = {IEEE Transactions on Pattern Analysis and Machine Intelligence},
            shortjournal    = {IEEE TPAMI},
            date            = {2017-04-01},
            volume          = {39},
            number          = {4},
            pages           = {652-663},
            doi             = {10.1109/TPAMI.2016.2587640},
            abstract        = {We say {nested {braces {here}}}, 5\% of \$10, an address \@home, A \& B,
                and a second line.

                Even a blank line.},
            keywords        = {captions, vision,,},
        }
        """, BOTH, modern=True),
]  # fmt: skip

_BROKEN = [
    _shape("no-closing-brace", "the last brace of an entry is missing, in the middle of a file", """
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          year = 2022

        @misc{wei2022,
          title = {Emergent Abilities of Large Language Models},
          author = {Wei, Jason},
          year = 2022
        }
        """, NEITHER),
    _shape("no-closing-brace-at-end", "the last brace of the file is missing", """
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          year = 2022
        """, NEITHER),
    _shape("value-not-closed", "the brace of a value is missing", """
        @misc{reed2022,
          title = {A Generalist Agent,
          author = {Reed, Scott},
          year = 2022
        }

        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("brace-too-many", "a brace too many in a value", """
        @misc{reed2022,
          title = {A {Generalist}} Agent},
          author = {Reed, Scott},
          year = 2022
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("brace-behind", "a brace too many behind an entry", """
        @misc{reed2022,
          title = {A Generalist Agent},
          year = 2022
        }}

        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """),
    _shape("no-comma", "a comma is missing between two fields", """
        @misc{reed2022,
          title = {A Generalist Agent}
          author = {Reed, Scott},
          year = 2022
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("no-comma-behind-key", "no comma behind the key", """
        @misc{reed2022
          title = {A Generalist Agent},
          author = {Reed, Scott},
          year = 2022
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("no-equals", "a field without =", """
        @misc{reed2022,
          title {A Generalist Agent},
          author = {Reed, Scott},
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("no-value", "a field without value", """
        @misc{reed2022,
          title = {A Generalist Agent},
          pages = ,
          author = {Reed, Scott},
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("no-key", "an entry without key", """
        @misc{,
          title = {A Generalist Agent},
          author = {Reed, Scott},
        }
        @misc{
          title = {Emergent Abilities},
          author = {Wei, Jason},
        }
        """, NEITHER),
    _shape("only-key", "entries that are a key and nothing else", """
        @misc{reed2022}
        @misc{reed2023,}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, BIBTEX),
    _shape("quote-not-closed", "a quote is missing", """
        @misc{reed2022,
          title = "A Generalist Agent,
          author = "Reed, Scott",
          year = 2022
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("quote-in-quotes", "quotes in a value in quotes, one of them escaped", r"""
        @misc{reed2022,
          title = "A {"}Generalist{"} Agent",
          author = "Reed, Scott",
          note = "So-called {\"o}",
        }
        @misc{wei2022, title = "Emergent \"Abilities\"", author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("field-twice", "a field that stands in an entry twice", """
        @misc{reed2022,
          title = {A Generalist Agent},
          year = 2022,
          author = {Reed, Scott},
          year = {2023},
        }
        """),
    _shape("field-twice-case", "a field twice, in other capitals", """
        @misc{reed2022,
          title = {A Generalist Agent},
          Title = {A Generalist Agent},
          author = {Reed, Scott},
        }
        """),
    _shape("key-twice", "two papers under one key", """
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @article{reed2022, title = {Another Paper}, author = {Reed, Anne}, year = 2022, journal = {X}}
        """, BIBER),
    _shape("entry-twice", "the same entry twice, byte by byte", """
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}

        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}

        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        """, BIBER),
    _shape("key-case", "two keys that differ in capitals only", """
        @misc{Reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        @misc{reed2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, BIBER),
    _shape("double-comma", "two commas, and one before the first field", """
        @misc{reed2022,,
          title = {A Generalist Agent},,
          author = {Reed, Scott},
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("space-in-name", "a blank in the name of a field, and in a type", """
        @misc{reed2022,
          title = {A Generalist Agent},
          date added = {2022-05-12},
          author = {Reed, Scott},
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("bare-words", "a value of several words in no delimiters", """
        @misc{reed2022, title = A Generalist Agent, author = {Reed, Scott}, year = 2022}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("semicolon", "semicolons for commas", """
        @misc{reed2022; title = {A Generalist Agent}; author = {Reed, Scott}; year = 2022}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("cut-in-half", "a file that ends in the middle of a word", """
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @misc{reed2022,
          title = {A Genera""", NEITHER),
    _shape("html", "a page that was saved instead of an entry", """
        <!DOCTYPE html>
        <html><head><title>429 Too Many Requests</title><style>@media print { body { color: black } }</style></head></html>
        """, NEITHER),
    _shape("mark-alone", "an @ alone at the end", """
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @
        """, NEITHER),
    _shape("closed-by-other", "opened by a parenthesis, closed by a brace", """
        @misc(reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, BIBER),
]  # fmt: skip

_FORMS = [
    _shape("parentheses", "parentheses for braces", """
        @misc(reed2022,
          title = {A Generalist Agent (and more)},
          author = "Reed, Scott",
          year = 2022
        )
        @STRING(tmlr = "Transactions (on Machine Learning Research)")
        @article ( wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, journal = tmlr, year = 2022 )
        """),
    _shape("one-line", "all on one line, without blanks", """
        @misc{reed2022,title={A Generalist Agent},author={Reed, Scott and {\\.Z}o{\\l}na, Konrad},year={2022},eprint={2205.06175}}
        @misc{wei2022,title={Emergent Abilities},author={Wei, Jason},year=2022}
        """),
    _shape("one-line-file", "the whole file on one line", "@misc{a,title={A},author={Wei, J.},year=2022} @misc{b,title={B},author={Wei, J.},year=2022}"),
    _shape("leading-commas", "commas before the fields", """
        @misc{ reed2022
             , title  = {A Generalist Agent}
             , author = {Reed, Scott}
             , year   = {2022}
             }

        @misc{ wei2022
             , title  = {Emergent Abilities}
             , author = {Wei, Jason}
             }
        """),
    _shape("upper-case", "types and fields in capitals", """
        @MISC{REED2022,
           TITLE = {A Generalist Agent},
           AUTHOR = {Reed, Scott},
           YEAR = {2022}
        }
        @Misc{Wei2022, Title = {Emergent Abilities}, Author = {Wei, Jason}, Year = 2022}
        """),
    _shape("tabs", "tabs for blanks", "@misc{reed2022,\n\ttitle\t\t= {A Generalist Agent},\n\tauthor\t\t= {Reed, Scott and\n\t\t\t\t  Parisotto, Emilio},\n\tyear\t\t= 2022,\n}\n"),
    _shape("trailing-blanks", "blanks behind lines, a form feed, a no-break space", "@misc{reed2022,   \n  title = {A Generalist Agent},\t\n  author = {Reed, Scott}, \n  year = 2022\n}   \n\n\x0c\n\n\n@misc{wei2022,\n  title = {Emergent\xa0Abilities},\n  author = {Wei, Jason}, year = 2022\n}\n"),
    _shape("odd-spacing", "blanks and lines in odd places", """
        @misc
        {
            reed2022
            ,
            title
            =
            {A Generalist Agent}
            ,
            author={Reed, Scott}
            ,year
            = 2022
        }
          @misc  {  wei2022  ,  title  =  "Emergent Abilities"  ,  author  =  {Wei, Jason}  }
        """),
    _shape("value-below", "values on the line below their names", """
        @misc{reed2022,
          title =
            {A Generalist Agent},
          author =
            {Reed, Scott and
             Zolna, Konrad and
             Parisotto, Emilio},
          abstract =
            {We apply one policy
        to many tasks.},
        }
        """),
    _shape("brace-on-last-field", "the closing brace behind the last field", """
        @misc{reed2022,
            title = {A Generalist Agent},
            author = {Reed, Scott},
            year = {2022}}

        @misc{wei2022,
            title = {Emergent Abilities},
            author = {Wei, Jason},
            year = {2022}}
        """),
    _shape("indented-brace", "closing braces indented with the fields", """
        @misc{reed2022,
            title = {A Generalist Agent},
            author = {Reed, Scott},
            }

        @misc{wei2022,
            title = {Emergent Abilities},
            author = {Wei, Jason},
            }
        """),
    _shape("indented-entries", "entries that do not begin at the margin", """
            @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}}
              @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}}
        """),
    _shape("quotes", "values in quotes, numbers bare", """
        @Article{cdf2007,
          author =       "{CDF Collaboration}",
          title =        "Polarizations of {$J/\\psi$} and {$\\psi(2S)$} Mesons",
          journal =      "Phys. Rev. Lett.",
          volume =       99,
          pages =        "132001",
          year =         2007
        }
        """),
    _shape("mixed-habits", "every entry in another hand", """
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          year = {2022},
        }
        @ARTICLE{wei2022,
        TITLE="Emergent Abilities",
        AUTHOR="Wei, Jason",
        JOURNAL="TMLR",
        YEAR=2022}
        @inproceedings(hoffmann2022
         ,title={Training Compute-Optimal Large Language Models}
         ,author={Hoffmann, Jordan}
         ,booktitle={NeurIPS}
         ,year={2022})
        """),
    _shape("no-final-newline", "no line end at the end", "@misc{reed2022,\n  title = {A Generalist Agent},\n  author = {Reed, Scott}\n}"),
    _shape("blank-end", "many blank lines at the end", "@misc{reed2022,\n  title = {A Generalist Agent},\n  author = {Reed, Scott}\n}\n\n\n\n"),
    _shape("blank-start", "blank lines at the start", "\n\n\n@misc{reed2022,\n  title = {A Generalist Agent},\n  author = {Reed, Scott}\n}\n"),
    _shape("glued", "no line between entries", "@misc{a,\n  title = {A},\n  author = {Wei, J.}\n}@misc{b,\n  title = {B},\n  author = {Wei, J.}\n}\n"),
    _shape("sorted-by-key", "sorted by key", """
        @misc{adare2013, title = {System-size dependence of open-heavy-flavor production}, author = {Adare, A.}, year = 2013}

        @misc{hoffmann2022, title = {Training Compute-Optimal Large Language Models}, author = {Hoffmann, Jordan}, year = 2022}

        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, year = 2022}

        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """),
    _shape("sorted-by-year", "sorted by year, the newest first", """
        @misc{team2025, title = {Gemma 3 Technical Report}, author = {{Gemma Team}}, year = 2025}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @misc{adare2013, title = {System-size dependence}, author = {Adare, A.}, year = 2013}
        @misc{maldacena1997, title = {The Large N Limit}, author = {Maldacena, Juan}, year = 1997}
        """),
]  # fmt: skip

_VALUES = [
    _shape("url-signs", "percent, hash, tilde and ampersand in addresses", """
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          url = {https://example.org/~ada/a%20b.pdf?x=1&y=2#page=3},
          howpublished = {\\url{https://example.org/a_b%7Ec}},
        }
        """),
    _shape("braces-in-title", "braces that keep capitals, nested, empty and around all", """
        @misc{reed2022,
          title = {{{A {G}eneralist {{A}gent}}: {GATO} {} and {\\emph{more}}}},
          author = {{{DeepMind}} and {Reed}, {S}cott},
          year = {2022}
        }
        """),
    _shape("quotes-in-braces", "quotes inside braces", """
        @misc{ruschhaupt2007,
          title = {Three-dimensional effects in "atom diodes": atom-optical devices},
          author = {Ruschhaupt, A. and Muga, J. G. and others},
          note = {He said: "unmatched},
        }
        """),
    _shape("accents", "accents as TeX", r"""
        @article{puchala2008,
          author = {Pucha{\l}a, Zbigniew and Rolski, Tomasz and K{\"a}stel, J{\"{u}}rgen and {\O}bro, Mikkel and Tom\'{e}, T\^ania and \v{S}r\'amek, Rastislav},
          title = {The exact asymptotic of the collision time tail distribution for independent {B}rownian particles with different drifts},
          journal = {Probab. Theory Relat. Fields},
          year = 2008,
          doi = {10.1007/s00440-007-0116-8},
        }
        """),
    _shape("unicode", "names in their own letters", """
        @misc{王2021,
          author = {王小明 and 山田太郎 and Puchała, Zbigniew and Šrámek, Rastislav},
          title = {Größe und Maß — “a test” of naïve façades, λ and ∞},
          year = {2021},
        }
        """),
    _shape("decomposed", "accents as marks of their own", "@misc{muller2021,\n  author = {Mu\u0308ller, Andre\u0301},\n  title = {Cafe\u0301 Schro\u0308dinger},\n  year = 2021\n}\n"),
    _shape("emoji", "signs beyond the first plane", """
        @misc{bender2021,
          author = {Bender, Emily M.},
          title = {On the Dangers of Stochastic Parrots 🦜},
          note = {𝒩 = 4},
        }
        """),
    _shape("math", "formulae", r"""
        @article{ball2007,
          author = {Ball, Patricia},
          title = {Implication of the {$D^0$} Width Difference On {CP}-Violation in {$D^0$-$\bar{D}^0$} Mixing},
          journal = {J. Phys. G},
          year = 2007,
          abstract = {For $x<y$ and $a_{b}^{c}$, $\{x\}$, \$5, 50\% \& more: $\frac{1}{2}$.}
        }
        """),
    _shape("escapes", "escaped signs, an @ in an abstract", r"""
        @misc{reed2022,
          title = {Agents \& Agency: 100\% of \$1 \#1 a\_b \{c\}},
          author = {Reed, Scott},
          abstract = {Write to scott@deepmind.com or \@reed. @article{this, is = {no entry}}.},
        }
        """),
    _shape("at-at-margin", "an @ at the beginning of a line inside a value", """
        @misc{reed2022,
          title = {A Generalist Agent},
          abstract = {They say
        @reed wrote it, and
        @misc is a type.},
          author = {Reed, Scott},
        }
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """),
    _shape("entry-in-value", "a whole entry inside a value", """
        @misc{reed2022,
          title = {A Generalist Agent},
          annote = {
        @misc{inner,
          title = {Inner},
        }
        },
          author = {Reed, Scott},
        }
        """),
    _shape("empty-values", "values that are empty", """
        @article{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          journal = {},
          volume = "",
          number = { },
          year = {2022},
        }
        """),
    _shape("unknown-type", "types and fields of one's own", """
        @software{jax2018, author = {Bradbury, James}, title = {{JAX}}, version = {0.3.13}, year = 2018}
        @my-note{x, text = {Not for printing}, x-color = {red}, bdsk-url-1 = {https://example.org}}
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, my.field = {1}, 2nd = {no}}
        """, NEITHER),
    _shape("own-type", "a type of one's own that is well-formed", """
        @mynote{x, note = {Not for printing}, xcolor = {red}}
        @misc{reed2022, title = {A Generalist Agent}, author = {Reed, Scott}, rating = {5}}
        """),
    _shape("odd-keys", "keys with all the signs that are allowed", """
        @misc{a:b/c+d, title = {One}, author = {Wei, J.}}
        @misc{DBLP:conf/nips/Wei-22, title = {Two}, author = {Wei, J.}}
        @misc{10.1145/3292500.3330701, title = {Three}, author = {Wei, J.}}
        @misc{wei_2022.v2;x, title = {Four}, author = {Wei, J.}}
        @misc{2205.06175, title = {Five}, author = {Reed, S.}}
        @misc{arXiv:2206.07682, title = {Six}, author = {Wei, J.}}
        @misc{wei*22?!, title = {Seven}, author = {Wei, J.}}
        """),
    _shape("non-ascii-key", "a key with letters beyond ASCII", """
        @misc{müller2021, title = {Größe}, author = {Müller, André}}
        @misc{Łukasz20, title = {Sparse is enough}, author = {Kaiser, Łukasz}}
        """),
    _shape("space-in-key", "a blank in a key", """
        @misc{reed 2022, title = {A Generalist Agent}, author = {Reed, Scott}}
        @misc{wei2022, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        """, NEITHER),
    _shape("signs-in-key", "signs in keys that TeX or BibTeX reads as its own", """
        @misc{reed&2022, title = {A Generalist Agent}, author = {Reed, Scott}}
        @misc{wei~22, title = {Emergent Abilities}, author = {Wei, Jason}, year = 2022}
        @misc{o'neil, title = {Weapons}, author = {O'Neil, Cathy}}
        """, BIBTEX),
    _shape("names", "names in all the forms of BibTeX", r"""
        @misc{names,
          author = {van den Oord, A{\"a}ron and Webber, Jr., Charles L. and de Marrais, Robert P. C. and {CERN} and Charles de la Vall{\'e}e Poussin and Madonna and others},
          editor = "Donald E. Knuth and Leslie {Lamport}",
          title = {Names},
        }
        """),
    _shape("file-fields", "paths of files, with escapes and colons", r"""
        @misc{reed2022,
          title = {A Generalist Agent},
          author = {Reed, Scott},
          file = {:C\:\\Users\\ada\\papers\\reed 2022.pdf:PDF;Snapshot:C\:/x.html:text/html},
          bdsk-file-1 = {YnBsaXN0MDDSAQIDBFxyZWxhdGl2ZVBhdGhZYWxpYXNEYXRhXxAXLi4vcGFwZXJzL3JlZWQyMDIyLnBkZg==},
        }
        """),
    _shape("twins", "a preprint and the paper it became", """
        @article{vinyals2016arxiv,
          title={Show and tell: Lessons learned from the 2015 mscoco image captioning challenge},
          author={Vinyals, Oriol and Toshev, Alexander and Bengio, Samy and Erhan, Dumitru},
          journal={arXiv preprint arXiv:1609.06647},
          year={2016}
        }

        @article{vinyals2017tpami,
          title={Show and Tell: Lessons Learned from the 2015 {MSCOCO} Image Captioning Challenge},
          author={Vinyals, Oriol and Toshev, Alexander and Bengio, Samy and Erhan, Dumitru},
          journal={IEEE Transactions on Pattern Analysis and Machine Intelligence},
          volume={39}, number={4}, pages={652--663}, year={2017},
          doi={10.1109/TPAMI.2016.2587640}
        }
        """),
    _shape("html-in-title", "marks of HTML and of a publisher", """
        @article{cms2015,
          title = {Observation of the rare <i>B<sub>s</sub></i><sup>0</sup> → µ<sup>+</sup>µ<sup>−</sup> decay &amp; more},
          author = {{The CMS Collaboration}},
          journal = {Nature},
          year = {2015},
        }
        """),
]  # fmt: skip

SHAPES = (*_MACROS, *_COMMENTS, *_PARENTS, *_BROKEN, *_FORMS, *_VALUES)
