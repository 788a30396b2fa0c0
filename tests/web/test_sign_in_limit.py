"""The sign-in: one door, and how often a password may be guessed there."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from webapp.accounts.models import SignInFailure

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
