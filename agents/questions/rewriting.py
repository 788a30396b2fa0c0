"""Other wordings of a question that are searched for beside its own words, and how its words are spelled.

By rules: the question with its slips of the pen mended, and each of two things that are compared by itself.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from agents.questions.types import MAX_REWRITES, Ask, Intent, Spelling, Understanding
from agents.retrieval.spelling.corrections import Correction
from agents.retrieval.tokens import respelled

MAX_SPELLINGS = 8

Correct = Callable[[str], Sequence[Correction]]
"""What a search of words will take for a slip of the pen."""


def with_wordings(understanding: Understanding, correct: Correct) -> Understanding:
    """The understanding with the spelling of its words, and with what else is searched for."""
    found = dict.fromkeys(slip for ask in understanding.asks for slip in correct(own_words(ask)))
    spellings = tuple(Spelling(slip.typed, slip.word) for slip in found)[:MAX_SPELLINGS]
    asks = tuple(replace(ask, rewrites=rewrites_of(ask, spellings)) for ask in understanding.asks)
    return replace(understanding, asks=asks, spellings=spellings)


def own_words(ask: Ask) -> str:
    """What is searched for first: the words of an ask with what it names, of pictures what they show."""
    if ask.intent is Intent.PICTURES and ask.about:
        return " ".join((*ask.about, *ask.constraints))
    return ask.text if ask.points_at_picture else ask.naming("; ".join(ask.about))


def rewrites_of(ask: Ask, spellings: Iterable[Spelling] = ()) -> tuple[str, ...]:
    """The other wordings by rules, MAX_REWRITES at most."""
    words = {each.typed: each.word for each in spellings if each.is_used}
    own = own_words(ask)
    mended = respelled(own, words)
    wordings = [mended] if mended != own else []
    if ask.intent is Intent.COMPARISON:
        wordings += [respelled(name, words) for name in ask.about]
    return tuple(dict.fromkeys(wordings))[:MAX_REWRITES]


def spelled_anew(understanding: Understanding, typed: str, *, is_used: bool) -> Understanding:
    """The understanding with a word as it was typed, or as it was corrected; KeyError for any other word."""
    if all(each.typed != typed for each in understanding.spellings):
        raise KeyError(typed)
    spellings = tuple(
        replace(each, is_used=is_used) if each.typed == typed else each for each in understanding.spellings
    )
    asks = tuple(
        replace(ask, rewrites=rewrites_after(ask, ask, understanding.spellings, spellings))
        for ask in understanding.asks
    )
    return replace(understanding, asks=asks, spellings=spellings)


def rewrites_after(
    before: Ask, after: Ask, spelled: Collection[Spelling], spelled_after: Collection[Spelling]
) -> tuple[str, ...]:
    """The other wordings of an ask that was changed: those by rules made anew, the rest with its new names.

    What was taken away does not come back.
    """
    by_rules = rewrites_of(before, spelled)
    kept = by_rules if before.rewrites is None else before.rewrites
    gone = set(by_rules) - set(kept)
    fresh = [wording for wording in rewrites_of(after, spelled_after) if wording not in gone]
    written = [wording for wording in kept if wording not in by_rules]
    for old, new in zip(before.about, after.about, strict=False):
        written = [wording.replace(old, new) for wording in written]
    return tuple(dict.fromkeys((*fresh, *written)))[:MAX_REWRITES]
