"""The second question to the verifier: does the answer answer what was asked, true or not."""

from agents.assessment import Level
from agents.context.fence import fence
from agents.effects import Effects
from agents.models.base import Prompt, TextPart
from agents.parsing.lenient_json import values_in
from agents.prompts import write
from agents.toolbox import Ask
from agents.types import Role

MAX_CHARACTERS = 6_000
"""Of a question and of an answer; both are shown from their beginning."""

MAX_OUTPUT_TOKENS = 100

_SYSTEM = "You judge whether an answer is to the point, and nothing else."
_LEVELS = {"yes": Level.YES, "partly": Level.PARTLY, "no": Level.UNSURE}


def level_by_verifier(question: str, answer: str, ask: Ask) -> Effects[Level | None]:
    """What the verifier's model says; None where there is none or its reply does not tell."""
    reply = yield from ask(Role.VERIFIER, answering_prompt(question, answer))
    return parse_level(reply.text) if reply else None


def answering_prompt(question: str, answer: str) -> Prompt:
    """The question and the answer, both fenced as data."""
    text = write(
        "answers_question.md.j2",
        question=fence(question[:MAX_CHARACTERS], "question"),
        answer=fence(answer[:MAX_CHARACTERS], "answer"),
    )
    return Prompt(_SYSTEM, (TextPart(text),), max_output_tokens=MAX_OUTPUT_TOKENS)


def parse_level(text: str) -> Level | None:
    """The level in a model's reply: JSON with anything around it, or the bare word; None if unclear."""
    said = [str(value.get("answers", "")).strip().lower() for _start, _end, value in values_in(text)]
    levels = {_LEVELS[word] for word in said or [text.strip(" \t\n.*`\"'").lower()] if word in _LEVELS}
    return levels.pop() if len(levels) == 1 else None
