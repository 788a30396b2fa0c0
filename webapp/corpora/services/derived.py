"""What was derived from pictures and texts is kept, and taken by the next import of the same bytes.

It is kept by what it was derived from (UID of a picture, SHA-256 of a text) and by what made it, with its
version: who brings the same picture into another corpus, or again, waits for no decoder and no encoder. It is
a cache of limited size: any row may go at any time, and what people write is never in it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from agents.retrieval.encoders import Encoder
from agents.retrieval.encoders.base import Vectors
from media_store.limits import MIB
from media_store.processes.worker_messages import pack, unpack
from media_store.uid import PREFIX
from webapp.corpora.models import Derived, MediaUse
from webapp.corpora.services.prefetch import batches

KEPT_WITHOUT_PICTURE = timedelta(days=30)
"""After its last use, of what was derived from a picture that nobody has any more."""

_TOUCHED_AFTER = timedelta(days=1)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Derivation:
    """`facts` as JSON has them, and (n, dimension) vectors by space."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    vectors: Mapping[str, Vectors] = field(default_factory=dict)


def rounded(vectors: Vectors) -> Vectors:
    """As they are kept, in half precision: a vector is the same whether it was just made or kept before."""
    return vectors.astype(np.float16).astype(np.float32)


def recall(maker: str, subjects: Collection[str]) -> dict[str, Derivation]:
    """What this maker made of these subjects, as far as it is kept."""
    found: dict[str, Derivation] = {}
    for batch in batches(dict.fromkeys(subjects), _AT_ONCE):
        rows = Derived.objects.filter(maker=maker, subject__in=batch)
        found |= {
            subject: _read(bytes(payload)) for subject, payload in rows.values_list("subject", "payload")
        }
        rows.filter(used__lt=timezone.now() - _TOUCHED_AFTER).update(used=timezone.now())
    return found


def remember(maker: str, made: Mapping[str, Derivation]) -> None:
    """Keep what was made, unless this installation keeps nothing; what is kept already stays as it is."""
    if not settings.ENV.derived_mb:
        return
    payloads = {subject: _written(each) for subject, each in made.items()}
    Derived.objects.bulk_create(
        [
            Derived(subject=subject, maker=maker, payload=payload, size_bytes=len(payload))
            for subject, payload in payloads.items()
        ],
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )


def recall_texts(encoder: Encoder, texts: Iterable[str]) -> dict[str, Vectors]:
    """Dense vectors, (dimension,) each, of those texts that were embedded before."""
    subjects = {subject_of(text): text for text in texts}
    found = recall(_texts_by(encoder), subjects)
    return {subjects[subject]: each.vectors[""][0] for subject, each in found.items()}


def remember_texts(encoder: Encoder, vectors: Mapping[str, Vectors]) -> None:
    """Keep the dense vectors of texts."""
    made = {
        subject_of(text): Derivation(vectors={"": vector[np.newaxis]}) for text, vector in vectors.items()
    }
    remember(_texts_by(encoder), made)


def embed_texts(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """(n, dimension) dense vectors of texts, made where they are not kept."""
    known = recall_texts(encoder, texts)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        made = dict(zip(missing, rounded(encoder.embed_passages(missing)), strict=True))
        remember_texts(encoder, made)
        known |= made
    return np.array([known[text] for text in texts], np.float32).reshape(len(texts), -1)


def subject_of(text: str) -> str:
    """What a text is kept by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def forget_all() -> tuple[int, int]:
    """Empty the cache; gives how many things and bytes were in it."""
    size = Derived.objects.aggregate(bytes=Sum("size_bytes"))["bytes"] or 0
    return Derived.objects.all().delete()[0], size


def remove_outdated() -> None:
    """Forget what has not been of use for longest beyond the limit, and what its pictures left behind."""
    used = MediaUse.objects.filter(uid=OuterRef("subject"))
    gone = Derived.objects.filter(subject__startswith=PREFIX, used__lt=timezone.now() - KEPT_WITHOUT_PICTURE)
    gone.filter(~Exists(used)).delete()
    size, most = (
        Derived.objects.aggregate(bytes=Sum("size_bytes"))["bytes"] or 0,
        settings.ENV.derived_mb * MIB,
    )
    while size > most:
        oldest = list(Derived.objects.order_by("used", "pk").values_list("pk", "size_bytes")[:_AT_ONCE])
        cut = []
        for pk, size_bytes in oldest:
            if size <= most:
                break
            cut.append(pk)
            size -= size_bytes
        Derived.objects.filter(pk__in=cut).delete()


def _texts_by(encoder: Encoder) -> str:
    return f"{encoder.version}/texts"


def _written(made: Derivation) -> bytes:
    spaces = [(space, len(vectors)) for space, vectors in made.vectors.items()]
    blobs = [np.ascontiguousarray(vectors, np.float16).tobytes() for vectors in made.vectors.values()]
    return b"".join(pack({"facts": made.facts, "spaces": spaces}, blobs))


def _read(payload: bytes) -> Derivation:
    header, blobs = unpack(BytesIO(payload).read)
    vectors = {
        space: np.frombuffer(blob, np.float16).astype(np.float32).reshape(rows, -1)
        for (space, rows), blob in zip(header["spaces"], blobs, strict=True)
    }
    return Derivation(header["facts"], vectors)
