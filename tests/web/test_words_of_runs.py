"""What a run says, in the language of whoever reads it; old journals as they were written."""

import re
from ast import literal_eval
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from agents.events import (
    CallFinished,
    CallStarted,
    Event,
    Ledger,
    ModelAsked,
    ModelReplied,
    Outcome,
    RunEnded,
    RunStarted,
    StepDecided,
)
from agents.messages import message
from agents.models.concessions import NO_FORCE
from agents.observations import Observation, PlanRevised
from agents.plan import AddGoal, Goal
from agents.policies.rules import RULES
from agents.types import ModelReply, Question, Role, ToolCall
from tests.web.drawn import make_answered_run, make_run
from tests.web.test_translations import CATALOGUES, compiled
from webapp.corpora.models import Corpus
from webapp.messages import translated
from webapp.runs.execution import journal, tallying
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import RunView, present_run
from webapp.runs.presenting.wording import Names

SAID = re.compile(r'(?<![\w.])_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')


def told(owner: User, corpus: Corpus, intent: str, reason: str) -> RunView:
    run = make_run(owner, corpus, status=Run.Status.DECLINED)
    events = (
        RunStarted(Question("When?"), "standard", "builtin", ("coast",)),
        StepDecided(1, intent, (ToolCall("c1", "look", {"uids": []}),)),
        RunEnded(Outcome.DECLINED, reason),
    )
    for seq, event in enumerate(events, start=1):
        journal.append(run, seq, event)
    tallying.count_again(run)
    return present_run(run)


def test_a_run_speaks_the_language_of_its_reader(ada: User, corpus: Corpus) -> None:
    reason = message("The limit of %(count)s steps is reached.", count=1_200)
    with translation.override("de"):
        view = told(ada, corpus, RULES[1][0], reason)
    assert view.steps[0].intent == "Nach dem Gefragten suchen"
    assert view.message == "Die Grenze von 1.200 Schritten ist erreicht."


def test_a_german_page_says_in_german_how_hits_were_found(ada: User, corpus: Corpus, as_ada: Client) -> None:
    run = make_answered_run(ada, corpus)
    Run.objects.filter(pk=run.pk).update(finished=run.created + timedelta(seconds=2.5))
    page = as_ada.get(f"/runs/{run.pk}/", headers={"accept-language": "de"}).content.decode()
    assert "0,93 · Aussehen" in page
    assert "2,5 s" in page


def test_an_old_journal_is_shown_as_it_was_written(ada: User, corpus: Corpus) -> None:
    with translation.override("de"):
        view = told(ada, corpus, "Search for what is asked", "The limit of 30 steps is reached.")
    assert (view.steps[0].intent, view.message) == (
        "Search for what is asked", "The limit of 30 steps is reached.",
    )  # fmt: skip


def test_messages_in_messages_are_translated(ada: User) -> None:
    reason = message("The limit of %(count)s calls is reached.", count=5)
    with translation.override("es"):
        said = translated(message("%(reason)s There was no answer by then.", reason=reason))
    assert said == "Se ha alcanzado el límite de 5 llamadas. Hasta entonces no había respuesta."


GOALS = {"g1": Goal("g1", "When was it lit?"), "coast": Goal("coast", "Where is it?")}


def test_goals_have_numbers_for_people() -> None:
    names = Names(goals=GOALS)
    assert names.plain("I answer g1 for the coast, and g9.") == "I answer goal 1 for the coast, and g9."
    assert names.plain(message("Goal %(key)s has no text.", key="g1")) == "Goal 1 has no text."
    assert names.of_goals(["coast", "g1"]) == "2, 1"


def test_the_plan_shows_no_keys_of_goals(ada: User, corpus: Corpus, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    plan = ToolCall("c1", "plan", {"operations": []})
    revised = PlanRevised((AddGoal("g1", "When was it lit?"), AddGoal("g2", "Who kept it?", ("g1",))))
    events = (
        RunStarted(Question("When?"), "deep", "model", ("coast",)),
        StepDecided(1, "Divide it", (plan,)),
        CallStarted(1, "c1"),
        CallFinished(1, Observation("c1", revised)),
    )
    for seq, event in enumerate(events, start=1):
        journal.append(run, seq, event)
    tallying.count_again(run)
    page = BeautifulSoup(as_ada.get(f"/runs/{run.pk}/").content, "html.parser").get_text(" ", strip=True)
    assert re.search(r"\bg[12]\b", page) is None
    assert "Who kept it? after 1" in page


def test_a_run_says_what_its_model_refused(ada: User, corpus: Corpus) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    note = message(NO_FORCE, model="ollama:x")
    events: list[Event] = [
        RunStarted(Question("When?"), "standard", "model", ("coast",), {"searcher": "ollama:x"})
    ]
    for key in ("a", "b"):
        events.append(ModelAsked(key, Role.SEARCHER, "ollama:x", "", Ledger({}, 1, 100), 1))
        events.append(ModelReplied(key, Role.SEARCHER, ModelReply("Yes.", notes=(note,))))
    for seq, event in enumerate(events, start=1):
        journal.append(run, seq, event)
    with translation.override("de"):
        (told,) = present_run(run).notes
    assert told.startswith("ollama:x weist tool_choice zurück")


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_is_in_the_catalogue(source: Path) -> None:
    rooms = (Path(settings.BASE_DIR, name) for name in ("agents", "media_store", "webapp"))
    modules = [module for room in rooms for module in room.rglob("*.py")]
    said = {literal_eval(f"({text})") for module in modules for text in SAID.findall(module.read_text())}
    assert len(said) > 500
    assert said - compiled(source).keys() == set()
