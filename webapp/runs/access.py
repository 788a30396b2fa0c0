"""Who may see what: one function for each kind of object, and every path goes through it.

Each gives the rows that a signed-in person may see, so what belongs to others is simply not there (404).
docs/permissions.md says what that comes to on each page.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from webapp.accounts import roles
from webapp.accounts.roles import is_administrator
from webapp.corpora.models import Corpus, CorpusImage, Document, MediaUse
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


def askable_corpora(person: Person) -> QuerySet[Corpus]:
    """Readable corpora that a new question may be put to: not the archived ones."""
    return corpora(person).filter(archived=None)


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


def curated_pictures(person: Person) -> QuerySet[CorpusImage]:
    """Pictures that the person may change, with those in the trash."""
    return CorpusImage.objects.filter(corpus__in=curated_corpora(person))


def media(person: Person) -> QuerySet[MediaUse]:
    """Uses that open a file: in a readable corpus, in a run that the person may see, or as their upload."""
    uses = Q(corpus__in=corpora(person), is_withdrawn=False) | Q(run__in=runs(person))
    uses |= Q(corpus__in=curated_corpora(person))
    if person.is_authenticated:
        uses |= Q(uploader=person.pk)
    return MediaUse.objects.filter(uses)
