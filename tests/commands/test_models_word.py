"""What people and programs are told of a model's answer: its verifier's word on whether it answers."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from agents.answers.compose import level_of
from tests.agents.policies.replies import answering
from tests.agents.policies.scripts import act, act_by_json, by_phase, turns
from tests.commands.conftest import Manage
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from tests.support.model_server import Body, Reply, Say, Script, Status, prompt_text
from webapp.runs.execution import journal
from webapp.runs.models import Run

pytestmark = pytest.mark.long

ASKED = "When was the lighthouse of Grey Head first lit?"
WORDS = [("yes", "yes", True), ("partly", "partly", False), ("no", "unsure", False)]
"""What the verifier says, the level that is told, and whether the answer looks checked."""


def ask(library: Library, manage: Manage, said: str) -> dict[str, Any]:
    """The result of a run whose model answers soundly, and whose verifier says this of the answer."""
    answers = turns(*answering(library))

    def reply(body: Body, number: int) -> Reply:
        is_second = "whether an answer answers" in prompt_text(body)
        return Say(f'{{"answers": "{said}"}}') if is_second else answers(body, number)

    with model_of(reply):
        [result] = manage("ask", ASKED, "--corpus", "harbour", "--json").json["results"]
    return dict(result)


def is_supported(result: dict[str, Any]) -> bool:
    answer = journal.state(Run.objects.get(pk=result["run"])).answer
    assert answer
    return answer.is_supported


@pytest.mark.parametrize(("said", "level", "is_checked"), WORDS)
def test_the_verifiers_word_is_told_and_makes_green(
    library: Library, manage: Manage, admin_client: Client, said: str, level: str, is_checked: bool
) -> None:
    result = ask(library, manage, said)
    assert result["answer"]["answers"]["level"] == level
    assert is_supported(result) is is_checked
    page = BeautifulSoup(admin_client.get(f"/runs/{result['run']}/").content, "html.parser")
    assert bool(page.select("#answer.whole .checks.whole")) is is_checked
    assert bool(page.select("#answer .checks .doubt")) is not is_checked


def test_without_its_word_the_readers_level_is_told(library: Library, manage: Manage) -> None:
    result = ask(library, manage, "I cannot tell")
    score = result["answer"]["answers"]["score"]
    assert result["answer"]["answers"]["level"] == level_of(score)
    assert is_supported(result)


def test_an_answer_without_a_search_says_so(library: Library, manage: Manage, admin_client: Client) -> None:
    sure = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": "At 100 °C."}
    question = ("At how many degrees does water boil?", "--corpus", "harbour", "--profile", "quick")
    with model_of(by_phase(gate=act(("gate", sure)))):
        [result] = manage("ask", *question, "--json").json["results"]
    assert (result["searched"], result["finished_by"]) == (False, "model")
    page = BeautifulSoup(admin_client.get(f"/runs/{result['run']}/").content, "html.parser")
    answer = page.select_one("#answer")
    assert answer and "own knowledge, without a search" in answer.text
    assert not answer.select(".checks.whole")


@pytest.mark.parametrize(
    ("field", "code", "refusal", "told"),
    [
        ("tool_choice", 400, "tool_choice=required is not supported", "refuses tool_choice"),
        ("tools", 400, "this model does not support tools", "takes no tools"),
    ],
)
def test_what_a_server_refuses_is_told_once_on_the_page(
    library: Library, manage: Manage, admin_client: Client, field: str, code: int, refusal: str, told: str
) -> None:
    answers = turns(*answering(library))

    def reply(body: Body, number: int) -> Reply:
        is_refused = body.get(field) not in (None, "auto")
        return Status(code, body={"error": {"message": refusal}}) if is_refused else answers(body, number)

    with model_of(reply if field == "tool_choice" else in_words(reply)):
        [result] = manage("ask", ASKED, "--corpus", "harbour", "--json").json["results"]
    assert result["finished_by"] == "model"
    page = BeautifulSoup(admin_client.get(f"/runs/{result['run']}/").content, "html.parser")
    assert page.text.count(told) == 1


def in_words(script: Script) -> Script:
    """The same script of a server whose calls stand in the text, where no tools are offered."""

    def reply(body: Body, number: int) -> Reply:
        said = script(body, number)
        if not isinstance(said, Say) or not said.calls:
            return said
        return act_by_json(*said.calls)

    return reply
