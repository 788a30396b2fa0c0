"""Every route, asked as every person: what they get is what docs/permissions.md says.

A new route needs a row there. When the row is about a new kind of thing, `things` gives its arguments; when
the route takes a form that must be filled in, FORMS has it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.support.kept_papers import keep_paper
from tests.web.drawn import lighthouse_png, make_answered_run, make_corpus, make_run
from tests.web.permission_table import ADMINISTRATION, METHODS, SOCKET, Row, answer, knock, read_table, routes
from webapp.corpora.models import Corpus, CorpusImage, IndexJob, MediaUse
from webapp.curation.models import Change, DuplicatePair, Import, SavedFilter
from webapp.media.stores import open_media_store
from webapp.runs.models import Opening, Run, SavedView, Share

pytestmark = pytest.mark.long

TABLE = read_table()
PEOPLE = list(TABLE[0].answers)
CLOSED = {"403", "404", "sign-in", "reason", "refused"}
LINK = "a-link-that-was-handed-on"
FORMS = {
    "runs:create": {"question": "When was this lit?", "profile": "standard"},
    "runs:order": {"wish": "hint", "text": "It is in the north."},
    "runs:fork": {"step": "1"},
    "runs:ask-on": {"question": "Who designed it?"},
    "runs:trajectories": {"question": "When was this lit?", "profile": "standard"},
    "runs:save-view": {"name": "Failed", "query": "status=failed"},
    "runs:shares": {"days": "7"},
    "runs:open": {"reason": "The owner reports a wrong answer."},
}
FORMS |= {
    "curation:create": {"name": "Lighthouses"},
    "curation:settings": {"name": "Coast", "curators": "cleo"},
    "curation:picture": {"title": "A tower", "edition": "1"},
    "curation:delete": {"confirmed": "another one"},
    "curation:save-filter": {"name": "Towers", "query": "tag=tower"},
    "curation:imports": {"kind": "addresses", "addresses": "http://127.0.0.1:9/tower.png"},
    "curation:notes": {"text": "A lamp", "left": "1", "top": "1", "right": "9", "bottom": "9"},
}
Things = dict[str, dict[str, object]]


@pytest.fixture
def people(ada: User, bob: User, admin: User) -> dict[str, User | None]:
    """Who stands behind each column."""
    curator, reader = User.objects.create_user("cleo"), User.objects.create_user("rita")
    curator.groups.set([Group.objects.get(name="curator")])
    reader.groups.set([Group.objects.get(name="reader")])
    return {
        "Visitor": None,
        "Reader": reader,
        "Owner": ada,
        "Other": bob,
        "Curator": curator,
        "Administrator": admin,
        "With a reason": User.objects.create_superuser("anna"),
        "Shared link": None,
    }


@pytest.fixture
def things(people: dict[str, User | None]) -> Things:
    """What rows are about, each with the arguments of a route that asks for it."""
    owner = people["Owner"]
    coast, private = make_corpus("coast"), make_corpus("private", is_private=True, hue=200)
    private.readers.add(owner)
    coast.curators.add(people["Curator"])
    run, shell_run = make_answered_run(owner, private), make_answered_run(None, coast)
    running = make_run(owner, private, status=Run.Status.RUNNING)
    for opened in (run, running):
        Opening.objects.create(run=opened, person=people["With a reason"], reason="It was reported.")
    share = share_link(run)
    return {
        "": {},
        "run": {"pk": run.pk, "uid": picture(90, run=run), "number": 1, "share": share.pk, "form": "json"},
        "saved view": {"pk": SavedView.objects.create(owner=owner, name="Mine", query="status=failed").pk},
        "shared picture": {"uid": run.images[0]},
        "running run": {"pk": running.pk},
        "run from the shell": {"pk": shell_run.pk},
        "upload": {"uid": picture(120, uploader=owner)},
        "open corpus": corpus_arguments(coast),
        "saved filter": {"slug": "coast", "pk": saved_filter(coast, people["Curator"]).pk},
        "picture of the open corpus": {"slug": "coast", "pk": coast.images.order_by("pk")[0].pk},
        "picture of the private corpus": {"slug": "private", "pk": private.images.get().pk},
        "test query": {"slug": "coast", "pk": coast.test_queries.create(text="tower").pk},
        "ready index": {"slug": "coast", "pk": ready_index(coast).pk},
        "pair": {"slug": "coast", "pk": pair_in(coast).pk},
        "import": {"slug": "coast", "pk": Import.objects.create(corpus=coast, kind="files").pk},
        "change": {"slug": "coast", "pk": Change.objects.create(corpus=coast, action="hide").pk},
        "private corpus": corpus_arguments(private),
        "page of the open corpus": page_in(coast),
        "page of the private corpus": page_in(private),
    }


def page_in(corpus: Corpus) -> dict[str, object]:
    return {"pk": keep_paper(corpus).pk, "number": 1}


def corpus_arguments(corpus: Corpus) -> dict[str, object]:
    document = corpus.documents.get().pk
    source = {"kind": "document", "key": document}
    return {"pk": document, "uid": corpus.images.get().uid, "slug": corpus.slug, **source}


def ready_index(corpus: Corpus) -> IndexJob:
    return IndexJob.objects.create(corpus=corpus, encoder="hashing:7", goes_live=False, status="ready")


def pair_in(corpus: Corpus) -> DuplicatePair:
    first = corpus.images.get()
    second = CorpusImage.objects.create(corpus=corpus, uid="img_other", path="b", width=1, height=1)
    return DuplicatePair.objects.create(
        corpus=corpus, first=first, second=second, kind="copy", similarity=1.0
    )


def saved_filter(corpus: Corpus, owner: User | None) -> SavedFilter:
    return SavedFilter.objects.create(corpus=corpus, owner=owner, name="Hidden", query="state=hidden")


def picture(hue: int, **user: object) -> str:
    """The UID of a picture that has this one use."""
    uid = open_media_store().put(lighthouse_png(hue)).uid
    MediaUse.objects.create(uid=uid, **user)
    return uid


def share_link(run: Run) -> Share:
    token_hash = sha256(LINK.encode()).hexdigest()
    expires = timezone.now() + timedelta(days=1)
    return Share.objects.create(run=run, author=run.owner, token_hash=token_hash, expires=expires)


@contextmanager
def undone() -> Iterator[None]:
    """What a request changes, the next one does not find."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def path_of(row: Row, things: Things, person: str) -> str:
    if row.route == ADMINISTRATION:
        return reverse("admin:index")
    token = LINK if person == "Shared link" else "nobody-knows-it"
    values = {"name": "view", "token": token, **things[row.thing]}
    arguments = {name: values[name] for name in routes()[row.route].arguments}
    if row.method == SOCKET:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(arguments[name[1]]), row.route)
    return reverse(row.route, kwargs=arguments)


def ask(user: User | None, method: str, path: str, form: dict[str, str]) -> str:
    client = Client()
    with undone():
        if user:
            client.force_login(user)
        if method == SOCKET:
            return async_to_sync(knock)(path, client.cookies.output(header="", sep=";"))
        return answer(client.get(path) if method == "GET" else client.post(path, form))


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {row.route for row in TABLE} == set(routes())


def test_no_row_stands_twice() -> None:
    counts = Counter(str(row) for row in TABLE)
    assert [row for row, times in counts.items() if times > 1] == []


def test_the_columns_are_the_people(people: dict[str, User | None]) -> None:
    assert list(people) == PEOPLE


def test_enough_is_closed_to_others() -> None:
    closed = Counter(
        row.method
        for row in TABLE
        for person in PEOPLE
        if row.thing and person != "Owner" and row.answers[person] in CLOSED
    )
    assert closed["GET"] >= 235
    assert closed["POST"] >= 124


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_gets_what_the_table_says(
    person: str, people: dict[str, User | None], things: Things
) -> None:
    got = {
        str(row): ask(people[person], row.method, path_of(row, things, person), FORMS.get(row.route, {}))
        for row in TABLE
    }
    assert got == {str(row): row.answers[person] for row in TABLE}


def test_a_method_that_is_not_in_the_table_is_refused(people: dict[str, User | None], things: Things) -> None:
    named = {(row.route, row.method) for row in TABLE}
    left = {
        f"{method} {row.route}": ask(people["Administrator"], method, path_of(row, things, ""), {})
        for row in TABLE
        for method in METHODS
        if row.method != SOCKET and row.route != ADMINISTRATION and (row.route, method) not in named
    }
    assert left == dict.fromkeys(left, "405")
