"""Readers of files: bytes, a name and a declared type become text, pictures and what a file says of itself.

One file a format. Imports of a corpus and tools of the agent use the same readers.
"""
