"""Words that are too many: no field cuts them, a sentence refuses them at it, and it still holds them all."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings as in_use
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from agents.events import CallFinished, QuestionUnderstood, StepDecided
from agents.observations import Observation, PlanRevised
from agents.plan import AddGoal
from agents.questions.types import Ask, Intent, Understanding
from agents.types import ToolCall
from tests.web.drawn import ending, make_run, middle, opening, write_journal
from webapp.corpora.models import Corpus, IndexJob, RegionNote
from webapp.curation.models import SavedFilter
from webapp.runs.models import Order, Run, RunTag

pytestmark = pytest.mark.long

LONG = "A pier " * 1_428 + "pier"
"""10,000 characters."""

MOST = "at most {} characters (it has 10000)"
NAMES = "At most 8 names of 120 characters each"
CORNERS = {"left": "10", "top": "20", "right": "300", "bottom": "400"}
REMOVE = {"wish": "withdraw_evidence", "evidence": "e1"}
EDIT = {"wish": "edit_goal", "goal": "g1"}
READ = {
    "0-intent": "list", "0-answer": "place", "0-about": "Grey Head", "0-constraints": "before 1900",
    "0-rewrite-0": "", "0-picture": "1", "1-intent": "fact", "1-answer": "date", "1-about": "lamp",
    "1-drop": "1", "language": "es",
}  # fmt: skip
Form = dict[str, str]
FIELDS: dict[str, tuple[str, Form, str, str, str]] = {
    "a note": ("corpora/coast/pictures/{picture}/notes", CORNERS, "text", "#note-form", MOST.format(2_000)),
    "a filter": ("corpora/coast/filters", {"query": "tag=tower"}, "name", "#views", MOST.format(60)),
    "an encoder": (
        "corpora/coast/jobs/index", {"what": "beside", "encoder": "other"}, "name",
        "form:has(.encoders)", MOST.format(200),
    ),
    "a run's name": ("runs/{run}/label", {"tags": "coast"}, "name", ".label-form", MOST.format(120)),
    "a run's tags": ("runs/{run}/label", {"name": "Pier"}, "tags", ".label-form", MOST.format(400)),
    "a goal": ("runs/{run}/orders", EDIT, "text", "#goal-g1", MOST.format(1_000)),
    "a reason": ("runs/{run}/orders", REMOVE, "reason", "#evidence-e1", MOST.format(200)),
    "a hint": ("runs/{run}/orders", {"wish": "hint"}, "text", "#on", MOST.format(500)),
    "a name of a reading": ("runs/{run}/understanding", READ, "0-about", "#understanding", NAMES),
    "a restriction": ("runs/{run}/understanding", READ, "0-constraints", "#understanding", NAMES),
    "a wording": (
        "runs/{run}/understanding", READ, "0-rewrite-0", "#understanding",
        "Another wording has at most 300 characters",
    ),
}  # fmt: skip
"""Where it is posted, what with it, its name, what it stands in, and the sentence that refuses it."""

TYPED_LIVE = ["a goal", "a reason", "a hint", "a name of a reading", "a restriction", "a wording"]
"""Those that a script posts: the page stays as it is, and is given the sentence alone."""


@pytest.fixture
def places(corpus: Corpus, ada: User, settings: Settings, tmp_path: Path) -> dict[str, object]:
    """What addresses name: ada looks after the corpus, and steers a run with a plan and evidence."""
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    ada.groups.add(Group.objects.get(name="curator"))
    corpus.curators.add(ada)
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    read = Understanding("en", (Ask("When was it lit", Intent.FACT), Ask("who kept it", Intent.FACT)))
    plan = ToolCall("p1", "plan", {})
    started, *rest = opening(run)
    write_journal(run, [started, QuestionUnderstood(read), *rest, *middle(corpus), *ending(corpus)[:3]])
    revised = PlanRevised((AddGoal("g1", "When was it lit?"),))
    write_journal(run, [StepDecided(4, "Plan", (plan,)), CallFinished(4, Observation("p1", revised))])
    return {"picture": corpus.images.get().pk, "run": run.pk}


def written() -> list[object]:
    """All that such a form could have written."""
    tables = (RegionNote, SavedFilter, IndexJob, Run, RunTag, Order)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def values(part: Tag) -> dict[str, str]:
    """What the fields of a part hold, those with several choices by the chosen one."""
    held = {}
    for field in part.select("input, textarea"):
        if field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            held[str(field["name"])] = field.text if field.name == "textarea" else str(field.get("value", ""))
    chosen = {str(each["name"]): each.select("option[selected]") for each in part.select("select")}
    return held | {name: str(options[0]["value"]) for name, options in chosen.items() if options}


@pytest.mark.parametrize("named", FIELDS)
def test_long_words_are_refused_and_kept(named: str, places: dict[str, object], as_ada: Client) -> None:
    path, fields, name, inside, sentence = FIELDS[named]
    before, typed = written(), {**fields, name: LONG}
    response = as_ada.post(f"/{path}/".format(**places), typed)
    part = BeautifulSoup(response.content, "html.parser").select_one(inside)
    assert response.status_code == 422 and part is not None
    forms = [values(form) for form in part.select("form")] or [values(part)]
    assert any(typed.items() <= held.items() for held in forms)
    assert sentence in " ".join(each.text for each in part.select(".problem"))
    assert written() == before


@pytest.mark.parametrize("named", TYPED_LIVE)
def test_a_script_is_given_the_sentence_for_its_field(
    named: str, places: dict[str, object], as_ada: Client
) -> None:
    path, fields, name, _inside, sentence = FIELDS[named]
    page = BeautifulSoup(as_ada.get(f"/runs/{places['run']}/").content, "html.parser")
    for typed, told in ((LONG, sentence), ("A pier", "")):
        answer = as_ada.post(
            f"/{path}/".format(**places), {**fields, name: typed}, headers={"HX-Request": "true"}
        )
        said = BeautifulSoup(answer.content, "html.parser").select(".refused")
        assert said and all(page.find(id=each["id"]) for each in said)
        assert told in said[0].text and bool(told) == bool(said[0].text)
        assert answer.has_header("Sightline-Refused") == bool(told)


@pytest.mark.parametrize("named", FIELDS)
def test_zero_characters_write_nothing(named: str, places: dict[str, object], as_ada: Client) -> None:
    path, fields, name, *_rest = FIELDS[named]
    before = written()
    response = as_ada.post(f"/{path}/".format(**places), {**fields, name: "A pier\0"})
    assert response.status_code == 400
    assert "a character that cannot be stored" in response.content.decode()
    assert written() == before


def test_no_template_cuts_what_is_typed() -> None:
    cutting = {
        path.name
        for path in (Path(in_use.BASE_DIR) / "templates").rglob("*.html")
        if re.search(r"<(input|textarea)[^>]*\smaxlength", path.read_text(encoding="utf-8"))
    }
    assert cutting <= {"sign_in.html"}


@pytest.mark.parametrize("page", ["pictures/{picture}/", "settings/", ""])
def test_no_field_that_a_form_draws_cuts(page: str, places: dict[str, object], as_ada: Client) -> None:
    content = as_ada.get(f"/corpora/coast/{page}".format(**places)).content.decode()
    assert "<input" in content and "maxlength" not in content
