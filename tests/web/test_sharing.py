"""Share links: what they open without a sign-in, to whom, and for how long."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from agents.events import CallFinished, CallStarted, StepDecided
from agents.observations import Observation, ToolError
from agents.types import ToolCall
from tests.web.drawn import (
    QUOTE,
    START,
    lighthouse_png,
    make_answered_run,
    make_corpus,
    make_run,
    opening,
    write_journal,
)
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus, Document
from webapp.media.stores import open_media_store
from webapp.runs.models import Run, Share
from webapp.runs.sharing import services as sharing

SPAN = f"start={START}&end={START + len(QUOTE)}"
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}


@pytest.fixture
def secret(ada: User) -> Corpus:
    """A private corpus that Ada may read."""
    corpus = make_corpus("secret", is_private=True, hue=200)
    corpus.readers.add(ada)
    return corpus


@pytest.fixture
def run(ada: User, secret: Corpus) -> Run:
    return make_answered_run(ada, secret)


@pytest.fixture
def token(run: Run, ada: User) -> str:
    return sharing.share(run, ada, 7)


def paths(token: str, corpus: Corpus) -> list[str]:
    uid, document = corpus.images.get().uid, corpus.documents.get().pk
    return [
        f"/shared/{token}/",
        f"/shared/{token}/media/{uid}/thumb/",
        f"/shared/{token}/media/{uid}/view/",
        f"/shared/{token}/pictures/{uid}/?box=400,250,600,900",
        f"/shared/{token}/documents/{document}/?{SPAN}",
        f"/shared/{token}/documents/{document}/",
    ]


def statuses(client: Client, paths: list[str]) -> set[int]:
    return {client.get(path).status_code for path in paths}


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


# --- Making and revoking


def test_the_owner_makes_a_link_that_is_shown_once_and_kept_as_a_hash(run: Run, as_ada: Client) -> None:
    answer = as_ada.post(f"/runs/{run.pk}/shares/", {"days": "30"})
    token = re.search(r"/shared/([\w-]{43})/", answer.content.decode())
    assert answer.status_code == 201
    assert token
    share = Share.objects.get()
    assert share.token_hash == sha256(token[1].encode()).hexdigest()
    assert share.expires - share.created == pytest.approx(timedelta(days=30), abs=timedelta(minutes=1))
    later = as_ada.get(f"/runs/{run.pk}/shares/").content.decode()
    assert "Revoke" in later
    assert "/shared/" not in later


@pytest.mark.parametrize("days", ["", "0", "2", "-7", "365", "a week", "9" * 5000])
def test_a_time_that_is_not_offered_makes_no_link_and_says_why(run: Run, as_ada: Client, days: str) -> None:
    answer = as_ada.post(f"/runs/{run.pk}/shares/", {"days": days})
    assert answer.status_code == 422
    assert "A link lasts 1, 7, 30 or 90 days." in answer.content.decode()
    assert not Share.objects.exists()


def test_the_service_refuses_a_time_that_is_not_offered(run: Run, ada: User) -> None:
    with pytest.raises(BadInput):
        sharing.share(run, ada, 2)


def test_nobody_else_makes_or_revokes_links(run: Run, token: str, as_bob: Client, client: Client) -> None:
    own = [f"/runs/{run.pk}/shares/", f"/runs/{run.pk}/shares/{Share.objects.get().pk}/revoke/"]
    assert {as_bob.post(path, {"days": "7"}).status_code for path in own} == {404}
    assert as_bob.get(own[0]).status_code == 404
    assert {client.post(path, {"days": "7"}).url.partition("?")[0] for path in own} == {"/sign-in/"}
    assert Share.objects.filter(revoked=None).count() == 1


def test_a_link_is_not_revoked_through_another_run(run: Run, token: str, ada: User, as_ada: Client) -> None:
    other = make_run(ada, run.corpora.get())
    assert as_ada.post(f"/runs/{other.pk}/shares/{Share.objects.get().pk}/revoke/").status_code == 404


def test_htmx_gets_the_dialog_alone(run: Run, as_ada: Client) -> None:
    path, htmx = f"/runs/{run.pk}/shares/", {"HX-Request": "true"}
    made = as_ada.post(path, {"days": "1"}, headers=htmx).content.decode()
    assert made.lstrip().startswith('<section class="sharing')
    gone = as_ada.post(f"{path}{Share.objects.get().pk}/revoke/", headers=htmx).content.decode()
    assert "No link works now." in gone


def test_the_form_says_that_private_evidence_goes_out(run: Run, as_ada: Client) -> None:
    assert "even where they come from a private corpus" in text(as_ada, f"/runs/{run.pk}/shares/")


def test_any_page_can_include_the_dialog_by_its_tag(run: Run, token: str) -> None:
    page = Template("{% load sightline %}{% sharing run %}").render(Context({"run": run, "csrf_token": "c"}))
    form = BeautifulSoup(page, "html.parser").select_one("form.make")
    assert form["action"] == f"/runs/{run.pk}/shares/"
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"] == "c"
    assert [option["value"] for option in form.select("option")] == ["1", "7", "30", "90"]
    assert "made by ada" in page


# --- Opening


def test_a_link_opens_the_run_its_pictures_and_its_quotes_to_anybody(
    token: str, secret: Corpus, client: Client, as_bob: Client
) -> None:
    assert statuses(client, paths(token, secret)) == {200}
    assert statuses(as_bob, paths(token, secret)) == {200}


def test_what_a_link_opens_is_kept_by_nobody(token: str, secret: Corpus, client: Client) -> None:
    for path in paths(token, secret):
        answer = client.get(path)
        assert {name: answer[name] for name in PRIVATE} == PRIVATE, path
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert not answer.cookies
    page = BeautifulSoup(text(client, f"/shared/{token}/"), "html.parser")
    assert "noindex" in page.select_one("meta[name=robots]")["content"]


def test_a_link_that_is_wrong_opens_nothing_and_one_that_has_ended_says_so(
    token: str, secret: Corpus, client: Client
) -> None:
    share = Share.objects.get()
    assert statuses(client, paths(f"{token}x", secret)) == {404}
    assert statuses(client, paths(share.token_hash, secret)) == {404}

    Share.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert statuses(client, paths(token, secret)) == {410}

    Share.objects.update(expires=timezone.now() + timedelta(days=1))
    assert statuses(client, paths(token, secret)) == {200}
    sharing.revoke(share)
    assert statuses(client, paths(token, secret)) == {410}
    answer = client.get(f"/shared/{token}/")
    assert "This link has ended" in answer.content.decode()
    assert {name: answer[name] for name in PRIVATE} == PRIVATE


def test_a_link_ends_with_the_account_of_its_author_and_with_what_they_may_see(
    token: str, run: Run, secret: Corpus, ada: User, bob: User, client: Client
) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert statuses(client, paths(token, secret)) == {404}
    User.objects.filter(pk=ada.pk).update(is_active=True)
    Run.objects.filter(pk=run.pk).update(owner=bob)
    assert statuses(client, paths(token, secret)) == {404}


def test_a_link_shows_no_more_of_a_document_than_its_author_may_read(
    token: str, secret: Corpus, ada: User, client: Client
) -> None:
    path = f"/shared/{token}/documents/{secret.documents.get().pk}/?{SPAN}"
    Document.objects.update(text=text_beside_the_quote())
    before = text(client, path)
    assert "beside it" in before
    secret.readers.remove(ada)
    after = BeautifulSoup(text(client, path), "html.parser")
    assert after.mark.text == QUOTE
    assert "beside it" not in after.text


def text_beside_the_quote() -> str:
    """The document with words in the paragraph of the quote."""
    whole = Document.objects.get().text
    return f"{whole[: START + len(QUOTE)]} And this stands beside it.{whole[START + len(QUOTE) :]}"


def test_of_a_document_only_what_is_quoted_is_shown_with_its_paragraph(
    token: str, secret: Corpus, client: Client
) -> None:
    page = BeautifulSoup(
        text(client, f"/shared/{token}/documents/{secret.documents.get().pk}/?{SPAN}"), "html.parser"
    )
    assert page.select_one("mark#passage").text == QUOTE
    assert "Boats reach it" not in page.text
    assert "on a reef" not in page.text


@pytest.mark.parametrize(
    "span", ["start=0&end=10", f"start={START}&end={START + 5}", "start=a&end=b", "start=0"]
)
def test_a_passage_that_the_run_does_not_quote_is_not_there(
    token: str, secret: Corpus, client: Client, span: str
) -> None:
    path = f"/shared/{token}/documents/{secret.documents.get().pk}/?{span}"
    assert client.get(path).status_code == 404


def test_the_run_tells_nothing_that_was_only_read(token: str, client: Client) -> None:
    page = text(client, f"/shared/{token}/")
    assert "It was lit in 1854" in page
    assert "Boats reach it" not in page
    assert "The tower at high water." not in page


def test_a_link_opens_no_other_run_and_nothing_of_it(
    token: str, secret: Corpus, ada: User, client: Client
) -> None:
    other = make_corpus("other", hue=10)
    theirs = sharing.share(make_answered_run(ada, other), ada, 7)
    uid, document = other.images.get().uid, other.documents.get().pk
    inside = [f"media/{uid}/thumb/", f"pictures/{uid}/", f"documents/{document}/"]
    assert statuses(client, [f"/shared/{theirs}/{path}" for path in inside]) == {200}
    assert statuses(client, [f"/shared/{token}/{path}" for path in inside]) == {404}


def test_a_picture_that_is_only_named_in_words_is_not_opened(
    token: str, run: Run, ada: User, client: Client
) -> None:
    other = make_corpus("other", hue=10)
    uid = other.images.get().uid
    unfinished = make_run(ada, run.corpora.get())
    call = ToolCall("c1", "look", {"uid": uid})
    refusal = ToolError("unknown_picture", uid, f"There is no picture {uid}.")
    write_journal(unfinished, [opening(unfinished)[0], StepDecided(1, uid, (call,)), CallStarted(1, "c1")])
    write_journal(unfinished, [CallFinished(1, Observation("c1", error=refusal))])
    link = sharing.share(unfinished, ada, 1)
    assert client.get(f"/shared/{link}/").status_code == 200
    assert client.get(f"/shared/{link}/media/{uid}/thumb/").status_code == 404


def test_a_picture_that_the_store_has_lost_is_not_there(token: str, secret: Corpus, client: Client) -> None:
    uid = secret.images.get().uid
    open_media_store().delete(uid)
    assert client.get(f"/shared/{token}/media/{uid}/thumb/").status_code == 404
    assert client.get(f"/shared/{token}/media/{uid}/original/").status_code == 404


def test_the_pages_lead_nowhere_but_to_the_link_itself(token: str, secret: Corpus, client: Client) -> None:
    for path in paths(token, secret)[0:1] + paths(token, secret)[3:]:
        page = BeautifulSoup(text(client, path), "html.parser")
        leads = [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]
        ours = (f"/shared/{token}/", "/static/", "#")
        assert [address for address in leads if not address.startswith(ours)] == []
        assert not page.select("script, form, [hx-get], [hx-post]")


def test_every_address_of_the_page_opens(token: str, client: Client) -> None:
    page = BeautifulSoup(text(client, f"/shared/{token}/"), "html.parser")
    leads = {tag.get("href") or tag.get("src") for tag in page.select("main [href], main [src]")}
    inside = [address for address in leads if address.startswith("/shared/")]
    assert len(inside) >= 3
    assert statuses(client, inside) == {200}


def test_a_citation_leads_to_its_source_on_the_page(token: str, client: Client) -> None:
    page = BeautifulSoup(text(client, f"/shared/{token}/"), "html.parser")
    markers = page.select(".answer .marker")
    assert markers
    for marker in markers:
        assert page.select_one(f".piece {marker['href']}").text == marker.text


def test_the_page_names_nobody(token: str, run: Run, ada: User, as_ada: Client) -> None:
    User.objects.filter(pk=ada.pk).update(username="augusta-king")
    assert "augusta-king" not in text(as_ada, f"/shared/{token}/")


@pytest.mark.parametrize("is_private, said", [(True, "in 1 private corpus"), (False, "in secret")])
def test_only_open_corpora_are_named(
    token: str, secret: Corpus, client: Client, is_private: bool, said: str
) -> None:
    Corpus.objects.filter(pk=secret.pk).update(is_private=is_private, name="secret")
    facts = BeautifulSoup(text(client, f"/shared/{token}/"), "html.parser").select_one(".asked .facts")
    assert facts is not None and said in facts.text
    assert ("secret" in facts.text) is not is_private


def test_a_failed_run_keeps_what_went_wrong_inside_to_itself(
    ada: User, secret: Corpus, client: Client
) -> None:
    run = make_run(ada, secret, status=Run.Status.FAILED, message="Internal error: /srv/keys")
    page = text(client, f"/shared/{sharing.share(run, ada, 1)}/")
    assert "This run ended without an answer." in page
    assert "/srv/keys" not in page


def test_a_journal_that_cannot_be_read_says_so(token: str, run: Run, client: Client) -> None:
    run.events.filter(seq=1).update(kind="dreamt")
    answer = client.get(f"/shared/{token}/")
    assert answer.status_code == 500
    assert "This run cannot be shown" in answer.content.decode()


def test_nothing_can_be_downloaded_or_changed_through_a_link(token: str, run: Run, client: Client) -> None:
    assert client.get(f"/shared/{token}/export/json/").status_code == 404
    assert client.post(f"/shared/{token}/").status_code == 405
    assert client.get(f"/runs/{run.pk}/export/json/").status_code == 302


def test_a_picture_made_by_the_run_is_opened(token: str, run: Run, client: Client) -> None:
    uid = open_media_store().put(lighthouse_png(90)).uid
    assert client.get(f"/shared/{token}/media/{uid}/view/").status_code == 404
    run.media_uses.create(uid=uid)
    assert client.get(f"/shared/{token}/media/{uid}/view/").status_code == 200
