"""Records that programs wrote: BibTeX, RIS, MEDLINE, JSON and tables, alone or inside other text."""
