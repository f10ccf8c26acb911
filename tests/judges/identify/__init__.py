"""How well papers are identified: labelled mentions, made from arXiv's records by known damage.

`generator` makes the mentions, class by class, `scoring` counts what became of them, and
`python -m tests.benchmarks.identify` prints both. `pairs.jsonl` holds titles that look alike and name
different papers, `same.jsonl` spellings of one title, `absent.jsonl` papers that are not on arXiv.
"""
