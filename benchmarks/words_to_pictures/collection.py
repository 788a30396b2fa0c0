"""Pictures in a throw-away database with a real full-text index, and their vectors in memory."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from agents.retrieval.encoders.base import Encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import CorpusIndex
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey, Vector, VectorHit
from agents.vision import fingerprint, read_text
from benchmarks.words_to_pictures.stamps import Stamp
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.searchable import dense_text, image_entry

_BATCH = 8


@dataclass(frozen=True)
class Seen:
    """What was found in n pictures: vectors (n, dimension) by space, labels, text read, fingerprints."""

    vectors: dict[str, np.ndarray]
    labels: list[list[tuple[str, float]]]
    read: list[str]
    fingerprints: list[str]


def see(found: Sequence[Stamp], encoder: Encoder, kept: Path | None, *, reads: bool = True) -> Seen:
    """Encode pictures and, if it `reads`, read the text in them, or take it from the file `kept` (`.npz`).

    Raises SystemExit for a file that was kept with another version of the encoder.
    """
    if kept and kept.exists():
        arrays = np.load(kept)
        texts = json.loads(str(arrays["texts"]))
        if texts.get("version") != encoder.version:
            raise SystemExit(
                f"{kept} was made by another version of the encoder: remove it, or name another."
            )
        spaces = {name: arrays[name] for name in encoder.spaces}
        return Seen(spaces, texts["labels"], texts["read"], texts["fingerprints"])
    pictures = [stamp.open() for stamp in found]
    vectors: dict[str, list[np.ndarray]] = {}
    labels, read = [], []
    for start in range(0, len(pictures), _BATCH):
        described = encoder.describe_images(pictures[start : start + _BATCH])
        for space, rows in described.vectors.items():
            vectors.setdefault(space, []).append(rows)
        labels += [[(label.name, label.probability) for label in each] for each in described.labels]
        read += [read_text(each).text if reads else "" for each in pictures[start : start + _BATCH]]
    seen = Seen(
        {k: np.concatenate(v) for k, v in vectors.items()}, labels, read, list(map(fingerprint, pictures))
    )
    if kept:
        texts = json.dumps(
            {"version": encoder.version, "labels": labels, "read": read, "fingerprints": seen.fingerprints}
        )
        np.savez(kept, texts=np.array(texts), **seen.vectors)
    return seen


class EncodedOnce:
    """The encoder, for several ways of asking the same words."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._queries = cache(lambda text: encoder.embed_queries([text])[0])
        self._texts = cache(lambda text: encoder.embed_texts([text])[0])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._queries(text) for text in texts])

    def embed_texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._texts(text) for text in texts])


class Stored:
    """The vectors of one corpus: what the pipeline needs of a vector store."""

    def __init__(self) -> None:
        self._spaces: dict[CollectionKey, tuple[list[Record], np.ndarray]] = {}

    def put(self, key: CollectionKey, records: list[Record], vectors: np.ndarray) -> None:
        self._spaces[key] = records, vectors

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        records, vectors = self._spaces.get(key, ([], np.zeros((0, len(vector)))))
        if kind is RecordKind.PASSAGE or not records:
            return []
        likeness = vectors @ vector
        return [VectorHit(records[n], float(likeness[n])) for n in np.argsort(-likeness)[:limit]]


def fill(slug: str, rows: Sequence[CorpusImage], seen: Seen, encoder: Encoder, stored: Stored) -> CorpusIndex:
    """A corpus of these pictures, indexed as the product does it."""
    corpus = Corpus.objects.create(slug=slug, encoder="builtin", encoder_version=encoder.version)
    for row, labels, read, print_ in zip(rows, seen.labels, seen.read, seen.fingerprints, strict=True):
        row.corpus, row.labels, row.ocr_text, row.perceptual_hash = corpus, labels, read, print_
        row.width = row.height = 1
    CorpusImage.objects.bulk_create(rows)
    records = [Record(RecordKind.IMAGE, row.pk) for row in rows]
    for space, vectors in seen.vectors.items():
        stored.put(CollectionKey(corpus.pk, encoder.version, space), records, vectors)
    written = [(record, text) for record, row in zip(records, rows, strict=True) if (text := dense_text(row))]
    if written:
        key = CollectionKey(corpus.pk, encoder.version, TEXT_SPACE)
        stored.put(key, [r for r, _ in written], encoder.embed_passages([text for _, text in written]))
    full_text().replace(map(image_entry, rows))
    return CorpusIndex(corpus.pk, slug, "builtin", encoder.version)
