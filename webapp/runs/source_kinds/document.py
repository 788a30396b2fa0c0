"""Documents of corpora."""

from django.urls import reverse

from agents.sources import SourceRef, StoredSource
from webapp import access
from webapp.access import Person
from webapp.corpora.models import Document
from webapp.corpora.stored_sources import document_source
from webapp.runs import run_access
from webapp.runs.models import Run
from webapp.runs.source_kinds.base import SourceKind


class Documents(SourceKind):
    """Texts that were imported, by their numbers; they have pages of their own, with tables and pictures."""

    def for_run(self, run: Run, key: str) -> StoredSource | None:
        return document_source(Document.objects.filter(corpus__in=run_access.corpora_of(run)), key)

    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        return document_source(Document.objects.all() if person is None else access.documents(person), key)

    def page(self, ref: SourceRef) -> str:
        return reverse("runs:document", args=(ref.id,))


KIND = Documents()
