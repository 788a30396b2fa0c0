import pytest
from pydantic import TypeAdapter, ValidationError

from agents.plan import (
    MAX_GOALS,
    AddDependency,
    AddGoal,
    AnswerGoal,
    EditGoal,
    Goal,
    GoalStatus,
    PlanError,
    PlanGraph,
    PlanOperation,
    ReplaceGoal,
    SkipGoal,
)

SHIP = AddGoal("g1", "Which ship is in the picture?")
CAPTAIN = AddGoal("g2", "Who commanded [Answer g1]?")
BUILDER = AddGoal("g3", "Where was [Answer g1] built?")


def answered(key: str, answer: str = "the Vega [e1]") -> AnswerGoal:
    return AnswerGoal(key, GoalStatus.ANSWERED, answer)


def failed(key: str) -> AnswerGoal:
    return AnswerGoal(key, GoalStatus.UNANSWERED, analysis="Nothing shows it.")


def plan(*operations: PlanOperation) -> PlanGraph:
    return PlanGraph().apply(operations)


def keys(goals: tuple[Goal, ...]) -> list[str]:
    return [goal.key for goal in goals]


def refusal(graph: PlanGraph, *operations: PlanOperation) -> PlanError:
    with pytest.raises(PlanError) as raised:
        graph.apply(operations)
    assert raised.value.message and raised.value.message == str(raised.value)
    return raised.value


def test_a_goal_waits_for_the_answer_it_needs() -> None:
    graph = plan(SHIP, CAPTAIN, BUILDER)
    assert keys(graph.ready(limit=3)) == ["g1"]
    assert keys(graph.apply([answered("g1")]).ready(limit=3)) == ["g2", "g3"]


def test_no_more_goals_are_ready_than_the_limit() -> None:
    assert keys(plan(SHIP, AddGoal("g2", "Who drew it?")).ready(limit=1)) == ["g1"]


def test_a_partial_answer_lets_the_next_goals_go_on() -> None:
    graph = plan(SHIP, CAPTAIN, AnswerGoal("g1", GoalStatus.PARTIAL, "a bark [e1]"))
    assert keys(graph.ready(limit=3)) == ["g2"]


@pytest.mark.parametrize(
    "placeholder", ["[Answer g1]", "[Answer1]", "[Answer 1]", "[answer_1]", "[ ANSWER: G1 ]", "[Answer #1]"]
)
def test_a_placeholder_is_a_dependency_in_whatever_way_it_is_written(placeholder: str) -> None:
    captain = plan(SHIP, AddGoal("g2", f"Who commanded {placeholder}?"))["g2"]
    assert captain.text == "Who commanded [Answer g1]?"
    assert captain.depends_on == ("g1",)


def test_a_numbered_placeholder_counts_goals_in_their_order() -> None:
    graph = plan(AddGoal("ship", "Which ship?"), AddGoal("year", "When?"), AddGoal("who", "[Answer2]?"))
    assert graph["who"].depends_on == ("year",)


@pytest.mark.parametrize(
    "placeholder", ["[Answer g7]", "[Answer9]", "[Answer]", "[Answer to g1]", "[answer ]"]
)
def test_a_placeholder_that_names_no_goal_is_refused(placeholder: str) -> None:
    error = refusal(plan(SHIP), AddGoal("g2", f"Who commanded {placeholder}?"))
    assert error.kind == "unknown_goal"
    assert "g1" in error.hint


def test_other_brackets_are_plain_text() -> None:
    assert plan(AddGoal("g1", "Who said [answered] and [e1]?"))["g1"].depends_on == ()


def test_answers_take_the_place_of_placeholders_without_their_markers() -> None:
    graph = plan(SHIP, CAPTAIN, answered("g1", "the  Vega [e1], of\nRiga [e2, e3]"))
    assert graph.resolve("g2") == "Who commanded the Vega, of Riga?"


def test_a_placeholder_inside_an_answer_is_not_filled_in() -> None:
    graph = plan(SHIP, CAPTAIN, answered("g1", "[Answer g2] [e1]"))
    assert graph.resolve("g2") == "Who commanded [Answer g2]?"


@pytest.mark.parametrize("before", [[], [failed("g1")], [SkipGoal("g1")]])
def test_the_placeholder_of_a_parent_without_an_answer_never_reaches_a_query(
    before: list[PlanOperation],
) -> None:
    graph = plan(SHIP, CAPTAIN, *before)
    with pytest.raises(PlanError, match="g1"):
        graph.resolve("g2")


@pytest.mark.parametrize("end", [failed("g1"), SkipGoal("g1", "Not needed.")])
def test_goals_behind_one_without_an_answer_are_never_ready(end: PlanOperation) -> None:
    graph = plan(
        SHIP, CAPTAIN, AddGoal("g4", "When was [Answer g2] born?"), AddGoal("g5", "Who drew it?"), end
    )
    assert keys(graph.ready(limit=9)) == ["g5"]


def test_a_failed_goal_is_replaced_and_its_children_wait_for_the_replacements() -> None:
    graph = plan(SHIP, CAPTAIN, failed("g1"))
    assert keys(graph.failed()) == ["g1"]
    name, port = AddGoal("name", "Which name is on the bow?"), AddGoal("port", "Which port is it?")
    again = graph.apply([ReplaceGoal("g1", (name, port))])
    assert again["g1"].status is GoalStatus.REPLACED
    assert again["g2"].depends_on == ("name", "port")
    assert keys(again.ready(limit=9)) == ["name", "port"]
    both = again.apply([answered("name", "Vega [e4]"), answered("port", "Riga [e5]")])
    assert both.resolve("g2") == "Who commanded Vega, Riga?"


def test_a_replacement_that_fails_is_not_replaced_again() -> None:
    graph = plan(SHIP, failed("g1"), ReplaceGoal("g1", (AddGoal("g2", "Which name?"),)), failed("g2"))
    assert graph.failed() == ()
    assert refusal(graph, ReplaceGoal("g2", (AddGoal("g3", "Which?"),))).kind == "not_replaceable"


@pytest.mark.parametrize("before", [[], [answered("g1")], [SkipGoal("g1")]])
def test_only_a_failed_goal_is_replaced(before: list[PlanOperation]) -> None:
    error = refusal(plan(SHIP, *before), ReplaceGoal("g1", (AddGoal("g2", "Which name?"),)))
    assert error.kind == "not_replaceable"


def test_a_goal_is_replaced_once() -> None:
    graph = plan(SHIP, failed("g1"), ReplaceGoal("g1", (AddGoal("g2", "Which name?"),)))
    assert refusal(graph, ReplaceGoal("g1", (AddGoal("g3", "Which?"),))).kind == "not_replaceable"


def test_a_replacement_may_not_wait_for_what_waits_for_it() -> None:
    graph = plan(SHIP, CAPTAIN, failed("g1"))
    error = refusal(graph, ReplaceGoal("g1", (AddGoal("g3", "Which ship had [Answer g2]?"),)))
    assert error.kind == "cycle"


def test_goals_that_wait_for_each_other_are_refused() -> None:
    graph = plan(SHIP, CAPTAIN, AddGoal("g3", "When was [Answer g2] born?"))
    error = refusal(graph, AddDependency("g1", "g3"))
    assert error.kind == "cycle"
    assert all(key in error.message for key in ("g1", "g2", "g3"))


@pytest.mark.parametrize("text", ["Which ship is [Answer g1]?", "Which ship had [Answer g2]?"])
def test_a_goal_may_not_be_edited_into_a_cycle(text: str) -> None:
    assert refusal(plan(SHIP, CAPTAIN), EditGoal("g1", text)).kind == "cycle"


def test_an_edited_goal_depends_on_what_its_new_text_names() -> None:
    graph = plan(SHIP, AddGoal("g2", "Who commanded it?"), EditGoal("g2", "Who commanded\n[Answer1]?"))
    assert graph["g2"] == Goal("g2", "Who commanded [Answer g1]?", ("g1",))


def test_a_dependency_without_a_placeholder_is_added_once() -> None:
    graph = plan(SHIP, AddGoal("g2", "Who drew it?"), AddDependency("g2", "g1"), AddDependency("g2", "g1"))
    assert graph["g2"].depends_on == ("g1",)


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (AddGoal("g2", "Who?", ("g9",)), "unknown_goal"),
        (AddGoal("g1", "Who?"), "duplicate_key"),
        (AddGoal("G2", "Who?"), "bad_key"),
        (AddGoal("2", "Who?"), "bad_key"),
        (AddGoal("g" * 17, "Who?"), "bad_key"),
        (AddGoal("g2", " \n"), "no_text"),
        (EditGoal("g9", "Who?"), "unknown_goal"),
        (AddDependency("g1", "g9"), "unknown_goal"),
        (AddDependency("g1", "g1"), "cycle"),
        (SkipGoal("g9"), "unknown_goal"),
        (AnswerGoal("g1", GoalStatus.OPEN), "bad_status"),
        (AnswerGoal("g1", GoalStatus.SKIPPED), "bad_status"),
        (AnswerGoal("g1", GoalStatus.ANSWERED, " [e1]"), "no_answer"),
    ],
)
def test_an_operation_that_cannot_be_taken_says_what_is_wrong(operation: PlanOperation, kind: str) -> None:
    assert refusal(plan(SHIP), operation).kind == kind


def test_a_goal_is_not_answered_before_its_parents() -> None:
    error = refusal(plan(SHIP, CAPTAIN), answered("g2"))
    assert error.kind == "not_ready"
    assert "g1" in error.message


@pytest.mark.parametrize("end", [answered("g1"), failed("g1"), SkipGoal("g1")])
@pytest.mark.parametrize("late", [EditGoal("g1", "Who?"), AddDependency("g1", "g2"), answered("g1")])
def test_a_goal_that_ended_is_not_changed(end: PlanOperation, late: PlanOperation) -> None:
    assert refusal(plan(SHIP, AddGoal("g2", "Who drew it?"), end), late).kind == "ended_goal"


@pytest.mark.parametrize("status", [GoalStatus.ANSWERED, GoalStatus.PARTIAL])
def test_an_answer_is_not_thrown_away(status: GoalStatus) -> None:
    graph = plan(SHIP, AnswerGoal("g1", status, "the Vega [e1]"))
    assert refusal(graph, SkipGoal("g1")).kind == "ended_goal"


def test_giving_up_on_a_failed_goal_keeps_what_was_tried() -> None:
    graph = plan(SHIP, failed("g1"), SkipGoal("g1"))
    assert graph.failed() == ()
    assert graph["g1"].analysis == "Nothing shows it."


@pytest.mark.parametrize(
    "end", [[failed("g1")], [SkipGoal("g1")], [failed("g1"), ReplaceGoal("g1", (AddGoal("g9", "Which?"),))]]
)
@pytest.mark.parametrize("late", [CAPTAIN, AddGoal("g2", "Who drew it?", ("g1",))])
def test_no_goal_may_wait_for_an_answer_that_never_comes(end: list[PlanOperation], late: AddGoal) -> None:
    assert refusal(plan(SHIP, *end), late).kind == "no_answer_to_come"


def test_a_plan_has_room_for_six_goals_besides_those_that_are_gone() -> None:
    full = plan(*(AddGoal(f"g{number}", "Who?") for number in range(MAX_GOALS)))
    one_more = AddGoal("more", "Who else?")
    assert refusal(full, one_more).kind == "too_many_goals"
    assert len(full.apply([SkipGoal("g0"), one_more]).goals) == MAX_GOALS + 1
    assert len(full.apply([failed("g0"), ReplaceGoal("g0", (one_more,))]).goals) == MAX_GOALS + 1


def test_operations_are_taken_together_or_not_at_all() -> None:
    graph = plan(SHIP)
    refusal(graph, AddGoal("g2", "Who drew it?"), AddGoal("g3", "Who?", ("g9",)))
    assert keys(graph.goals) == ["g1"]


def test_operations_come_from_json_and_go_back_to_it() -> None:
    operations = TypeAdapter(tuple[PlanOperation, ...])
    written = b'[{"op":"add","key":"g1","text":"Which ship?"},{"op":"depend","key":"g1","on":"g2"}]'
    read = operations.validate_json(written)
    assert read == (AddGoal("g1", "Which ship?"), AddDependency("g1", "g2"))
    assert operations.validate_json(operations.dump_json(read)) == read


@pytest.mark.parametrize(
    "operation",
    [{"op": "exec", "key": "g1"}, {"op": "add", "key": "g1"}, {"op": "replace", "key": "g1", "by": []}],
)
def test_json_that_is_no_operation_is_refused(operation: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PlanOperation).validate_python(operation)
