"""Why a file does not become a document."""

from agents.errors import SightlineError
from media_store.messages import Message
from media_store.messages import message as _


class UnreadableDocument(ValueError):
    """The file is damaged, takes too much, has no known encoding or no text; its sentence is a message."""


class ReadingCancelled(Exception):
    """Whoever asked for the file does not want it any more."""


class ReadersUnavailable(SightlineError):
    """The program that reads files cannot be started."""


def unforeseen(error: Exception) -> Message:
    """The sentence for whatever else a reader raises at a file."""
    return _(
        "This file is damaged, or of a form that is not read here (%(error)s).", error=type(error).__name__
    )
