"""Counts a prompt by its sections, and what it would take with every picture inline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agents.context.prompt_inputs import PromptInputs, RequestOptions
from agents.context.shrink import Layout
from agents.errors import ConfigurationError
from agents.events import Ledger
from agents.models.base import Part, PicturePart
from agents.models.tokens import part_tokens, picture_tokens

UNKNOWN_SIZE = (1024, 768)
"""What a picture is taken to measure while nobody has looked at it, in pixels."""

INLINE = "inline"


@dataclass(frozen=True, slots=True)
class PromptBlock:
    """A part of a prompt, the section it belongs to, and what it takes."""

    section: str
    part: Part
    tokens: int


def count(section: str, part: Part, options: RequestOptions) -> PromptBlock:
    """The block of a part, by the model's own rule for pictures."""
    return PromptBlock(section, part, part_tokens(part, options.capabilities.picture_rule))


def ledger(
    inputs: PromptInputs, layout: Layout, blocks: Sequence[PromptBlock], fixed: dict[str, int], passes: int
) -> Ledger:
    """`fixed` has the tokens of what is no part of the message: the system text and the tools."""
    sections = Counter(fixed)
    for block in blocks:
        sections[block.section] += block.tokens
    total = sections.total()
    pixels = sum(block.tokens for block in blocks if isinstance(block.part, PicturePart))
    rule = inputs.options.capabilities.picture_rule
    sizes = Counter(inputs.album.shown_size(uid) or UNKNOWN_SIZE for uid in inputs.album.met)
    all_pixels = sum(picture_tokens(rule, *size) * count for size, count in sizes.items())
    return Ledger(
        dict(sections),
        total,
        inputs.options.budget_tokens,
        tuple(picture.uid for picture in layout.inline),
        total - pixels + all_pixels,
        passes,
    )


def refusal(options: RequestOptions, least: int, fixed: dict[str, int]) -> ConfigurationError:
    """Why the smallest prompt cannot fit, and what would help."""
    window, profile = options.capabilities.context_tokens, options.profile
    parts = ", ".join(f"{name} {tokens:,}" for name, tokens in fixed.items())
    return ConfigurationError(
        f"The smallest prompt takes {least:,} tokens ({parts}), but only {options.budget_tokens:,} fit: "
        f"profile {profile.name!r} allows {profile.context_tokens:,}, and of the model's {window:,} tokens "
        f"{options.max_output_tokens:,} are kept for its reply. Raise context_tokens of the profile, or "
        "choose a model with a larger window."
    )
