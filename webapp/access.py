"""Who may see what: one function for each kind of object, and every path goes through it.

Each gives the rows that a signed-in person may see, so what belongs to others is simply not there (404).
docs/permissions.md says what that comes to on each page.
"""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.accounts import roles
from webapp.accounts.roles import is_administrator
from webapp.corpora.models import Corpus, CorpusImage, Document, MediaUse, PictureSource
from webapp.runs.models import Opening, Run, SavedView

Person = roles.Person
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


def openable_runs(person: Person) -> QuerySet[Run]:
    """Runs of others, which an administrator may open by giving a reason; nobody else may open any."""
    if not is_administrator(person):
        return Run.objects.none()
    return Run.objects.exclude(owner=person.pk).exclude(owner=None)


def saved_views(person: Person) -> QuerySet[SavedView]:
    """One's own filters of the list; an administrator's are no more than that either."""
    return SavedView.objects.filter(owner=person.pk)


def corpora(person: Person) -> QuerySet[Corpus]:
    """Corpora that are open to everybody here, or list the person or a group of theirs."""
    if is_administrator(person):
        return Corpus.objects.all()
    if not person.is_authenticated:
        return Corpus.objects.none()
    listed = Corpus.objects.filter(
        Q(readers=person.pk) | Q(curators=person.pk) | Q(reader_groups__user=person.pk)
    )
    return Corpus.objects.filter(Q(is_private=False) | Q(pk__in=listed.values("pk")))


def corpora_of(run: Run) -> QuerySet[Corpus]:
    """What an execution of a run works over: those of its corpora that its owner may read at this moment."""
    return corpora_about(run, run.owner_id)


def corpora_about(run: Run, owner_id: int | None) -> QuerySet[Corpus]:
    """Those corpora of a run that a user may read; all for nobody: who has the shell may read everything."""
    if owner_id is None:
        return run.corpora.all()
    return run.corpora.filter(pk__in=corpora(_person(owner_id)).values("pk"))


def _person(user_id: int) -> Person:
    """A user as they are at this moment: nobody, when the account is switched off or gone."""
    return User.objects.filter(pk=user_id, is_active=True).first() or AnonymousUser()


def askable_corpora(person: Person) -> QuerySet[Corpus]:
    """Readable corpora that a new question may be put to: not the archived ones."""
    return corpora(person).filter(archived=None)


def askable_by_owner(run: Run) -> QuerySet[Corpus]:
    """Corpora that the owner of a run may put a question to; all for nobody, who has the shell."""
    if run.owner_id is None:
        return Corpus.objects.filter(archived=None)
    return askable_corpora(_person(run.owner_id))


def curated_corpora(person: Person) -> QuerySet[Corpus]:
    """Corpora that the person may change: they are a curator, and named in it."""
    if is_administrator(person):
        return Corpus.objects.all()
    if not roles.may_curate(person):
        return Corpus.objects.none()
    return Corpus.objects.filter(curators=person.pk)


def documents(person: Person) -> QuerySet[Document]:
    """Documents of readable corpora."""
    return Document.objects.filter(corpus__in=corpora(person))


def pictures(person: Person) -> QuerySet[CorpusImage]:
    """What readable corpora say about their pictures; what lies in a trash is for curators."""
    return CorpusImage.objects.kept().filter(corpus__in=corpora(person))


def media(person: Person) -> QuerySet[MediaUse]:
    """Uses that open a file: in a readable corpus, in a run that the person may see, or as their upload."""
    return _media(person, runs(person))


def usable_media(person: Person) -> QuerySet[MediaUse]:
    """Uses that let the person ask about a picture: not those of a run that was opened with a reason."""
    return _media(person, own_runs(person))


def question_media(run: Run) -> QuerySet[MediaUse]:
    """Uses of the question's pictures that an execution of the run may open at this moment."""
    uses = MediaUse.objects.filter(run=run, uid__in=run.images)
    if run.owner_id is None:
        return uses
    return uses.filter(_has_no_closed_source(_person(run.owner_id)))


def _media(person: Person, among: QuerySet[Run]) -> QuerySet[MediaUse]:
    uses = _in_corpora(person) | (Q(run__in=among) & _has_no_closed_source(person))
    if person.is_authenticated:
        uses |= Q(uploader=person.pk)
    return MediaUse.objects.filter(uses)


def _in_corpora(person: Person) -> Q:
    return Q(corpus__in=corpora(person), is_trashed=False) | Q(corpus__in=curated_corpora(person))


def _has_no_closed_source(person: Person) -> Q:
    """Of a run's use: every corpus picture that it shows may still be seen by the person."""
    seen = MediaUse.objects.filter(_in_corpora(person), uid=OuterRef("uid"))
    return ~Q(Exists(PictureSource.objects.filter(~Exists(seen), use=OuterRef("pk"))))


def own_run(person: Person, pk: int) -> Run:
    """A run to steer, share or save. Raises Http404, and PermissionDenied for one that was opened to read."""
    run = get_object_or_404(runs(person), pk=pk)
    if not own_runs(person).filter(pk=pk).exists():
        raise PermissionDenied(
            _("You opened this run to read it: only its owner steers, forks, shares and saves it.")
        )
    return run
