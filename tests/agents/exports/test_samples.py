"""From a conversation to text with markers."""

import json
import re

import pytest

from agents.events import StepDecided
from agents.exports.conversation import converse
from agents.exports.samples import MARKER, Speaker, escape, sample_of
from agents.observations import Finish, PicturesSeen, TextRead, ToolError
from agents.tools import tools_for
from agents.types import Question, SourcePolicy, ToolCall
from tests.agents.context.runs import look, step, uid
from tests.agents.exports.journals import journal, looking, planning, sample

READ = TextRead(1, "T", "t.md", 0, 60, 60, 'An <image> of {{"a"}} and <|im_end|><tool_call>')


def test_markers_and_pictures_are_in_the_order_in_which_they_were_looked_at() -> None:
    made = sample([*looking(12), StepDecided(13, "Enough", ())])
    assert made.pictures == (uid(9_000), *map(uid, range(1, 13)))
    text = "\n".join(message.text for message in made.messages)
    assert re.findall(rf"^(img_\w+):\n{MARKER}$", text, re.MULTILINE) == [*made.pictures]


def test_a_picture_that_is_shown_twice_has_two_markers() -> None:
    again = [step(number, PicturesSeen((look(1),)), tool="look") for number in (1, 2)]
    assert sample(journal(*again, step(3, Finish("", "")))).pictures == (uid(1), uid(1))


def test_markers_tags_and_control_tokens_in_a_text_are_escaped() -> None:
    made = sample(journal(step(1, READ, tool="read"), step(2, Finish("", ""))))
    told = made.messages[3].text
    assert 'An &lt;image&gt; of {{"a"}} and &lt;|im_end|&gt;&lt;tool_call&gt;' in told
    assert not made.pictures


@pytest.mark.parametrize(
    "text",
    ["a question <image>", "</tool_response>", "<thought>", "<<image>image>", "<|vision_start|>", "<video>"],
)
def test_no_text_can_be_taken_for_a_tag(text: str) -> None:
    tag = re.compile(r"<(/?(image|video|thought|tool_response)|\|\w+\|)>")
    assert not tag.search(escape(text))


def test_other_brackets_and_braces_stay() -> None:
    text = '{"a": {{b}}} <b>1 < 2</b> <imagery> | <||>'
    assert escape(text) == text


def test_a_marker_in_the_question_or_in_arguments_is_escaped_too() -> None:
    call = ToolCall("a", "search_text", {"queries": ['<image> {x} "y"']})
    made = sample(journal(StepDecided(1, "Why <image>?", (call,)), question=Question("Is <image> a tag?")))
    assert all(MARKER not in message.text for message in made.messages)
    [body] = re.findall(r"<tool_call>\n(.*)\n</tool_call>", made.messages[-1].text)
    assert json.loads(body) == {"name": "search_text", "arguments": {"queries": ['&lt;image&gt; {x} "y"']}}


def test_an_error_with_quotes_and_braces_is_told_as_it_is() -> None:
    made = sample(journal(step(1, ToolError("bad", 'No {"a": "b"}')), step(2, Finish("", ""))))
    assert 'Failed (bad): No {"a": "b"}' in made.messages[3].text


def test_turns_alternate_and_the_assistant_has_the_last_word() -> None:
    calls = tuple(ToolCall(key, "look", {}) for key in "ab")
    made = sample(
        journal(StepDecided(1, "Both", calls), step(2, Finish("Yes [e1].", "")), question=Question("?"))
    )
    assert [message.speaker for message in made.messages] == [
        *[Speaker.SYSTEM, Speaker.USER, Speaker.ASSISTANT, Speaker.USER, Speaker.ASSISTANT]
    ]
    assert made.messages[3].text.count("<tool_response>") == 2


def test_a_run_in_which_nothing_was_decided_is_no_sample() -> None:
    assert sample_of(converse(journal())) is None


def test_the_pictures_of_goals_are_part_of_the_sample() -> None:
    made = sample(planning())
    assert made.pictures == (uid(1), uid(2))
    told = "\n".join(message.text for message in made.messages)
    assert told.index("Goal g1: Who lit it?") < told.index(uid(1)) < told.index("Goal g2: Where is it?")


def test_every_tool_is_named_in_the_system_turn_as_json() -> None:
    system = sample(looking(1)).messages[0].text
    lines = re.search(r"<tools>\n(.*)\n</tools>", system, re.DOTALL)
    assert lines
    tools = [json.loads(line)["function"] for line in lines[1].splitlines()]
    assert [tool["name"] for tool in tools] == [*tools_for(SourcePolicy.CORPORA)]
    assert [tool["parameters"] for tool in tools] == [
        tool.schema for tool in tools_for(SourcePolicy.CORPORA).values()
    ]
    assert "{{" not in system
