"""What pictures show: one pass of the encoder over a batch. Touches no database, so any thread may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.retrieval.encoders.base import Vectors
from webapp.corpora.models import CorpusImage
from webapp.corpora.searchable import dense_text
from webapp.corpora.services.index_target import IndexTarget
from webapp.corpora.services.manifests import FileReason
from webapp.corpora.services.opening import OpenedPicture, open_row


@dataclass(frozen=True, slots=True)
class DescribedBatch:
    """Rows with all that their pictures gave, not stored yet.

    `vectors` has a vector for each row in every space. `texts` are the rows' dense texts, and `text_vectors`
    has a vector for each that is not empty. `problems` are the pictures that could not be decoded.
    """

    rows: Sequence[CorpusImage]
    vectors: Mapping[str, Vectors]
    texts: Sequence[str]
    text_vectors: Vectors
    problems: Sequence[FileReason]


def describe(target: IndexTarget, rows: Sequence[CorpusImage]) -> DescribedBatch:
    """Decode and encode the pictures of these rows, whose `documents` must be prefetched.

    Raises MediaStoreUnavailable and OcrUnavailable.
    """
    found = [open_row(target, row) for row in rows]
    opened = [each for each in found if isinstance(each, OpenedPicture)]
    described = target.encoder.describe_images([each.picture for each in opened])
    for each, labels in zip(opened, described.labels, strict=True):
        each.row.labels = [[label.name, round(label.probability, 4)] for label in labels]
        each.row.ocr_text, each.row.perceptual_hash = each.ocr_text, each.fingerprint
        each.row.sharpness = each.sharpness
    texts = [dense_text(each.row) for each in opened]
    return DescribedBatch(
        [each.row for each in opened],
        described.vectors,
        texts,
        target.encoder.embed_passages([text for text in texts if text]),
        [each for each in found if not isinstance(each, OpenedPicture)],
    )
