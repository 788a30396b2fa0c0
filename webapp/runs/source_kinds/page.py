"""Pages of the web, as they were when they were read."""

from django.db.models import Q, QuerySet

from agents.sources import StoredSource
from webapp.access import Person
from webapp.accounts.roles import is_administrator
from webapp.runs import run_access
from webapp.runs.models import Run
from webapp.runs.source_kinds.base import SourceKind
from webapp.snapshots.models import Meeting, Snapshot
from webapp.snapshots.services import has_met
from webapp.snapshots.stored_sources import page_source


class Pages(SourceKind):
    """Snapshots by their numbers, for the runs and people that met them; the shell's for administrators."""

    def for_run(self, run: Run, key: str) -> StoredSource | None:
        return page_source(_met_by(run), key)

    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        return page_source(Snapshot.objects.all() if person is None else _readable(person), key)

    def may_open(self, run: Run, uid: str) -> bool:
        """One that the run met on the web, by itself or on a page."""
        return has_met(run.pk, uid)


def _met_by(run: Run) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(pk__in=Meeting.objects.filter(run=run).values("snapshot"))


def _readable(person: Person) -> QuerySet[Snapshot]:
    if not person.is_authenticated:
        return Snapshot.objects.none()
    met = Q(run__in=run_access.runs(person)) | Q(person=person.pk)
    if is_administrator(person):
        met |= Q(run=None, person=None)
    return Snapshot.objects.filter(pk__in=Meeting.objects.filter(met).values("snapshot"))


KIND = Pages()
