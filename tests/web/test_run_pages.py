"""What a run's page shows, folded from its journal."""

from dataclasses import fields
from typing import get_args

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agents.events import OrderTaken, Outcome, RulesTookOver, RunEnded
from agents.observations import ToolResult
from agents.orders import Order, Pause
from tests.web.drawn import (
    BOX,
    QUOTE,
    START,
    ending,
    make_answered_run,
    make_run,
    middle,
    opening,
    write_journal,
)
from webapp.corpora.models import Corpus
from webapp.runs.files.markdown import to_markdown
from webapp.runs.models import Run
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import present, present_run
from webapp.runs.watching.live import Reader, news


def page_of(client: Client, run: Run) -> str:
    return client.get(f"/runs/{run.pk}/").content.decode()


def test_a_marker_of_the_answer_leads_to_its_quote_in_the_document(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    page = page_of(as_ada, make_answered_run(ada, corpus))
    target = f"/documents/{corpus.documents.get().pk}/?start={START}&amp;end={START + len(QUOTE)}#passage"
    assert f'class="marker unchecked" href="{target}"' in page


def test_a_marker_of_the_answer_leads_to_the_region_of_a_picture(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    page = page_of(as_ada, make_answered_run(ada, corpus))
    assert f'class="marker unchecked" href="/pictures/{corpus.images.get().uid}/?box=400,250,600,900"' in page
    assert f'<rect x="{BOX.x0}" y="{BOX.y0}" width="200" height="650"/>' in page


def test_the_skip_link_leads_to_the_answer_once_there_is_one(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    assert '<a class="skip" href="#answer">' in page_of(as_ada, make_answered_run(ada, corpus))
    running = make_run(ada, corpus, status=Run.Status.RUNNING)
    assert '<a class="skip" href="#main">' in page_of(as_ada, running)


def test_a_number_that_cites_nothing_stays_words(corpus: Corpus, ada: User) -> None:
    view = present_run(make_answered_run(ada, corpus))
    assert view.answer is not None
    parts = view.answer.blocks[0].lines[0].parts
    markers = [part.citation.marker for part in parts if part.citation]
    assert markers == [1, 2]
    assert parts[-1].text == ". Not [7]."


def test_calls_that_failed_found_nothing_or_succeeded_look_different(corpus: Corpus, ada: User) -> None:
    view = present_run(make_answered_run(ada, corpus))
    assert [[call.state for call in step.calls] for step in view.steps] == [
        ["done"],
        ["failed", "empty", "done", "done"],
        ["done"],
    ]


@pytest.mark.parametrize("status", [Run.Status.CANCELLED, Run.Status.FAILED])
def test_a_call_that_never_ended_says_so(
    corpus: Corpus, ada: User, as_ada: Client, status: Run.Status
) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))
    notebook = Notebook.of(run)
    Run.objects.filter(pk=run.pk).update(status=status)
    notebook.run.refresh_from_db()
    told = news(notebook, Reader(notebook.seq, "en", may_steer=True)).html
    for page in (page_of(as_ada, run), told, to_markdown(run, [])):
        assert "not ended" in page
        assert "under way" not in page.lower()


def test_a_failed_call_says_what_was_wrong_and_what_to_try(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = page_of(as_ada, make_answered_run(ada, corpus))
    assert "No document 99 in these corpora. Use an id from a search." in page


def test_words_from_outside_are_escaped(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    Run.objects.filter(pk=run.pk).update(question="<script>alert(1)</script>")
    page = page_of(as_ada, run)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "lit &lt;when&gt;" in page


def test_every_kind_of_result_has_a_template() -> None:
    kinds = [kind_of_result(result) for result in get_args(get_args(ToolResult)[0])]
    assert "hits" in kinds
    for kind in kinds:
        get_template(f"runs/results/{kind}.html")


def kind_of_result(result: type) -> object:
    return next(field.default for field in fields(result) if field.name == "type")


def test_every_status_has_an_icon() -> None:
    icons = get_template("includes/status.html")
    sprite = (icons.backend.dirs[0].parent / "static" / "icons.svg").read_text()
    for status in Run.Status.values:
        assert f'<symbol id="{status}"' in sprite


def test_a_page_follows_a_run_until_it_has_ended(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))
    page = page_of(as_ada, run)
    assert f'ws-connect="/ws/runs/{run.pk}/?language=en"' in page
    assert '<data id="cursor" value="3" hidden>' in page
    assert "Under way" in page

    write_journal(run, [*middle(corpus), *ending(corpus)])
    Run.objects.filter(pk=run.pk).update(status=Run.Status.FINISHED)
    last = page_of(as_ada, run)
    assert "ws-connect" not in last
    assert "It was lit in 1854" in last


def test_a_run_that_waits_says_so(corpus: Corpus, ada: User, as_ada: Client) -> None:
    page = page_of(as_ada, make_run(ada, corpus))
    assert "Waiting for a worker" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_failed_run_shows_its_sentence(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.FAILED, message="There is no encoder 'x'.")
    assert "There is no encoder &#x27;x&#x27;." in page_of(as_ada, run)


def test_a_journal_of_a_newer_version_is_shown_as_unreadable_and_left_alone(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    run = make_answered_run(ada, corpus)
    run.events.filter(seq=1).update(kind="dreamt")
    response = as_ada.get(f"/runs/{run.pk}/")
    assert response.status_code == 500
    assert "unknown kind “dreamt”" in response.content.decode()
    assert run.events.get(seq=1).kind == "dreamt"


def test_the_list_shows_steps_pictures_and_time(corpus: Corpus, ada: User, as_ada: Client) -> None:
    make_answered_run(ada, corpus)
    page = as_ada.get("/").content.decode()
    assert "3 steps" in page
    assert f"/media/{corpus.images.get().uid}/thumb/" in page
    assert "just now" in page


def test_an_empty_list_offers_the_first_step(ada: User, as_ada: Client) -> None:
    assert "Ask the first one above." in as_ada.get("/").content.decode()


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    counts = []
    for _ in range(2):
        make_answered_run(ada, corpus)
        make_answered_run(ada, corpus)
        with CaptureQueriesContext(connection) as queries:
            as_ada.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_run_that_the_rules_finished_says_so_and_why(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.FINISHED)
    said = "The built-in rules finished this run. The reply made no sense."
    took_over = RulesTookOver("The reply made no sense.")
    ended = RunEnded(Outcome.FINISHED, said)
    write_journal(run, [*opening(run), took_over, *middle(corpus), *ending(corpus)[:-1], ended])
    assert said in page_of(as_ada, run)


def test_a_paused_run_has_nothing_under_way(ada: User, corpus: Corpus) -> None:
    run = make_run(ada, corpus, status=Run.Status.PAUSED)
    started, decided, _begun = opening(run)
    write_journal(run, [started, decided, OrderTaken(Order(1, Pause()))])
    notebook = Notebook.of(run)
    view = present(notebook)
    assert [step.state for step in view.steps] == ["unended"]
    assert [order.effect for order in view.steps[0].orders] == ["Paused before step 1."]
    assert 'id="step-1"' in news(notebook, Reader(2, "en", may_steer=True)).html
