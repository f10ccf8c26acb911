"""What bibgen does for a person's own manuscript: its .bib files, and the text that cites from them.

Every command here reads a file with `splice`, says what it would change and why, and leaves all other bytes
alone. Nothing of it is shown or asked for here: that is the command line's, which also saves.

| command | module | stands on |
|---|---|---|
| add | `addition` | `presence`: which papers a .bib holds already, under whatever key |
| update | `update` | `draft`, `completion`, `credits`, `relocation`, `wording`: one entry, its words |
| audit | `auditing` | `references`, `described`, `bylines`, `identity`, `verdicts`, ... |
| cite | `citing` | `cited`: which keys a document uses and which entries it does not |
| format | `tidy` | `layout`: one entry laid out anew |
| duplicates | `doubles`, `merging` | `place`, `agreement`, `survivor`: what is lost where two become one |

Audit and update ask `published` for the form in which a paper appeared; whether what a registry says is the
paper `matching.forms` judges, purely, and makes one record of both.
"""
