"""What a run says, in the language of whoever reads it; old journals as they were written."""

import re
from ast import literal_eval
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation

from agents.events import Outcome, RunEnded, RunStarted, StepDecided
from agents.messages import message
from agents.policies.rules import RULES
from agents.types import Question, ToolCall
from tests.web.drawn import make_run
from tests.web.test_translations import CATALOGUES, compiled
from webapp.corpora.models import Corpus
from webapp.messages import translated
from webapp.runs import journal, tallying
from webapp.runs.models import Run
from webapp.runs.presenters import RunView, present_run

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


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_of_the_agent_is_in_the_catalogue(source: Path) -> None:
    modules = Path(settings.BASE_DIR, "agents").rglob("*.py")
    said = {literal_eval(f"({text})") for module in modules for text in SAID.findall(module.read_text())}
    assert len(said) > 80
    assert said - compiled(source).keys() == set()
