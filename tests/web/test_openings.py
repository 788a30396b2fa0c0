"""Somebody else's run opens to an administrator with a reason, which its owner sees."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from tests.web.drawn import make_answered_run
from webapp.corpora.models import Corpus
from webapp.runs import run_access
from webapp.runs.models import Opening, Run
from webapp.runs.watching.admin_access import openings_of

REASON = "Ada reports a wrong answer."


@pytest.fixture
def run(ada: User, corpus: Corpus) -> Run:
    return make_answered_run(ada, corpus)


def test_the_page_of_anothers_run_asks_an_administrator_why(run: Run, as_admin: Client) -> None:
    response = as_admin.get(f"/runs/{run.pk}/")
    assert response.url == f"/runs/{run.pk}/open/"
    page = as_admin.get(response.url).content.decode()
    assert "This run belongs to somebody else" in page
    assert run.question not in page


def test_a_reason_is_kept_and_opens_the_run(run: Run, admin: User, as_admin: Client) -> None:
    response = as_admin.post(f"/runs/{run.pk}/open/", {"reason": REASON})
    assert response.url == f"/runs/{run.pk}/"
    assert run.question in as_admin.get(response.url).content.decode()
    kept = Opening.objects.get()
    assert (kept.run, kept.person, kept.reason) == (run, admin, REASON)


@pytest.mark.parametrize("reason", ["", " " * 20, "because", "x" * 501])
def test_a_reason_of_no_use_is_refused_and_stays_in_the_form(run: Run, as_admin: Client, reason: str) -> None:
    response = as_admin.post(f"/runs/{run.pk}/open/", {"reason": reason})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert reason in response.content.decode()
    assert as_admin.get(f"/runs/{run.pk}/").status_code == 302


def test_an_opening_ends_after_eight_hours(run: Run, admin: User) -> None:
    Opening.objects.create(run=run, person=admin, reason=REASON)
    Opening.objects.update(created=timezone.now() - timedelta(hours=7, minutes=59))
    assert run in run_access.runs(admin)
    Opening.objects.update(created=timezone.now() - timedelta(hours=8, seconds=1))
    assert run not in run_access.runs(admin)


def test_an_opening_opens_the_run_to_nobody_else(run: Run, bob: User, admin: User) -> None:
    Opening.objects.create(run=run, person=admin, reason=REASON)
    Opening.objects.create(run=run, person=bob, reason=REASON)
    other = User.objects.create_superuser("other")
    assert run in run_access.runs(admin)
    assert run not in run_access.runs(other)
    assert run not in run_access.runs(bob)


def test_the_owner_reads_who_opened_the_run_and_why(run: Run, admin: User) -> None:
    Opening.objects.create(run=run, person=admin, reason="<b>It</b> was reported.")
    shown = render_to_string("runs/_admin_access.html", {"openings": openings_of(run)})
    assert "admin" in shown
    assert "&lt;b&gt;It&lt;/b&gt; was reported." in shown
    assert "just now" in shown


def test_a_run_that_nobody_opened_says_nothing(run: Run) -> None:
    assert not render_to_string("runs/_admin_access.html", {"openings": openings_of(run)}).strip()


def test_the_administration_lists_every_run_without_what_was_asked(
    run: Run, admin: User, as_admin: Client
) -> None:
    Opening.objects.create(run=run, person=admin, reason=REASON)
    paths = ["/admin/runs/run/", f"/admin/runs/run/{run.pk}/change/", f"/admin/runs/run/{run.pk}/delete/"]
    for path in paths:
        page = as_admin.get(path).content.decode()
        assert f"/admin/runs/run/{run.pk}/" in page, path
        assert run.question not in page, path
    assert REASON in as_admin.get(paths[1]).content.decode()


def test_the_journal_in_the_administration_opens_with_the_run(
    run: Run, admin: User, as_admin: Client
) -> None:
    event = run.events.get(seq=1)
    path = f"/admin/runs/runevent/{event.pk}/change/"
    assert as_admin.get(path).status_code == 302
    assert f"/admin/runs/runevent/{event.pk}/" not in as_admin.get("/admin/runs/runevent/").content.decode()
    Opening.objects.create(run=run, person=admin, reason=REASON)
    assert run.question in as_admin.get(path).content.decode()


def test_what_administrators_once_made_of_a_run_goes_to_its_owner(
    run: Run, ada: User, admin: User, corpus: Corpus
) -> None:
    """Earlier versions let whoever had opened a run fork it and ask on, for themselves."""
    shell_run = make_answered_run(None, corpus)

    def made_of(made: Run, owner: User | None, **tie: Run) -> Run:
        return Run.objects.create(owner=owner, question=made.question, policy=made.policy, **tie)

    forked = made_of(run, admin, parent=run)
    to_ada = [forked, made_of(forked, admin, parent=forked), made_of(run, admin, follows=run)]
    kept = [made_of(shell_run, admin, parent=shell_run), made_of(run, None, parent=run)]
    import_module("webapp.runs.migrations.0008_forks_of_others").hand_over(apps, None)
    assert not run_access.runs(admin).filter(pk__in=[each.pk for each in to_ada]).exists()
    assert set(run_access.runs(ada)) == {run, *to_ada}
    assert set(run_access.runs(admin)) == {shell_run, *kept}
