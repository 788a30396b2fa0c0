import pytest

from agents.questions import AnswerType, Ask, Dimension, Intent
from agents.reading.asked import asked_in
from agents.reading.concepts import concepts


@pytest.mark.parametrize(
    ("concept", "texts"),
    [
        (
            "depth",
            ("How deep is the lake?", "Wie tief ist der See?", "una profundidad de 40 m", "湖水深十米"),
        ),
        ("death", ("When did she die?", "Sie starb 1957.", "Murió en Cádiz.", "他1962年去世。")),
        ("design", ("Its architect was Ruth Ekwall.", "Sie entwarf das Haus.", "lo diseñó Gil", "由她设计")),
        ("price", ("What does it cost?", "der Eintrittspreis", "¿Cuánto cuesta?", "门票四十元")),
        ("open", ("It opened in 1991.", "1991 eröffnet", "Se abrió en 1991.", "1991年开放")),
    ],
)
def test_one_concept_in_four_languages(concept: str, texts: tuple[str, ...]) -> None:
    assert [concept in concepts(text) for text in texts] == [True] * len(texts)


def test_german_article_tells_no_death() -> None:
    assert "death" not in concepts("Die Brücke ist 118 m lang.")


def test_last_part_of_a_compound_tells() -> None:
    assert "depth" in concepts("Die Wassertiefe beträgt 4 m.")


def test_concepts_of_the_subject_are_not_asked_for() -> None:
    ask = Ask("When did the cooking school open?", expects=AnswerType.DATE)

    assert asked_in(ask, "cooking school").concepts == {"open"}


def test_how_long_may_be_a_time() -> None:
    ask = Ask("How long is the warranty?", expects=AnswerType.NUMBER, dimension=Dimension.LENGTH)

    assert asked_in(ask, "").dimensions == (Dimension.LENGTH, Dimension.TIME)


def test_counts_need_no_unit() -> None:
    ask = Ask("How many arches?", Intent.COUNT, AnswerType.NUMBER, Dimension.COUNT)

    assert not asked_in(ask, "").has_unit
