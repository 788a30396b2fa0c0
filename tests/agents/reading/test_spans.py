import pytest

from agents.questions import AnswerType, Ask, Dimension
from agents.reading import Candidate, CandidateKind
from agents.reading.spans import holds, span_of, spans_in

NONE = Dimension.NONE


def answer(question: str, expects: AnswerType, words: str, dimension: Dimension = NONE) -> str:
    candidate = Candidate(CandidateKind.SENTENCE, words, "")
    span = span_of(Ask(question, expects=expects, dimension=dimension), candidate)
    return words[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("words", "dimension", "expected"),
    [
        ("The spire rises to about 120 metres and was built in 1874.", Dimension.LENGTH, "about 120 metres"),
        ("Bags larger than 40 x 30 x 20 cm stay outside.", Dimension.LENGTH, "40 x 30 x 20 cm"),
        ("Die Glocke wiegt rund 1.150 Kilogramm.", Dimension.MASS, "rund 1.150 Kilogramm"),
        ("El puente mide 84 metros y tiene 3 arcos.", Dimension.LENGTH, "84 metros"),
        ("这座塔高约四十二米，建于1874年。", Dimension.LENGTH, "约四十二米"),
        ("In 1874 it had 24 rooms.", Dimension.COUNT, "24"),
    ],
)
def test_number_of_the_asked_dimension(words: str, dimension: Dimension, expected: str) -> None:
    assert answer("?", AnswerType.NUMBER, words, dimension) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It was opened on 14 March 1897 by the mayor.", "14 March 1897"),
        ("Gegründet wurde sie im Herbst 1952 von zwei Geigern.", "Herbst 1952"),
        ("Die Anmeldung ist bis zum 31. Januar möglich.", "31. Januar"),
        ("Se inauguró el 3 de mayo de 1921.", "3 de mayo de 1921"),
        ("石桥建于明代万历十二年。", "明代万历十二年"),
        ("茶馆1952年5月开业。", "1952年5月"),
        ("The mill dates from the 12th century.", "the 12th century"),
    ],
)
def test_date(words: str, expected: str) -> None:
    assert answer("?", AnswerType.DATE, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The meeting had been called by Amos Tilling in the spring.", "Amos Tilling"),
        ("Geleitet wird sie von der Cellistin Miriam Acker.", "Miriam Acker"),
        ("El mural lo pintó la artista Marta Ríos.", "Marta Ríos"),
        ("石桥由工匠李春设计。", "李春"),
    ],
)
def test_person(words: str, expected: str) -> None:
    assert expected in answer("?", AnswerType.PERSON, words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Its coat of arms is black and white.", "black and white"),
        ("Die Türen sind dunkelgrün gestrichen.", "dunkelgrün"),
        ("Las tejas son de color rojo oscuro.", "rojo oscuro"),
        ("校服是深蓝色的。", "深蓝色"),
    ],
)
def test_colour(words: str, expected: str) -> None:
    assert answer("?", AnswerType.COLOUR, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Never squeeze it, because the jelly becomes cloudy.", "because the jelly becomes cloudy"),
        (
            "Sie wird verstimmt, weil die Heizung die Luft austrocknet.",
            "weil die Heizung die Luft austrocknet",
        ),
        ("Se cerró porque faltaban alumnos.", "porque faltaban alumnos"),
        ("因为石灰太多，所以水是白的。", "因为石灰太多，所以水是白的"),
    ],
)
def test_reason(words: str, expected: str) -> None:
    assert answer("?", AnswerType.REASON, words) == expected


def test_what_the_question_says_is_no_answer() -> None:
    assert answer("How did 1952 differ?", AnswerType.DATE, "In 1952 it was closed.") == ""


def test_number_beside_the_word_asked_for() -> None:
    words = "It has 24 rooms and 180 seats."

    assert answer("how many seats", AnswerType.NUMBER, words, Dimension.COUNT) == "180"


def test_value_of_a_row() -> None:
    row = Candidate(CandidateKind.ROW, "Trumpet | brass", "Loans", said="Trumpet: kind brass")

    assert span_of(Ask("What kind is the trumpet?"), row) == (9, 19)


@pytest.mark.parametrize(
    ("expects", "dimension", "words"),
    [
        (AnswerType.NUMBER, Dimension.LENGTH, "It weighs 340 kilograms."),
        (AnswerType.NUMBER, Dimension.MASS, "It is 12 metres long."),
        (AnswerType.NUMBER, Dimension.COUNT, "It was built in 1897."),
        (AnswerType.DATE, NONE, "It stands by the river."),
        (AnswerType.COLOUR, NONE, "The tower is tall."),
        (AnswerType.COLOUR, NONE, "这座塔很高。"),
        (AnswerType.PERSON, NONE, "It was repaired in the autumn."),
    ],
)
def test_other_kinds_do_not_hold(expects: AnswerType, dimension: Dimension, words: str) -> None:
    assert not holds(expects, dimension, words)


def test_any_kind_always_holds() -> None:
    assert holds(AnswerType.ANY, NONE, "anything")
    assert spans_in(AnswerType.ANY, NONE, "anything") == ()
