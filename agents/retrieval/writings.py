"""What is written about a record, each text with where it stands: not all of it says as much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agents.retrieval.lexical import Record
from agents.retrieval.tokens import LexicalQuery, index_tokens, plain_text, tokenise


class Source(StrEnum):
    """Where words of a record stand."""

    TEXT = "text"
    TITLE = "title"
    CAPTION = "caption"
    TAGS = "tags"
    NOTE = "note"
    ALTERNATIVE = "alternative"
    FILE = "file"
    LABEL = "label"
    READ = "read"


SAYS: Mapping[Source, float] = {
    Source.TEXT: 1.0, Source.CAPTION: 1.0, Source.TITLE: 0.95, Source.TAGS: 0.95, Source.NOTE: 0.95,
    Source.ALTERNATIVE: 0.95, Source.FILE: 0.75, Source.LABEL: 0.6, Source.READ: 0.45,
}  # fmt: skip
"""How much a word there says about what is shown, 0..1: people name pictures with care, files in haste; a
label is a guess, and what is read in a photograph is often no word at all."""

_NAMES = frozenset({Source.CAPTION, Source.TITLE, Source.TAGS, Source.NOTE, Source.ALTERNATIVE})
"""What people wrote to say what is shown: a query in the same words asks for this very picture."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A text with its language (ISO 639-1), and where it stands."""

    source: Source
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Matched:
    """Which sources have words of a query, the telling ones first, and what these words say there, 0..1."""

    sources: tuple[Source, ...] = ()
    says: float = 1.0


def match(query: LexicalQuery, writings: Sequence[Writing]) -> Matched:
    """Each word counts where it says most; the sources are those that a word counts in."""
    wanted = {token: term for term in query.scored_terms for token in query.tokens(term)}
    best: dict[str, Source] = {}
    for writing in sorted(writings, key=lambda each: -SAYS[each.source]):
        for token in wanted.keys() & index_tokens(writing.text, writing.language):
            best.setdefault(wanted[token], writing.source)
    if not best:
        return Matched()
    return Matched(tuple(dict.fromkeys(best.values())), sum(map(SAYS.__getitem__, best.values())) / len(best))


def named(text: str, written: Mapping[Record, Sequence[Writing]]) -> list[Record]:
    """Those of which people wrote just the words of a typed query to say what is shown."""
    wanted = tokenise(plain_text(text))
    return [
        record
        for record, writings in written.items()
        if wanted and any(tokenise(each.text) == wanted for each in writings if each.source in _NAMES)
    ]


def is_told(writings: Sequence[Writing]) -> bool:
    """Whether people wrote what is shown."""
    return any(each.source in _NAMES for each in writings)


def telling(writings: Sequence[Writing]) -> float:
    """What the most telling of these texts says, 0..1; 1 where nothing is known of them."""
    return max((SAYS[each.source] for each in writings), default=1.0)
