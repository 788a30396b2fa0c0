"""What holds of every route, whichever is added: asked as the table of docs/permissions.md has them."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tests.web.permission_table import ADMINISTRATION, SOCKET, read_table
from tests.web.test_permissions import FORMS, Things, path_of, people, things, undone

pytestmark = pytest.mark.fuzz

__all__ = ["people", "things"]

TABLE = [row for row in read_table() if row.method != SOCKET and row.route != ADMINISTRATION]
NEVER = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "GETS")
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
MAY_BE_KEPT = {"media:rendition", "runs:document-page"}
SIGNED_IN = ["Owner", "Administrator", "Curator"]


def client_of(user: User | None, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    if user:
        client.force_login(user)
    return client


def asked(client: Client, method: str, path: str, form: dict[str, str]) -> HttpResponse:
    with undone():
        return client.generic(method, path) if method != "POST" else client.post(path, form)


def test_there_are_enough_of_them() -> None:
    assert sum(row.method == "POST" for row in TABLE) * len(SIGNED_IN) >= 124
    assert len({row.route for row in TABLE}) * len(NEVER) >= 186


@pytest.mark.parametrize("person", SIGNED_IN)
def test_no_form_is_taken_without_its_token(
    person: str, people: dict[str, User | None], things: Things
) -> None:
    client = client_of(people[person], checks=True)
    got = {
        str(row): asked(client, "POST", path_of(row, things, person), FORMS.get(row.route, {})).status_code
        for row in TABLE
        if row.method == "POST"
    }
    assert got == dict.fromkeys(got, 403)


def test_no_other_method_does_anything(people: dict[str, User | None], things: Things) -> None:
    signed_in, visitor = client_of(people["Administrator"]), client_of(None)
    left = {
        f"{method} {row.route}": asked(
            visitor if row.route == "accounts:sign-in" else signed_in, method, path_of(row, things, ""), {}
        ).status_code
        for row in {row.route: row for row in TABLE}.values()
        for method in NEVER
    }
    assert {name for name, status in left.items() if status != 405} == set()


def test_nobody_is_sent_elsewhere(people: dict[str, User | None], things: Things) -> None:
    client = client_of(people["Administrator"])
    asking = [row for row in TABLE if row.answers["Administrator"] in ("302", "sign-in", "reason")]
    wrong = {
        f"{row} {elsewhere}": target
        for row in asking
        for elsewhere in ELSEWHERE
        if not is_ours(target := sent_to(client, row.method, path_of(row, things, ""), row.route, elsewhere))
    }
    assert len(asking) > 30
    assert wrong == {}


def sent_to(client: Client, method: str, path: str, route: str, elsewhere: str) -> str:
    given = FORMS.get(route, {}) | dict.fromkeys(("next", "url", "return_to"), elsewhere)
    with undone():
        return (client.post if method == "POST" else client.get)(path, given).headers.get("Location", "/")


def is_ours(target: str) -> bool:
    return target.startswith("/") and not target.startswith(("//", "/\\"))


@pytest.mark.parametrize("person", ["Visitor", "Owner", "Administrator"])
def test_no_page_is_kept_by_a_browser(person: str, people: dict[str, User | None], things: Things) -> None:
    client = client_of(people[person])
    kept = {}
    for row in TABLE:
        told = asked(client, row.method, path_of(row, things, person), FORMS.get(row.route, {}))
        rules = told.headers.get("Cache-Control", "")
        if row.route in MAY_BE_KEPT and told.status_code == 200:
            assert rules == "private, max-age=3600, must-revalidate"
        elif "no-store" not in rules or "public" in rules:
            kept[str(row)] = rules
    assert kept == {}
