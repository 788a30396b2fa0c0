"""The kinds of work that workers do, and the setting that says how many of each a worker does at once."""

from enum import StrEnum

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
