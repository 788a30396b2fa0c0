from dataclasses import replace

from agents.context.render import render
from agents.events import Ledger, ModelAsked
from agents.observations import Curated, HitsFound, PictureNoted, PicturesSeen, PlanRevised
from agents.plan import AddGoal
from agents.replay import AgentState
from agents.toolbox import Phase
from agents.types import Role
from tests.agents.context.runs import (
    BLIND,
    PROFILE,
    asked,
    hits,
    image,
    look,
    options,
    run,
    section,
    step,
    texts,
    uid,
)  # fmt: skip

IDLE = HitsFound("nothing", ())


def looks(number: int, *pictures: int, goal: str = "") -> list:
    return step(number, PicturesSeen(tuple(map(look, pictures))), tool="look", goal=goal)


def idle(*numbers: int) -> list:
    return [event for number in numbers for event in step(number, IDLE)]


def inline(state: AgentState, **changes: object) -> tuple[str, ...]:
    return render(state, options(**changes)).ledger.inline


def test_the_pictures_of_the_question_are_in_view_while_nothing_else_was_looked_at() -> None:
    question = asked(pictures=2)
    assert inline(run(question=question)) == (uid(9_000), uid(9_001))
    assert inline(run(*map(idle, range(1, 30)), question=question)) == (uid(9_000), uid(9_001))


def test_newer_looks_come_before_older_ones_and_before_the_question() -> None:
    state = run(looks(1, 1, 2), looks(2, 3), question=asked(pictures=2))
    assert inline(state) == (uid(3), uid(1), uid(2), uid(9_000))


def test_a_look_at_a_picture_again_makes_it_new() -> None:
    state = run(looks(1, 1), looks(2, 2), looks(3, 3), looks(4, 1))
    assert inline(state, profile=replace(PROFILE, inline_pictures=2)) == (uid(1), uid(3))


def test_a_picture_leaves_with_the_turn_that_looked_at_it() -> None:
    profile = replace(PROFILE, recent_turns=2)
    state = run(looks(1, 1), idle(2), question=asked())
    assert inline(state, profile=profile) == (uid(1),)
    assert inline(run(looks(1, 1), idle(2, 3), question=asked()), profile=profile) == ()


def test_where_one_turn_is_told_every_picture_is_about_to_leave() -> None:
    state = run(looks(1, 1), question=asked())
    assert inline(state, profile=replace(PROFILE, recent_turns=1)) == (uid(1),)


def test_a_pinned_picture_stays_and_is_the_last_to_go() -> None:
    pin = step(2, Curated({}, pinned=(uid(1),)), tool="curate")
    state = run(looks(1, 1), pin, idle(*range(3, 30)), looks(30, 2, 3))
    assert inline(state) == (uid(1), uid(2), uid(3))
    assert inline(state, profile=replace(PROFILE, inline_pictures=1)) == (uid(1),)
    assert f"{uid(1)} shown 1024×768 of 4000×3000 (pinned)" in texts(render(state, options()))


def test_a_goal_sees_its_own_looks_before_those_of_goals_beside_it() -> None:
    goals = PlanRevised((AddGoal("g1", "who"), AddGoal("g2", "where")))
    state = run(step(1, goals), looks(2, 1, goal="g1"), looks(3, 2, goal="g2"))
    assert inline(state, phase=Phase.GOAL, goal="g1") == (uid(1), uid(2))


def test_a_contact_sheet_is_in_view_and_its_pictures_are_not() -> None:
    sheet = step(1, PicturesSeen((look(1), look(2)), look(7)), tool="look")
    assert inline(run(sheet)) == (uid(7),)


def test_a_model_without_eyes_is_sent_no_picture_and_is_told_so() -> None:
    rendered = render(run(looks(1, 1), question=asked()), options(capabilities=BLIND))
    assert rendered.ledger.inline == ()
    assert "You cannot see pictures." in rendered.prompt.system
    assert "may show lighthouse" in section(rendered, "Pictures met")


def test_the_size_of_a_picture_that_was_not_looked_at_is_asked_for() -> None:
    rendered = render(run(question=asked()), options(view_size=lambda _uid: (320, 200)))
    assert rendered.prompt.parts[-1].width == 320
    assert texts(rendered)[-1] == f"{uid(9_000)} shown 320×200 of 4000×3000"


def test_a_line_is_asked_for_before_a_picture_leaves() -> None:
    profile = replace(PROFILE, recent_turns=2)
    aged = run(looks(1, 1))
    assert "before they leave" not in section(render(aged, options(profile=profile)), "Now")
    aged = run(looks(1, 1), idle(2))
    assert f"before they leave your view: {uid(1)}" in section(render(aged, options(profile=profile)), "Now")


def test_the_oldest_pictures_are_asked_for_when_every_place_is_taken() -> None:
    state = run(looks(1, 1), looks(2, 2, 3), looks(3, 4))
    assert f"before they leave your view: {uid(1)}" in section(render(state, options()), "Now")
    noted = run(looks(1, 1), looks(2, 2, 3), looks(3, 4), step(4, PictureNoted(uid(1), "A tower")))
    assert "before they leave" not in section(render(noted, options()), "Now")


def test_a_picture_that_left_is_told_by_the_line_on_it() -> None:
    before = ModelAsked("k", Role.SEARCHER, "m", "", Ledger({}, 0, 0, (uid(1),)), 0, decides="next")
    found = step(1, hits(*map(image, range(100, 180))))
    seen = [*looks(2, 1), *step(3, PictureNoted(uid(1), "A tower at dusk")), before]
    later = [event for number in range(4, 30) for event in looks(number, number)]
    rendered = render(run(found, seen[:-1], later, before), options())
    assert f'- {uid(1)} 4000×3000 [looked at in step 2] noted: "A tower at dusk"' in section(
        rendered, "Pictures met"
    )
