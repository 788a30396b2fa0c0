"""Bytes become text in order: encodings, clean characters, lines, paragraphs."""
