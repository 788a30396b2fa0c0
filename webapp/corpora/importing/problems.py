"""Files that could not be used, kept with the corpus until they can."""

from collections.abc import Iterable

from django.db import transaction

from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.models import Corpus, FileProblem, IndexJob
from webapp.corpora.services.prefetch import batches

_BATCH = 500
_PATH_LENGTH = 500


def replace_import_problems(
    corpus: Corpus, origin: str, problems: Iterable[FileReason], mended: Iterable[str]
) -> None:
    """What an import of `origin` found replaces what it found before; `mended` paths have no problem."""
    with transaction.atomic():
        found = corpus.problems.filter(job=None)
        found.filter(origin=origin).delete()
        for batch in batches(mended, _BATCH):
            found.filter(path__in=batch).delete()
        record_problems(corpus, problems, origin=origin)


def record_problems(
    corpus: Corpus, problems: Iterable[FileReason], *, origin: str = "", job: IndexJob | None = None
) -> None:
    """One reason for each path, the latest."""
    rows = {
        each.path: FileProblem(
            corpus=corpus,
            path=each.path[:_PATH_LENGTH],
            reason=each.reason,
            kind=each.kind,
            origin=origin,
            job=job,
        )
        for each in problems
    }
    FileProblem.objects.bulk_create(
        rows.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["corpus", "path"],
        update_fields=["reason", "kind", "origin", "job"],
    )
