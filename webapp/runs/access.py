"""Who may see what: one function for each kind of object, and every path goes through it.

Each gives the rows that a signed-in person may see, so what belongs to others is simply not there (404).
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Q, QuerySet

from webapp.corpora.models import Corpus, CorpusImage, Document, MediaUse
from webapp.runs.models import Run, SavedView

Person = AbstractBaseUser | AnonymousUser


def runs(person: Person) -> QuerySet[Run]:
    """One's own runs; an administrator sees all, those started from the shell too."""
    if _is_administrator(person):
        return Run.objects.all()
    # Without the check, a visitor's empty key would match the runs that have no owner.
    return Run.objects.filter(owner=person.pk) if person.is_authenticated else Run.objects.none()


def listed_runs(person: Person) -> QuerySet[Run]:
    """Runs whose row the list shows: one's own, all for an administrator. It opens none of them."""
    if _is_administrator(person):
        return Run.objects.all()
    return Run.objects.filter(owner=person.pk) if person.is_authenticated else Run.objects.none()


def saved_views(person: Person) -> QuerySet[SavedView]:
    """One's own filters of the list; an administrator's are no more than that either."""
    return SavedView.objects.filter(owner=person.pk)


def corpora(person: Person) -> QuerySet[Corpus]:
    """Corpora that are open to everybody here, or list the person as a reader."""
    if _is_administrator(person):
        return Corpus.objects.all()
    if not person.is_authenticated:
        return Corpus.objects.none()
    return Corpus.objects.filter(Q(is_private=False) | Q(readers=person.pk)).distinct()


def documents(person: Person) -> QuerySet[Document]:
    """Documents of readable corpora."""
    return Document.objects.filter(corpus__in=corpora(person))


def pictures(person: Person) -> QuerySet[CorpusImage]:
    """What readable corpora say about their pictures."""
    return CorpusImage.objects.filter(corpus__in=corpora(person))


def media(person: Person) -> QuerySet[MediaUse]:
    """Uses that open a file: in a readable corpus, or in a run that the person may see."""
    return MediaUse.objects.filter(Q(corpus__in=corpora(person)) | Q(run__in=runs(person)))


def _is_administrator(person: Person) -> bool:
    return isinstance(person, PermissionsMixin) and person.is_active and person.is_superuser
