"""The scorer that the answer benchmarks share accepts what a person would, and nothing else."""

import pytest

from benchmarks.qa.scoring import Question, Result, Score, occurs, score, strip_markers

TOWER = "documents/tower.md"
TOWER_TEXT = "The tower was built in 1889. It rises to 300 metres. Iron was cheap then. Few people liked it."


def ask(kind: str = "fact", language: str = "en", **fields) -> Question:
    line = {
        "id": "t-01",
        "question": "?",
        "language": language,
        "kind": kind,
        "answers": [],
        "sources": [TOWER],
    }
    return Question.from_line(line | fields)


def reply(text: str, *files: str) -> Result:
    return {"status": "finished", "answer": {"text": text, "citations": [{"file": file} for file in files]}}


def mark(question: Question, result: Result) -> Score:
    return score(question, result, {TOWER: TOWER_TEXT})


DECLINED: Result = {"status": "declined", "answer": None}
HEIGHT = ask(answers=[["300 m", "300 metres"]])


def test_one_expression_of_every_group_is_needed() -> None:
    question = ask(answers=[["1889"], ["iron", "wrought iron"]])
    assert mark(question, reply("It was built of iron in 1889 [1].")).is_right
    assert not mark(question, reply("It was built of iron [1].")).is_right


def test_a_wrong_expression_spoils_the_answer() -> None:
    question = ask(answers=[["1889"]], wrong=["1887"])
    assert not mark(question, reply("In 1887 or 1889.")).is_right


def test_a_marker_is_no_number() -> None:
    assert not mark(ask(kind="count", answers=[["1"]]), reply("Several towers [1].")).is_right
    assert strip_markers("A [1][2] and b [3, 4].") == "A and b."


@pytest.mark.parametrize(
    ("expression", "text", "language"),
    [
        ("iron", "Iron, mostly.", "en"),
        ("1,234", "about 1234 people", "en"),
        ("1234", "1,234 people", "en"),
        ("1234", "1 234 people", "en"),
        ("1234", "1\u202f234 people", "en"),
        ("1234", "1'234 people", "en"),
        ("12345.6", "12,345.6", "en"),
        ("1,234", "1.234 Menschen", "de"),
        ("1.234", "1,234 people", "de"),
        ("3.5", "3,5 Meter", "es"),
        ("3,5", "3.5 metres", "de"),
        ("300", "in room 12 300 people", "en"),
        ("40%", "40 % of it", "en"),
        ("175 cm", "175cm wide", "en"),
        ("175", "175cm wide", "en"),
        ("25-30", "25–30 seconds", "en"),
        ("iron", "of _iron_", "en"),
        ("90 °C", "90℃", "en"),
        ("12 m²", "12m2 of wall", "en"),
        ("300 metre", "a 300-metre tower", "en"),
        ("300", "塔高300米。", "zh"),
        ("300 米", "塔高300米。", "zh"),
        ("铁", "用铁建造的", "zh"),
        ("Sur l'eau", "“Sur l’eau”", "en"),
    ],
)
def test_other_spellings_are_found(expression: str, text: str, language: str) -> None:
    assert occurs(expression, text, language)


@pytest.mark.parametrize(
    ("expression", "text", "language"),
    [
        ("iron", "ironic", "en"),
        ("300", "1,300 metres", "en"),
        ("300", "1300 metres", "en"),
        ("34", "1.34 metres", "en"),
        ("34", "34.5 metres", "en"),
        ("1234", "1.234 metres", "en"),
        ("20", "the 20th century", "en"),
        ("1990", "in the 1990s", "en"),
        ("12 m", "12 m² of wall", "en"),
        ("3.5", "35 metros", "es"),
        ("300", "塔高1300米。", "zh"),
    ],
)
def test_parts_of_words_and_numbers_are_not(expression: str, text: str, language: str) -> None:
    assert not occurs(expression, text, language)


def test_a_fact_ends_after_three_hundred_characters() -> None:
    long = "It is 300 metres high. " + "x" * 300
    assert not mark(HEIGHT, reply(long)).is_right
    assert mark(ask(kind="list", answers=[["300 metres"]]), reply(long)).is_right
    assert not mark(ask(kind="list", answers=[["300 metres"]]), reply(long + "x" * 600)).is_right


def test_a_pasted_source_is_not_to_the_point() -> None:
    pasted = mark(HEIGHT, reply(TOWER_TEXT, TOWER))
    assert (pasted.is_right, pasted.is_to_the_point) == (True, False)
    assert mark(HEIGHT, reply("It rises to 300 metres [1].", TOWER)).is_to_the_point


def test_a_short_source_may_be_quoted_whole() -> None:
    caption = "A tower of 300 metres."
    assert score(HEIGHT, reply(caption, "pictures/t.jpg"), {"pictures/t.jpg": caption}).is_to_the_point


def test_what_is_not_right_is_not_to_the_point() -> None:
    assert not mark(HEIGHT, reply("It is of iron.", TOWER)).is_to_the_point


@pytest.mark.parametrize(
    ("wanted", "text", "language", "is_right"),
    [
        ("yes", "Yes, it was.", "en", True),
        ("yes", "**Yes.** It was.", "en", True),
        ("no", "There is no tower.", "en", False),
        ("是", "是的，它建于1889年。", "zh", True),
        ("是", "不是。", "zh", False),
        ("sí", "Sí: es de hierro.", "es", True),
    ],
)
def test_yes_or_no_opens_the_answer(wanted: str, text: str, language: str, is_right: bool) -> None:
    assert mark(ask("yes_no", language, answers=[[wanted]]), reply(text)).is_right is is_right


def test_every_wanted_picture_is_shown() -> None:
    question = ask(kind="pictures", sources=["a.jpg", "b.jpg"])
    assert mark(question, reply("Two pictures.", "b.jpg", "c.jpg", "a.jpg")).is_right
    assert not mark(question, reply("One picture.", "a.jpg")).is_right


def test_one_right_citation_is_enough() -> None:
    assert mark(HEIGHT, reply("300 m", "documents/other.md", TOWER)).right_cited
    assert not mark(HEIGHT, reply("300 m", "documents/other.md")).right_cited


def test_declining_is_honest_only_without_an_answer() -> None:
    absent = ask(unanswerable="absent", sources=[])
    assert mark(absent, DECLINED) == Score(False, False, False, declined=True, is_honest=True)
    assert mark(HEIGHT, DECLINED) == Score(False, False, False, declined=True, is_honest=False)


def test_an_answer_to_the_unanswerable_is_never_right() -> None:
    answered = mark(ask(unanswerable="no_fact"), reply("It is 300 metres high.", TOWER))
    assert (answered.is_right, answered.is_honest) == (False, False)


def test_a_failed_run_has_not_declined() -> None:
    assert not mark(ask(unanswerable="absent"), {"status": "failed", "answer": None}).declined


def test_a_kind_without_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind “poem”"):
        ask(kind="poem")
