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
    """Counts files, and pages of scans, and tells a `Progress` about them."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total = 0, total
        self._progress = progress
        self._pages: dict[object, tuple[int, int]] = {}

    def add(self, count: int) -> None:
        """So many more files are done."""
        self._done += count
        self.beat()

    def beat(self) -> None:
        """Tell what was told before, for the sake of what it raises."""
        if self._progress:
            pages = list(self._pages.values())
            self._progress(
                self._done + sum(done for done, _all in pages),
                self._total + sum(of_all for _done, of_all in pages),
            )

    @contextmanager
    def pages(self) -> Iterator[Progress]:
        """Counts the pages of one file while it is read, in any thread; then it is a file like any other."""
        key = object()

        def told(done: int, total: int) -> None:
            self._pages[key] = done, total

        try:
            yield told
        finally:
            self._pages.pop(key, None)


@contextmanager
def naming(files: Sequence[Named]) -> Iterator[None]:
    """Whatever is raised here bears a note of the files that were worked on."""
    try:
        yield
    except Exception as error:
        first, last = files[0].path, files[-1].path
        error.add_note(first if first == last else f"{first} … {last}")
        raise
