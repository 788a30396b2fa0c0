"""The only builder of the agent's prompts: a state and a frame in, one request and its ledger out.

The order is stable before changing, so that a provider's cache can keep the beginning: system text, question,
plan, evidence, checks, pictures, searches, other hits, texts, last turns, what to do now, pictures inline.
Nothing but the arguments counts: the same state and frame give the same prompt.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from agents.context import checks, finds, sections, turns
from agents.context.inline import choose, picture_parts
from agents.context.ledger import INLINE, PromptBlock, count, ledger, refusal
from agents.context.now import now
from agents.context.scene import Frame, Scene
from agents.context.shrink import RESULT_CHARACTERS, Layout, layouts
from agents.events import Ledger
from agents.models.base import Prompt, TextPart
from agents.models.tokens import text_tokens, tool_tokens
from agents.prompts import write
from agents.replay import AgentState

__all__ = ["Frame", "Rendered", "render"]

Place = tuple[str, Callable[..., str], tuple[Hashable, ...]]
"""A section, the function that writes it from a scene, and what of the layout it depends on."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A request and what it is made of."""

    prompt: Prompt
    ledger: Ledger


def render(state: AgentState, frame: Frame) -> Rendered:
    """The request for the next step. Its tokens, by the model's rule, never pass `frame.budget_tokens`.

    Raises ConfigurationError when not even the smallest prompt fits, JournalError for a run not started.
    """
    scene = Scene.of(state, frame)
    system = _system(scene)
    fixed = {"system": text_tokens(system), "tools": sum(map(tool_tokens, frame.tools))}
    written: dict[Place, PromptBlock] = {}
    total = 0
    for passes, layout in layouts(_first_layout(scene)):
        blocks = [*_blocks(scene, layout, written)]
        total = sum(fixed.values()) + sum(block.tokens for block in blocks)
        if total <= frame.budget_tokens:
            parts = tuple(block.part for block in blocks)
            prompt = Prompt(system, parts, frame.tools, bool(frame.tools), frame.max_output_tokens)
            return Rendered(prompt, ledger(scene, layout, blocks, fixed, passes))
    raise refusal(frame, total, fixed)


def _system(scene: Scene) -> str:
    """The same for every step of a phase, whatever has happened."""
    frame = scene.frame
    return write(
        f"{frame.phase.value}.md.j2",
        tools=frame.tool_names,
        vision=frame.capabilities.vision,
        date=scene.started.date,
    )


def _first_layout(scene: Scene) -> Layout:
    told = min(len(scene.steps), scene.frame.profile.recent_turns)
    return Layout(choose(scene), (RESULT_CHARACTERS,) * told)


def _blocks(scene: Scene, layout: Layout, written: dict[Place, PromptBlock]) -> Iterator[PromptBlock]:
    """The parts of a layout in order; a section that an earlier layout had too is not written again."""
    for place in _places(scene, layout):
        if place not in written:
            section, function, levers = place
            written[place] = count(section, TextPart(function(scene, *levers)), scene.frame)
        if written[place].tokens:
            yield written[place]
    for picture in layout.inline:
        for part in picture_parts(picture, scene):
            yield count(INLINE, part, scene.frame)


def _places(scene: Scene, layout: Layout) -> Iterator[Place]:
    inline = tuple(picture.uid for picture in layout.inline)
    yield "question", sections.question, (layout.question_characters,)
    yield "plan", sections.plan, (layout.is_minimal,)
    yield "evidence", sections.evidence, (layout.quote_characters,)
    yield "verification", checks.verification, (layout.is_minimal,)
    yield "pictures", finds.pictures, (inline, layout.is_minimal)
    if layout.is_minimal:
        yield "turns", turns.last_outcome, ()
    else:
        yield "searches", finds.searches, ()
        yield "pool", finds.pool, (layout.snippets, layout.bare_hits)
        yield "texts", finds.texts, ()
    for place, characters in enumerate(layout.turns, start=len(scene.steps) - len(layout.turns)):
        yield "turns", turns.turn, (place, characters)
    yield "now", now, (layout.inline,)
