"""Splicing: a person's .bib read as it stands, and changed in the bytes that are meant and no others.

`load` gives the file as a value: its entries with the exact place of each field, and what cannot be read.
An `Edit` replaces a stretch of its text; those made here follow the habits of the file (indent, alignment,
quotes or braces, trailing comma, line ends). `apply` makes the new text, `save` puts it in the file's place
in the file's own encoding, unless the file has changed meanwhile. No edits, no change: not a byte is
written anew that was not asked for. No writer of a parser's is used, since all of them re-serialise.
"""

from bibgen.splice.bibfile import BibFile, Held, HeldField, Unread, parse
from bibgen.splice.disk import load, save
from bibgen.splice.edits import (
    Edit,
    apply,
    insert_entries,
    remove_entry,
    remove_field,
    set_field,
    set_key,
    set_type,
)

__all__ = [
    "BibFile",
    "Edit",
    "Held",
    "HeldField",
    "Unread",
    "apply",
    "insert_entries",
    "load",
    "parse",
    "remove_entry",
    "remove_field",
    "save",
    "set_field",
    "set_key",
    "set_type",
]
