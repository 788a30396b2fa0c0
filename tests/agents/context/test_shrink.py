from bisect import bisect_left
from dataclasses import replace

import pytest

from agents.context.inline import PromptPicture
from agents.context.render import Rendered, render
from agents.context.shrink import Layout, drop_pictures, drop_sheets, layouts
from agents.errors import ConfigurationError
from agents.memory import MAX_CURATED_ITEMS
from agents.observations import Curated, PicturesSeen, TextRead
from agents.replay import AgentState
from agents.types import Importance, Question
from tests.agents.context.runs import (
    PROFILE,
    QUESTION,
    SEES,
    hits,
    image,
    look,
    options,
    passage,
    run,
    section,
    step,
    texts,
    uid,
)

pytestmark = pytest.mark.long

PINNED, LOOSE, OLDER, SHEET = (
    PromptPicture(uid(number), 1024, 768, 9 - number, number == 1, number == 4) for number in range(1, 5)
)
FULL = Layout((PINNED, LOOSE, OLDER, SHEET), (15_000,) * 3)


def sixty_turns(question: Question = QUESTION) -> AgentState:
    """Searches, looks and reads in turn, each with plenty to tell; at last a look at three pictures."""
    events = []
    for number in range(1, 61, 3):
        found = [(image if n % 2 else passage)(number * 10 + n, "word " * 120) for n in range(8)]
        events += step(number, hits(*found, query=f"query {number}"))
        seen = tuple(look(number * 10 + n, "SIGN " * 20) for n in range(4))
        events += step(number + 1, PicturesSeen(seen, look(900 + number)), tool="look")
        text = TextRead(number, "Lights", "a.md", 0, 8_000, 9_000, "text " * 1_600)
        events += step(number + 2, text, tool="read")
    events += step(61, PicturesSeen(tuple(look(n) for n in range(3))))
    return run(events, question=question)


STATE = sixty_turns()


def least(state: AgentState) -> int:
    """The smallest budget, in tokens, that a run has a prompt for."""

    def has_prompt(tokens: int) -> bool:
        try:
            within(tokens, state)
        except ConfigurationError:
            return False
        return True

    return bisect_left(range(10_000), True, key=has_prompt)


def within(tokens: int, state: AgentState = STATE) -> Rendered:
    rendered = render(state, options(profile=replace(PROFILE, context_tokens=tokens)))
    assert rendered.ledger.total <= tokens
    return rendered


def test_contact_sheets_leave_first_and_pinned_ones_stay() -> None:
    assert [layout.inline for layout in drop_sheets(FULL)] == [(PINNED, LOOSE, OLDER)]
    assert not [*drop_sheets(Layout((replace(SHEET, is_pinned=True),), ()))]


def test_pictures_leave_one_by_one_and_the_pinned_one_is_the_last() -> None:
    assert [layout.inline for layout in drop_pictures(FULL)][-1] == (PINNED,)


def test_layouts_get_smaller_pass_by_pass() -> None:
    found = [*layouts(FULL)]
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    assert [layout.turns for number, layout in found if number == 4] == [
        (1_500, 15_000, 15_000), (1_500, 1_500, 15_000),
    ]  # fmt: skip
    assert [len(layout.turns) for number, layout in found if number == 5] == [2, 1, 1, 1, 1]
    assert found[-1][1] == Layout((), (), 0, 0, 0, 600, is_minimal=True)


def test_every_pass_has_budgets_at_which_it_is_the_last() -> None:
    passes = [within(tokens).ledger.passes for tokens in range(6_000, 30_000, 400)]
    assert passes == sorted(passes, reverse=True)
    assert set(passes) == {0, 1, 2, 3, 4, 5, 6}


def test_the_pool_shrinks_before_pictures_leave() -> None:
    found = [within(within(30_000).ledger.total - tokens) for tokens in (0, 1_000, 1_500)]
    assert [rendered.ledger.passes for rendered in found] == [0, 1, 2]
    assert [section(rendered, "Other hits").count("\n- ") for rendered in found] == [34, 34, 15]
    assert [len(rendered.ledger.inline) for rendered in found] == [4, 3, 3]


def test_the_smallest_prompt_has_ids_and_the_last_outcome_in_a_line() -> None:
    rendered = within(least(STATE))
    assert section(rendered, "Evidence").splitlines()[1].split() == [*STATE.memory.curated]
    assert len(section(rendered, "Last turn").splitlines()) == 2
    assert "review page 1 to 2" in section(rendered, "Pictures met")
    assert not section(rendered, "Searches") and rendered.ledger.inline == ()


def test_curated_ids_survive_every_pass() -> None:
    state = sixty_turns()
    ranked = dict.fromkeys([*state.memory.pool][-MAX_CURATED_ITEMS:], Importance.HIGH)
    for event in step(62, Curated(ranked)):
        state.apply(event)
    assert len(state.memory.curated) == MAX_CURATED_ITEMS
    for tokens in range(least(state), 30_000, 1_500):
        words = section(within(tokens, state), "Evidence").split()
        assert {*state.memory.curated} <= {*words}


def test_only_the_smallest_prompt_cuts_a_long_question_and_keeps_its_ends() -> None:
    question = Question(f"FIRST {'why ' * 20_000} LAST")
    whole = texts(within(30_000, run(question=question)))[0]
    assert whole == f"# Question\n{question.text}"
    cut = texts(within(6_000, run(question=question)))[0]
    assert cut.startswith("# Question\nFIRST why") and cut.endswith("why  LAST")
    assert "characters are left out here" in cut


def test_a_window_that_is_too_small_is_refused_with_the_numbers() -> None:
    small = replace(SEES, context_tokens=6_000)
    with pytest.raises(ConfigurationError, match=r"takes [\d,]+ tokens .*only 1,904 fit.*larger window"):
        render(STATE, options(capabilities=small))


def test_the_window_of_the_model_bounds_what_the_profile_allows() -> None:
    rendered = render(STATE, options(capabilities=replace(SEES, context_tokens=16_384)))
    assert rendered.ledger.total <= rendered.ledger.budget == 16_384 - 4_096
