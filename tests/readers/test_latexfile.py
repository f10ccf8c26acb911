"""Bibliographies in LaTeX's own files: \\bibitem in its forms, biblatex, keys of an .aux."""

from __future__ import annotations

import pytest

from bibgen import names
from bibgen.model import Mention
from bibgen.readers import read
from bibgen.readers.citations import latexfile
from tests.readers.cover import check_cover

PLAIN = r"""\begin{thebibliography}{10}

\bibitem{vaswani2017}
Ashish Vaswani, Noam Shazeer, and K.~G{\"o}del.
\newblock {Attention} is all you need.
\newblock {\em Nature}, 3(2):1--11, 2017.

\bibitem[{He et~al.(2016)He, Zhang, and Sun}]{he2016}
K.~He, X.~Zhang, and J.~Sun.
\newblock Deep residual learning for {$\Lambda$} images? {A} survey.
\newblock \emph{arXiv preprint arXiv:1512.03385}, 2016.
\newblock URL \url{https://arxiv.org/abs/1512.03385}.

\end{thebibliography}
"""
REVTEX = r"""\bibitem [{\citenamefont {Abbott}\ \emph {et~al.}(2016)}]{gw}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {B.~P.}\ \bibnamefont {Abbott}},\ and\ \bibinfo {author}
  {\bibfnamefont {R.}~\bibnamefont {Abbott}},\ }\bibfield  {title} {\bibinfo {title} {Observation of waves},\ }\href
  {https://doi.org/10.1103/PhysRevLett.116.061102} {\bibfield  {journal} {\bibinfo  {journal} {Phys. Rev. Lett.}\ }\textbf
  {\bibinfo {volume} {116}},\ \bibinfo {pages} {061102} (\bibinfo {year} {2016})},\ \Eprint
  {https://arxiv.org/abs/1602.03837} {arXiv:1602.03837 [gr-qc]} \BibitemShut {NoStop}%
"""
BIBLATEX = r"""    \entry{vaswani}{article}{}
      \name{author}{2}{}{%
        {{hash=aa}{%
           family={Vaswani},
           given={Ashish},
           giveni={A\bibinitperiod}}}%
        {{hash=bb}{%
           family={Oord},
           given={Aäron},
           prefix={van\bibnamedelima den}}}%
      }
      \field{title}{Attention Is All You Need}
      \field{year}{2017}
      \verb{eprint}
      \verb 1706.03762
      \endverb
    \endentry
"""


def test_bibitems_with_newblocks():
    check_cover(PLAIN)
    first, second = read(PLAIN).mentions
    assert (first.title, first.venue, first.issued.year) == ("Attention is all you need", "Nature", 2017)
    assert [names.display(one) for one in first.authors] == ["Ashish Vaswani", "Noam Shazeer", "K. Gödel"]
    assert first.said == {"citation-key": "vaswani2017", "volume": "3", "issue": "2", "page": "1–11"}
    assert second.title == "Deep residual learning for Λ images? A survey"
    assert second.identifier("arxiv").value == "1512.03385"
    assert second.said["citation-key"] == "he2016"


def test_revtex_names_the_parts():
    (found,) = read(REVTEX).mentions
    assert found.title == "Observation of waves"
    assert found.venue == "Phys. Rev. Lett."
    assert {one.value for one in found.identifiers} == {"1602.03837", "10.1103/physrevlett.116.061102"}
    assert [one.family for one in found.authors] == ["Abbott", "Abbott"]


def test_biblatex_names_everything():
    (found,) = read(BIBLATEX).mentions
    assert (found.title, found.identifiers[0].value) == ("Attention Is All You Need", "1706.03762")
    assert [names.display(one) for one in found.authors] == ["Ashish Vaswani", "Aäron van den Oord"]


def test_a_bibitem_typed_by_hand():
    text = "\\bibitem{w} E.~Witten, \\textit{Anti-de Sitter space and holography}, Adv. Theor. Math. Phys. {\\bf 2} (1998) 253 [hep-th/9802150]."
    (found,) = read(text).mentions
    assert found.title == "Anti-de Sitter space and holography"
    assert found.identifiers[0].value == "hep-th/9802150"


def test_keys_of_an_aux_that_name_papers_and_others():
    text = "\\relax\n\\citation{arXiv:1706.03762,knuth}\n\\citation{DBLP:journals/corr/abs-1512-03385}\n\\bibdata{x}\n"
    check_cover(text)
    reading = read(text)
    assert [one.identifiers[0].value for one in reading.mentions] == ["1706.03762", "1512.03385"]
    assert [one.reason for one in reading.leftovers if "knuth" in one.text] == [latexfile.A_KEY]


@pytest.mark.parametrize("key", ["knuth1984", "2017", "fig:3", "DBLP:conf/nips/VaswaniSPUJGKP17", ""])
def test_most_keys_name_no_paper(key):
    assert latexfile.named(key) is None


@pytest.mark.parametrize(
    "text",
    ["\\bibitem", "\\bibitem{", "\\bibitem[{x", "\\entry{a}", "\\citation{}", "\\bibitem{a}\n\n\\bibitem{b}"],
)
def test_broken_bibliographies_are_left_over(text):
    check_cover(text)
    assert not any(isinstance(one, Mention) for one in read(text).mentions)
