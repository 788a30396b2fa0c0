"""Signing in and out, the demo account, and what every answer carries."""

import stat
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from webapp.accounts.demo import ensure_demo_account
from webapp.corpora.models import Corpus


def test_the_right_password_opens_the_page_that_was_asked_for(ada: User, client: Client) -> None:
    form = {"username": "ada", "password": "a long enough password", "next": "/runs/7/"}
    response = client.post("/sign-in/", form)
    assert (response.status_code, response.url) == (302, "/runs/7/")
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(ada: User, client: Client) -> None:
    wrong = client.post("/sign-in/", {"username": "ada", "password": "x"}).content
    unknown = client.post("/sign-in/", {"username": "eve", "password": "x"}).content
    assert b"do not belong together" in wrong
    assert b"do not belong together" in unknown


def test_the_focus_stands_in_the_first_field_that_is_empty(ada: User, client: Client) -> None:
    pages = [client.get("/sign-in/"), client.post("/sign-in/", {"username": "ada", "password": "x"})]
    focused = [BeautifulSoup(page.content, "html.parser").select("[autofocus]") for page in pages]
    assert [[field["name"] for field in fields] for fields in focused] == [["username"], ["password"]]


def test_signing_in_never_leads_to_another_site(ada: User, client: Client) -> None:
    form = {"username": "ada", "password": "a long enough password", "next": "https://evil.example/"}
    assert client.post("/sign-in/", form).url == "/"


def test_signing_out_ends_the_session(as_ada: Client) -> None:
    assert as_ada.post("/sign-out/").url == "/sign-in/"
    assert as_ada.get("/").status_code == 302


def test_the_demo_account_signs_in_with_the_password_of_the_home_folder(
    db: None, tmp_path: Path, client: Client
) -> None:
    account = ensure_demo_account(tmp_path)
    form = {"username": account.username, "password": account.password}
    assert client.post("/sign-in/", form).status_code == 302
    kept = tmp_path / "secrets" / "demo-password"
    assert kept.read_text() == account.password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_demo_password_stays_the_same_and_is_set_back_when_it_was_changed(
    db: None, tmp_path: Path
) -> None:
    first = ensure_demo_account(tmp_path)
    user = User.objects.get(username="demo")
    user.set_password("something else")
    user.save()
    assert ensure_demo_account(tmp_path) == first
    user.refresh_from_db()
    assert user.check_password(first.password)


def test_a_demo_account_that_was_switched_off_stays_off(db: None, tmp_path: Path, client: Client) -> None:
    account = ensure_demo_account(tmp_path)
    User.objects.update(is_active=False)
    ensure_demo_account(tmp_path)
    response = client.post("/sign-in/", {"username": account.username, "password": account.password})
    assert response.status_code == 200


def test_pages_pictures_and_errors_carry_the_content_security_policy(corpus: Corpus, as_ada: Client) -> None:
    for path in ("/", f"/media/{corpus.images.get().uid}/thumb/", "/static/sightline.css", "/nowhere/"):
        response = as_ada.get(path)
        response.close()
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_no_page_carries_a_script_or_style_of_its_own(corpus: Corpus, as_ada: Client) -> None:
    for path in ("/", f"/pictures/{corpus.images.get().uid}/", f"/documents/{corpus.documents.get().pk}/"):
        page = as_ada.get(path).content.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert " onclick" not in page
        assert page.count("<script") == page.count("<script src=") > 0


def test_the_administration_opens_to_administrators_only(as_ada: Client, as_admin: Client) -> None:
    assert as_admin.get("/admin/runs/run/").status_code == 200
    assert as_ada.get("/admin/runs/run/").status_code == 302


def test_the_journal_cannot_be_changed_in_the_administration(as_admin: Client) -> None:
    assert as_admin.get("/admin/runs/runevent/add/").status_code == 403
    assert as_admin.get("/admin/runs/run/add/").status_code == 403


def test_health_is_told_without_signing_in(db: None, client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_the_icon_is_where_programs_look_for_it(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")
