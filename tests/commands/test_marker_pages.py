"""What a model's markers become wherever an answer is shown, and answers that rest on nothing."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from tests.agents.policies.replies import REFLECT, SEARCH, finish, note_designed, note_lit
from tests.agents.policies.scripts import act, by_phase, turns
from tests.commands.conftest import Manage
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from webapp.runs.models import Run
from webapp.runs.sharing import services as sharing

pytestmark = pytest.mark.long

ASKED = ("When was the lighthouse of Grey Head first lit?", "--corpus", "harbour", "--json")
RAW = re.compile(r"(?<![\w#-])[eEｅ][-_ ]?[129１２９₁₂](?!\w)|【|［|\\cite")
DRAFTS = [("［ｅ１］", "{{cite|e2}}", "[e-9]"), ("e1", "(Collins, e2)", "e9")]


@pytest.mark.parametrize("spelled", DRAFTS, ids=" ".join)
def test_no_marker_is_shown_raw_anywhere(
    library: Library, manage: Manage, admin_client: Client, spelled: tuple[str, str, str]
) -> None:
    first, second, nothing = spelled
    lit, designed = LIT.rstrip("."), DESIGNED.rstrip(".")
    draft = f"{lit} {first}. {designed} {second}. {lit} {nothing}."
    kept = act(REFLECT, note_lit(library), note_designed(library))
    with model_of(turns(act(SEARCH), kept, act(finish(draft)))):
        [result] = manage("ask", *ASKED).json["results"]
    answer = result["answer"]
    assert [cited["quote"] for cited in answer["citations"]] == [LIT, DESIGNED]
    assert not RAW.search(answer["text"])
    run = Run.objects.get(pk=result["run"])
    token = sharing.share(run, User.objects.get(username="admin"), 7)
    shown = [admin_client.get(f"/runs/{run.pk}/"), Client().get(f"/shared/{token}/")]
    for page in shown:
        shown_answer = BeautifulSoup(page.content, "html.parser").select_one("#answer")
        assert shown_answer and lit in shown_answer.text and not RAW.search(shown_answer.text)
    for form in ("markdown", "html"):
        written = admin_client.get(f"/runs/{run.pk}/export/{form}/").content.decode()
        assert lit in written and draft not in written


GUESS = "It was lit in 1850"


@pytest.mark.parametrize(("profile", "marker"), [("quick", "［ｅ１］"), ("standard", "(e1)")])
def test_a_direct_answer_out_of_nothing_is_never_finished(
    library: Library, manage: Manage, profile: str, marker: str
) -> None:
    draft = f"{GUESS} {marker}."
    sure = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": draft}
    script = by_phase(gate=act(("gate", sure)), search=act(finish(draft)), answer=act(finish(draft)))
    asked = ("Who lit the lamp?", "--corpus", "harbour", "--json", "--profile", profile)
    with model_of(script):
        [result] = manage("ask", *asked).json["results"]
    assert (result["status"], result["answer"]) == ("declined", None)
    assert "does not hold" in result["message"]


def test_a_loop_that_does_not_search_says_so(library: Library, manage: Manage, admin_client: Client) -> None:
    with model_of(turns(act(finish("Water boils at 100 °C.")))):
        [result] = manage("ask", "How hot is boiling water?", "--corpus", "harbour", "--json").json["results"]
    assert (result["searched"], result["finished_by"]) == (False, "model")
    run = Run.objects.get(pk=result["run"])
    token = sharing.share(run, User.objects.get(username="admin"), 7)
    for page in (admin_client.get(f"/runs/{run.pk}/"), Client().get(f"/shared/{token}/")):
        answer = BeautifulSoup(page.content, "html.parser").select_one("#answer")
        assert answer and "own knowledge, without a search" in answer.text
