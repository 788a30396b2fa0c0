import pytest

from agents.policies.question import AnswerKind, names_in, satisfies_kind, subject_tokens, understand


def test_a_compound_question_is_split_at_its_question_words() -> None:
    asks = understand("Who is the person in this picture, and which spacecraft did she command?")
    assert [ask.text for ask in asks] == [
        "Who is the person",
        "which spacecraft did she command",
    ]


def test_two_things_joined_by_and_are_not_split() -> None:
    assert len(understand("Which salt and pepper is this?")) == 1


@pytest.mark.parametrize(
    "text",
    ["What is this?", "Who is the woman in the photo?", "Which country is this?", "Identify the person."],
)
def test_a_question_for_who_or_what_is_shown_wants_the_identity(text: str) -> None:
    assert understand(text)[0].wants_identity


@pytest.mark.parametrize(
    "text", ["When was she born?", "Which currency is used in the country whose flag this is?"]
)
def test_a_question_for_a_fact_does_not(text: str) -> None:
    assert not understand(text)[0].wants_identity


def test_pictures_without_words_ask_what_is_shown() -> None:
    assert understand("")[0].wants_identity


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In which year did it end", AnswerKind.TIME),
        ("How many moons has it", AnswerKind.NUMBER),
        ("Where is it kept", AnswerKind.NAME),
        ("What does it eat", AnswerKind.ANY),
    ],
)
def test_the_kind_of_answer_is_told_from_the_question_word(text: str, kind: AnswerKind) -> None:
    assert understand(text)[0].kind is kind


def test_a_time_needs_a_date_and_a_name_one_that_is_not_in_the_question() -> None:
    assert satisfies_kind(AnswerKind.TIME, "It sank in 1912.", frozenset())
    assert not satisfies_kind(AnswerKind.TIME, "It sank at night.", frozenset())
    assert satisfies_kind(AnswerKind.NAME, "It was built by Brunel.", frozenset({"ship"}))
    assert not satisfies_kind(AnswerKind.NAME, "It is moored in Bristol.", frozenset({"bristol"}))


def test_a_subject_is_known_by_its_telling_words() -> None:
    assert subject_tokens("Flag of Estonia") == frozenset({"estonia"})


def test_names_are_kept_together() -> None:
    assert "Chandra X-ray Observatory" in names_in("It released the Chandra X-ray Observatory in 1999.")


def test_what_is_stated_before_a_question_is_its_context() -> None:
    ask = understand("A destroyer bears her name. When was it commissioned?")[0]
    assert (ask.text, ask.context) == ("When was it commissioned", "A destroyer bears her name.")


def test_words_that_point_at_a_flag_give_way_to_the_subject() -> None:
    ask = understand("Which currency is used in the country whose flag this is?")[0]
    assert ask.about("Flag of Estonia") == "Which currency is used in Flag of Estonia"


def test_an_elliptic_part_borrows_the_words_of_its_neighbour() -> None:
    second = understand("Which ship carried it, and in which year?")[1]
    assert second.kind is AnswerKind.TIME
    assert "carri" in second.content
