"""A hit of a search, as the policy sees it and a journal keeps it."""

from dataclasses import dataclass
from typing import Literal

from agents.sources import NOWHERE, FromSource, StoredRef
from media_store import Box


@dataclass(frozen=True, slots=True)
class ChannelScore:
    """Where one retrieval channel placed a hit: rank from 1, and its confidence 0..1.

    `sources` says where the words that matched stand: caption, file, label, read ... (see `Source`).
    """

    name: str
    rank: int
    score: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenHit(FromSource):
    """A search hit as the policy sees it: text and a UID, never pixels.

    `id` names the record ("passage:7", "image:3") or a result of a search of the web ("result:2"), `source`
    what it is part of; `documents` are those that
    show the picture.
    `box` is the part of a picture that looks like the query, where a part does more than the whole.
    `confidence` (0..1) says how good the channels together think it is; `score` is the same, and orders hits.
    """

    id: str
    kind: Literal["passage", "image", "web"]
    title: str
    text: str
    file: str
    corpus: str
    score: float
    confidence: float
    channels: tuple[ChannelScore, ...] = ()
    uid: str | None = None
    document: int | None = None
    start: int | None = None
    end: int | None = None
    documents: tuple[int, ...] = ()
    duplicates: tuple[str, ...] = ()
    box: Box | None = None
    source: StoredRef = NOWHERE
