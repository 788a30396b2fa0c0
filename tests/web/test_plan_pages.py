"""The plan on the page of a run, and what its owner changes of it there while goals are worked on."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from agents.events import CallFinished, Event
from agents.observations import EvidenceKept, PlanRevised
from tests.agents.policies.replies import REFLECT, finish
from tests.agents.policies.scripts import act, by_phase, goal_of, step_of
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import Body, Say, prompt_text
from webapp.runs.execution import services
from webapp.runs.models import Run

pytestmark = pytest.mark.long

TEXTS = {"g1": "When was Grey Head first lit?", "g2": "Who keeps the tower now?"}
EDITED = "Who designed the Grey Head lighthouse?"
PLANNED = act(
    ("plan", {"operations": [{"op": "add", "key": key, "text": text} for key, text in TEXTS.items()]})
)


@pytest.fixture
def ann(db: None, client: Client) -> User:
    ann = User.objects.create_user("ann")
    client.force_login(ann)
    return ann


def working(library: Library, prompts: list[str]) -> Any:
    """A goal is searched for, a sentence is kept for it, and it is answered with that."""

    def reply(body: Body) -> Say:
        prompts.append(prompt_text(body))
        quote = DESIGNED if EDITED in prompts[-1].partition("# Your goal")[2].partition("# Plan")[0] else LIT
        note = {"document": library.document("grey-head.md").pk, "quote": quote}
        replies = (
            act(("search_text", {"queries": [f"Grey Head {goal_of(body)} {quote}"]})),
            act(REFLECT, ("note", note)),
            act(("answer_goal", {"answer": f"{quote} [e1]"})),
        )
        return replies[min(step_of(body), 3) - 1]

    return reply


def section(client: Client, run: Run, found: str) -> Any:
    page = client.get(f"/runs/{run.pk}/")
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser").select_one(found)


def send(client: Client, form: Any, **typed: str) -> None:
    """Fill in a form of the page and send it."""
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    sent = client.post(form["action"], {**fields, **typed})
    assert sent.status_code == 302, sent.content


Change = Callable[[Run, Event], None]


def played(library: Library, ann: User, change: Change) -> tuple[Run, list[str]]:
    """A run of two goals, and the prompts for them; `change` is told of each event once it is stored."""
    prompts: list[str] = []
    script = by_phase(plan=PLANNED, goal=working(library, prompts), answer=act(finish(f"{LIT} [e1]")))
    with model_of(script):
        run = ask(library, owner=ann, pictures=[], profile="deep")
        services.execute(run.pk, lambda event: change(run, event))
    return run, prompts


def once_planned(act_on: Callable[[Run], None]) -> Change:
    def change(run: Run, event: Event) -> None:
        if isinstance(event, CallFinished) and isinstance(event.observation.data, PlanRevised):
            act_on(run)

    return change


def changing(client: Client, wish: str, goal: str, **typed: str) -> Change:
    """Sends a form of a goal before any goal is worked on."""

    def send_it(run: Run) -> None:
        send(client, section(client, run, f'#goal-{goal} form:has(input[value="{wish}"])'), **typed)

    return once_planned(send_it)


def test_an_edited_goal_is_carried_out(client: Client, ann: User, library: Library) -> None:
    run, prompts = played(library, ann, changing(client, "edit_goal", "g2", text=EDITED))
    told = [prompt for prompt in prompts if "# Your goal (g2)" in prompt]
    assert told
    assert all(f"# Your goal (g2)\n{EDITED}" in prompt for prompt in told)
    assert all(TEXTS["g2"] not in prompt for prompt in prompts)
    goal = section(client, run, "#goal-g2")
    assert EDITED in goal.text
    assert DESIGNED in goal.text
    assert "answered" in goal["class"]


def test_a_skipped_goal_is_not_worked_on(client: Client, ann: User, library: Library) -> None:
    run, prompts = played(library, ann, changing(client, "skip_goal", "g2"))
    assert prompts
    assert not any("# Your goal (g2)" in prompt for prompt in prompts)
    assert "skipped" in section(client, run, "#goal-g2")["class"]
    assert "answered" in section(client, run, "#goal-g1")["class"]


def test_a_page_shows_the_plan(client: Client, ann: User, library: Library) -> None:
    shown: list[str] = []
    run, _prompts = played(
        library, ann, once_planned(lambda at: shown.append(section(client, at, "#plan").text))
    )
    [before] = shown
    assert all(text in before for text in TEXTS.values())
    assert LIT not in before
    after = section(client, run, "#plan")
    assert LIT in after.text
    assert not after.select("form")  # A run that has ended is not steered.


def test_evidence_is_removed_with_a_reason(client: Client, ann: User, library: Library) -> None:
    def remove(run: Run, event: Event) -> None:
        is_kept = isinstance(event, CallFinished) and isinstance(event.observation.data, EvidenceKept)
        if is_kept and not run.orders.exists():
            form = section(client, run, '#evidence-e1 form:has(input[value="withdraw_evidence"])')
            send(client, form, reason="A forgery.")

    run, _prompts = played(library, ann, remove)
    assert "A forgery." in section(client, run, "#evidence-e1").text
    assert "A forgery." in section(client, run, "#steps").text
