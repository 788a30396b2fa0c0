"""What the prompts of other loops would take for the same run: a transcript that grows, and pictures."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from agents.context.results import tell
from agents.context.shrink import RESULT_CHARACTERS
from agents.events import CallFinished, Event, ModelAsked, StepDecided
from agents.models.tokens import picture_tokens, text_tokens
from agents.observations import HitsFound, PictureSeen, PicturesSeen, SearchesDone, ToolResult
from benchmarks.horizon.corpus import SIZE


@dataclass(slots=True)
class Transcript:
    """A prompt that tells everything from the start. `pictures` has the tokens of each, the newest last."""

    text_tokens: int = 0
    pictures: dict[str, int] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Tell one more event: what was wanted, or in the words of our own prompts what came of it."""
        match event:
            case StepDecided(intent=intent, calls=calls):
                said = intent + "".join(call.name + json.dumps(dict(call.arguments)) for call in calls)
                self.text_tokens += text_tokens(said)
            case CallFinished(observation=observation):
                self.text_tokens += text_tokens(tell(observation, RESULT_CHARACTERS))
                for uid, (width, height) in _met(observation.data):
                    self.pictures.pop(uid, None)
                    self.pictures[uid] = picture_tokens("patches28", width, height)


def transcripts(journal: Iterable[Event]) -> Iterator[tuple[int, list[int]]]:
    """For each turn of a run the tokens of a transcript's text, and of each picture met so far."""
    transcript = Transcript()
    for event in journal:
        transcript.take(event)
        if isinstance(event, ModelAsked) and event.decides:
            fixed = sum(event.ledger.sections.get(name, 0) for name in ("system", "tools", "question"))
            yield fixed + transcript.text_tokens, [*transcript.pictures.values()]


def _met(result: ToolResult | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Pictures that were hits or looked at, with their sizes in pixels as they would be shown."""
    match result:
        case HitsFound(hits=hits):
            yield from ((hit.uid, SIZE) for hit in hits if hit.uid)
        case SearchesDone(searches):
            for found in searches:
                yield from _met(found)
        case PictureSeen() as look:
            yield look.uid, (look.shown_width, look.shown_height)
        case PicturesSeen(pictures):
            for look in pictures:
                yield from _met(look)
