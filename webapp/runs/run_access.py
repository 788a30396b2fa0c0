"""Who may see which run, and what is seen by way of one: pictures that it shows, corpora that it works over.

As in `webapp/access.py`, each function gives the rows that a person may see.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.access import Person, active_person, askable_corpora, corpora, uses_in_corpora
from webapp.accounts.roles import is_administrator
from webapp.corpora.models import Corpus, MediaUse, PictureSource
from webapp.runs.models import Opening, Run, SavedView

OPEN_FOR = timedelta(hours=8)


def runs(person: Person) -> QuerySet[Run]:
    """One's own runs; for an administrator also those from the shell, and those opened with a reason."""
    if not person.is_authenticated:
        return Run.objects.none()  # A visitor's empty key would match the runs that have no owner.
    if not is_administrator(person):
        return Run.objects.filter(owner=person.pk)
    opened = Opening.objects.filter(person=person.pk, created__gt=timezone.now() - OPEN_FOR)
    return Run.objects.filter(Q(owner=person.pk) | Q(owner=None) | Q(pk__in=opened.values("run")))


def own_runs(person: Person) -> QuerySet[Run]:
    """One's own runs, and for an administrator those from the shell: to steer, fork, ask on, share and save.

    Not those that were opened with a reason: what is made of a run would outlast the opening.
    """
    if not person.is_authenticated:
        return Run.objects.none()
    mine = Q(owner=person.pk) | Q(owner=None) if is_administrator(person) else Q(owner=person.pk)
    return Run.objects.filter(mine)


def own_run(person: Person, pk: int) -> Run:
    """A run to steer, share or save. Raises Http404, and PermissionDenied for one that was opened to read."""
    run = get_object_or_404(runs(person), pk=pk)
    if not own_runs(person).filter(pk=pk).exists():
        raise PermissionDenied(
            _("You opened this run to read it: only its owner steers, forks, shares and saves it.")
        )
    return run


def openable_runs(person: Person) -> QuerySet[Run]:
    """Runs of others, which an administrator may open by giving a reason; nobody else may open any."""
    if not is_administrator(person):
        return Run.objects.none()
    return Run.objects.exclude(owner=person.pk).exclude(owner=None)


def saved_views(person: Person) -> QuerySet[SavedView]:
    """One's own filters of the list; an administrator's are no more than that either."""
    return SavedView.objects.filter(owner=person.pk)


def corpora_of(run: Run) -> QuerySet[Corpus]:
    """What an execution of a run works over: those of its corpora that its owner may read at this moment."""
    return corpora_about(run, run.owner_id)


def corpora_about(run: Run, owner_id: int | None) -> QuerySet[Corpus]:
    """Those corpora of a run that a user may read; all for nobody: who has the shell may read everything."""
    if owner_id is None:
        return run.corpora.all()
    return run.corpora.filter(pk__in=corpora(active_person(owner_id)).values("pk"))


def askable_by_owner(run: Run) -> QuerySet[Corpus]:
    """Corpora that the owner of a run may put a question to; all for nobody, who has the shell."""
    if run.owner_id is None:
        return Corpus.objects.filter(archived=None)
    return askable_corpora(active_person(run.owner_id))


def media(person: Person) -> QuerySet[MediaUse]:
    """Uses that open a file: in a readable corpus, in a run that the person may see, or as their upload."""
    return _media(person, runs(person))


def require_media(person: Person, uid: str) -> None:
    """Raise Http404 unless the person may see this picture."""
    if not media(person).filter(uid=uid).exists():
        raise Http404("There is no such picture.")


def usable_media(person: Person) -> QuerySet[MediaUse]:
    """Uses that let the person ask about a picture: not those of a run that was opened with a reason."""
    return _media(person, own_runs(person))


def question_media(run: Run) -> QuerySet[MediaUse]:
    """Uses of the question's pictures that an execution of the run may open at this moment."""
    uses = MediaUse.objects.filter(run=run, uid__in=run.images)
    if run.owner_id is None:
        return uses
    return uses.filter(_has_no_closed_source(active_person(run.owner_id)))


def _media(person: Person, among: QuerySet[Run]) -> QuerySet[MediaUse]:
    uses = uses_in_corpora(person) | (Q(run__in=among) & _has_no_closed_source(person))
    if person.is_authenticated:
        uses |= Q(uploader=person.pk)
    return MediaUse.objects.filter(uses)


def _has_no_closed_source(person: Person) -> Q:
    """Of a run's use: every corpus picture that it shows may still be seen by the person."""
    seen = MediaUse.objects.filter(uses_in_corpora(person), uid=OuterRef("uid"))
    return ~Q(Exists(PictureSource.objects.filter(~Exists(seen), use=OuterRef("pk"))))
