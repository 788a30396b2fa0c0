"""Brings a corpus up to this version: derives anew what it can, and lists what must be brought in again.

A picture says which version of the media store made it, and a document which version of the readers. What is
stored of a picture is enough for renditions, text and vectors, not for frames or depth that were not kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from agents.messages import joined, sentence_of
from agents.messages import message as _
from media_store import BrokenImage, MediaStore, UnknownImage
from media_store.mending import Remedy, remedy
from media_store.records import VERSION
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.importing.problems import record_problems
from webapp.corpora.indexing import retokenising
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.versions import outdated_documents, outdated_pictures
from webapp.media.stores import open_media_store

Progress = Callable[[int, int], None]
"""Is told `(done, total)`; may raise what ends the work."""

ORIGIN = "mending"
_BATCH = 50
_AGAIN = _("Bring the file in again.")
_DEPTH = _("It is almost black: an earlier version took 10 to 14 bits for 16.")
_LOST = _("What is stored of it is lost or damaged.")
_MISSING = _("Its picture is missing from the media store.")
_DERIVED = (
    "ocr_text", "labels", "perceptual_hash", "sharpness", "indexed_by", "prepared_by", "parts_by",
    "prepared_parts_by", "read_by",
)  # fmt: skip
_SEEN = ("frame", "frames", "media_version")


@dataclass(slots=True)
class MendReport:
    """Counts of pictures; `documents` were read by an earlier version, and their files can be read anew."""

    as_they_should_be: int = 0
    derived_anew: int = 0
    to_bring_again: int = 0
    documents: int = 0

    def to_json(self) -> dict[str, int]:
        """The report as a JSON object."""
        return asdict(self)


def mend(corpus: Corpus, progress: Progress) -> MendReport:
    """Look at every picture and document of an earlier version; what changed waits to be indexed.

    Interrupted, it goes on where it was; again it changes nothing. Raises MediaStoreUnavailable.
    """
    if corpus in retokenising.outdated():
        retokenising.retokenise(corpus, lambda done, total: progress(0, total))
    corpus.problems.filter(job=None, origin=ORIGIN).delete()
    report, store = MendReport(documents=outdated_documents(corpus)), open_media_store()
    done, after, total = 0, 0, outdated_pictures(corpus)
    rows = CorpusImage.objects.filter(corpus=corpus, media_version__lt=VERSION).order_by("pk")
    while batch := list(rows.filter(pk__gt=after)[:_BATCH]):
        _mend_batch(corpus, store, batch, report)
        after = batch[-1].pk
        done += len(batch)
        progress(done, max(done, total))
    return report


def _mend_batch(corpus: Corpus, store: MediaStore, batch: Sequence[CorpusImage], report: MendReport) -> None:
    """Rows first, then the records of the media store: killed in between, they are looked at once more."""
    fine, anew, problems = list[CorpusImage](), list[CorpusImage](), list[FileReason]()
    for row in batch:
        found = _examine(store, row)
        if isinstance(found, FileReason):
            problems.append(found)
        else:
            (anew if found is Remedy.DERIVE_ANEW else fine).append(row)
    with transaction.atomic():
        CorpusImage.objects.bulk_update([*fine, *anew], _SEEN)
        for row in anew:
            row.ocr_text, row.labels, row.perceptual_hash, row.sharpness = "", [], "", None
            row.indexed_by = row.prepared_by = row.parts_by = row.prepared_parts_by = row.read_by = ""
        CorpusImage.objects.bulk_update(anew, _DERIVED)
        record_problems(corpus, problems, origin=ORIGIN)
    for row in (*fine, *anew):
        store.renew(row.uid)
    report.as_they_should_be += len(fine)
    report.derived_anew += len(anew)
    report.to_bring_again += len(problems)


def _examine(store: MediaStore, row: CorpusImage) -> Remedy | FileReason:
    """What a row needs, which takes over what the media store knows of it."""
    try:
        facts = store.facts(row.uid)
        if not store.is_whole(row.uid):
            return FileReason(row.path, joined(_LOST, _AGAIN))
        found = remedy(facts, store.read(row.uid), is_current=store.is_current(row.uid))
    except UnknownImage:
        return FileReason(row.path, joined(_MISSING, _AGAIN))
    except BrokenImage as error:
        return FileReason(row.path, joined(sentence_of(error), _AGAIN))
    if found is Remedy.FRAMES_NOT_KEPT:
        kept = _(
            "An earlier version kept only the first of its %(count)s frames or pages.", count=facts.frames
        )
        return FileReason(row.path, joined(kept, _AGAIN))
    if found is Remedy.DEPTH_NOT_KEPT:
        return FileReason(row.path, joined(_DEPTH, _AGAIN))
    row.frame, row.frames, row.media_version = facts.frame, facts.frames, VERSION
    return found
