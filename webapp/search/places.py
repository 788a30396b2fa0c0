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
    pages = [place for place in _pages(person) if text.casefold() in place.title.casefold()]
    named = Q(name__icontains=text)
    corpora = access.corpora(person).filter(named | Q(slug__icontains=text)).order_by("name")
    runs = run_access.runs(person).filter(named | Q(question__icontains=text)).order_by("-pk")
    found = [
        Group(_("Go to"), pages),
        Group(
            _("Corpora"),
            [Place(reverse("curation:grid", args=[row.slug]), row.name) for row in corpora[:MAX_OF_A_KIND]],
        ),
        Group(
            _("Runs"),
            [
                Place(
                    reverse("runs:detail", args=[row.pk]), row.name or row.question, status_words(row.status)
                )
                for row in runs.exclude(name="", question="")[:MAX_OF_A_KIND]
            ],
        ),
        *(_of_words(person, text) if text else ()),
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


def _of_words(person: access.Person, text: str) -> Iterator[Group]:
    """What corpora have under these words, and what can be done with the words themselves."""
    named = Q(title__icontains=text) | Q(path__icontains=text)
    documents = access.documents(person).filter(named).order_by("title").select_related("corpus")
    found = [
        Place(reverse("runs:document", args=[row.pk]), row.title or row.path, row.corpus.name)
        for row in documents.only("title", "path", "corpus__name")[:MAX_OF_A_KIND]
    ]
    yield Group(_("Documents"), found)
    shown = access.pictures(person).filter(named | Q(caption__icontains=text), is_hidden=False)
    pictures = shown.order_by("title").select_related("corpus")
    found = [
        Place(reverse("runs:picture", args=[row.uid]), row.title or row.path, row.corpus.name, row.uid)
        for row in pictures.only("uid", "title", "path", "corpus__name")[:MAX_OF_A_KIND]
    ]
    yield Group(_("Pictures"), found)
    address = f"{reverse('runs:home')}?{urlencode({'question': text})}"
    ask = Place(address, _("Ask “%(text)s”") % {"text": text})
    address = f"{reverse('search:search')}?{urlencode({'text': text})}"
    search = Place(address, _("Search for “%(text)s”") % {"text": text})
    yield Group(_("Do"), [ask, search] if roles.may_ask(person) else [search])
