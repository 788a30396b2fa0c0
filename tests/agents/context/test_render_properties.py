import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.context.assets import met_pictures
from agents.context.render import Rendered, RequestOptions, render
from agents.models.base import PicturePart
from agents.models.tokens import prompt_tokens, text_tokens, tool_tokens
from agents.replay import AgentState
from agents.toolbox import Phase
from tests.agents.context.histories import states
from tests.agents.context.runs import BLIND, PROFILE, SEES, options, run, section, texts

pytestmark = pytest.mark.long

LEAST = 3_200
"""Tokens beyond system text and tools in which every run has a prompt, whatever it has met."""

FENCED = re.compile(
    r"<<<untrusted data (\w+) from: [^\n]*>>>\n.*?\n<<<end of untrusted data \1>>>", re.DOTALL
)
HEADING = re.compile(
    r"# (Your goal \(g2\)|Plan|Evidence and hits that matter, most important first|Claims checked"
    r"|Your draft of step \d+ was sent back|Pictures met \(\d+\)|Searches \(.*\)"
    r"|Other hits, newest first \(.*\)|Texts read, newest first|Step \d+.*|Last turn|Now)"
)


@st.composite
def frames(draw: st.DrawFn, state: AgentState) -> RequestOptions:
    goal = "g2" if state.plan.goals and draw(st.booleans()) else ""
    phase = Phase.GOAL if goal else draw(st.sampled_from([Phase.PLAN, Phase.SEARCH, Phase.ANSWER]))
    shown = options(phase, goal=goal, capabilities=draw(st.sampled_from([SEES, BLIND])))
    profile = replace(
        PROFILE,
        inline_pictures=draw(st.integers(0, 6)),
        recent_turns=draw(st.integers(1, 8)),
        context_tokens=_fixed(state, shown) + LEAST + draw(st.one_of(st.just(0), st.integers(0, 40_000))),
    )
    return replace(shown, profile=profile, reason=draw(st.sampled_from(["", "The limit is reached."])))


def _fixed(state: AgentState, shown: RequestOptions) -> int:
    roomy = replace(shown, profile=replace(PROFILE, context_tokens=120_000))
    return text_tokens(render(state, roomy).prompt.system) + sum(map(tool_tokens, shown.tools))


@settings(max_examples=60, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(st.data())
def test_whatever_happened_a_prompt_fits_and_has_what_a_run_stands_on(data: st.DataObject) -> None:
    state = data.draw(states())
    shown = data.draw(frames(state))
    rendered = render(state, shown)
    _fits(rendered, shown)
    _has_question(rendered, state)
    _has_curated_ids(rendered, state)
    _covers_pictures(rendered, state)
    _shows_pictures(rendered, shown)
    _keeps_data_inert(rendered)
    assert render(state, shown) == rendered


def _fits(rendered: Rendered, shown: RequestOptions) -> None:
    ledger = rendered.ledger
    assert ledger.total <= ledger.budget == shown.profile.context_tokens
    assert ledger.total == sum(ledger.sections.values())
    assert ledger.total == prompt_tokens(rendered.prompt, shown.capabilities.picture_rule)
    assert ledger.sections["system"] == text_tokens(rendered.prompt.system)


def _has_question(rendered: Rendered, state: AgentState) -> None:
    question = state.started.question
    first = texts(rendered)[0]
    if "characters are left out here" in first:
        assert rendered.ledger.passes == 6
        assert question.text.strip()[:300] in first and question.text.strip()[-100:] in first
    else:
        assert question.text.strip() in first
        beginning = render(
            run(question=question), replace(options(), profile=replace(PROFILE, context_tokens=120_000))
        )
        assert beginning.prompt.parts[0] == rendered.prompt.parts[0]


def _has_curated_ids(rendered: Rendered, state: AgentState) -> None:
    words = set(re.findall(r"[\w:]+", "\n".join(texts(rendered))))
    assert set(state.memory.curated) <= words


def _covers_pictures(rendered: Rendered, state: AgentState) -> None:
    met = set(met_pictures(state.started.question, state.memory))
    listed = section(rendered, "Pictures met")
    shown = {line.split()[1] for line in listed.splitlines() if line.startswith("- ")}
    bare = {
        word
        for line in listed.splitlines()
        if line.startswith(("Others: ", "UIDs: "))
        for word in line.split()
    }
    older = re.search(r"^and ([\d,]+) older: review page 1 to \d+$", listed, re.MULTILINE)
    assert len(met - shown - bare) <= int(older[1].replace(",", "") if older else 0)


def _shows_pictures(rendered: Rendered, shown: RequestOptions) -> None:
    parts = rendered.prompt.parts
    places = [place for place, part in enumerate(parts) if isinstance(part, PicturePart)]
    assert tuple(parts[place].uid for place in places) == rendered.ledger.inline
    assert len(places) <= (shown.profile.inline_pictures if shown.capabilities.vision else 0)
    assert all(parts[place - 1].text.startswith(f"{parts[place].uid} shown ") for place in places)


def _keeps_data_inert(rendered: Rendered) -> None:
    """Beside the person's own words, only our fences are fences and only our headings are headings."""
    for text in texts(rendered)[1:]:
        ours = FENCED.sub("", text)
        assert "<<<" not in ours and ">>>" not in ours
        assert all(HEADING.fullmatch(line) for line in ours.splitlines() if line.startswith("#"))
