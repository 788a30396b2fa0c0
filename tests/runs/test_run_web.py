"""What a run is given of the web: engines, pages and pictures that stay when the web is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import Settings

from agents.sources import SourceRef
from agents.web.engines.protocol import SearchKind, WebQuery
from agents.web.errors import FetchFailed
from agents.web.run_web import PictureOrigin, RunWeb
from media_store.errors import MediaError
from tests.support.tides import AUTHOR, QUOTE, TITLE, Tides, tides_of
from tests.web.drawn import lighthouse_png
from webapp.corpora.models import PictureSource
from webapp.corpora.services.media_uses import remove_unused
from webapp.media.stores import open_media_store
from webapp.runs import run_access, source_kinds
from webapp.runs.execution.run_web import StoredWeb, web_of
from webapp.runs.listing.filing import delete
from webapp.runs.models import Run
from webapp.snapshots.models import MetPicture
from webapp.snapshots.services import share

pytestmark = pytest.mark.django_db


@pytest.fixture
def tides(settings: Settings, tmp_path: Path) -> Iterator[Tides]:
    settings.HOME = tmp_path
    with tides_of(lighthouse_png(20)) as tides:
        yield tides


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def run(ann: User) -> Run:
    return Run.objects.create(owner=ann, sources="both")


def web(run: Run) -> RunWeb:
    found = web_of(run, open_media_store())
    assert found
    return found


def test_only_who_may_use_the_web_is_given_it(tides: Tides, run: Run) -> None:
    assert web_of(run, open_media_store())
    assert web_of(Run.objects.create(sources="web"), open_media_store())
    assert web_of(Run.objects.create(), open_media_store()) is None


def test_without_engines_there_is_no_web(run: Run) -> None:
    assert web_of(run, open_media_store()) is None


def test_its_search_asks_the_engines(tides: Tides, run: Run) -> None:
    [found] = web(run).search(WebQuery("lamp of Grey Head")).results
    assert (found.title, found.address) == (TITLE, tides.article)
    [shown] = web(run).search(WebQuery("lamp", SearchKind.IMAGE)).results
    assert shown.picture
    assert (shown.picture.address, shown.picture.author) == (tides.picture, AUTHOR)
    assert tides.asked == ["/search", "/search"], "a picture that nobody looks at is not fetched"


def test_a_page_is_kept_for_when_it_is_gone(tides: Tides, run: Run) -> None:
    kept = web(run).keep_page(web(run).fetch_page(tides.article))
    tides.online = False
    assert QUOTE in kept.page.text
    assert web(run).met_page(tides.article) == web(run).kept_page(kept.ref) == kept
    found = source_kinds.source_of_run(run, kept.ref)
    assert found
    assert found.text == kept.page.text
    with pytest.raises(FetchFailed):
        web(run).fetch_page(tides.article)


def test_what_another_run_met_is_not_met(tides: Tides, run: Run, ann: User) -> None:
    kept = web(run).keep_page(web(run).fetch_page(tides.article))
    other = web(Run.objects.create(owner=ann, sources="web"))
    assert other.met_page(tides.article) is other.kept_page(kept.ref) is None
    assert web(run).kept_page(SourceRef("document", kept.ref.id)) is None


def test_a_fork_reads_the_stored_page(tides: Tides, run: Run, ann: User) -> None:
    kept = web(run).keep_page(web(run).fetch_page(tides.article))
    fork = Run.objects.create(owner=ann, sources="both")
    share(run.pk, fork.pk)
    assert web(fork).met_page(tides.article) == kept


def test_a_picture_stays_when_its_address_and_the_web_are_gone(tides: Tides, run: Run) -> None:
    origin = PictureOrigin(tides.picture, tides.article, TITLE, AUTHOR, "CC BY 4.0")
    uid = web(run).keep_picture(web(run).fetch_picture(tides.picture), origin)
    tides.online = False
    with override_settings(ENV=settings.ENV.model_copy(update={"web_engines": ""})):
        assert web_of(run, open_media_store()) is None
    assert StoredWeb(run, open_media_store()).met_picture(tides.picture) == uid
    assert source_kinds.may_open(run, uid)
    assert open_media_store().exists(uid)


def test_equal_bytes_are_one_picture_with_two_origins(tides: Tides, run: Run) -> None:
    origins = [PictureOrigin(f"{tides.picture}?{copy}", tides.article) for copy in (1, 2, 2)]
    uids = {web(run).keep_picture(web(run).fetch_picture(each.address), each) for each in origins}
    [uid] = uids
    found = MetPicture.objects.filter(run=run, uid=uid).values_list("address", flat=True)
    assert list(found) == [origins[0].address, origins[1].address]


def test_a_picture_of_a_page_is_the_pages_too(tides: Tides, run: Run) -> None:
    kept = web(run).keep_page(web(run).fetch_page(tides.article))
    [place] = [n for n, each in enumerate(kept.page.pictures) if each.address == tides.picture]
    origin = PictureOrigin(tides.picture, tides.article, snapshot=kept.ref, place=place)
    uid = web(run).keep_picture(web(run).fetch_picture(tides.picture), origin)
    again = web(run).kept_page(kept.ref)
    assert again
    assert again.uids == {place: uid}


def test_what_is_no_picture_is_refused(tides: Tides, run: Run) -> None:
    with pytest.raises(MediaError):
        web(run).keep_picture(b"<html>", PictureOrigin(tides.picture))
    assert not MetPicture.objects.exists()


def test_its_pictures_open_to_who_may_see_the_run_alone(tides: Tides, run: Run, ann: User) -> None:
    uid = web(run).keep_picture(lighthouse_png(20), PictureOrigin(tides.picture))
    bob = User.objects.create_user("bob")
    assert run_access.media(ann).filter(uid=uid).exists()
    assert not run_access.media(bob).filter(uid=uid).exists()
    assert not source_kinds.may_open(Run.objects.create(owner=ann, sources="web"), uid)
    assert not PictureSource.objects.exists(), "it shows nothing of a corpus"


@pytest.mark.django_db(transaction=True)
def test_its_pictures_go_with_the_last_run(tides: Tides, run: Run, ann: User) -> None:
    uid = web(run).keep_picture(lighthouse_png(20), PictureOrigin(tides.picture))
    remove_unused([uid])
    assert open_media_store().exists(uid)
    delete(run)
    assert not open_media_store().exists(uid)
