"""What pictures show: one pass of the encoder over a batch. Touches no database, so any thread may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.retrieval.encoders import Encoder
from agents.retrieval.encoders.base import Vectors
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.indexing.decoding import PREPARATION, OpenedPicture, open_row
from webapp.corpora.indexing.target import IndexTarget
from webapp.corpora.models import CorpusImage
from webapp.corpora.services.derived import Derivation, rounded

_LABELS = 5


@dataclass(frozen=True, slots=True)
class PendingImage:
    """A row, its dense text, and what is known of them from before: of its picture, and the text's vector."""

    row: CorpusImage
    text: str
    known: Derivation | None = None
    text_vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class DescribedImage:
    """A row with what its picture gave, not stored yet; no `text_vector` where nothing is written of it."""

    row: CorpusImage
    derivation: Derivation
    text: str
    text_vector: Vectors | None


@dataclass(frozen=True, slots=True)
class DescribedBatch:
    """`problems` are pictures that could not be decoded; `made` and `embedded` what was not kept before."""

    images: Sequence[DescribedImage]
    problems: Sequence[FileReason] = ()
    made: Mapping[str, Derivation] = field(default_factory=dict)
    embedded: Mapping[str, Vectors] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.images) + len(self.problems)


def maker_of(encoder: Encoder) -> str:
    """By what derivations of whole pictures are kept."""
    return f"{encoder.version}/{PREPARATION}"


def describe(target: IndexTarget, pending: Sequence[PendingImage]) -> DescribedBatch:
    """Decode and encode the pictures of which nothing is known. Raises MediaStoreUnavailable."""
    found = {each.row.uid: open_row(target.store, each.row) for each in pending if each.known is None}
    opened = [each for each in found.values() if isinstance(each, OpenedPicture)]
    made = dict(zip([each.uid for each in opened], _derive(target.encoder, opened), strict=True))
    usable = [each for each in pending if each.known is not None or each.row.uid in made]
    texts = list(dict.fromkeys(each.text for each in usable if each.text_vector is None and each.text))
    vectors = rounded(target.encoder.embed_passages(texts)) if texts else ()
    embedded = dict(zip(texts, vectors, strict=True))
    return DescribedBatch(
        [
            DescribedImage(
                each.row, each.known or made[each.row.uid], each.text,
                embedded[each.text] if each.text_vector is None and each.text else each.text_vector,
            )
            for each in usable
        ],
        [each for each in found.values() if isinstance(each, FileReason)],
        made,
        embedded,
    )  # fmt: skip


def _derive(encoder: Encoder, opened: Sequence[OpenedPicture]) -> list[Derivation]:
    if not opened:
        return []
    described = encoder.describe_images([each.picture for each in opened], _LABELS)
    vectors = {space: rounded(found) for space, found in described.vectors.items()}
    return [
        Derivation(
            {
                "labels": [[label.name, round(label.probability, 4)] for label in labels],
                "fingerprint": each.fingerprint,
                "sharpness": each.sharpness,
            },
            {space: found[number : number + 1] for space, found in vectors.items()},
        )
        for number, (each, labels) in enumerate(zip(opened, described.labels, strict=True))
    ]
