"""arXiv's own pages and mails as pasted text."""
