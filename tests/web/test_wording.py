"""What a run did in words: no ids, no lists of a programming language, no names of settings."""

import pytest

from agents.observations import EvidenceKept, Observation
from agents.types import Evidence, ToolCall
from webapp.runs.presenting.wording import Names, arguments_of, verb_of

UID = "img_prj7b76nnyq3c"
NAMES = Names({"e1": "Grey Head", "passage:7": "The reef"}, {"e2": 1})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was lit [e2].", "It was lit [1]."),
        ("It was lit [e1, e2].", "It was lit [1]."),
        ("See e1 and passage:7.", "See “Grey Head” and “The reef”."),
        ("The engine e5 stays.", "The engine e5 stays."),
        (f"There is no {UID} here.", "There is no a picture here."),
        ("SIGHTLINE_ENCODER=clip is unknown.", "the setting “encoder” is unknown."),
        ("document:99 is gone", "a find is gone"),
    ],
)
def test_ids_become_what_they_stand_for(text: str, words: str) -> None:
    assert NAMES.plain(text) == words


def test_pictures_are_shown_as_pictures() -> None:
    (argument,) = arguments_of(ToolCall("c1", "look", {"uids": [UID], "pin": False}), NAMES, None)
    assert (argument.value, argument.uids) == ("", (UID,))


def test_a_list_is_written_without_brackets() -> None:
    (argument,) = arguments_of(ToolCall("c1", "search_text", {"queries": ["a", "b"]}), NAMES, None)
    assert (argument.name, argument.value) == ("for", "a · b")


def test_what_the_result_shows_is_not_said_twice() -> None:
    call = ToolCall("c1", "note", {"document": 4, "quote": "Lit in 1854", "importance": "very_high"})
    kept = Observation("c1", EvidenceKept(Evidence("e1", "text", "Grey Head", "a.md")))
    assert [each.value for each in arguments_of(call, NAMES, kept)] == ["very important"]
    assert [each.value for each in arguments_of(call, NAMES, None)] == ["Lit in 1854", "very important"]


def test_a_tool_of_somebody_else_keeps_its_name() -> None:
    assert verb_of("count_birds") == "Count birds"
