"""A reader that loads when it is first asked for something."""

from collections.abc import Callable, Sequence
from functools import cached_property

from agents.questions.types import Ask
from agents.reading.types import Candidate, Finding, Reader


class LazyReader(Reader):
    """What `load` gives, as late as possible: runs that read nothing wait for no weights."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load

    @cached_property
    def _loaded(self) -> Reader:
        return self._load()

    @property
    def version(self) -> str:  # type: ignore[override]
        """The version of what was loaded."""
        return self._loaded.version

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """What the loaded reader says."""
        return self._loaded.read(ask, subject, candidates)
