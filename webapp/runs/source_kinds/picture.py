"""Pictures, of corpora and of runs: equal pixels have one UID, wherever they were met."""

from django.urls import reverse

from agents.sources import SourceRef, StoredSource
from webapp import access
from webapp.access import Person
from webapp.corpora.models import CorpusImage
from webapp.corpora.stored_sources import picture_source
from webapp.runs import run_access
from webapp.runs.models import Run
from webapp.runs.source_kinds.base import SourceKind


class Pictures(SourceKind):
    """Pictures by their UIDs, with what corpora say of them; they have pages of their own, with regions."""

    def for_run(self, run: Run, key: str) -> StoredSource | None:
        return picture_source(CorpusImage.objects.kept().filter(corpus__in=run_access.corpora_of(run)), key)

    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        rows = CorpusImage.objects.kept() if person is None else access.pictures(person)
        return picture_source(rows, key)

    def may_open(self, run: Run, uid: str) -> bool:
        """One of the question, or of the corpora."""
        is_asked = uid in run.images and run_access.question_media(run).filter(uid=uid).exists()
        return is_asked or self.for_run(run, uid) is not None

    def page(self, ref: SourceRef) -> str:
        return reverse("runs:picture", args=(ref.id,))


KIND = Pictures()
