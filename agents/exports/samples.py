"""A conversation as a training sample: turns that alternate, in text with markers for its pictures.

Calls, results and the list of tools stand in tags of the Hermes form, which chat templates and servers of
open models read: `<tools>`, `<tool_call>`, `<tool_response>`. A marker `<image>` stands for the next picture.
Where a text from outside holds one of these tags, or a control token such as `<|im_end|>`, its angle brackets
are written as `&lt;` and `&gt;`.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from agents.exports.conversation import (
    AssistantTurn,
    Conversation,
    GoalSession,
    ToolTurn,
    Turn,
    UserTurn,
    pictures_of,
)
from agents.exports.outcomes import InlinePicture, Part
from agents.exports.system import system_text, tool_specs

MARKER = "<image>"

# Trainers also count the markers of videos and sounds, and tokenizers take <|...|> for control tokens.
_TAG = re.compile(r"<(/?(?:image|video|audio|thought|tools|tool_call|tool_response)|\|[^<>|]{1,60}\|)>")


class Speaker(Enum):
    """Whose turn it is; tools speak as the user."""

    SYSTEM = auto()
    USER = auto()
    ASSISTANT = auto()


@dataclass(frozen=True, slots=True)
class Message:
    """A turn in text; `pictures` are the UIDs of its markers, in order."""

    speaker: Speaker
    text: str
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A system message, then messages of user and assistant by turns; the assistant has the last one."""

    messages: tuple[Message, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The UID of every marker, from the first to the last; a picture shown twice is named twice."""
        return tuple(uid for message in self.messages for uid in message.pictures)


def sample_of(conversation: Conversation) -> Sample | None:
    """The sample of a run; None for one in which nothing was decided.

    What was told after the last decision is left out: nothing is learnt from it.
    """
    messages = []
    if started := conversation.state.started:
        lines = [system_text(started), "", "<tools>"]
        for spec in tool_specs(started.sources):
            function = {
                "name": spec.name,
                "description": spec.description,
                "parameters": dict(spec.parameters),
            }
            written = json.dumps({"type": "function", "function": function}, ensure_ascii=False)
            lines.append(escape(written))
        messages.append(Message(Speaker.SYSTEM, "\n".join([*lines, "</tools>"])))
    for item in conversation.items:
        if isinstance(item, GoalSession):
            messages.append(Message(Speaker.USER, f"Goal {item.goal}: {escape(item.task)}"))
            messages += map(_message, item.turns)
        else:
            messages.append(_message(item))
    merged = []
    for speaker, group in groupby(messages, key=lambda message: message.speaker):
        joined = [*group]
        pictures = tuple(uid for message in joined for uid in message.pictures)
        merged.append(Message(speaker, "\n\n".join(message.text for message in joined), pictures))
    while merged and merged[-1].speaker is not Speaker.ASSISTANT:
        merged.pop()
    return Sample(tuple(merged)) if merged else None


def escape(text: str) -> str:
    """The text without anything that reads as a marker, a tag or a control token of a sample."""
    return _TAG.sub(r"&lt;\1&gt;", text)


def thought_text(turn: AssistantTurn) -> str:
    """The thought between its tags and the text after it, whichever there are, with nothing escaped."""
    return _spoken(turn.thought, turn.text)


def _message(turn: Turn) -> Message:
    match turn:
        case AssistantTurn(thought, text, calls):
            spoken = [_spoken(escape(thought), escape(text))]
            for call in calls:
                made = {"name": call.name, "arguments": dict(call.arguments)}
                written = escape(json.dumps(made, ensure_ascii=False))
                spoken.append(f"<tool_call>\n{written}\n</tool_call>")
            return Message(Speaker.ASSISTANT, "\n\n".join(filter(None, spoken)))
        case ToolTurn(parts=parts):
            return Message(
                Speaker.USER, f"<tool_response>\n{_text(parts)}\n</tool_response>", pictures_of(turn)
            )
        case UserTurn(parts):
            return Message(Speaker.USER, _text(parts), pictures_of(turn))


def _spoken(thought: str, text: str) -> str:
    return "\n\n".join(filter(None, (f"<thought>\n{thought}\n</thought>" if thought else "", text)))


def _text(parts: Iterable[Part]) -> str:
    return "\n".join(MARKER if isinstance(part, InlinePicture) else escape(part) for part in parts)
