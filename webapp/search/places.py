"""Where the palette can go: pages, runs, corpora, documents and pictures that somebody may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from webapp import access
from webapp.accounts import roles
from webapp.runs import run_access
from webapp.runs.templatetags.words import status_words

MAX_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One row: where it leads, what it is called, and for a picture its UID."""

    url: str
    title: str
    note: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind."""

    title: str
    places: Sequence[Place]


def groups(person: access.Person, text: str) -> list[Group]:
    """The kinds that have a place whose words contain `text`, each with a few places."""
    found = [
        Group(_("Go to"), [place for place in _pages(person) if text.casefold() in place.title.casefold()]),
        Group(_("Corpora"), _corpora(person, text)),
        Group(_("Runs"), _runs(person, text)),
    ]
    if text:
        found += [
            Group(_("Documents"), _documents(person, text)),
            Group(_("Pictures"), _pictures(person, text)),
            Group(_("Do"), _commands(person, text)),
        ]
    return [group for group in found if group.places]


def _pages(person: access.Person) -> Iterator[Place]:
    yield Place(reverse("runs:home"), _("Ask"))
    yield Place(reverse("search:search"), _("Search"))
    yield Place(reverse("runs:trajectories"), _("Trajectories"))
    yield Place(reverse("curation:corpora"), _("Corpora"))
    if roles.may_curate(person):
        yield Place(reverse("curation:create"), _("New corpus"))
    if access.curated_corpora(person).exists():
        yield Place(reverse("curation:queues"), _("Jobs"))
    yield Place(reverse("accounts:account"), _("Account"))
    if roles.is_administrator(person):
        yield Place(reverse("admin:index"), _("Administration"))


def _commands(person: access.Person, text: str) -> list[Place]:
    """What can be done with the words themselves."""
    search = Place(
        f"{reverse('search:search')}?{urlencode({'text': text})}", _("Search for “%(text)s”") % {"text": text}
    )
    ask = Place(
        f"{reverse('runs:home')}?{urlencode({'question': text})}", _("Ask “%(text)s”") % {"text": text}
    )
    return [ask, search] if roles.may_ask(person) else [search]


def _corpora(person: access.Person, text: str) -> list[Place]:
    rows = access.corpora(person).filter(Q(name__icontains=text) | Q(slug__icontains=text)).order_by("name")
    return [Place(reverse("curation:grid", args=[row.slug]), row.name) for row in rows[:MAX_OF_A_KIND]]


def _runs(person: access.Person, text: str) -> list[Place]:
    rows = (
        run_access.runs(person).filter(Q(question__icontains=text) | Q(name__icontains=text)).order_by("-pk")
    )
    return [
        Place(reverse("runs:detail", args=[row.pk]), row.name or row.question, status_words(row.status))
        for row in rows.exclude(name="", question="")[:MAX_OF_A_KIND]
    ]


def _documents(person: access.Person, text: str) -> list[Place]:
    named = Q(title__icontains=text) | Q(path__icontains=text)
    rows = access.documents(person).filter(named).order_by("title").select_related("corpus")
    return [
        Place(reverse("runs:document", args=[row.pk]), row.title or row.path, row.corpus.name)
        for row in rows.only("title", "path", "corpus__name")[:MAX_OF_A_KIND]
    ]


def _pictures(person: access.Person, text: str) -> list[Place]:
    named = Q(title__icontains=text) | Q(caption__icontains=text) | Q(path__icontains=text)
    rows = access.pictures(person).filter(named, is_hidden=False).order_by("title").select_related("corpus")
    return [
        Place(reverse("runs:picture", args=[row.uid]), row.title or row.path, row.corpus.name, row.uid)
        for row in rows.only("uid", "title", "path", "corpus__name")[:MAX_OF_A_KIND]
    ]
