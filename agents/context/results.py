"""The outcome of a call in words, within a number of characters."""

from collections.abc import Iterator, Sequence

from agents.context.fence import MAX_SOURCE_CHARACTERS, fence
from agents.context.items import Item, items_of
from agents.context.quoting import plain
from agents.observations import Observation, ToolError
from agents.text.hidden import visible

_WORDS = 300
_MIN_BODY_CHARACTERS = 80
"""Characters: less than that of a text tells nothing."""


def tell(observation: Observation, characters: int) -> str:
    """The outcome of a call, its texts cut after `characters` in all with a note of how to read on."""
    if error := observation.error:
        return _failure(error, characters)
    return "\n".join(_within([*items_of(observation.data, {*observation.new_ids})], characters))


def tell_briefly(observation: Observation) -> str:
    """The outcome of a call in its first line, without any text from outside."""
    if error := observation.error:
        return _failure(error, _WORDS)
    return next(items_of(observation.data, {*observation.new_ids})).head


def _failure(error: ToolError, characters: int) -> str:
    hint = f" {plain(error.hint, characters)}" if error.hint else ""
    return f"Failed ({plain(error.kind, _WORDS)}): {plain(error.message, characters)}{hint}"


def _within(items: Sequence[Item], characters: int) -> Iterator[str]:
    left = characters
    for place, item in enumerate(items):
        if left < _MIN_BODY_CHARACTERS:
            names = " ".join(dict.fromkeys(rest.more for rest in items[place:] if rest.more))
            yield f"[{len(items) - place} more are left out here; review {plain(names, _WORDS)}]"
            return
        told = _told(item, max(_MIN_BODY_CHARACTERS, left - len(item.head)))
        left -= len(told)
        yield told


def _told(item: Item, characters: int) -> str:
    body = visible(item.body).strip("\n")
    if not body:
        return item.head
    fenced = f"{item.head}\n{fence(body[:characters], plain(item.source, MAX_SOURCE_CHARACTERS))}"
    return fenced if len(body) <= characters else f"{fenced}\n{_cut(item, characters, len(body))}"


def _cut(item: Item, shown: int, length: int) -> str:
    onwards = (
        f"read on around character {item.start + shown}" if item.start is not None else f"review {item.more}"
    )
    return f"[{shown:,} of {length:,} characters; {onwards}]"
