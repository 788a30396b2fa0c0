"""Who brought a run to its end, its model or the built-in rules: for programs, and on the page."""

import io
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import load_command_class
from django.core.management.base import OutputWrapper
from django.test import Client

from tests.agents.policies.replies import SEARCH, answering, finish, note_lit
from tests.agents.policies.scripts import act, by_phase, phase_of, step_of, turns
from tests.commands.conftest import Manage
from tests.fixtures.harbour import LIT
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from tests.support.model_server import Body, Reply, Script, Status
from webapp.runs.models import Run

pytestmark = pytest.mark.long

ASKED = ("When was the lighthouse of Grey Head first lit?", "--corpus", "harbour", "--json")


def failing_from(step: int, script: Script) -> Script:
    """The server refuses the requests of this step and of later ones."""

    def reply(body: Body, number: int) -> Reply:
        is_late = phase_of(body) != "verifier" and step_of(body) >= step
        return Status(400) if is_late else script(body, number)

    return reply


def told_on_the_page(client: Client, run: int) -> str:
    page = BeautifulSoup(client.get(f"/runs/{run}/").content, "html.parser")
    return " ".join(page.main.text.split()) if page.main else ""


class Watcher(io.StringIO):
    """Somebody before the steps of a command, who presses a button once when a search is told."""

    def __init__(self, press: Callable[[], object]) -> None:
        super().__init__()
        self._press, self._has_pressed = press, False

    def write(self, line: str) -> int:
        if "Search for" in line and not self._has_pressed:
            self._has_pressed = True
            self._press()
        return super().write(line)


def asked_and_steered(
    client: Client, capsys: pytest.CaptureFixture[str], button: str, **fields: str
) -> dict[str, Any]:
    """The result of a run of which somebody presses a button on its page after the first search."""

    def press() -> None:
        assert client.post(f"/runs/{Run.objects.get().pk}/{button}/", fields).status_code == 302

    command = load_command_class("webapp", "ask")
    command.stderr = OutputWrapper(Watcher(press))
    with suppress(SystemExit):
        command.run_from_argv(["manage.py", "ask", *ASKED])
    [result] = json.loads(capsys.readouterr().out)["results"]
    return dict(result)


@pytest.mark.parametrize("step", [1, 3])
def test_rules_that_finish_for_a_model_are_told(
    library: Library, manage: Manage, admin_client: Client, step: int
) -> None:
    with model_of(failing_from(step, turns(*answering(library)))):
        [result] = manage("ask", *ASKED).json["results"]
    assert (result["status"], result["finished_by"], result["policy"]) == ("finished", "rules", "model")
    assert LIT[1:].rstrip(".") in result["answer"]["text"]
    assert "The built-in rules finished this run." in result["message"]
    assert "The built-in rules finished this run." in told_on_the_page(admin_client, result["run"])


def test_a_model_told_to_answer_finishes_its_run(
    library: Library, admin_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    found = act(SEARCH, note_lit(library))
    with model_of(by_phase(search=found, answer=act(finish(f"{LIT} [e1]")))):
        result = asked_and_steered(admin_client, capsys, "orders", wish="answer_now")
    assert (result["status"], result["finished_by"], result["steps"]) == ("finished", "model", 2)
    page = told_on_the_page(admin_client, result["run"])
    assert "Answer now" in page and "The built-in rules" not in page


def test_rules_answer_for_a_model_that_fails_when_told(
    library: Library, admin_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with model_of(by_phase(search=act(SEARCH, note_lit(library)), answer=Status(400))):
        result = asked_and_steered(admin_client, capsys, "orders", wish="answer_now")
    assert (result["status"], result["finished_by"]) == ("finished", "rules")
    assert "The built-in rules finished this run." in told_on_the_page(admin_client, result["run"])


def test_nobody_finished_a_cancelled_run(
    library: Library, admin_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with model_of(by_phase(search=act(SEARCH))):
        result = asked_and_steered(admin_client, capsys, "cancel")
    assert (result["status"], result["finished_by"], result["answer"]) == ("cancelled", None, None)
