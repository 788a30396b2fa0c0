"""Pictures with their vectors in memory, and a memory of what was computed of the queries."""

import hashlib
import pickle
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from agents.retrieval import windows
from agents.retrieval.by_picture import CopyFinder, features_of
from agents.retrieval.encoders.base import Encoder, Vectors
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card
from agents.retrieval.vectors import CollectionKey, Vector, VectorHit
from agents.retrieval.writings import Writing
from agents.vision import fingerprint
from agents.vision.local_features import LocalFeatures, SharedPlaces, local_features, shared_places
from benchmarks.near_copies.pictures import Named

_BATCH = 8


class Memory:
    """What was computed before, in a file if one is named: vectors of pictures, places that pairs share."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.vectors: dict[str, dict[str, Vector]] = {}
        self.places: dict[tuple[str, bool, str], SharedPlaces] = {}
        if file is not None:
            with suppress(FileNotFoundError):
                self.vectors, self.places = pickle.loads(file.read_bytes())  # noqa: S301  our own file

    def keep(self) -> None:
        """Write the file."""
        if self.file is not None:
            self.file.write_bytes(pickle.dumps((self.vectors, self.places)))


def digest(image: Image.Image) -> str:
    """Of the pixels."""
    return hashlib.sha256(f"{image.size}".encode() + image.tobytes()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Remembering:
    """The encoder, which encodes no picture twice."""

    encoder: Encoder
    memory: Memory

    def __getattr__(self, name: str) -> Any:
        return getattr(self.encoder, name)

    def embed_images(self, images: Sequence[Image.Image]) -> Mapping[str, Vectors]:
        keys, known = [digest(image) for image in images], self.memory.vectors
        new = {key: image for key, image in zip(keys, images, strict=True) if key not in known}
        if new:
            found = self.encoder.embed_images(list(new.values()))
            for place, key in enumerate(new):
                known[key] = {space: vectors[place] for space, vectors in found.items()}
        return {space: np.stack([known[key][space] for key in keys]) for space in self.encoder.spaces}


@dataclass(slots=True)
class Query:
    """The places of a picture that is searched by, found when they are first needed."""

    image: Image.Image
    key: str
    is_mirrored: bool
    found: list[LocalFeatures] = field(default_factory=list)

    @property
    def features(self) -> list[LocalFeatures]:
        if not self.found:
            self.found = features_of(self.image, is_mirrored=self.is_mirrored)
        return self.found


def query_of(image: Image.Image, *, is_mirrored: bool) -> Query:
    """In the place of `features_of`."""
    return Query(image, digest(image), is_mirrored)


@dataclass(slots=True)
class Finder(CopyFinder):
    """Compares no pair twice."""

    memory: Memory = field(default_factory=Memory)
    stored: dict[str, LocalFeatures] = field(default_factory=dict)

    def places(self, queries: Any, uid: str, deadline: float) -> SharedPlaces:
        key = (queries.key, queries.is_mirrored, uid)
        if key not in self.memory.places:
            if uid not in self.stored:
                self.stored[uid] = local_features(self.open(uid))
            found = [shared_places(query, self.stored[uid]) for query in queries.features]
            self.memory.places[key] = max(found, key=lambda shared: shared.count * shared.agreement)
        return self.memory.places[key]


@dataclass
class Stored:
    """What the pipeline needs of a database and a vector store; `without` is a picture that is not there."""

    encoder: Remembering
    pictures: Sequence[Named]
    spaces: dict[str, np.ndarray] = field(default_factory=dict)
    without: int = -1

    def __post_init__(self) -> None:
        images = [image for _, image in self.pictures]
        for space, vectors in self._embedded(images).items():
            self.spaces[space] = vectors
        self.fingerprints = [fingerprint(image) for image in images]
        parts = [
            (window.id, part)
            for number, image in enumerate(images)
            if windows.has_windows(*image.size)
            for window, part in zip(
                windows.windows_of([Record(RecordKind.IMAGE, number)]), windows.cut(image), strict=True
            )
        ]
        self.windows = np.array([window for window, _ in parts])
        found = self._embedded([part for _, part in parts])
        for space in windows.windowed_spaces(self.encoder):  # type: ignore[arg-type]
            self.spaces[windows.window_space(space)] = found[space]

    def _embedded(self, images: Sequence[Image.Image]) -> Mapping[str, np.ndarray]:
        batches = [
            self.encoder.embed_images(images[start : start + _BATCH])
            for start in range(0, len(images), _BATCH)
        ]
        return {space: np.concatenate([batch[space] for batch in batches]) for space in batches[0]}

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        similarities = self.spaces[key.space] @ vector
        is_of_windows = windows.is_of_windows(key.space)
        ids = self.windows if is_of_windows else np.arange(len(self.pictures))
        gone = ids // windows.SLOTS == self.without if is_of_windows else ids == self.without
        order = np.argsort(np.where(gone, 2.0, -similarities))[: min(limit, int((~gone).sum()))]
        return [VectorHit(Record(RecordKind.IMAGE, int(ids[n])), float(similarities[n])) for n in order]

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        return {
            record: Card(
                record, "all", self.pictures[record.id][0], "", "", uid=str(record.id),
                fingerprint=self.fingerprints[record.id],
            )
            for record in records
        }  # fmt: skip

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        return {}

    def open(self, uid: str) -> Image.Image:
        return self.pictures[int(uid)][1]


class NoWords:
    """Nothing is written about these pictures."""

    def known(self, words: Collection[str], **_scope: object) -> dict[str, int]:
        return {}
