"""References as papers print them: sections of references, and LaTeX's bibliographies."""
