"""Pages after access was revoked: an old run stays, and what it shows of a corpus opens no more."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agents.observations import PictureSeen, PicturesSeen
from agents.web.pages.page import PagePicture
from tests.snapshots.pages import make_page
from tests.web.drawn import lighthouse_png, make_answered_run, make_corpus
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.asking.forms import AskForm
from webapp.runs.execution import pictures, services
from webapp.runs.models import Opening, Run
from webapp.runs.sharing import services as sharing
from webapp.runs.sources.quotes import reach_of
from webapp.runs.steering import forking
from webapp.snapshots.services import keep

pytestmark = pytest.mark.long


@pytest.fixture
def private(ada: User) -> Corpus:
    corpus = make_corpus("private", is_private=True, hue=200)
    corpus.readers.add(ada)
    return corpus


@pytest.fixture
def uploaded(ada: User) -> str:
    return open_media_store().put(lighthouse_png(120)).uid


@pytest.fixture
def run(ada: User, private: Corpus, uploaded: str) -> Run:
    """A run that was asked with an upload, looked at a corpus picture, and made others of both."""
    found = make_answered_run(ada, private)
    MediaUse.objects.filter(run=found).delete()
    uid = private.images.get().uid
    pictures.bring(found, [uploaded], [uploaded])
    pictures.take(found, seen("img_cut", parent=uid))
    pictures.take(found, PicturesSeen((seen(uid), seen(uploaded)), sheet=seen("img_sheet")))
    pictures.take(found, seen("img_turned", parent="img_cut"))
    pictures.take(found, seen("img_own_cut", parent=uploaded))
    return found


def seen(uid: str, parent: str | None = None) -> PictureSeen:
    return PictureSeen(uid, 600, 400, 600, 400, (), "", (), parent=parent)


def opens(person: User, private: Corpus, uploaded: str) -> set[str]:
    reach, uid = reach_of(person), private.images.get().uid
    named = {uid: "corpus", uploaded: "upload"}
    uids = [uid, uploaded, "img_cut", "img_sheet", "img_turned", "img_own_cut"]
    return {named.get(each, each.removeprefix("img_")) for each in uids if reach.has_picture(each)}


ALL = {"corpus", "upload", "cut", "sheet", "turned", "own_cut"}
OWN = {"upload", "own_cut"}


def test_with_access_everything_opens(run: Run, ada: User, private: Corpus, uploaded: str) -> None:
    assert opens(ada, private, uploaded) == ALL


def test_after_withdrawal_only_the_runs_own_opens(
    run: Run, ada: User, private: Corpus, uploaded: str
) -> None:
    private.readers.remove(ada)
    assert opens(ada, private, uploaded) == OWN


def test_what_lies_in_the_trash_opens_in_no_run(run: Run, ada: User, private: Corpus, uploaded: str) -> None:
    MediaUse.objects.filter(corpus=private).update(is_trashed=True)
    assert opens(ada, private, uploaded) == OWN


def test_an_archived_corpus_opens_as_before(run: Run, ada: User, private: Corpus, uploaded: str) -> None:
    Corpus.objects.filter(pk=private.pk).update(archived=timezone.now())
    assert opens(ada, private, uploaded) == ALL


def test_a_fork_shows_no_more_than_its_parent(run: Run, ada: User, private: Corpus, uploaded: str) -> None:
    forking.fork(run, seq=forking.seq_after(run, 1), owner=ada)
    private.readers.remove(ada)
    assert opens(ada, private, uploaded) == OWN


def test_a_picture_asked_about_again_keeps_its_sources(
    run: Run, ada: User, private: Corpus, uploaded: str
) -> None:
    again = services.create(
        owner=ada, question="?", pictures=["img_turned", uploaded], corpora=[private], enqueue=False
    )
    private.readers.remove(ada)
    assert opens(ada, private, uploaded) == OWN
    assert set(again.media_uses.values_list("uid", flat=True)) == {"img_turned", uploaded}


def test_pages_and_files_are_gone_with_the_access(
    run: Run, ada: User, as_ada: Client, private: Corpus
) -> None:
    uid, document = private.images.get().uid, private.documents.get().pk
    paths = [
        f"/media/{uid}/thumb/",
        f"/pictures/{uid}/",
        f"/pictures/{uid}/similar/",
        f"/documents/{document}/",
    ]
    assert {as_ada.get(path).status_code for path in paths} == {200}
    private.readers.remove(ada)
    assert {as_ada.get(path).status_code for path in paths} == {404}
    assert as_ada.get(f"/runs/{run.pk}/").status_code == 200


def test_a_browser_asks_again_and_is_refused(run: Run, ada: User, as_ada: Client, private: Corpus) -> None:
    path = f"/media/{private.images.get().uid}/thumb/"
    etag = as_ada.get(path)["ETag"]
    assert as_ada.get(path, headers={"If-None-Match": etag}).status_code == 304
    private.readers.remove(ada)
    assert as_ada.get(path, headers={"If-None-Match": etag}).status_code == 404


def test_a_share_link_loses_what_its_author_lost(
    run: Run, ada: User, client: Client, private: Corpus
) -> None:
    token, uid = sharing.share(run, ada, 7), private.images.get().uid
    assert client.get(f"/shared/{token}/media/{uid}/thumb/").status_code == 200
    private.readers.remove(ada)
    assert client.get(f"/shared/{token}/media/{uid}/thumb/").status_code == 404


def test_an_opening_is_no_way_to_keep_a_picture(
    run: Run, admin: User, as_admin: Client, uploaded: str
) -> None:
    Opening.objects.create(run=run, person=admin, reason="It was reported.")
    assert as_admin.get(f"/media/{uploaded}/thumb/").status_code == 200
    form = AskForm({"question": "What is it?", "uid": uploaded, "profile": "standard"}, person=admin)
    assert "uid" in form.errors


def test_whoever_opened_a_run_may_end_it_and_no_more(ada: User, admin: User, as_admin: Client) -> None:
    corpus = make_corpus()
    run = Run.objects.create(owner=ada, question="?", policy="builtin", status=Run.Status.RUNNING)
    run.corpora.add(corpus)
    Opening.objects.create(run=run, person=admin, reason="It was reported.")
    page = as_admin.get(f"/runs/{run.pk}/").content.decode()
    assert f"/runs/{run.pk}/cancel/" in page
    assert not [name for name in ("orders", "ask-on", "shares", "export", "fork") if f"/{name}/" in page]
    refused = as_admin.post(f"/runs/{run.pk}/orders/", {"wish": "pause"})
    assert refused.status_code == 403
    assert "only its owner steers" in refused.content.decode()
    assert as_admin.post(f"/runs/{run.pk}/cancel/").status_code == 302


def test_a_link_of_an_administrator_opens_nothing(run: Run, admin: User, client: Client) -> None:
    Opening.objects.create(run=run, person=admin, reason="It was reported.")
    assert client.get(f"/shared/{sharing.share(run, admin, 7)}/").status_code == 404


def test_a_picture_of_a_page_that_the_run_met_opens(ada: User) -> None:
    run = Run.objects.create(owner=ada)
    shown = PagePicture("https://a.example/talk.pptx#1", offset=0, content=lighthouse_png())
    uid = keep(make_page("A lamp.", shown), timezone.now(), run=run.pk).pictures.get().uid
    for each in (seen(uid), seen("img_cut", parent=uid), seen("img_of_no_page")):
        pictures.take(run, each)
    reach = reach_of(ada)
    assert [each for each in (uid, "img_cut", "img_of_no_page") if reach.has_picture(each)] == [
        uid,
        "img_cut",
    ]
