"""The list of runs: what it shows, to whom, in which order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from agents.events import StepDecided
from agents.types import ToolCall
from tests.web.conftest import signed_in
from tests.web.drawn import make_answered_run, make_corpus, make_run
from webapp.corpora.models import Corpus
from webapp.runs.execution import tallying
from webapp.runs.models import Opening, Run

pytestmark = pytest.mark.long

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def runs(corpus: Corpus, ada: User) -> dict[str, Run]:
    """Three runs that differ in everything one can filter by."""
    made = {
        "plain": make_run(ada, corpus, question="Plain words", images=[]),
        "dear": make_run(
            ada, corpus, question="Dear words", profile="deep", status="failed", cost_usd=Decimal("1.5")
        ),
        "far": make_run(
            ada, make_corpus("moon", hue=90), question="Far away", status="finished",
            cost_usd=Decimal("0.25"),
        ),
    }  # fmt: skip
    for days, (name, seconds) in enumerate({"plain": None, "dear": 30, "far": 90}.items()):
        created = NOON + timedelta(days=days)
        finished = created + timedelta(seconds=seconds) if seconds else None
        Run.objects.filter(pk=made[name].pk).update(created=created, started=created, finished=finished)
    tallying.count(made["dear"], StepDecided(1, "look", (ToolCall("c1", "zoom", {}),)))
    tallying.count(made["far"], StepDecided(5, "read", (ToolCall("c2", "read", {}),)))
    return made


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/runs/?{query}")
    assert response.status_code == 200, response.context["form"].problems
    return [run.question.split()[0].lower() for run in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=words", ["dear", "plain"]),
        ("text=WORDS+dear", ["dear"]),
        ("status=failed", ["dear"]),
        ("status=failed&status=finished", ["far", "dear"]),
        ("corpus=moon", ["far"]),
        ("profile=deep", ["dear"]),
        ("tool=zoom", ["dear"]),
        ("pictures=with", ["far", "dear"]),
        ("pictures=without", ["plain"]),
        ("since=2026-03-03", ["far", "dear"]),
        ("until=2026-03-03", ["dear", "plain"]),
        ("cost_min=0.25", ["far", "dear"]),
        ("cost_max=0.25", ["far", "plain"]),
        ("cost_max=0", ["plain"]),
        ("steps_min=1", ["far", "dear"]),
        ("steps_min=1&steps_max=1", ["dear"]),
    ],
)
def test_each_filter_narrows_the_list(
    runs: dict[str, Run], as_ada: Client, query: str, expected: list[str]
) -> None:
    assert listed(as_ada, query) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("-created", ["far", "dear", "plain"]),
        ("created", ["plain", "dear", "far"]),
        ("-cost", ["dear", "far", "plain"]),
        ("cost", ["plain", "far", "dear"]),
        ("-steps", ["far", "dear", "plain"]),
        ("steps", ["plain", "dear", "far"]),
        ("-seconds", ["far", "dear", "plain"]),
        ("seconds", ["dear", "far", "plain"]),
    ],
)
def test_the_list_is_in_the_order_that_is_asked_for(
    runs: dict[str, Run], as_ada: Client, order: str, expected: list[str]
) -> None:
    assert listed(as_ada, f"sort={order}") == expected


def test_a_run_is_found_by_the_words_of_its_answer(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_run(ada, corpus)
    answered = make_answered_run(ada, corpus)
    response = as_ada.get("/runs/?text=tower")
    assert [run.pk for run in response.context["page"]] == [answered.pk]


def test_another_persons_run_is_not_listed(runs: dict[str, Run], as_bob: Client) -> None:
    assert "Dear words" not in as_bob.get("/runs/").content.decode()


def test_an_administrator_sees_whose_run_it_is_once_it_was_opened(
    runs: dict[str, Run], admin: User, as_admin: Client
) -> None:
    assert "Dear words" not in as_admin.get("/runs/").content.decode()
    for run in runs.values():
        Opening.objects.create(run=run, person=admin, reason="It was reported.")
    page = as_admin.get("/runs/").content.decode()
    assert "Dear words" in page
    assert '<td class="owner">ada</td>' in page


def test_words_from_outside_are_escaped(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_run(ada, corpus, question='"><script>alert(1)</script>')
    page = as_ada.get("/runs/?text=%22%3E%3Cscript%3E").content.decode()
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;"' in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("cost_min=abc", "Cost from ($): Enter a number."),
        ("since=yesterday", "Asked from: Enter a valid date."),
        ("steps_min=5&steps_max=2", "The end of the range lies before its beginning."),
        ("corpus=nowhere", "Corpus: Select a valid choice."),
        (f"text={'x' * 300}", "Words: Ensure this value has at most 200 characters"),
        ("sort=colour", "Order: Select a valid choice."),
    ],
)
def test_a_filter_that_cannot_be_used_says_why_and_the_others_stay(
    runs: dict[str, Run], as_ada: Client, query: str, sentence: str
) -> None:
    response = as_ada.get(f"/runs/?status=failed&{query}")
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert [run.question for run in response.context["page"]] == ["Dear words"]


def test_a_private_corpus_is_no_choice_for_others(as_bob: Client) -> None:
    make_corpus("secret", is_private=True)
    assert as_bob.get("/runs/?corpus=secret").status_code == 422


def test_a_chip_leads_to_the_list_without_it(runs: dict[str, Run], as_ada: Client) -> None:
    form = as_ada.get("/runs/?status=failed&status=finished&cost_min=0.10&text=").context["form"]
    assert [(chip.words, chip.query_without) for chip in form.chips()] == [
        ("Status: finished", "status=failed&cost_min=0.1"),
        ("Status: failed", "status=finished&cost_min=0.1"),
        ("Cost from ($): 0.1", "status=finished&status=failed"),
    ]


def test_a_second_click_on_a_column_turns_it_around(runs: dict[str, Run], as_ada: Client) -> None:
    form = as_ada.get("/runs/?sort=-cost").context["form"]
    assert form.headings()["cost"].direction == "descending"
    assert form.headings()["cost"].query == "sort=cost"
    assert form.headings()["steps"].query == "sort=-steps"


def test_the_address_is_pushed_in_its_one_form(runs: dict[str, Run], as_ada: Client) -> None:
    response = as_ada.get("/runs/?text=&sort=-created&profile=&status=failed", headers={"hx-request": "true"})
    assert response["HX-Push-Url"] == "/runs/?status=failed"


def test_a_page_keeps_the_filters(corpus: Corpus, ada: User, as_ada: Client) -> None:
    for _ in range(51):
        make_run(ada, corpus)
    first = as_ada.get("/runs/?status=queued")
    assert len(first.context["page"]) == 50
    assert 'rel="next" href="/runs/?status=queued&amp;page=2"' in first.content.decode()
    assert len(as_ada.get("/runs/?status=queued&page=2").context["page"]) == 1


def test_nothing_asked_offers_the_first_step(as_ada: Client) -> None:
    page = as_ada.get("/runs/").content.decode()
    assert "Nothing has been asked yet" in page
    assert "Ask the first question" in page


def test_no_match_offers_to_clear_the_filters(runs: dict[str, Run], as_ada: Client) -> None:
    page = as_ada.get("/runs/?text=elephant").content.decode()
    assert "No run matches these filters" in page
    assert '<a class="action" href="/runs/">Clear all filters</a>' in page


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_takes_as_many_queries_for_many_runs_as_for_few(
    corpus: Corpus, ada: User, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    client = signed_in(ada)
    for _ in range(count):
        make_answered_run(ada, corpus)
    with django_assert_num_queries(14):  # type: ignore[operator]
        client.get("/runs/?text=lit")


def test_the_migration_counts_what_old_journals_did(corpus: Corpus, ada: User) -> None:
    from importlib import import_module

    from django.apps import apps

    run = make_answered_run(ada, corpus)
    run.tool_uses.all().delete()
    Run.objects.update(step_count=0)
    import_module("webapp.runs.migrations.0004_steps_and_tools").tally(apps, None)
    run.refresh_from_db()
    assert run.step_count == 3
    assert [use.tool for use in run.tool_uses.all()] == [
        "look",
        "note",
        "read",
        "search_by_image",
        "search_text",
    ]


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_migration_says_when_old_runs_began(corpus: Corpus, ada: User) -> None:
    from importlib import import_module

    from django.apps import apps

    run, waiting = make_answered_run(ada, corpus), make_run(ada, corpus)
    import_module("webapp.runs.migrations.0005_names_tags_and_waits").begin(apps, None)
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert run.started == run.events.get(seq=1).created
    assert waiting.started is None
