"""The check of questions with readings sees what is wrong with them and repeats none."""

import pytest

from benchmarks.qa.check_readings import check

ASK = {
    "intent": "fact",
    "expects": "number",
    "dimension": "length",
    "about": ["Tay Bridge"],
    "points_at_picture": False,
    "constraints": ["before 1900"],
}
LINE = {
    "id": "en-001",
    "question": "How long was the Tay Bridge before 1900?",
    "language": "en",
    "has_picture": False,
    "earlier": None,
    "asks": [ASK],
}


def complaints(**changes) -> list[str]:
    return list(check({"tuning.jsonl": [LINE | {"asks": [ASK | changes]}]}))


def test_a_good_line_passes() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"intent": "guess"}, "unknown"),
        ({"intent": "about"}, "does not go with"),
        ({"dimension": "furlongs"}, "dimension"),
        ({"expects": "date"}, "dimension"),
        ({"about": ["Forth Bridge"]}, "is about does not stand"),
        ({"about": []}, "about nothing"),
        ({"constraints": ["in Scotland"]}, "constraint"),
        ({"points_at_picture": True}, "picture"),
    ],
)
def test_a_wrong_reading_is_named(changes, complaint) -> None:
    (found,) = complaints(**changes)
    assert found.startswith("tuning.jsonl: en-001: ") and complaint in found
    assert LINE["question"] not in found


def test_a_subject_may_stand_in_what_went_before() -> None:
    earlier = {"question": "Where is the Tay Bridge?", "answer": "At Dundee."}
    line = LINE | {"question": "And how long was it before 1900?", "earlier": earlier}
    assert list(check({"tuning.jsonl": [line]})) == []


def test_halves_of_another_mix_are_seen() -> None:
    other = LINE | {"id": "de-002", "question": "Tay Bridge before 1900", "language": "de"}
    assert list(check({"tuning.jsonl": [LINE], "held_out.jsonl": [other]})) == [
        "the halves differ in their mix of languages and intents"
    ]


def test_a_question_asked_twice_is_seen() -> None:
    found = list(check({"tuning.jsonl": [LINE], "held_out.jsonl": [LINE | {"id": "en-002"}]}))
    assert found == ["1 values of question stand there twice"]
