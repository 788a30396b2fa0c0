"""Why a file does not become a document."""

from agents.errors import SightlineError


class UnreadableDocument(ValueError):
    """The file is damaged, takes too much, has no known encoding or no text; `str()` is a sentence."""


class ReadingCancelled(Exception):
    """Whoever asked for the file does not want it any more."""


class ReadersUnavailable(SightlineError):
    """The program that reads files cannot be started."""
