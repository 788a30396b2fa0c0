"""What the encoding service is asked and what it answers.

    GET  /encoder?name=builtin                  -> Description
    POST /texts      TextsRequest as JSON       -> TextsReply
    POST /pictures?name=&version=&k=            -> PicturesReply
                     pixels as safetensors: "0", "1", ... each (height, width, 3) of uint8, sRGB
    GET  /healthz                               -> 200, without a key

Whoever asks names the version of the encoder that it has a description of: vectors of another version are
never handed out. A refusal is JSON, too, and its sentence a message.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.messages import Text
from agents.retrieval.encoders import Encoder
from media_store.limits import MIB

Purpose = Literal["queries", "passages", "texts"]
"""Which of the encoder's ways texts go: `embed_queries`, `embed_passages` or `embed_texts`."""

MAX_TEXTS = 64
"""Of one request; callers send more in several."""

MAX_TEXTS_BYTES = 8 * MIB
MAX_PICTURES = 16
MAX_PICTURES_BYTES = 64 * MIB
"""Of the body of a request with pictures: one of 22 megapixels, or several smaller ones."""

MAX_LABELS = 100
MAX_NAME_CHARACTERS = 1000

MAX_WAIT_SECONDS = 10.0
"""For an encoder to be loaded and for callers who came before; then the service says that it is busy."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SentencesDescription(_Value):
    """What is known of a sentence encoder without asking it anything."""

    name: str
    version: str
    dimension: int
    similarity_range: tuple[float, float]


class Description(_Value):
    """What is known of an encoder without asking it anything."""

    version: str
    query_space: str
    spaces: dict[str, int]
    similarity_ranges: dict[str, tuple[float, float]]
    sentences: SentencesDescription

    @classmethod
    def of(cls, encoder: Encoder) -> "Description":
        """The description of an encoder of this process."""
        sentences = encoder.sentences
        return cls(
            version=encoder.version, query_space=encoder.query_space, spaces=dict(encoder.spaces),
            similarity_ranges=dict(encoder.similarity_ranges),
            sentences=SentencesDescription(
                name=sentences.name, version=sentences.version, dimension=sentences.dimension,
                similarity_range=sentences.similarity_range,
            ),
        )  # fmt: skip


class TextsRequest(_Value):
    """Texts to be embedded by the encoder of that name and version."""

    name: str = Field(max_length=MAX_NAME_CHARACTERS)
    version: str
    purpose: Purpose
    texts: list[str] = Field(min_length=1, max_length=MAX_TEXTS)


class PicturesRequest(_Value):
    """The query of a request with pictures: the encoder, and how many labels each picture gets."""

    name: str = Field(max_length=MAX_NAME_CHARACTERS)
    version: str
    k: int = Field(ge=0, le=MAX_LABELS)


class TextsReply(_Value):
    """A vector for each text, in their order."""

    vectors: list[list[float]]


class PicturesReply(_Value):
    """By space a vector for each picture, and the labels of each with their probabilities."""

    vectors: dict[str, list[list[float]]]
    labels: list[list[tuple[str, float]]]


Reason = Literal[
    "busy", "other_version", "too_large", "unavailable_encoder", "unknown_encoder", "unreadable", "wrong_key"
]


class Refusal(_Value):
    """Why nothing was encoded."""

    reason: Reason
    sentence: Text


STATUS: dict[Reason, int] = {
    "busy": 503, "other_version": 409, "too_large": 413, "unavailable_encoder": 424, "unknown_encoder": 404,
    "unreadable": 400, "wrong_key": 401,
}  # fmt: skip
