"""What a result is told as: lines of ours, each with a text from outside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A line of ours with a text from outside. `start` is where the text begins in its document.

    `more` names what to review for the rest of the text.
    """

    head: str
    body: str = ""
    source: str = ""
    start: int | None = None
    more: str = ""
