"""How many pieces of work of each kind a worker has under way at once.

Each kind has slots of its own, so work of one kind never waits for work of another: four deep runs and an
import leave a quick question its thread. A delivery that finds no slot is put down at once, and its thread is
free; rows remember what waits.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from threading import Lock

from django.conf import settings

from agents.errors import ConfigurationError
from agents.messages import message as _


class Kind(StrEnum):
    """What work is called in the setting. Runs are of the kind of their profile."""

    QUICK = "quick"
    STANDARD = "standard"
    DEEP = "deep"
    INDEXING = "indexing"
    CURATION = "curation"
    TRIALS = "trials"


DEFAULT = "quick=2 standard=2 deep=4 indexing=2 curation=2 trials=1"
"""For two cores: runs wait for models most of the time, indexing and imports do not."""

MAX_SLOTS = 64


def parse_slots(line: str) -> dict[Kind, int]:
    """Slots by kind, of a line `kind=count ...`; kinds that it leaves out have their default.

    Raises ConfigurationError.
    """
    sizes: dict[Kind, int] = {}
    for word in line.split():
        name, _equals, count = word.partition("=")
        if name not in {*Kind}:
            sentence = _("%(word)s names no kind of work: %(kinds)s", word=repr(word), kinds=", ".join(Kind))
            raise ConfigurationError(sentence)
        if Kind(name) in sizes:
            raise ConfigurationError(_("%(kind)s is given twice", kind=name))
        if not (count.isascii() and count.isdigit() and 1 <= int(count) <= MAX_SLOTS):
            sentence = _("write %(kind)s=COUNT with a count from 1 to %(limit)s", kind=name, limit=MAX_SLOTS)
            raise ConfigurationError(sentence)
        sizes[Kind(name)] = int(count)
    return sizes if line == DEFAULT else parse_slots(DEFAULT) | sizes


class Slots:
    """The slots of one process. Taking one never waits."""

    def __init__(self, sizes: Mapping[Kind, int]) -> None:
        self._free = dict(sizes)
        self._lock = Lock()

    def free(self, kind: Kind) -> int:
        """How many are free now."""
        return self._free[kind]

    @contextmanager
    def hold(self, kind: Kind) -> Iterator[bool]:
        """A slot for the block, or False where all are taken."""
        with self._lock:
            is_held = self._free[kind] > 0
            self._free[kind] -= is_held
        try:
            yield is_held
        finally:
            with self._lock:
                self._free[kind] += is_held


@cache
def slots() -> Slots:
    """Those of this process."""
    return Slots(parse_slots(settings.ENV.slots))
