"""Django's admin: every list opens, none loads a whole table, secrets are not shown."""

import pytest
from django.contrib import admin
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Model
from django.forms import JSONField
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.web.drawn import make_answered_run, make_corpus
from webapp.administration.lean import ROWS_A_PAGE, LeanAdmin
from webapp.corpora.models import Corpus, FileProblem, IndexJob
from webapp.curation.changes import services as changes
from webapp.curation.models import Change, CurationJob, Import

pytestmark = pytest.mark.long

LISTED = sorted(admin.site._registry, key=lambda model: model._meta.label)
MANY = 3 * ROWS_A_PAGE


@pytest.fixture
def furnished(admin: User) -> Corpus:
    """A corpus with work in it, and more people, problems and jobs than a page shows."""
    corpus = make_corpus()
    make_answered_run(admin, corpus)
    changes.begin(corpus, admin, Change.Action.CAPTION, {"text": "New words."}, corpus.images.all())
    Import.objects.create(corpus=corpus, person=admin, kind="zip")
    IndexJob.objects.create(corpus=corpus, encoder="hashing")
    User.objects.bulk_create(User(username=f"person-{number}") for number in range(MANY))
    CurationJob.objects.bulk_create(CurationJob(corpus=corpus, kind="purge") for _ in range(MANY))
    FileProblem.objects.bulk_create(
        FileProblem(corpus=corpus, path=f"{number}.jpg", reason="Broken.") for number in range(MANY)
    )
    return corpus


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_list_opens_and_is_searched(furnished: Corpus, as_admin: Client, model: type[Model]) -> None:
    assert as_admin.get(address(model, "changelist")).status_code == 200
    assert as_admin.get(address(model, "changelist"), {"q": "1"}).status_code == 200


@pytest.mark.parametrize("model", [User, CurationJob, FileProblem], ids=lambda model: model._meta.label)
def test_a_long_list_asks_for_no_more_rows_than_it_shows(
    furnished: Corpus, as_admin: Client, model: type[Model]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        as_admin.get(address(model, "changelist"))
    table = f'FROM "{model._meta.db_table}"'
    rows = [query["sql"] for query in asked if table in query["sql"] and "COUNT(*)" not in query["sql"]]
    assert rows
    assert [sql for sql in rows if "LIMIT" not in sql] == []


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_row_opens_without_a_list_of_all_people(
    furnished: Corpus, as_admin: Client, model: type[Model]
) -> None:
    row = model._default_manager.order_by("pk").first()
    assert row
    page = as_admin.get(address(model, "change", row.pk))
    assert page.status_code == 200
    assert page.content.decode().count("person-") < ROWS_A_PAGE


def test_the_settings_in_force_are_told_and_no_secret_is(
    as_admin: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ENV = settings.ENV.model_copy(  # type: ignore[attr-defined]
        update={"database_url": "postgres://me:hunter2@db/sightline", "max_upload_mb": 77}
    )
    page = as_admin.get("/admin/settings/").content.decode()
    assert "SIGHTLINE_DATABASE_URL" in page
    assert "set, not shown" in page
    assert "hunter2" not in page
    assert "77 <strong>(changed)</strong>" in page


def test_the_settings_are_for_administrators(as_ada: Client, client: Client) -> None:
    assert as_ada.get("/admin/settings/").status_code == 302
    assert client.get("/admin/settings/").status_code == 302


def test_what_an_administrator_may_not_change_has_no_form(furnished: Corpus, as_admin: Client) -> None:
    change = Change.objects.get()
    assert as_admin.post(address(Change, "change", change.pk), {"count": 5}).status_code == 403
    assert as_admin.get(address(Change, "add")).status_code == 403


def test_kinds_of_events_are_offered_without_reading_the_journal(furnished: Corpus, as_admin: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = as_admin.get("/admin/runs/runevent/").content.decode()
    assert "?kind=step_decided" in page
    assert not [query for query in asked if "DISTINCT" in query["sql"]]


def test_every_page_of_the_administration_is_lean(as_admin: Client) -> None:
    """Django's own answers an empty `_to_field` with an error of its own."""
    assert all(isinstance(each, LeanAdmin) for each in admin.site._registry.values())
    group = Group.objects.get(name="curator")
    answer = as_admin.get(f"/admin/auth/group/{group.pk}/delete/", {"_to_field": ""})
    assert answer.status_code == 200


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_no_form_of_the_administration_takes_json(
    rf: RequestFactory, admin: User, model: type[Model]
) -> None:
    """Python reads no number of more than 4,300 digits, and no list in a thousand others."""
    request = rf.get("/")
    request.user = admin
    form = site._registry[model].get_form(request, change=True)
    assert not [name for name, field in form.base_fields.items() if isinstance(field, JSONField)]


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_table_has_a_name_in_the_language_of_its_reader(model: type[Model]) -> None:
    english = str(model._meta.verbose_name_plural), str(model._meta.verbose_name)
    with translation.override("de"):
        german = str(model._meta.verbose_name_plural), str(model._meta.verbose_name)
    assert all(ours != theirs for ours, theirs in zip(english, german, strict=True))
