"""The tables of the cache, and the statements that more than one module makes of them.

`answers` are raw, `asked` are the questions they answer, `papers` are read from them and filed under `hints`;
`told` are accounts of decisions, `refreshes` when one began that is not done.
"""

from __future__ import annotations

from bibgen.store.files import Schema

# Each step of the schema, in order; a store knows by `user_version` how many it has had.
_MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL, request TEXT NOT NULL, body BLOB NOT NULL, at REAL NOT NULL
    );
    CREATE TABLE asked (
        source TEXT NOT NULL, question TEXT NOT NULL,
        answer INTEGER NOT NULL, found INTEGER NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (source, question)
    ) WITHOUT ROWID;
    CREATE TABLE papers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE, record TEXT NOT NULL, reading INTEGER NOT NULL,
        answer INTEGER NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX papers_by_reading ON papers (reading);
    CREATE TABLE hints (
        hint INTEGER NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (hint, paper)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE told (
        file TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        key TEXT NOT NULL, papers TEXT NOT NULL, account BLOB NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX told_by_file ON told (file, first);
    CREATE INDEX told_by_key ON told (key);
    """,
    "CREATE TABLE refreshes (since REAL NOT NULL);",
)
SCHEMA = Schema(steps=_MIGRATIONS, what="cache", variable="BIBGEN_CACHE_DIR")

# The reading of a row of `papers` that stands for all that an answer holds which nobody has read yet.
UNREAD = 0
# Before the questions of answers that are kept beside the papers and never read into them (`asides`).
ASIDE = "published "

REPLACE_ASKED = (
    "ON CONFLICT (source, question) DO UPDATE SET "
    "answer = excluded.answer, found = excluded.found, at = excluded.at"
)
DROP_UNUSED = (  # what nobody would read again
    "DELETE FROM answers WHERE id NOT IN (SELECT answer FROM asked) AND id NOT IN (SELECT answer FROM papers)"
)
