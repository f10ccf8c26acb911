"""Text that people write to each other: Markdown, chats, mails, lists of identifiers and links."""
