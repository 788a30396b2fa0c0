"""The only builder of the agent's prompts: a state and what is asked of it in, a request and its ledger out.

The order is stable before changing, so that a provider's cache can keep the beginning: system text, question,
plan, evidence, checks, pictures, searches, other hits, texts, last turns, what to do now, pictures inline.
Nothing but the arguments counts: the same state and options give the same prompt.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from agents.context import checks, finds, sections, turns
from agents.context.inline import choose, picture_parts
from agents.context.instruction import instruction
from agents.context.ledger import INLINE, PromptBlock, count, ledger, refusal
from agents.context.prompt_inputs import PromptInputs, RequestOptions
from agents.context.shrink import RESULT_CHARACTERS, Layout, layouts
from agents.events import Ledger
from agents.models.base import Prompt, TextPart
from agents.models.tokens import text_tokens, tool_tokens
from agents.prompts import write
from agents.replay import AgentState
from agents.types import SourcePolicy

__all__ = ["RequestOptions", "Rendered", "render"]

_PLACES = {
    SourcePolicy.CORPORA: "a collection of documents and pictures",
    SourcePolicy.WEB: "the web",
    SourcePolicy.BOTH: "a collection of documents and pictures, and the web",
}
"""What a run looks in, as its system text says it."""

Place = tuple[str, Callable[..., str], tuple[Hashable, ...]]
"""A section, the function that writes it from the inputs, and what of the layout it depends on."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A request and what it is made of."""

    prompt: Prompt
    ledger: Ledger


def render(state: AgentState, options: RequestOptions) -> Rendered:
    """The request for the next step. Its tokens, by the model's rule, never pass `options.budget_tokens`.

    Raises ConfigurationError when not even the smallest prompt fits, JournalError for a run not started.
    """
    inputs = PromptInputs.of(state, options)
    # The same for every step of a phase, whatever has happened.
    system = write(
        f"{options.phase.value}.md.j2",
        tools=options.tool_names,
        vision=options.capabilities.vision,
        date=inputs.started.date,
        place=_PLACES[inputs.started.sources],
    )
    fixed = {"system": text_tokens(system), "tools": sum(map(tool_tokens, options.tools))}
    written: dict[Place, PromptBlock] = {}
    total = 0
    told = min(len(inputs.steps), inputs.options.profile.recent_turns)
    first_layout = Layout(choose(inputs), (RESULT_CHARACTERS,) * told)
    for passes, layout in layouts(first_layout):
        blocks = [*_blocks(inputs, layout, written)]
        total = sum(fixed.values()) + sum(block.tokens for block in blocks)
        if total <= options.budget_tokens:
            parts = tuple(block.part for block in blocks)
            prompt = Prompt(system, parts, options.tools, bool(options.tools), options.max_output_tokens)
            return Rendered(prompt, ledger(inputs, layout, blocks, fixed, passes))
    raise refusal(options, total, fixed)


def _blocks(inputs: PromptInputs, layout: Layout, written: dict[Place, PromptBlock]) -> Iterator[PromptBlock]:
    """The parts of a layout in order; a section that an earlier layout had too is not written again."""
    inline = tuple(picture.uid for picture in layout.inline)
    places: list[Place] = [
        ("question", sections.question, (layout.question_characters,)),
        ("plan", sections.plan, (layout.is_minimal,)),
        ("evidence", sections.evidence, (layout.quote_characters,)),
        ("verification", checks.verification, (layout.is_minimal,)),
        ("pictures", finds.pictures, (inline, layout.is_minimal)),
    ]
    if layout.is_minimal:
        places.append(("turns", turns.last_outcome, ()))
    else:
        places += [
            ("searches", finds.searches, ()),
            ("pool", finds.pool, (layout.snippets, layout.bare_hits)),
            ("texts", finds.texts, ()),
        ]
    first = len(inputs.steps) - len(layout.turns)
    places += [("turns", turns.turn, told) for told in enumerate(layout.turns, start=first)]
    places.append(("now", instruction, (layout.inline,)))
    for place in places:
        if place not in written:
            section, function, levers = place
            written[place] = count(section, TextPart(function(inputs, *levers)), inputs.options)
        if written[place].tokens:
            yield written[place]
    for picture in layout.inline:
        for part in picture_parts(picture, inputs):
            yield count(INLINE, part, inputs.options)
