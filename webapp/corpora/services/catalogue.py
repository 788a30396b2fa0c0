"""Corpora as a whole: create, look up, count, delete."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from agents.messages import message as _
from agents.retrieval import windows
from agents.vision import ocr
from webapp.corpora.errors import BadInput, CorpusExists, UnknownCorpus
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Corpus, FileProblem, IndexJob, MediaUse, Passage
from webapp.corpora.services.media_uses import remove_unused
from webapp.corpora.services.versions import outdated_documents, outdated_pictures
from webapp.corpora.vectors import open_vectors


@dataclass(frozen=True, slots=True)
class CorpusStatus:
    """What a corpus holds and how far its index is; `job` is the status of its latest index job, if any.

    `problems` and `notes` are paths and sentences, `skipped` sentences and how many files they are about.
    What is outdated was made by an earlier version: see `mending`. `waiting_details` are indexed pictures
    whose parts, or the text in them, a job has still to look at; `lost_vectors` as they were last counted.
    """

    slug: str
    name: str
    private: bool
    encoder: str
    encoder_version: str
    images: int
    documents: int
    passages: int
    indexed_images: int
    indexed_passages: int
    job: str
    problems: tuple[tuple[str, str], ...]
    outdated_images: int = 0
    outdated_documents: int = 0
    skipped: tuple[tuple[str, int], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    waiting_details: int = 0
    lost_vectors: int = 0

    def to_json(self) -> dict[str, object]:
        """The status as a JSON object."""
        problems, notes = (
            [{"path": path, "reason": reason} for path, reason in found]
            for found in (self.problems, self.notes)
        )
        skipped = [{"reason": reason, "files": files} for reason, files in self.skipped]
        return {**asdict(self), "problems": problems, "notes": notes, "skipped": skipped}


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A line of the list of corpora."""

    slug: str
    name: str
    private: bool
    images: int
    documents: int
    encoder: str


def create_corpus(slug: str, *, name: str = "", description: str = "", private: bool = False) -> Corpus:
    """A new, empty corpus. Raises CorpusExists, or BadInput for a slug or name that will not do."""
    if Corpus.objects.filter(slug=slug).exists():
        raise CorpusExists(
            _("There is a corpus “%(slug)s” already. Choose another slug, or add to it.", slug=slug)
        )
    corpus = Corpus(slug=slug, name=name or slug, description=description, is_private=private)
    try:
        corpus.full_clean()
    except ValidationError as error:
        what = " ".join(f"{field}: {' '.join(reasons)}" for field, reasons in error.message_dict.items())
        raise BadInput(_("This corpus cannot be created. %(what)s", what=what)) from error
    corpus.save()
    return corpus


def find_corpus(slug: str) -> Corpus:
    """The corpus of this slug. Raises UnknownCorpus."""
    corpus = Corpus.objects.filter(slug=slug).first()
    if corpus is None:
        slugs = ", ".join(Corpus.objects.values_list("slug", flat=True)) or "none yet"
        raise UnknownCorpus(_("There is no corpus “%(slug)s”; there are: %(slugs)s.", slug=slug, slugs=slugs))
    return corpus


def list_corpora() -> list[CorpusEntry]:
    """All corpora by slug."""
    images, documents = Count("images", distinct=True), Count("documents", distinct=True)
    rows = Corpus.objects.annotate(image_count=images, document_count=documents).order_by("slug")
    columns = ("slug", "name", "is_private", "image_count", "document_count", "encoder")
    return [CorpusEntry(*row) for row in rows.values_list(*columns)]


def corpus_status(corpus: Corpus) -> CorpusStatus:
    """The state of one corpus."""
    job = IndexJob.objects.filter(corpus=corpus).first()
    passages = Passage.objects.filter(document__corpus=corpus)
    live = corpus.encoder_version
    return CorpusStatus(
        corpus.slug,
        corpus.name,
        corpus.is_private,
        corpus.encoder,
        live,
        images=corpus.images.count(),
        documents=corpus.documents.count(),
        passages=passages.count(),
        indexed_images=corpus.images.filter(indexed_by=live).count() if live else 0,
        indexed_passages=passages.filter(indexed_by=live).count() if live else 0,
        job=job.status if job else "",
        problems=_reasons(corpus, FileProblem.Kind.PROBLEM),
        skipped=skipped_kinds(corpus),
        notes=_reasons(corpus, FileProblem.Kind.NOTE),
        outdated_images=outdated_pictures(corpus),
        outdated_documents=outdated_documents(corpus),
        waiting_details=_waiting_details(corpus) if live else 0,
        lost_vectors=corpus.lost_vectors,
    )


def _waiting_details(corpus: Corpus) -> int:
    waits = ~Q(parts_by=f"{corpus.encoder_version}.{windows.VERSION}")
    if settings.ENV.ocr:
        waits |= ~Q(read_by=ocr.VERSION)
    return corpus.images.searchable().filter(waits, indexed_by__startswith=corpus.encoder_version).count()


def skipped_kinds(corpus: Corpus) -> tuple[tuple[str, int], ...]:
    """Why files were skipped and how many, the most frequent reason first."""
    skipped = corpus.problems.filter(kind=FileProblem.Kind.SKIPPED)
    counted = skipped.values_list("reason").annotate(files=Count("pk")).order_by("-files", "reason")
    return tuple(counted)


def _reasons(corpus: Corpus, kind: FileProblem.Kind) -> tuple[tuple[str, str], ...]:
    return tuple(corpus.problems.filter(kind=kind).order_by("path").values_list("path", "reason"))


def delete_corpus(corpus: Corpus) -> None:
    """Delete a corpus with all that belongs to it alone; pictures that others use stay.

    Vectors go first: interrupted there, it is a corpus that can be indexed again.
    Raises VectorsUnavailable or MediaStoreUnavailable.
    """
    open_vectors().drop(corpus.pk)
    uids = list(MediaUse.objects.filter(corpus=corpus).values_list("uid", flat=True))
    with transaction.atomic():
        full_text().remove_corpus(corpus.pk)
        corpus.delete()
        transaction.on_commit(lambda: remove_unused(uids))
