"""The sign-in: one door, and how often a password may be guessed there."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from webapp import settings as product
from webapp.accounts import hashing, throttle
from webapp.accounts.addresses import client_address
from webapp.accounts.models import SignInFailure

pytestmark = pytest.mark.long

PASSWORD = "a long enough password"


def sign_in(client: Client, password: str, name: str = "ada", **headers: str) -> HttpResponse:
    return client.post("/sign-in/", {"username": name, "password": password}, **headers)


def test_after_ten_wrong_passwords_not_even_the_right_one_is_looked_at(ada: User, client: Client) -> None:
    assert [sign_in(client, "wrong").status_code for _ in range(10)] == [200] * 10
    response = sign_in(client, PASSWORD)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()
    assert 'value="ada"' in response.content.decode()
    assert client.get("/").status_code == 302


def test_the_door_opens_again_15_minutes_after_the_failures(ada: User, client: Client) -> None:
    for _ in range(11):
        sign_in(client, "wrong")
    SignInFailure.objects.update(created=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client, PASSWORD).url == "/"


def test_knocking_at_a_closed_door_does_not_keep_it_closed(ada: User, client: Client) -> None:
    for _ in range(15):
        sign_in(client, "wrong")
    assert SignInFailure.objects.count() == 10


def test_only_this_name_from_this_address_has_to_wait(ada: User, bob: User, client: Client) -> None:
    bob.set_password(PASSWORD)
    bob.save()
    for _ in range(11):
        sign_in(client, "wrong", name="Ada ")
    assert sign_in(Client(), PASSWORD).status_code == 429
    assert sign_in(Client(), PASSWORD, name="bob").status_code == 302
    assert sign_in(Client(), PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_right_password_makes_earlier_slips_forgotten(ada: User, client: Client) -> None:
    for _ in range(9):
        sign_in(client, "wrong")
    sign_in(client, PASSWORD)
    assert not SignInFailure.objects.exists()


def test_what_was_typed_as_a_name_is_not_stored(db: None, client: Client) -> None:
    sign_in(client, "x", name="my secret password")
    assert "secret" not in str(SignInFailure.objects.values().get())


def test_the_administration_has_no_sign_in_of_its_own(ada: User, client: Client, as_ada: Client) -> None:
    response = client.post("/admin/login/?next=/admin/runs/run/", {"username": "ada", "password": PASSWORD})
    assert response.status_code == 405
    response = client.get("/admin/runs/run/", follow=True)
    assert response.redirect_chain[-1][0] == "/sign-in/?next=/admin/runs/run/"
    assert "Administration is for administrators." in as_ada.get("/admin/", follow=True).content.decode()


@pytest.mark.parametrize(
    "spelling",
    ["ADA", "\uff41da", "\uff21\uff24\uff21", "\u1d43da", "\u24b6da", " ada", "ada\u3000", "\U0001d41ada"],
)
def test_every_spelling_of_a_name_is_one_name(spelling: str, ada: User, client: Client) -> None:
    for _ in range(10):
        sign_in(client, "wrong", name=spelling)
    assert sign_in(client, PASSWORD).status_code == 429


def test_one_address_may_fail_so_often_over_all_names(
    ada: User, bob: User, client: Client, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"sign_in_failures": 12})
    for number in range(12):
        assert sign_in(client, "wrong", name=f"nobody-{number}").status_code == 200
    response = sign_in(client, PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert sign_in(Client(), PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_ones_own_account_does_not_wash_other_guesses_away(
    ada: User, client: Client, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"sign_in_failures": 12})
    for number in range(11):
        sign_in(client, "wrong", name=f"nobody-{number}")
        sign_in(Client(), PASSWORD)
    assert SignInFailure.objects.count() == 11


def test_a_flood_at_a_closed_door_writes_nothing(ada: User, client: Client) -> None:
    for _ in range(10):
        sign_in(client, "wrong")
    with CaptureQueriesContext(connection) as queries:
        assert sign_in(client, "wrong").status_code == 429
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("", "203.0.113.9", ""),
    ],
)
def test_a_forwarded_address_counts_from_a_trusted_proxy(
    peer: str, forwarded: str, expected: str, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": "10.0.0.0/24"})
    given = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **given)) == expected


@contextmanager
def hashes_waiting(count: int, *, is_doubtful: bool = False) -> Iterator[None]:
    """So many places for hashes are taken until the end of the block."""
    with hashing.asked_by(is_doubtful=is_doubtful):
        taken = [hashing._take_place() for _ in range(count)]
    try:
        assert all(taken)
        yield
    finally:
        for queue in filter(None, taken):
            queue.places.release()


SHARED = hashing.MAX_WAITING - hashing.KEPT_PLACES


def everybody_hashing() -> AbstractContextManager[None]:
    return hashes_waiting(hashing.MAX_WAITING)


def test_places_are_kept_from_whoever_failed_lately(ada: User, client: Client) -> None:
    for number in range(3):
        sign_in(client, "wrong", name=f"nobody-{number}")
    with hashes_waiting(SHARED, is_doubtful=True):
        assert sign_in(client, PASSWORD).status_code == 503
        assert sign_in(Client(), PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert sign_in(client, PASSWORD).status_code == 302


def test_a_slip_costs_no_kept_place(ada: User, client: Client) -> None:
    for _ in range(2):
        sign_in(client, "wrong")
    with hashes_waiting(SHARED, is_doubtful=True):
        assert sign_in(client, PASSWORD).status_code == 302


def test_a_rush_takes_few_kept_places(db: None) -> None:
    admitted = [throttle.admit(f"nobody-{number}", "192.0.2.7") for number in range(5)]
    assert [attempt.is_doubtful for attempt in admitted if attempt] == [False, False, False, True, True]


def test_kept_places_end_as_well(ada: User) -> None:
    with hashes_waiting(hashing.MAX_WAITING - 1):
        assert hashing.has_room()
    with hashes_waiting(hashing.MAX_WAITING):
        assert not hashing.has_room()
        with pytest.raises(hashing.HashingBusy):
            hashing.beside_pages(int)
    assert hashing.beside_pages(int) == 0


def test_a_sign_in_among_too_many_is_told_to_come_back(ada: User, client: Client) -> None:
    with everybody_hashing():
        response = sign_in(client, PASSWORD)
        assert (response.status_code, response["Retry-After"]) == (503, "3")
        assert "Try again in a few seconds" in response.content.decode()
        assert not SignInFailure.objects.exists()
    assert sign_in(client, PASSWORD).status_code == 302


def test_a_new_password_among_too_many_changes_nothing(ada: User, as_ada: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [*product.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]
    form = {
        "old_password": PASSWORD,
        "new_password1": "another long one",
        "new_password2": "another long one",
    }
    with everybody_hashing():
        response = as_ada.post("/account/password/", form)
    assert (response.status_code, response["Retry-After"]) == (503, "3")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_hashes_of_before_are_known_and_theirs_are_the_same(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    before = make_password(PASSWORD)
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert check_password(PASSWORD, before)
    assert not check_password("wrong", before)
    assert make_password(PASSWORD, before.split("$")[2]) == before
