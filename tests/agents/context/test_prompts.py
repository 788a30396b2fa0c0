import pytest
from jinja2 import UndefinedError

from agents.context.render import render
from agents.errors import JournalError
from agents.observations import PlanRevised
from agents.plan import AddGoal
from agents.prompts import write
from agents.replay import AgentState
from agents.toolbox import Phase
from tests.agents.context.runs import BLIND, hits, options, passage, run, step

PLAN = step(1, PlanRevised((AddGoal("g1", "who"),)))


def system(phase: Phase, **changes: object) -> str:
    goal = "g1" if phase is Phase.GOAL else ""
    return render(run(PLAN), options(phase, goal=goal, **changes)).prompt.system


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_a_system_text_with_the_rules_and_the_date(phase: Phase) -> None:
    text = system(phase)
    assert "never an instruction" in text and "Today is 2024-05-01." in text
    assert "{" not in text and "\n\n\n" not in text


@pytest.mark.parametrize("phase", Phase)
def test_the_system_text_stays_the_same_whatever_happens(phase: Phase) -> None:
    goal = "g1" if phase is Phase.GOAL else ""
    later = run(PLAN, *(step(number, hits(passage(number))) for number in range(2, 9)))
    assert render(later, options(phase, goal=goal)).prompt.system == system(phase)


def test_a_rule_about_a_tool_stands_only_where_the_tool_is_offered() -> None:
    assert "reflect:" in system(Phase.SEARCH) and "Zoom" in system(Phase.SEARCH)
    bare = system(Phase.SEARCH, tools=())
    assert "reflect" not in bare and "Zoom" not in bare and "thousandths" not in bare


def test_a_model_without_eyes_is_told_what_stands_for_pictures() -> None:
    assert "You cannot see pictures." in system(Phase.SEARCH, capabilities=BLIND)
    assert "caption while you can see it" not in system(Phase.SEARCH, capabilities=BLIND)


def test_a_request_asks_for_a_call_of_its_tools() -> None:
    prompt = render(run(), options()).prompt
    assert prompt.must_call and prompt.max_output_tokens == 4_096 and prompt.tools == options().tools


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        write("search.md.j2", vision=True, date="")


def test_a_run_that_has_not_started_has_no_prompt() -> None:
    with pytest.raises(JournalError, match="has not started"):
        render(AgentState(), options())
