"""How many tokens a prompt is, counted before it is sent: an estimate, by public rules of the providers."""

import json
from fractions import Fraction
from math import ceil

from agents.models.base import Part, PicturePart, PictureRule, Prompt, ToolSpec


def text_tokens(text: str) -> int:
    """Bytes of UTF-8 / 4, rounded up: OpenAI's rule of thumb for English, and near enough for other scripts.

    A Chinese character takes three bytes, and models about one token for it.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) // 4)


def picture_tokens(rule: PictureRule, width: int, height: int) -> int:
    """The tokens of one picture of this many pixels, as the model is sent it.

    - `patches28`: patches of 28 x 28 pixels, at least one (Qwen2-VL, arXiv 2409.12191, section 2.1).
    - `tiles512`: OpenAI, high detail: fitted into 2,048 x 2,048, then the short side down to 768; 85, and 170
      for each tile of 512 (platform.openai.com/docs/guides/images-vision).
    - `area750`: Anthropic: long side down to 1,568; width * height / 750, at most 1,600
      (docs.anthropic.com/en/docs/build-with-claude/vision).
    - `tiles768`: Gemini: 258 when both sides are at most 384, else 258 for each tile of 768
      (ai.google.dev/gemini-api/docs/tokens).
    - `none`: 0, for a model that is sent no pictures.
    """
    match rule:
        case "patches28":
            return max(1, (width // 28) * (height // 28))
        case "tiles512":
            # Fractions, because a side of 512.0000001 pixels would be a tile too many.
            into_square = min(Fraction(1), Fraction(2_048, max(width, height)))
            short_side = min(width, height) * into_square
            scale = into_square * min(Fraction(1), 768 / short_side)
            return 85 + 170 * _tiles(width * scale, height * scale, 512)
        case "area750":
            fitted = min(Fraction(1), Fraction(1_568, max(width, height)))
            return min(1_600, ceil(width * height * fitted**2 / 750))
        case "tiles768":
            return 258 if max(width, height) <= 384 else 258 * _tiles(width, height, 768)
        case "none":
            return 0


def prompt_tokens(prompt: Prompt, rule: PictureRule) -> int:
    """Everything that is sent: the system text, the parts in their order, and the tools as JSON."""
    parts = sum(part_tokens(part, rule) for part in prompt.parts)
    return text_tokens(prompt.system) + parts + sum(map(tool_tokens, prompt.tools))


def part_tokens(part: Part, rule: PictureRule) -> int:
    """The tokens of one part of a prompt."""
    if isinstance(part, PicturePart):
        return picture_tokens(rule, part.width, part.height)
    return text_tokens(part.text)


def tool_tokens(tool: ToolSpec) -> int:
    """The tokens of a tool's schema as JSON."""
    schema = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return text_tokens(json.dumps(schema, ensure_ascii=False))


def _tiles(width: int | Fraction, height: int | Fraction, side: int) -> int:
    return ceil(Fraction(width, side)) * ceil(Fraction(height, side))
