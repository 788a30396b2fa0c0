"""Six passes that make a prompt smaller until it fits: what is oldest and matters least goes first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from agents.context.inline import PromptPicture

RESULT_CHARACTERS = 15_000
"""Of one result of a recent turn, as in Harness-1 (arXiv:2606.02373)."""

SHORT_CHARACTERS = 1_500
"""Of one result of a turn that was shortened."""

MIN_QUESTION_CHARACTERS = 600
"""Characters of a question that are shown even in the smallest prompt."""

_QUOTES_CHARACTERS = (600, 200, 80, 0)
_QUESTIONS_CHARACTERS = (20_000, 6_000, 2_000, MIN_QUESTION_CHARACTERS)
_LAST_TURN_CHARACTERS = (6_000, SHORT_CHARACTERS, 400)


@dataclass(frozen=True, slots=True)
class Layout:
    """How much a prompt tells.

    Of the pool `snippets` hits with their text and `bare_hits` more as ids; `inline` pictures, the most
    important first; for each turn that is told, oldest first, the characters of each of its results; so many
    characters of each piece of evidence, and of the question all or so many; `is_minimal` leaves out whatever
    can be asked for again.
    """

    inline: tuple[PromptPicture, ...]
    turns: tuple[int, ...]
    snippets: int = 34
    bare_hits: int = 30
    quote_characters: int = 600
    question_characters: int | None = None
    is_minimal: bool = False


Pass = Callable[[Layout], Iterator[Layout]]
"""Gives smaller and smaller layouts; none where it has nothing to take away."""


def drop_sheets(layout: Layout) -> Iterator[Layout]:
    """Contact sheets leave; each of their pictures can be looked at. Pinned ones stay."""
    kept = tuple(picture for picture in layout.inline if picture.is_pinned or not picture.is_sheet)
    if kept != layout.inline:
        yield replace(layout, inline=kept)


def shrink_pool(layout: Layout) -> Iterator[Layout]:
    yield replace(layout, snippets=15)
    yield replace(layout, snippets=0, bare_hits=80)


def drop_pictures(layout: Layout) -> Iterator[Layout]:
    """One picture after the other leaves, the last of the order first, until one is left."""
    for count in range(len(layout.inline) - 1, 0, -1):
        yield replace(layout, inline=layout.inline[:count])


def shorten_turns(layout: Layout) -> Iterator[Layout]:
    """All turns but the newest, oldest first."""
    for count in range(1, len(layout.turns)):
        yield replace(layout, turns=(SHORT_CHARACTERS,) * count + layout.turns[count:])


def drop_turns(layout: Layout) -> Iterator[Layout]:
    """Oldest first; the newest stays, and gets shorter at last."""
    for first in range(1, len(layout.turns)):
        yield replace(layout, turns=layout.turns[first:])
    for characters in _LAST_TURN_CHARACTERS if layout.turns else ():
        yield replace(layout, turns=(characters,))


def keep_minimum(layout: Layout) -> Iterator[Layout]:
    """Question, curated set, checks, pages of pictures.

    Then evidence goes down to its ids, the last picture leaves, and of a long question the middle.
    """
    least = replace(layout, turns=(), snippets=0, bare_hits=0, is_minimal=True)
    for characters in _QUOTES_CHARACTERS:
        least = replace(least, quote_characters=characters)
        yield least
    yield replace(least, inline=())
    for characters in _QUESTIONS_CHARACTERS:
        yield replace(least, inline=(), question_characters=characters)


PASSES: tuple[Pass, ...] = (
    drop_sheets, shrink_pool, drop_pictures, shorten_turns, drop_turns, keep_minimum,
)  # fmt: skip


def layouts(first: Layout) -> Iterator[tuple[int, Layout]]:
    """Smaller and smaller layouts, each with the number of the pass that made it; 0 for the first."""
    yield 0, first
    smallest = first
    for number, shrink in enumerate(PASSES, start=1):
        for layout in shrink(smallest):
            smallest = layout
            yield number, layout
