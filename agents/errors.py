"""Exceptions that an operator must mend; what the policy can mend is an Observation instead.

SightlineError
├── ConfigurationError     a setting names something that does not exist or cannot work
├── VectorsUnavailable     the vector store cannot be reached, or another process owns it
├── EncodingUnavailable    the encoding service does not answer, or has too much to do
├── StaleIndex             a corpus was indexed by another version of its encoder
├── JournalError           a journal cannot be read: unknown event, wrong version, wrong order
├── ReadersUnavailable     the program that reads documents does not start (agents/documents/errors.py)
├── ModelUnavailable       a language model gave no reply, after the retries its provider allows
└── UnreadablePicture      a question came with a picture that the media store refused
"""


class SightlineError(Exception):
    """Base of everything that is shown to a person as one sentence.

    The sentence names no server; `detail` says to operators what pages do not, such as an address.
    """

    def __init__(self, sentence: str = "", detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class ConfigurationError(SightlineError):
    """A setting names something that does not exist or cannot work."""


class VectorsUnavailable(SightlineError):
    """The vector store cannot be reached, or another process owns its folder."""


class EncodingUnavailable(SightlineError):
    """The encoding service does not answer, or has too much to do; words can be searched for without it."""

    def __init__(self, sentence: str = "", detail: str = "", *, is_busy: bool = False) -> None:
        super().__init__(sentence, detail)
        self.is_busy = is_busy


class StaleIndex(SightlineError):
    """A corpus was indexed by another version of its encoder."""


class JournalError(SightlineError):
    """A journal cannot be folded."""


class ModelUnavailable(SightlineError):
    """A language model gave no reply, after the retries its provider allows."""


class UnreadablePicture(SightlineError):
    """A question came with a picture that cannot be used."""
