"""Pages are stored for good, once for the same words, for those who met them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.sources import SourceRef
from agents.web.errors import FetchFailed
from agents.web.fetched import Fetched
from agents.web.pages.page import PagePicture
from tests.snapshots.pages import ADDRESS, make_page
from webapp.corpora.services.media_uses import remove_unused
from webapp.media.stores import open_media_store
from webapp.runs.listing.filing import delete
from webapp.runs.models import Run
from webapp.runs.source_kinds import may_open, source_of_person, source_of_run
from webapp.snapshots.models import Meeting, Snapshot
from webapp.snapshots.pictures import fetch_pictures
from webapp.snapshots.services import keep, share
from webapp.snapshots.stored_sources import page_ref

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=9)
TEXT = "The lamp was renewed in 1931 by Ines Okafor."
PICTURE = PagePicture("https://a.example/lamp.png", "A lamp", "The lamp of 1931", TEXT, 0)


class Web:
    """Has bytes under addresses, and counts who asks."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = {f"https://a.example/{name}.png": content for name, content in contents.items()}
        self.asked: list[str] = []

    def fetch(self, url: str, **_: object) -> Fetched:
        self.asked.append(url)
        if url not in self.contents:
            raise FetchFailed("a.example answered 404 Not Found.", retryable=False)
        return Fetched(url, url, 200, "image/png", self.contents[url], 0.1)

    def post_json(self, *_: object, **__: object) -> Fetched:
        raise AssertionError


@pytest.fixture
def run() -> Run:
    return Run.objects.create()


def test_everything_of_a_page_is_stored(run: Run) -> None:
    kept = Snapshot.objects.get(pk=keep(make_page(TEXT, PICTURE), NOW, run=run.pk).pk)
    assert (kept.title, kept.text, kept.address, kept.author, kept.date) == (
        "The light",
        TEXT,
        ADDRESS,
        "Ines Okafor",
        "2025-11-02",
    )
    assert kept.facts["links"] == [["https://a.example/more", "More"]]
    [shown] = kept.pictures.all()
    assert (shown.address, shown.alt, shown.caption, shown.paragraph, shown.offset, shown.uid) == (
        PICTURE.address,
        "A lamp",
        "The lamp of 1931",
        TEXT,
        0,
        "",
    )


def test_the_same_words_are_the_same_snapshot(run: Run) -> None:
    first = keep(make_page(TEXT, PICTURE), NOW, run=run.pk)
    again = keep(make_page(TEXT), LATER, run=Run.objects.create().pk)
    assert (again.pk, again.fetched, again.last_fetched) == (first.pk, NOW, LATER)
    assert Meeting.objects.count() == 2
    assert Snapshot.objects.get().pictures.count() == 1


def test_other_words_are_another_snapshot(run: Run) -> None:
    first = keep(make_page(TEXT), NOW, run=run.pk)
    other = keep(make_page("It was never renewed."), LATER, run=run.pk)
    assert other.pk != first.pk
    found = source_of_run(run, page_ref(first.pk))
    assert found
    assert found.text == TEXT


def test_meeting_it_again_is_one_meeting(run: Run) -> None:
    for person in (None, User.objects.create_user("ann")):
        for when in (NOW, LATER):
            keep(make_page(TEXT), when, person=person)
    assert sorted(Meeting.objects.values_list("fetched", flat=True)) == [LATER, LATER]


def test_a_source_says_when_it_was_read(run: Run) -> None:
    found = source_of_run(run, page_ref(keep(make_page(TEXT), NOW, run=run.pk).pk))
    assert found
    assert (found.text, found.title, found.address, found.date) == (TEXT, "The light", ADDRESS, "2026-03-01")


def test_who_met_it_reads_it() -> None:
    ann, bob = (User.objects.create_user(name) for name in ("ann", "bob"))
    root = User.objects.create_superuser("root")
    mine = page_ref(keep(make_page(TEXT), NOW, person=ann).pk)
    of_the_shell = page_ref(keep(make_page("Of the shell."), NOW).pk)
    assert source_of_person(ann, mine)
    assert source_of_person(root, of_the_shell)
    for person, ref in ((bob, mine), (root, mine), (ann, of_the_shell), (ann, SourceRef("page", "x"))):
        assert source_of_person(person, ref) is None


def test_its_page_shows_the_quote() -> None:
    ann = User.objects.create_user("ann")
    number = keep(make_page(TEXT), NOW, person=ann).pk
    client = Client()
    client.force_login(ann)
    shown = client.get(f"/sources/page/{number}/?start=4&end=8").content.decode()
    assert '<mark id="passage">lamp</mark>' in shown
    assert f'href="{ADDRESS}"' in shown


def test_a_fork_reads_what_its_parent_met(run: Run) -> None:
    ref = page_ref(keep(make_page(TEXT), NOW, run=run.pk).pk)
    fork = Run.objects.create()
    assert source_of_run(fork, ref) is None
    share(run.pk, fork.pk)
    delete(run)
    assert source_of_run(fork, ref)


def test_equal_bytes_are_one_picture_with_two_origins(run: Run, png: bytes) -> None:
    other = replace(PICTURE, address="https://a.example/copy.png")
    kept = keep(make_page(TEXT, PICTURE, other), NOW, run=run.pk)
    fetch_pictures(kept.pictures.all(), Web(lamp=png, copy=png), open_media_store())
    (uid,) = set(kept.pictures.values_list("uid", flat=True))
    assert open_media_store().exists(uid)
    assert may_open(run, uid)
    assert not may_open(Run.objects.create(), uid)
    found = source_of_run(run, page_ref(kept.pk))
    assert found
    assert found.pictures == ((0, uid), (0, uid))


def test_a_picture_is_fetched_once(run: Run, png: bytes) -> None:
    kept, web = keep(make_page(TEXT, PICTURE), NOW, run=run.pk), Web(lamp=png)
    for _time in range(2):
        fetch_pictures(kept.pictures.all(), web, open_media_store())
    assert web.asked == [PICTURE.address]


@pytest.mark.parametrize("content", [None, b"<html>no picture"])
def test_a_picture_that_is_gone_says_so(run: Run, content: bytes | None) -> None:
    kept = keep(make_page(TEXT, PICTURE), NOW, run=run.pk)
    fetch_pictures(kept.pictures.all(), Web(**({"lamp": content} if content else {})), open_media_store())
    assert kept.pictures.get().problem
    assert not kept.pictures.get().uid


def test_pictures_of_the_file_itself_are_stored_at_once(run: Run, png: bytes) -> None:
    kept = keep(make_page(TEXT, replace(PICTURE, content=png)), NOW, run=run.pk)
    assert open_media_store().exists(kept.pictures.get().uid)


def test_one_of_the_file_that_is_damaged_is_not_asked_for(run: Run) -> None:
    inside = replace(PICTURE, address=f"{ADDRESS}#figure-1.png", content=b"no picture")
    kept, web = keep(make_page(TEXT, inside), NOW, run=run.pk), Web()
    fetch_pictures(kept.pictures.all(), web, open_media_store())
    assert (web.asked, kept.pictures.get().uid) == ([], "")
    assert kept.pictures.get().problem


def test_its_pictures_stay_while_somebody_reads_it(run: Run, png: bytes) -> None:
    kept = keep(make_page(TEXT, replace(PICTURE, content=png)), NOW, run=run.pk)
    uid = kept.pictures.get().uid
    remove_unused([uid])
    assert open_media_store().exists(uid)


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_the_last_who_met_it(run: Run, png: bytes) -> None:
    other = Run.objects.create()
    for each in (run, other):
        kept = keep(make_page(TEXT, replace(PICTURE, content=png)), NOW, run=each.pk)
    uid = kept.pictures.get().uid
    delete(run)
    assert source_of_run(other, page_ref(kept.pk))
    assert open_media_store().exists(uid)
    delete(other)
    assert not Snapshot.objects.exists()
    assert not open_media_store().exists(uid)
