import numpy as np
import pytest

from agents.questions import AnswerType, Ask, Dimension
from agents.reading import Candidate, CandidateKind
from agents.reading.features import CHEAP, CLOSE, cheap_features, close_features
from agents.sources import document_ref


def sentences(title: str, *texts: str) -> list[Candidate]:
    return [
        Candidate(CandidateKind.SENTENCE, text, title, source=document_ref(1), place=n, length=len(texts))
        for n, text in enumerate(texts)
    ]


def column(name: str, ask: Ask, subject: str, candidates: list[Candidate]) -> list[float]:
    cosines = np.full(len(candidates), 0.8, dtype=np.float32)
    found: list[float] = cheap_features(ask, subject, candidates, cosines)[:, CHEAP.index(name)].tolist()
    return found


BRIDGE = sentences(
    "Saint Orla Bridge",
    "Ships have 44 m of headroom beneath, the highest of the Sound.",
    "The water below it is 31 m deep.",
    "Eleven men died while it was built.",
)
DEPTH = Ask("How deep is the water?", expects=AnswerType.NUMBER, dimension=Dimension.LENGTH)


def test_asked_attribute_is_told() -> None:
    assert column("told", DEPTH, "Saint Orla Bridge", BRIDGE) == [0, 1, 0]


def test_other_extent_is_a_rival() -> None:
    assert column("rival", DEPTH, "Saint Orla Bridge", BRIDGE) == [1, 0, 0]


def test_asked_kind_may_lack() -> None:
    who = Ask("Who built the visitor centre?", expects=AnswerType.PERSON)
    texts = ("From the compensation the visitor centre was built.", "It was designed by Ruth Ekwall.")

    assert column("lacks_person", who, "", sentences("Bay", *texts)) == [1, 0]
    assert column("by_person", who, "", sentences("Bay", *texts)) == [0, 1]


def test_what_the_question_says_is_no_answer() -> None:
    when = Ask("What was found in 1984?", expects=AnswerType.DATE)

    assert column("holds_only_asked", when, "", sentences("Dig", "In 1984 a boat was found.")) == [1]


def test_sentence_that_follows_is_known() -> None:
    who = Ask("Who designed the visitor centre?", expects=AnswerType.PERSON)
    texts = ("Then the visitor centre was built.", "It is the work of Ruth Ekwall.")
    first, second = column("follows", who, "", sentences("Bay", *texts))

    assert first == 0 < second


def test_figures_of_the_question_are_missed() -> None:
    ask = Ask("How heavy is Lantern 5?", expects=AnswerType.NUMBER, dimension=Dimension.MASS)

    assert column("no_figures", ask, "", sentences("Probes", "Lantern 5 weighs 2 t.", "One weighs 1 t.")) == [
        0,
        1,
    ]


@pytest.mark.parametrize(("cell", "named"), [("Heron: Price 5 €", 1.0), ("Night heron: Price 9 €", 0.5)])
def test_name_of_a_row_is_compared(cell: str, named: float) -> None:
    row = Candidate(CandidateKind.ROW, cell.replace(": Price", " |"), "Boats", cell, source=document_ref(1))

    assert column("row_named", Ask("What does the Heron cost?"), "", [row]) == [named]


def test_language_of_the_text_is_told() -> None:
    ask = Ask("Wie hoch ist der Turm und wer hat ihn gebaut?")

    assert column(
        "is_foreign", ask, "", sentences("T", "The tower is the work of a smith.", "塔高十米。")
    ) == [1, 1]


def test_nothing_to_measure() -> None:
    none = np.empty((0, 8), dtype=np.float32)

    assert cheap_features(DEPTH, "", [], np.empty(0, dtype=np.float32)).shape == (0, len(CHEAP))
    assert close_features(none[:0], none[:0], none, none, [], np.empty((0, len(CHEAP)))).shape == (
        0,
        len(CLOSE),
    )


@pytest.mark.parametrize(
    ("said", "row", "holds"),
    [
        ("Skarn Rock: Height (m) 36", "Skarn Rock | 36", 1),
        ("Skarn Rock: Weight (t) 36", "Skarn Rock | 36", 0),
        ("Skarn Rock: Height 36", "Skarn Rock | 36", 1),
        ("Skarn Rock: Weight 36 t", "Skarn Rock | 36 t", 0),
    ],
)
def test_unit_of_a_cell_is_in_its_column(said: str, row: str, holds: int) -> None:
    cell = Candidate(CandidateKind.ROW, row, "Lights", said, source=document_ref(1))

    assert column("holds", DEPTH, "", [cell]) == [holds]


def test_pounds_are_money_too() -> None:
    ask = Ask("What does parking cost?", expects=AnswerType.NUMBER, dimension=Dimension.MONEY)

    assert column("holds", ask, "", sentences("Visits", "Parking costs 4 pounds a day.")) == [1]
