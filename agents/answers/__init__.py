"""Answers without a model: composed from what the reader found, in the language of the question."""
