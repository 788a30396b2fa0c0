"""Saved views: filters of the list under a name, each person's own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.web.drawn import make_run
from webapp.corpora.models import Corpus
from webapp.runs.models import SavedView


@pytest.fixture(autouse=True)
def a_run(corpus: Corpus, ada: User, bob: User) -> None:
    make_run(ada, corpus)
    make_run(bob, corpus)


def save(client: Client, name: str, query: str) -> int:
    return client.post("/runs/views/", {"name": name, "query": query}).status_code


def stored(user: User) -> list[tuple[str, str]]:
    return list(SavedView.objects.filter(owner=user).values_list("name", "query"))


def test_only_the_valid_query_in_its_one_form_is_stored(ada: User, as_ada: Client) -> None:
    response = as_ada.post(
        "/runs/views/",
        {"name": "Failed", "query": "text=&sort=-cost&status=failed&page=3&next=//evil"},
    )
    assert response.url == "/runs/?status=failed&sort=-cost"
    assert stored(ada) == [("Failed", "status=failed&sort=-cost")]


@pytest.mark.parametrize("query", ["cost_min=abc", "", "next=//evil"])
def test_what_is_no_filter_is_not_saved(ada: User, as_ada: Client, query: str) -> None:
    assert save(as_ada, "Mine", query) == 422
    assert stored(ada) == []


def test_a_name_that_is_missing_is_asked_for_and_the_filters_stay(ada: User, as_ada: Client) -> None:
    response = as_ada.post("/runs/views/", {"name": " ", "query": "status=queued"})
    assert response.status_code == 422
    assert response.context["query"] == "status=queued"
    assert "This field is required." in response.content.decode()
    assert stored(ada) == []


def test_saving_the_same_filters_again_renames_the_view(ada: User, as_ada: Client) -> None:
    save(as_ada, "First", "status=failed")
    save(as_ada, "Second", "status=failed")
    assert stored(ada) == [("Second", "status=failed")]


def test_saving_under_a_used_name_replaces_its_filters(ada: User, as_ada: Client) -> None:
    save(as_ada, "Mine", "status=failed")
    save(as_ada, "Mine", "status=queued")
    assert stored(ada) == [("Mine", "status=queued")]


def test_the_view_that_is_shown_is_the_current_tab(as_ada: Client) -> None:
    save(as_ada, "<b>Mine</b>", "status=queued")
    page = as_ada.get("/runs/?status=queued&text=").content.decode()
    assert '<a href="/runs/?status=queued" aria-current="page">&lt;b&gt;Mine&lt;/b&gt;</a>' in page


def test_a_saved_view_is_deleted_by_its_owner(ada: User, as_ada: Client) -> None:
    save(as_ada, "Mine", "status=failed")
    as_ada.post(f"/runs/views/{SavedView.objects.get().pk}/delete/")
    assert stored(ada) == []


def test_a_saved_view_is_nobody_elses(ada: User, as_ada: Client, as_bob: Client, as_admin: Client) -> None:
    save(as_ada, "Mine", "status=failed")
    path = f"/runs/views/{SavedView.objects.get().pk}/delete/"
    for client in (as_bob, as_admin):
        assert client.post(path).status_code == 404
        assert "Mine" not in client.get("/runs/").content.decode()
    assert len(stored(ada)) == 1


def test_two_people_may_use_one_name(ada: User, bob: User, as_ada: Client, as_bob: Client) -> None:
    save(as_ada, "Mine", "status=failed")
    save(as_bob, "Mine", "status=queued")
    assert (stored(ada), stored(bob)) == ([("Mine", "status=failed")], [("Mine", "status=queued")])


def test_a_link_deletes_nothing(ada: User, as_ada: Client) -> None:
    save(as_ada, "Mine", "status=failed")
    assert as_ada.get(f"/runs/views/{SavedView.objects.get().pk}/delete/").status_code == 405
