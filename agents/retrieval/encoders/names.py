"""The parts of an encoder's name, and where the weights that it names would come from. Nothing is loaded."""

import re
from dataclasses import dataclass
from typing import Literal

from agents.retrieval.encoders.sentences import sentence_encoder_names

_SENTENCES = re.compile(rf"\+(?P<sentences>(?:{'|'.join(sentence_encoder_names())})(?::.*)?)$")
"""What follows the last plus sign names a sentence encoder; paths of checkpoints may hold one, too."""

OPENCLIP = "openclip"


@dataclass(frozen=True, slots=True)
class EncoderName:
    """`kind:options+sentences`, with options and sentence encoder where they are given."""

    kind: str
    options: str
    sentences: str

    @classmethod
    def parse(cls, name: str) -> "EncoderName":
        """Any text has these parts; whether there is such an encoder is not asked."""
        chosen = _SENTENCES.search(name)
        kind, options = (name[: chosen.start()] if chosen else name).partition(":")[::2]
        return cls(kind, options, chosen["sentences"] if chosen else "")


@dataclass(frozen=True, slots=True)
class WeightsOrigin:
    """A path of this machine, or a hub: "openclip" for its tags, else an owner on the model hub."""

    place: Literal["path", "hub"]
    name: str


def weights_of(name: EncoderName) -> tuple[WeightsOrigin, ...]:
    """Where the weights come from that an encoder's name chooses; those that packages bring are no choice."""
    found = []
    if name.kind == OPENCLIP:
        pretrained = name.options.partition("/")[2]
        found.append(WeightsOrigin("path", pretrained) if is_path(pretrained) else _HUB_OF_TAGS)
    sentences, _, options = name.sentences.partition(":")
    if sentences == "transformers":
        is_local = options.startswith(("/", ".", "~"))
        owner = options.rpartition("/")[0]  # Empty without one.
        found.append(WeightsOrigin("path", options) if is_local else WeightsOrigin("hub", owner))
    return tuple(found)


def is_path(pretrained: str) -> bool:
    """Whether the weights of an OpenCLIP model are named by a path: it has a slash, which no tag has."""
    return "/" in pretrained


_HUB_OF_TAGS = WeightsOrigin("hub", OPENCLIP)
