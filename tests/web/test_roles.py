"""Roles: who gets which, and what each may do."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.web.conftest import signed_in
from tests.web.drawn import make_answered_run
from webapp.accounts.roles import AccountRole, make_groups, may_ask, may_curate, role_of
from webapp.corpora.models import Corpus
from webapp.runs.models import Run


def having(role: str) -> User:
    user = User.objects.create_user(f"a-{role}")
    user.groups.set([Group.objects.get(name=role)])
    return user


@pytest.mark.parametrize(
    ("role", "asks", "curates"),
    [("reader", False, False), ("asker", True, False), ("curator", True, True)],
)
def test_a_group_carries_what_its_role_may_do(db: None, role: str, asks: bool, curates: bool) -> None:
    person = having(role)
    assert (may_ask(person), may_curate(person), role_of(person)) == (asks, curates, role)


def test_an_administrator_may_do_everything(admin: User) -> None:
    admin.groups.clear()
    assert (may_ask(admin), may_curate(admin), role_of(admin)) == (True, True, "administrator")


def test_an_administrator_who_was_switched_off_may_do_nothing(admin: User) -> None:
    admin.is_active = False
    assert (may_ask(admin), role_of(admin)) == (False, AccountRole.READER)


def test_a_visitor_may_do_nothing(db: None) -> None:
    assert not may_ask(AnonymousUser())
    assert not may_curate(AnonymousUser())


def test_whoever_is_in_no_group_reads(ada: User) -> None:
    ada.groups.clear()
    assert role_of(ada) == AccountRole.READER


def test_a_user_made_by_a_command_asks(db: None) -> None:
    call_command("createsuperuser", username="root", email="root@example.org", interactive=False, verbosity=0)
    assert [group.name for group in User.objects.get(username="root").groups.all()] == ["asker"]


def test_a_user_made_in_the_administration_asks(as_admin: Client) -> None:
    passwords = {"password1": "a long enough password", "password2": "a long enough password"}
    form = {"username": "eve", "usable_password": "true", "role": "asker", **passwords}
    as_admin.post("/admin/auth/user/add/", form)
    assert role_of(User.objects.get(username="eve")) == AccountRole.ASKER


def test_saving_a_reader_again_leaves_them_a_reader(db: None) -> None:
    reader = having("reader")
    reader.save()
    assert role_of(User.objects.get(pk=reader.pk)) == AccountRole.READER


def test_users_of_an_older_installation_go_on_asking(ada: User, bob: User) -> None:
    ada.groups.clear()
    bob.groups.set([Group.objects.get(name="reader")])
    migration = import_module("webapp.accounts.migrations.0002_existing_users_ask")
    migration.let_existing_users_ask(apps, connection.schema_editor())
    assert role_of(User.objects.get(pk=ada.pk)) == AccountRole.ASKER
    assert role_of(User.objects.get(pk=bob.pk)) == AccountRole.READER


def test_migrating_again_gives_a_group_back_what_it_lost(db: None) -> None:
    Group.objects.get(name="asker").permissions.clear()
    make_groups()
    assert may_ask(having("asker"))


def test_a_reader_who_asks_is_told_whom_to_turn_to(corpus: Corpus) -> None:
    response = signed_in(having("reader")).post("/runs/", {"question": "What?", "profile": "standard"})
    assert response.status_code == 403
    assert "an administrator can change your role" in response.content.decode()
    assert not Run.objects.exists()


def test_a_reader_is_not_invited_to_ask(corpus: Corpus) -> None:
    page = signed_in(having("reader")).get("/runs/").content.decode()
    assert "Runs that you may see will be listed here." in page
    assert "Ask the first question" not in page


def test_a_reader_finds_a_sentence_where_others_ask(corpus: Corpus, as_ada: Client) -> None:
    page = signed_in(having("reader")).get("/").content.decode()
    assert "An administrator can change your role." in page
    assert 'action="/runs/"' not in page
    assert 'action="/runs/"' in as_ada.get("/").content.decode()


def test_a_reader_still_reads_the_runs_from_before(corpus: Corpus) -> None:
    reader = having("reader")
    run = make_answered_run(reader, corpus)
    assert signed_in(reader).get(f"/runs/{run.pk}/").status_code == 200


def account_form(person: User, **changed: object) -> dict[str, object]:
    """What the screen of an account sends."""
    joined = person.date_joined
    form = {
        "username": person.username, "role": role_of(person).value, "is_active": "on",
        "date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}",
    }  # fmt: skip
    return form | changed


@pytest.mark.parametrize("role", list(AccountRole))
def test_an_account_gets_one_role_on_one_screen(role: AccountRole, ada: User, as_admin: Client) -> None:
    team = Group.objects.create(name="the team")
    ada.groups.add(Group.objects.get(name="curator"))
    form = account_form(ada, role=role.value, groups=[team.pk])
    assert as_admin.post(f"/admin/auth/user/{ada.pk}/change/", form).status_code == 302
    ada = User.objects.get(pk=ada.pk)
    assert role_of(ada) == role
    own = set() if role is AccountRole.ADMINISTRATOR else {role.value}
    assert {group.name for group in ada.groups.all()} == {"the team"} | own
    assert ada.is_staff is ada.is_superuser is (role is AccountRole.ADMINISTRATOR)


def test_an_account_is_made_with_its_role(as_admin: Client) -> None:
    passwords = {"password1": "a long enough phrase", "password2": "a long enough phrase"}
    form = {"username": "eve", "usable_password": "true", "role": "reader", **passwords}
    as_admin.post("/admin/auth/user/add/", form)
    assert role_of(User.objects.get(username="eve")) == AccountRole.READER


@pytest.mark.parametrize("changed", [{"role": "asker"}, {"is_active": ""}])
def test_the_last_administrator_stays_one(changed: dict[str, str], admin: User, as_admin: Client) -> None:
    answer = as_admin.post(f"/admin/auth/user/{admin.pk}/change/", account_form(admin, **changed))
    assert "the only administrator" in answer.content.decode()
    assert role_of(User.objects.get(pk=admin.pk)) == AccountRole.ADMINISTRATOR


def test_an_administrator_can_leave_it_to_another(admin: User, as_admin: Client) -> None:
    User.objects.create_superuser("anna")
    as_admin.post(f"/admin/auth/user/{admin.pk}/change/", account_form(admin, role="reader"))
    assert role_of(User.objects.get(pk=admin.pk)) == AccountRole.READER
