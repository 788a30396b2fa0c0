"""Who may see what: one function for each kind of object, and every path goes through it.

Each gives the rows that a signed-in person may see, so what belongs to others is simply not there (404).
docs/permissions.md says what that comes to on each page. Runs, and what is seen by way of them, have their
functions in `webapp/runs/run_access.py`.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet

from webapp.accounts import roles
from webapp.accounts.roles import is_administrator
from webapp.corpora.models import Corpus, CorpusImage, Document

Person = roles.Person


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


def uses_in_corpora(person: Person) -> Q:
    """Of uses of a file: those in corpora that the person may read, or curates."""
    return Q(corpus__in=corpora(person), is_trashed=False) | Q(corpus__in=curated_corpora(person))


def active_person(user_id: int) -> Person:
    """A user as they are at this moment: nobody, when the account is switched off or gone."""
    return User.objects.filter(pk=user_id, is_active=True).first() or AnonymousUser()
