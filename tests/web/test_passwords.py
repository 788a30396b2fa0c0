"""Passwords that nobody may have, wherever one is set."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

BAD = [
    "8472938471",
    "adalove",
    "adaada",
    "AdaAda123",
    "ada-lovelace",
    "abcabcabc",
    "aaaaaaaaaa",
    "12ab12ab12",
    "ＡＤＡadaADA",
]
GOOD = [
    "correct horse battery",
    "tK9#vverw2Qz",
    "adamant-harbour-7",
    "banana harbour tower",
    "4711-0815-222b",
    "海上生明月天涯共此时",
    "برج قدیمی بندر",
    "पुराना प्रकाशस्तंभ",
    "ⓗⓐⓡⓑⓞⓤⓡ-8472",
]
WITHOUT_LETTERS = [
    "8472938471",
    "4711-0815-2222",
    "+49 (30) 901820-17",
    "!?%&#-8472-!?",
    "٤٧١١٠٨١٥٢٢",
    "४७११-०८१५-२२",
    "４７１１０８１５２２",
    "①④⑦⑪⑳⑥⑧②⑤",
    "四七一一零八一五二二",
    "ⅧⅣⅨⅫⅱⅶⅬⅮⅯ",
    "㏠㋀㍘⒈⒉⑶½¾",
    "🙂🗼⛵🌊🐟🦀🌞🌙🪐",
]
ADA = {"username": "ada", "last_name": "Lovelace", "email": "ada@example.org"}


@pytest.mark.parametrize("password", BAD)
def test_a_bad_password_is_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(**ADA))
    assert refused.value.messages


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password: str) -> None:
    validate_password(password, User(**ADA))


@pytest.mark.parametrize("password", WITHOUT_LETTERS)
def test_a_password_needs_a_letter(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(**ADA))
    assert [error.code for error in refused.value.error_list] == ["password_without_letters"]


@pytest.mark.parametrize(("name", "password"), [("bo", "BoBo1234"), ("王伟", "王伟-王伟-2024")])
def test_a_short_name_twice_is_no_password(name: str, password: str) -> None:
    with pytest.raises(ValidationError, match="little more than your own name"):
        validate_password(password, User(username=name))
    validate_password("bobcat harbour tower", User(username=name))


def test_the_page_refuses_it(ada: User, as_ada: Client) -> None:
    form = {
        "old_password": "a long enough password",
        "new_password1": "ada-ada-ada",
        "new_password2": "ada-ada-ada",
    }
    page = as_ada.post("/account/password/", form).content.decode()
    said, first_field = page.index("little more than your own name"), page.index('name="old_password"')
    assert said < first_field
    ada.refresh_from_db()
    assert ada.check_password("a long enough password")


@pytest.mark.parametrize("password", ["8472938471", "maria-maria"])
def test_the_administration_refuses_it(password: str, as_admin: Client) -> None:
    form = {"username": "maria", "password1": password, "password2": password, "usable_password": "true"}
    form["role"] = "asker"
    assert as_admin.post("/admin/auth/user/add/", form).status_code == 200
    assert not User.objects.filter(username="maria").exists()
    form |= {"password1": "correct horse battery", "password2": "correct horse battery"}
    assert as_admin.post("/admin/auth/user/add/", form).status_code == 302


@pytest.mark.parametrize("password", ["8472938471", "rootroot"])
def test_createsuperuser_refuses_it(password: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"username": "root", "email": "root@example.org", "interactive": False, "verbosity": 0}
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_PASSWORD cannot be used"):
        call_command("createsuperuser", **options)
    assert not User.objects.exists()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", **options)
    assert User.objects.get().check_password("correct horse battery")


def test_the_demo_account_refuses_it(
    db: None, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME = tmp_path
    kept = tmp_path / "secrets" / "demo-password"
    kept.parent.mkdir()
    kept.write_text("demodemo")
    with pytest.raises(SystemExit, match="1"):
        call_command("demo")
    assert "delete the file to have one made" in capsys.readouterr().err
    assert not User.objects.exists()
    kept.unlink()
    call_command("demo")
    assert User.objects.get().check_password(kept.read_text())
