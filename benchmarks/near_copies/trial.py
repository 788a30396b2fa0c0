"""Searches by changed copies, by the product and by plain baselines, and what came of them."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import imagehash
import numpy as np
from PIL import Image

from agents.policies.subjects import LOOKS, is_same_picture
from agents.retrieval import search as pipeline
from agents.retrieval.encoders import load_encoder
from agents.retrieval.fusion import COPIES
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import CorpusIndex, Hit, SearchPipeline, SearchRequest
from agents.retrieval.vectors import CollectionKey
from benchmarks.near_copies.changes import PARTS, WHOLE
from benchmarks.near_copies.collection import Finder, Memory, NoWords, Remembering, Stored, query_of
from benchmarks.near_copies.pictures import Named

CHANGES = {**WHOLE, **PARTS}
ABSENT = ("recompressed", "turn", "piece 70 %")
"""Changes of pictures that the collection does not have: merely similar ones may be taken for them."""

CONFUSABLE = ("chessboard", "motorcycle", "pig_golden", "bear.png")
"""Packaged pictures that show the same more than once: each counts as found by the others."""

SIZE = re.compile(r"[ _-]*\d{3,}x\d{3,}")
"""In the name of a picture that a package has in several sizes, each of them right for the others."""

LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Found:
    """The names of what a search found, best first; whether the first is claimed to be the very picture."""

    names: tuple[str, ...]
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A changed copy of a picture; `number` is its place in the collection."""

    change: str
    number: int
    image: Image.Image


class Trial:
    """A collection, its queries, and ways to search it."""

    def __init__(
        self, pictures: Sequence[Named], asked: int, file: Path | None = None, every: int = 1
    ) -> None:
        """The first `asked` pictures are asked with; `file` keeps what was computed for the next time.

        With `every` above 1, each change is asked with so many fewer of them, each time with others.
        """
        self.pictures = pictures
        self.memory = Memory(file)
        self.encoder = Remembering(load_encoder("builtin"), self.memory)
        self.stored = Stored(self.encoder, pictures)
        self.scope = [CorpusIndex(1, "all", "builtin", self.encoder.version)]
        # Nothing is compared twice, and nothing left out for want of time.
        cast(Any, pipeline).features_of = query_of
        finder = Finder(self.stored.open, clock=lambda: 0.0, memory=self.memory)
        shared: Any = (NoWords(), self.stored, self.stored, lambda _name: self.encoder)
        self.search = SearchPipeline(*shared, copies=finder)
        self.hashes = [imagehash.phash(image) for _, image in pictures]
        self.questions = [
            Question(name, number, change(image, random.Random(f"{name} {title}")))
            for turn, (name, change) in enumerate(CHANGES.items())
            for number, (title, image) in enumerate(pictures[:asked])
            if (number + turn) % every == 0
        ]

    def ours(self, question: Question, *, is_absent: bool = False) -> Found:
        """What the product finds; `is_absent`: as if the collection did not have the picture."""
        self.stored.without = question.number if is_absent else -1
        request = SearchRequest(self.scope, image=question.image, kinds=frozenset({RecordKind.IMAGE}))
        return self._read(self.search.run(request))

    def _read(self, hits: Sequence[Hit]) -> Found:
        names = (card.title for hit in hits for card in (hit.card, *hit.duplicates))
        return Found(tuple(names), bool(hits) and _is_claimed(hits))

    def by_vector(self, question: Question) -> Found:
        """The plain baseline: nearest by the encoder's vector of the whole picture."""
        self.stored.without = -1
        vector = self.encoder.embed_images([question.image])["appearance"][0]
        key = CollectionKey(1, self.encoder.version, "appearance")
        hits = self.stored.query(key, vector, kind=RecordKind.IMAGE, limit=LOOKED_AT)
        return Found(tuple(self.pictures[hit.record.id][0] for hit in hits), False)

    def by_hash(self, question: Question) -> Found:
        """The usual one: nearest by the perceptual hash."""
        asked = imagehash.phash(question.image)
        order = np.argsort([asked - each for each in self.hashes], kind="stable")[:LOOKED_AT]
        return Found(tuple(self.pictures[n][0] for n in order), False)

    def rank(self, question: Question, found: Found) -> int:
        """Of the right picture, from 1; 0 where it is not among those that were looked at."""
        right = self.pictures[question.number][0]
        names = enumerate(found.names[:LOOKED_AT], start=1)
        return next((rank for rank, name in names if is_same_name(name, right)), 0)

    def absent(self) -> Iterator[Question]:
        """Those to be asked as if the collection did not have the picture."""
        for question in self.questions:
            if question.change in ABSENT and not self._is_elsewhere(question.number):
                yield question

    def _is_elsewhere(self, number: int) -> bool:
        """Whether another picture of the collection is the same one."""
        names = (name for other, (name, _) in enumerate(self.pictures) if other != number)
        return any(is_same_name(name, self.pictures[number][0]) for name in names)


def _is_claimed(hits: Sequence[Hit]) -> bool:
    """Whether the first hit is claimed, by the rules that answer questions."""
    looks = [max((p.confidence for p in hit.placings if p.channel in LOOKS), default=0.0) for hit in hits]
    lead = looks[0] - max(looks[1:], default=0.0)
    is_copy = any(placing.channel == COPIES for placing in hits[0].placings)
    return is_same_picture(is_copy=is_copy, likeness=looks[0], lead=lead)


def is_same_name(name: str, other: str) -> bool:
    """Whether two names are of one picture, in whatever size."""
    if all_sizes(name) == all_sizes(other):
        return True
    return any(word in name and word in other for word in CONFUSABLE)


def all_sizes(name: str) -> str:
    """The name that a picture has in every size and format."""
    return SIZE.sub("", str(Path(name).with_suffix("")))


def share(ranks: Sequence[int], most: int = 1) -> float:
    """Percent of ranks up to `most`."""
    return 100 * sum(0 < rank <= most for rank in ranks) / max(1, len(ranks))


def by_change(questions: Sequence[Question], ranks: Sequence[int]) -> Mapping[str, list[int]]:
    """The ranks of each change."""
    found: dict[str, list[int]] = {}
    for question, rank in zip(questions, ranks, strict=True):
        found.setdefault(question.change, []).append(rank)
    return found
