from agents.context.render import render
from agents.events import ClaimsChecked, StepSetAside
from agents.observations import (
    ClaimChecked,
    Curated,
    EvidenceKept,
    Finish,
    GoalEnded,
    PlanRevised,
    SearchesDone,
    TextRead,
)
from agents.plan import AddGoal, GoalStatus
from agents.toolbox import Phase
from agents.types import Evidence, Importance, Question
from agents.verdicts import ClaimVerdict, DraftScore, Ruling, Verdict
from media_store import Box
from tests.agents.context.runs import asked, hits, image, options, passage, run, section, step, texts, uid

QUOTE = EvidenceKept(
    Evidence("e1", "text", "Lights", "a.md", note="year", document=7, quote="Lit in 1854.", start=40, end=52)
)
REGION = EvidenceKept(
    Evidence("e2", "image", "Tower", "1.jpg", Importance.HIGH, uid=uid(1), box=Box(0, 0, 500, 900))
)
PLAN = PlanRevised((AddGoal("g1", "Who built it?"), AddGoal("g2", "Where was [Answer g1] born?")))
ANSWERED = GoalEnded("g1", GoalStatus.ANSWERED, "Ann Smith [e1]", "")


def test_a_beginning_is_the_question_and_what_to_do() -> None:
    rendered = render(run(question=asked("Who?", pictures=1)), options())
    assert texts(rendered)[0] == f"# Question\nWho?\n\nPictures of the question:\n- {uid(9_000)} 4000×3000"
    assert [text.split("\n")[0] for text in texts(rendered)[1:3]] == ["# Pictures met (1)", "# Now"]


def test_a_question_of_pictures_alone_says_so() -> None:
    assert (
        "(No words: the pictures are the question.)" in texts(render(run(question=asked("")), options()))[0]
    )


def test_a_chinese_question_stands_as_it_was_asked() -> None:
    state = run(
        step(1, hits(passage(1, "灯塔于1854年点亮。", "灯塔"))), question=Question("灯塔是什么时候点亮的？")
    )
    rendered = render(state, options())
    assert "灯塔是什么时候点亮的？" in texts(rendered)[0]
    assert '- (fair) passage:1 "灯塔" (lights.md) document:1 at 0: "灯塔于1854年点亮。"' in section(
        rendered, "Evidence"
    )


def test_sections_come_in_their_order() -> None:
    text = TextRead(7, "Lights", "a.md", 0, 9, 90, "Lit 1854.")
    found = hits(*map(passage, range(20)), image(1))
    checked = ClaimChecked(
        "It was lit.", (ClaimVerdict("It was lit.", "e1", Verdict.SUPPORTED, "rules", "Yes."),)
    )
    state = run(step(1, PLAN), step(2, found), step(3, text), step(4, QUOTE), step(5, checked))
    headings = [text.split("\n")[0].split(" ")[1] for text in texts(render(state, options()))]
    assert headings == [
        "Question", "Plan", "Evidence", "Claims", "Pictures", "Searches", "Other", "Texts",
        *["Step"] * 5, "Now",
    ]  # fmt: skip


def test_a_goal_has_its_parents_answer_in_its_text_and_the_plan_beside_it() -> None:
    state = run(step(1, PLAN), step(2, ANSWERED, goal="g1"))
    told = section(render(state, options(Phase.GOAL, goal="g2")), "Your goal (g2)")
    assert told.startswith("# Your goal (g2)\nWhere was Ann Smith born?\n# Plan\n")
    assert "- g1 [answered] Who built it? | answer: Ann Smith [e1]\n" in told


def test_evidence_is_told_by_importance_with_quote_region_and_verdicts() -> None:
    verdict = ClaimVerdict("It was lit.", "e1", Verdict.CONTRADICTED, "rules", "No.")
    state = run(step(1, QUOTE), step(2, REGION), step(3, ClaimChecked("It was lit.", (verdict,))))
    assert section(render(state, options()), "Evidence").splitlines()[1:] == [
        f'- e2 (high) {uid(1)} box 0,0,500,900 of "Tower"',
        '- e1 (fair) document:7 at 40 of "Lights": "Lit in 1854." | note: "year" | checked: 1 contradicted',
    ]


def test_evidence_that_is_not_curated_can_still_be_cited() -> None:
    state = run(step(1, QUOTE), step(2, Curated({}, dropped=("e1",))))
    assert section(render(state, options()), "Evidence").endswith("Kept too, and can be cited: e1")


def test_a_draft_that_was_sent_back_is_told_with_what_does_not_hold() -> None:
    verdict = ClaimVerdict("It was lit in 1855.", "e1", Verdict.CONTRADICTED, "rules", "It says 1854.")
    check = ClaimsChecked(2, (verdict,), DraftScore(0, 1, 1, 0, 1, 1, 0.1), Ruling.REPAIR)
    rendered = render(run(step(1, QUOTE), step(2, Finish("It was lit in 1855 [e1].", "")), check), options())
    told = section(rendered, "Your draft of step 2")
    assert '- "It was lit in 1855.": e1 contradicted ("It says 1854.")' in told
    assert "\nIt was lit in 1855 [e1].\n" in told
    assert "Write the draft of step 2 once more" in section(rendered, "Now")


def test_searches_are_told_with_what_they_brought() -> None:
    done = SearchesDone(
        (hits(passage(1), passage(2), query="a"), hits(query="b"), hits(query="c", repeat_of=1))
    )
    again = step(2, hits(passage(1), query="d"))
    by_picture = step(3, hits(query="", uid=uid(4), box=Box(1, 2, 3, 4)), tool="search_by_image")
    state = run(step(1, done), again, StepSetAside(2, "It found only what was known."), by_picture)
    assert section(render(state, options()), "Searches (5)").splitlines()[1:] == [
        'T1 search_text("a") -> 2 hits, 2 new',
        'T1 search_text("b") -> nothing',
        'T1 search_text("c") -> not asked: repeats T1',
        'T2 search_text("d") -> 1 hits, 0 new (set aside)',
        f"T3 search_by_image({uid(4)} box 1,2,3,4) -> nothing",
    ]


def test_the_pool_tells_the_newest_hits_that_are_not_curated() -> None:
    state = run(step(1, hits(*map(passage, range(8)))), step(2, hits(*map(passage, range(8, 108)))))
    told = section(render(state, options()), "Other hits").splitlines()
    assert told[0] == "# Other hits, newest first (108 met in all)"
    assert told[1].startswith('- passage:107 "Lights" (lights.md) document:107 at 0: "It was lit')
    assert len(told) == 36 and told[-1].split()[1:] == [f"passage:{n}" for n in range(73, 43, -1)]


def test_stretches_of_a_text_that_meet_are_told_as_one() -> None:
    reads = [TextRead(7, "Lights", "a.md", start, start + 100, 900, "x") for start in (0, 100, 500)]
    told = section(render(run(step(1, *reads)), options()), "Texts read")
    assert told.endswith('- document:7 "Lights" (a.md): 0-200, 500-600 of 900 characters')
