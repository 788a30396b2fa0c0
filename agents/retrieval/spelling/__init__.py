"""What was probably meant where a word stands in no text."""
