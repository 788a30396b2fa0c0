"""The account page and the menu: role, spending, links, language, password and sessions."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.web.conftest import signed_in
from tests.web.drawn import make_run
from webapp.corpora.models import Corpus
from webapp.runs.models import Share, Spending

PASSWORD = "a long enough password"


def page_of(client: Client, path: str = "/account/") -> str:
    return client.get(path).content.decode()


def test_the_account_page_names_person_and_role(as_ada: Client) -> None:
    page = page_of(as_ada)
    assert "<dd>ada</dd>" in page
    assert "Asker. You ask" in page


def test_the_spending_of_this_month_stands_against_its_limit(
    ada: User, as_ada: Client, settings: Settings
) -> None:
    month = datetime.now(UTC).date().replace(day=1)
    Spending.objects.create(user=ada, month=month, tokens=12_480, cost_usd=Decimal("1.234"))
    Spending.objects.create(user=ada, month=month - timedelta(days=40), cost_usd=Decimal(99))
    page = page_of(as_ada)
    assert "$1.23" in page
    assert "There is no limit." in page
    settings.ENV = settings.ENV.model_copy(update={"monthly_usd": Decimal(20), "monthly_tokens": 50_000})
    page = page_of(as_ada)
    assert "$1.23 of $20.00" in page
    assert "12,480 of 50,000" in page


def test_only_links_that_are_open_and_ones_own_are_listed(
    corpus: Corpus, ada: User, bob: User, as_ada: Client
) -> None:
    now, later = timezone.now(), timezone.now() + timedelta(days=3)
    kinds = [
        ("Open?", ada, {"expires": later}),
        ("Closed?", ada, {"expires": later, "revoked": now}),
        ("Over?", ada, {"expires": now - timedelta(days=1)}),
        ("Of Bob?", bob, {"expires": later}),
    ]
    for question, author, fields in kinds:
        run = make_run(author, corpus, question=question)
        Share.objects.create(run=run, author=author, token_hash=question, **fields)
    page = page_of(as_ada)
    assert [question in page for question, _, _ in kinds] == [True, False, False, False]


def test_a_chosen_language_is_kept_and_told_to_the_browser(as_ada: Client) -> None:
    response = as_ada.post("/i18n/", {"language": "zh-hans", "next": "/account/"})
    assert response.url == "/account/"
    assert response.cookies["django_language"]["max-age"] == 31_536_000
    assert '<html lang="zh-hans">' in page_of(as_ada)


def test_a_visitor_gets_the_language_of_the_browser(db: None, client: Client) -> None:
    page = client.get("/sign-in/", headers={"accept-language": "zh-CN, en;q=0.5"}).content.decode()
    assert '<html lang="zh-hans">' in page


def test_pages_speak_the_chosen_language(as_ada: Client) -> None:
    as_ada.post("/i18n/", {"language": "zh-hans"})
    assert "提问" in page_of(as_ada, "/")


@pytest.mark.parametrize(("language", "code"), [("English", "en"), ("简体中文", "zh-hans")])
def test_the_menu_offers_every_language_by_its_own_name(as_ada: Client, language: str, code: str) -> None:
    assert f'value="{code}" lang="{code}"' in page_of(as_ada, "/")
    assert language in page_of(as_ada, "/")


def test_the_menu_leads_administrators_to_the_administration(as_ada: Client, as_admin: Client) -> None:
    assert 'href="/admin/"' in page_of(as_admin, "/")
    assert 'href="/admin/"' not in page_of(as_ada, "/")


def test_a_new_password_ends_other_sessions_and_keeps_this_one(ada: User, as_ada: Client) -> None:
    elsewhere = signed_in(ada)
    form = {
        "old_password": PASSWORD,
        "new_password1": "quite another one",
        "new_password2": "quite another one",
    }
    assert as_ada.post("/account/password/", form).url == "/account/"
    assert "Your password was changed." in page_of(as_ada)
    assert elsewhere.get("/account/").status_code == 302
    assert Client().login(username="ada", password="quite another one")


def test_a_password_that_is_too_short_is_refused_with_a_sentence(ada: User, as_ada: Client) -> None:
    form = {"old_password": PASSWORD, "new_password1": "short1", "new_password2": "short1"}
    assert "too short" in as_ada.post("/account/password/", form).content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_person_signs_out_everywhere_else(ada: User, as_ada: Client, as_bob: Client) -> None:
    elsewhere = [signed_in(ada), signed_in(ada)]
    assert as_ada.post("/account/other-sessions/").url == "/account/"
    assert "2 other sessions were ended." in page_of(as_ada)
    assert [client.get("/account/").status_code for client in elsewhere] == [302, 302]
    assert as_bob.get("/account/").status_code == 200


@pytest.mark.parametrize("language", ["en", "de", "es", "zh-hans"])
def test_every_language_calls_itself_by_its_own_name(as_ada: Client, language: str) -> None:
    page = as_ada.get("/account/", headers={"Accept-Language": language}).content.decode()
    names = re.findall(r'name="language" value="([\w-]+)"[^>]*>([^<]+)<', page)
    expected = {"en": "English", "de": "Deutsch", "es": "Español", "zh-hans": "简体中文"}
    assert set(names) == set(expected.items())
