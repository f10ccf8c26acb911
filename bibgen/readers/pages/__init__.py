"""Pages of authors and venues as pasted text: a paper is a block of title, names and page furniture."""
