"""The outcome of a call in words, within a number of characters."""

from agents.context.fence import MAX_SOURCE_CHARACTERS, fence
from agents.context.items import items_of
from agents.context.quoting import plain
from agents.observations import Observation, ToolError
from agents.text.hidden import visible

_MAX_CHARACTERS = 300
_MIN_BODY_CHARACTERS = 80
"""Characters: less than that of a text tells nothing."""


def tell(observation: Observation, characters: int) -> str:
    """The outcome of a call, its texts cut after `characters` in all with a note of how to read on."""
    if error := observation.error:
        return _failure(error, characters)
    items, lines, left = [*items_of(observation.data, {*observation.new_ids})], list[str](), characters
    for place, item in enumerate(items):
        if left < _MIN_BODY_CHARACTERS:
            names = " ".join(dict.fromkeys(rest.more for rest in items[place:] if rest.more))
            lines.append(
                f"[{len(items) - place} more are left out here; review {plain(names, _MAX_CHARACTERS)}]"
            )
            break
        told, body = item.head, visible(item.body).strip("\n")
        shown = max(_MIN_BODY_CHARACTERS, left - len(item.head))
        if body:
            told += f"\n{fence(body[:shown], plain(item.source, MAX_SOURCE_CHARACTERS))}"
        if len(body) > shown:
            at = item.start
            onwards = f"review {item.more}" if at is None else f"read on around character {at + shown}"
            told += f"\n[{shown:,} of {len(body):,} characters; {onwards}]"
        left -= len(told)
        lines.append(told)
    return "\n".join(lines)


def tell_briefly(observation: Observation) -> str:
    """The outcome of a call in its first line, without any text from outside."""
    if error := observation.error:
        return _failure(error, _MAX_CHARACTERS)
    return next(items_of(observation.data, {*observation.new_ids})).head


def _failure(error: ToolError, characters: int) -> str:
    hint = f" {plain(error.hint, characters)}" if error.hint else ""
    return f"Failed ({plain(error.kind, _MAX_CHARACTERS)}): {plain(error.message, characters)}{hint}"
