"""Why a file does not become a document."""


class UnreadableDocument(ValueError):
    """The file is damaged, of an encoding that cannot be told, or without text; `str()` is a sentence."""
