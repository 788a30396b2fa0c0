"""One run as a file: JSON that can be read back, Markdown, and a page that opens without a network."""
