"""Both sides of every permission, through the pages."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from tests.web.drawn import lighthouse_png, make_answered_run, make_corpus, make_run
from webapp import access
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs import run_access
from webapp.runs.models import Opening, Run


@pytest.fixture
def private(db: None) -> Corpus:
    return make_corpus("private", is_private=True, hue=200)


def paths_of(corpus: Corpus) -> list[str]:
    uid, document = corpus.images.get().uid, corpus.documents.get().pk
    return [f"/documents/{document}/", f"/pictures/{uid}/", f"/media/{uid}/thumb/", f"/media/{uid}/view/"]


def statuses(client: Client, paths: list[str]) -> set[int]:
    return {client.get(path).status_code for path in paths}


def run_paths(run: Run) -> list[str]:
    return [f"/runs/{run.pk}/", f"/runs/{run.pk}/steps/"]


def test_every_page_sends_a_visitor_to_the_sign_in(corpus: Corpus, ada: User, client: Client) -> None:
    run = make_answered_run(ada, corpus)
    for path in ["/", *run_paths(run), *paths_of(corpus)]:
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.url.startswith("/sign-in/")


def test_a_person_sees_their_own_run(corpus: Corpus, ada: User, as_ada: Client) -> None:
    assert statuses(as_ada, run_paths(make_answered_run(ada, corpus))) == {200}


def test_another_persons_run_is_not_there(corpus: Corpus, ada: User, as_bob: Client) -> None:
    assert statuses(as_bob, run_paths(make_answered_run(ada, corpus))) == {404}


def test_a_run_from_the_shell_is_the_administrators_alone(
    corpus: Corpus, as_bob: Client, as_admin: Client
) -> None:
    run = make_answered_run(None, corpus)
    assert statuses(as_bob, run_paths(run)) == {404}
    assert statuses(as_admin, run_paths(run)) == {200}


def test_the_list_holds_only_what_one_may_open(
    corpus: Corpus, ada: User, bob: User, admin: User, as_ada: Client, as_admin: Client
) -> None:
    mine, theirs = make_answered_run(ada, corpus), make_answered_run(bob, corpus)
    assert [run.pk for run in as_ada.get("/").context["recent"]] == [mine.pk]
    assert not as_admin.get("/").context["recent"]
    Opening.objects.create(run=theirs, person=admin, reason="Bob asked for help.")
    assert [run.pk for run in as_admin.get("/").context["recent"]] == [theirs.pk]


def test_an_open_corpus_can_be_read_by_everybody_who_is_signed_in(corpus: Corpus, as_bob: Client) -> None:
    assert statuses(as_bob, paths_of(corpus)) == {200}


def test_a_private_corpus_is_not_there_for_others(private: Corpus, as_bob: Client) -> None:
    assert statuses(as_bob, paths_of(private)) == {404}


def test_a_private_corpus_opens_to_its_readers(private: Corpus, bob: User, as_bob: Client) -> None:
    private.readers.add(bob)
    assert statuses(as_bob, paths_of(private)) == {200}


def test_a_private_corpus_opens_to_an_administrator(private: Corpus, as_admin: Client) -> None:
    assert statuses(as_admin, paths_of(private)) == {200}


def test_an_administrator_who_was_switched_off_is_nobody(private: Corpus, admin: User) -> None:
    admin.is_active = False
    assert not access.corpora(admin).exists()


def test_a_picture_of_ones_own_run_can_be_seen_and_anothers_cannot(
    private: Corpus, ada: User, as_ada: Client, as_bob: Client
) -> None:
    run = make_run(ada, private)
    uid = open_media_store().put(lighthouse_png(90)).uid
    MediaUse.objects.create(uid=uid, run=run)
    paths = [f"/media/{uid}/thumb/", f"/pictures/{uid}/"]
    assert statuses(as_ada, paths) == {200}
    assert statuses(as_bob, paths) == {404}


def test_a_stored_file_that_nobody_uses_is_not_served_even_to_an_administrator(
    corpus: Corpus, as_admin: Client
) -> None:
    uid = open_media_store().put(lighthouse_png(120)).uid
    assert as_admin.get(f"/media/{uid}/thumb/").status_code == 404


def test_a_visitor_may_see_no_row_at_all(corpus: Corpus) -> None:
    make_corpus("private", is_private=True, hue=200)
    make_run(None, corpus)
    visitor = AnonymousUser()
    for rows in (run_access.runs, access.corpora, access.documents, access.pictures, run_access.media):
        assert not rows(visitor).exists(), rows.__name__


def test_the_picture_page_does_not_tell_what_a_private_corpus_says_about_an_open_picture(
    corpus: Corpus, as_bob: Client
) -> None:
    uid = corpus.images.get().uid
    secret = make_corpus("secret", is_private=True)
    secret.images.update(title="A secret title", caption="A secret caption")
    page = as_bob.get(f"/pictures/{uid}/").content.decode()
    assert "Grey Head lighthouse" in page
    assert "secret" not in page


def test_a_missing_page_leads_to_what_may_be_opened(client: Client, as_bob: Client) -> None:
    assert "your runs" not in client.get("/nowhere/").content.decode()
    assert "or sign in" in client.get("/nowhere/").content.decode()
    assert "your runs" in as_bob.get("/nowhere/").content.decode()
