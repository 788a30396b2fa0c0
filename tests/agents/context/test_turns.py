from agents.context.render import render
from agents.events import CallStarted, StepDecided, StepSetAside
from agents.observations import (
    Curated,
    Gated,
    LineFound,
    LinesFound,
    PicturesCompared,
    PicturesSeen,
    PlanRevised,
    Reflected,
    Reviewed,
    ReviewedItem,
    SearchesDone,
    TextRead,
    ToolError,
)  # fmt: skip
from agents.plan import AddGoal
from agents.toolbox import Phase
from agents.types import Importance, ToolCall
from tests.agents.context.runs import hits, look, options, passage, run, section, step, texts, uid


def told(*results: object, **facts: object) -> str:
    """The first turn of a run with these results."""
    return section(render(run(step(1, *results, **facts)), options()), "Step 1")


def test_a_turn_has_its_intent_calls_arguments_and_results() -> None:
    turn = told(hits(passage(1)), arguments={"queries": ["灯塔"], "goal": "the year"}, intent="Find the year")
    assert turn.splitlines()[:5] == [
        "# Step 1",
        "Why: Find the year",
        'search_text(queries=["灯塔"], goal="the year")',
        '"lighthouse 1854": 1 hits',
        '- passage:1 "Lights" (lights.md) document:1 at 0',
    ]
    assert turn.splitlines()[6] == "It was lit in 1854."


def test_only_the_last_turns_are_told() -> None:
    state = run(*(step(number, hits()) for number in range(1, 10)))
    steps = [text.split("\n")[0] for text in texts(render(state, options())) if text.startswith("# Step")]
    assert steps == [f"# Step {number}" for number in range(5, 10)]


def test_a_goal_is_told_of_its_own_steps_only() -> None:
    plan = step(1, PlanRevised((AddGoal("g1", "who"), AddGoal("g2", "where"))))
    state = run(plan, step(2, hits(), goal="g1"), step(3, hits(), goal="g2"))
    own = [t for t in texts(render(state, options(Phase.GOAL, goal="g1"))) if t.startswith("# Step")]
    assert [text.split("\n")[0] for text in own] == ["# Step 2"]
    assert section(render(state, options()), "Step 3").startswith("# Step 3 (goal g2)\n")


def test_a_step_set_aside_is_told_in_one_line_and_asks_for_another() -> None:
    rendered = render(run(step(1, hits()), StepSetAside(1, "The search found nothing.")), options())
    assert section(rendered, "Step 1") == "# Step 1 was set aside: The search found nothing."
    assert "The last search was set aside. The search found nothing. Write it anew" in section(
        rendered, "Now"
    )


def test_an_error_is_told_with_its_hint() -> None:
    turn = told(ToolError("duplicate", "Step 1 asked the same.", "Ask for something else."))
    assert turn.endswith("Failed (duplicate): Step 1 asked the same. Ask for something else.")


def test_a_reply_that_could_not_be_followed_is_told_with_its_problem() -> None:
    assert "\nProblem: The reply called no tool." in told(problem="The reply called no tool.")


def test_a_call_that_has_not_ended_is_told_as_such() -> None:
    decided = StepDecided(1, "Search", (ToolCall("c1.1", "search_text", {}),))
    state = run(decided, CallStarted(1, "c1.1"))
    assert section(render(state, options()), "Step 1").endswith("(It has not ended yet.)")


def test_a_long_text_is_cut_with_a_note_of_where_it_goes_on() -> None:
    turn = told(TextRead(7, "Lights", "a.md", 500, 20_500, 30_000, "x" * 20_000, (uid(1),)), tool="read")
    assert turn.splitlines()[3] == f'document:7 "Lights", 500-20500 of 30000; pictures in it: {uid(1)}'
    shown = 15_000 - len(turn.splitlines()[3])
    assert turn.endswith(f"[{shown:,} of 20,000 characters; read on around character {500 + shown}]")
    assert turn.count("x") == shown


def test_results_beyond_the_limit_are_named_for_a_review() -> None:
    turn = told(hits(*(passage(number, "y" * 6_000) for number in range(5))))
    assert turn.endswith("[2 more are left out here; review passage:3 passage:4]")
    assert "characters; review passage:2]" in turn


def test_what_two_queries_found_is_told_in_full_once() -> None:
    turn = told(SearchesDone((hits(passage(1), query="a"), hits(passage(1), passage(2), query="b"))))
    assert turn.count("It was lit in 1854.") == 2
    assert turn.count("- passage:1 ") == 2


def test_pictures_are_told_with_sizes_labels_and_the_text_in_them() -> None:
    turn = told(PicturesSeen((look(1, "ERECTED\n1854"),), look(9)), tool="look")
    assert f"Contact sheet {uid(9)} shows:" in turn
    assert (
        f"- {uid(1)} 4000×3000, shown 1024×768; may show: lighthouse 0.80; colours: white; text in it:"
        in turn
    )
    assert "\nERECTED\n1854\n" in turn


def test_each_kind_of_result_has_its_words() -> None:
    pair = PicturesCompared(uid(1), uid(2), look(3), 4, None)
    line = LinesFound("1854", (LineFound(7, "Lights", "a.md", 40, 44, "Lit in 1854."),), True)
    item = ReviewedItem("passage:1", "Lights", "Lit in 1854.", document=7, start=3)
    turn = told(
        pair, line, Reviewed((item,)), Reviewed((item,), 1, 2), Curated({"e1": Importance.LOW}, ("e2",)),
        Reflected(False, "the month"), Gated(True, 0.9, "Known."),
    )  # fmt: skip
    for words in (
        f"{uid(1)} and {uid(2)} side by side: {uid(3)}. Hash distance 4 of 64, similarity unknown.",
        '"1854": 1 places, and there are more\n- document:7 at 40 in "Lights": "Lit in 1854."',
        '- passage:1 "Lights" document:7 at 3\n<<<untrusted data',
        'Pictures met, page 1 of 2:\n- passage:1 "Lights" "Lit in 1854."',
        "1 ranked, 1 dropped.",
        "Not satisfied; missing: the month",
        "The question can be answered without a search (confidence 0.90).",
    ):
        assert words in turn


def test_a_page_of_pictures_is_told_whole() -> None:
    items = tuple(ReviewedItem(uid(n), "t" * 90, "w" * 900, uid=uid(n)) for n in range(100))
    turn = told(Reviewed(items, 1, 1), tool="review")
    assert all(uid(number) in turn for number in range(100)) and "left out" not in turn
