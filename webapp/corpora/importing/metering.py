"""How far an import is, and which files it was at when it ended otherwise than it should."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

Progress = Callable[[int, int], None]
"""Is told `(done, total)`; may raise what ends the work."""


class Named(Protocol):
    """Something with a path."""

    @property
    def path(self) -> str: ...


class Meter:
    """Counts files and tells a `Progress` about them."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total = 0, total
        self._progress = progress

    def add(self, count: int) -> None:
        """So many more files are done."""
        self._done += count
        self.beat()

    def beat(self) -> None:
        """Tell what was told before, for the sake of what it raises."""
        if self._progress:
            self._progress(self._done, self._total)


@contextmanager
def naming(files: Sequence[Named]) -> Iterator[None]:
    """Whatever is raised here bears a note of the files that were worked on."""
    try:
        yield
    except Exception as error:
        first, last = files[0].path, files[-1].path
        error.add_note(first if first == last else f"{first} … {last}")
        raise
