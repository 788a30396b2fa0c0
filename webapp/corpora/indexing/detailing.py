"""What parts of pictures show, and the text in them. Touches no database, so any thread may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from agents.errors import UnreadablePicture
from agents.messages import sentence_of
from agents.parsing.storable import storable
from agents.retrieval import windows
from agents.retrieval.encoders import Encoder
from agents.vision import ocr
from media_store import MediaError, MediaStoreUnavailable
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.indexing.decoding import PREPARATION, decode_draft, reduce
from webapp.corpora.indexing.target import IndexTarget
from webapp.corpora.models import CorpusImage
from webapp.corpora.services.derived import Derivation, rounded

_SIDE = 768
"""Pixels that the long side keeps: a window of half a side then has as many as a whole picture else."""

READ_BY = ocr.VERSION
"""By what reading of text a row is marked, and the text is kept."""


@dataclass(frozen=True, slots=True)
class PendingDetails:
    """A row, which of its details are wanted, and those that are known of its picture from before."""

    row: CorpusImage
    wants_parts: bool
    wants_text: bool
    parts: Derivation | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class DetailedBatch:
    """Vectors of windows and texts, by UID, as far as they were wanted.

    `made_parts` and `made_texts` are those that were not kept before.
    """

    rows: Sequence[CorpusImage]
    parts: Mapping[str, Derivation]
    texts: Mapping[str, str]
    problems: Sequence[FileReason] = ()
    made_parts: Mapping[str, Derivation] = field(default_factory=dict)
    made_texts: Mapping[str, Derivation] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows) + len(self.problems)


def maker_of_parts(encoder: Encoder) -> str:
    """By what vectors of parts are kept."""
    return f"{encoder.version}/{PREPARATION}/{windows.VERSION}"


def detail(target: IndexTarget, pending: Sequence[PendingDetails]) -> DetailedBatch:
    """Look at the parts of pictures and read the text in them.

    Raises MediaStoreUnavailable and OcrUnavailable.
    """
    parts = {each.row.uid: each.parts for each in pending if each.parts is not None}
    texts = {each.row.uid: each.text for each in pending if each.text is not None}
    problems, crops = list[FileReason](), dict[str, Sequence[Image.Image]]()
    made_texts = dict[str, Derivation]()
    for each in pending:
        uid = each.row.uid
        try:
            if each.wants_parts and each.parts is None:
                crops[uid] = _windows(target, each.row)
            if each.wants_text and each.text is None:
                picture = target.store.image(uid)
                # Where a glance sees no text, none is looked for.
                has_text = ocr.may_have_text(picture)
                texts[uid] = str(storable(ocr.read_text(picture).text)) if has_text else ""
                made_texts[uid] = Derivation({"text": texts[uid]})
        except MediaStoreUnavailable:
            raise
        except (MediaError, UnreadablePicture) as error:
            crops.pop(uid, None)
            problems.append(FileReason(each.row.path, sentence_of(error)))
    made_parts = _embed(target.encoder, crops)
    failed = {problem.path for problem in problems}
    rows = [each.row for each in pending if each.row.path not in failed]
    return DetailedBatch(rows, parts | made_parts, texts, problems, made_parts, made_texts)


def _windows(target: IndexTarget, row: CorpusImage) -> Sequence[Image.Image]:
    """Those of a picture that is large enough to have some."""
    if not windows.has_windows(row.width, row.height):
        return ()
    return windows.cut(
        reduce(decode_draft(target.store.read(row.uid), (row.width, row.height), _SIDE), _SIDE)
    )


def _embed(encoder: Encoder, crops: Mapping[str, Sequence[Image.Image]]) -> dict[str, Derivation]:
    images = [crop for each in crops.values() for crop in each]
    if not images:
        found = {}
    else:
        embedded = encoder.embed_images(images)
        found = {space: rounded(embedded[space]) for space in windows.windowed_spaces(encoder)}
    made, start = dict[str, Derivation](), 0
    for uid, each in crops.items():
        end = start + len(each)
        made[uid] = Derivation(
            vectors={space: vectors[start:end] for space, vectors in found.items()} if each else {}
        )
        start = end
    return made
