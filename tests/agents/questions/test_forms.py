"""What the form of a question says: which measure, which day, one thing or several."""

import pytest

from agents.questions.types import AnswerType, Dimension, Intent
from tests.agents.questions.test_rules import asks, kind


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("How long is the warranty on the pump?", Dimension.TIME),
        ("How long does the ride to the top take?", Dimension.TIME),
        ("How long is the bridge?", Dimension.LENGTH),
        ("Wie lang läuft das Waschprogramm?", Dimension.TIME),
        ("Wie lang ist der Tunnel?", Dimension.LENGTH),
        ("What does a cup of tea cost in the museum?", Dimension.MONEY),
        ("what did it cost to build the pier", Dimension.MONEY),
        ("What is the fine for picking flowers?", Dimension.MONEY),
        ("Was kostet ein Ersatzschlüssel?", Dimension.MONEY),
        ("¿Qué cuesta una noche en el faro?", Dimension.MONEY),
        ("What was the mass of the probe?", Dimension.MASS),
    ],
)
def test_a_measure_is_told_by_what_is_measured(text: str, dimension: Dimension) -> None:
    (ask,) = asks(text)
    assert (ask.expects, ask.dimension) == (AnswerType.NUMBER, dimension)


@pytest.mark.parametrize(
    "text",
    [
        "At what time is the post box emptied?",
        "On which day is the kiosk shut?",
        "Um wie viel Uhr fährt die letzte Bahn?",
        "An welchem Wochentag ist Markt?",
        "¿A qué hora sale el primer barco?",
        "茶馆几点关门？",
        "游泳馆星期几不开门？",
    ],
)
def test_a_time_of_day_or_a_weekday_is_a_date(text: str) -> None:
    assert kind(text) == (Intent.FACT, AnswerType.DATE)


@pytest.mark.parametrize(
    "text",
    [
        "Which trails lead to the lake?",
        "In which colours is the kettle sold?",
        "What other novels did Ellen Marsh write?",
        "Welche Apfelsorten werden hier angebaut?",
        "In welchen Städten gibt es Werkstätten?",
        "¿En qué colores se vende la tetera?",
    ],
)
def test_several_things_are_a_list(text: str) -> None:
    assert kind(text)[0] is Intent.LIST


@pytest.mark.parametrize(
    "text",
    [
        "On which island can you see the puffins?",
        "What makes the water red?",
        "Which bus goes to the lake?",
        "Welche Farbe haben die Fenster der Kapelle?",
        "What did the drivers do against the fog?",
        "name of the gas they put in the lamps",
    ],
)
def test_one_thing_is_no_list(text: str) -> None:
    assert kind(text)[0] is not Intent.LIST


@pytest.mark.parametrize(
    "text",
    [
        "Did the crew swim ashore when the boat sank?",
        "Was the pier damaged where it meets the land?",
        "Verträgt die Mühle gezuckerte Bohnen?",
        "Vertragen die Messer heißes Wasser?",
        "Darf man im Schloss Fotos machen?",
        "Can I take photos in the castle?",
    ],
)
def test_a_closed_question_is_one_of_yes_or_no(text: str) -> None:
    assert kind(text)[0] is Intent.YES_NO


def test_who_is_known_is_not_yes_or_no() -> None:
    assert kind("Do you know who painted the ceiling?") == (Intent.FACT, AnswerType.PERSON)


@pytest.mark.parametrize(
    "text",
    [
        "What does this sign mean?",
        "What is the den of this animal called?",
        "Was will mir dieses Zeichen sagen?",
        "Was bedeutet dieses Zeichen?",
        "这个标志是什么意思？",
    ],
)
def test_what_it_means_is_more_than_its_name(text: str) -> None:
    assert kind(text, picture=True)[0] is Intent.FACT


@pytest.mark.parametrize(
    "text", ["What is this building called?", "What kind of bird is this?", "which mountains are these"]
)
def test_what_it_is_called_is_its_name(text: str) -> None:
    assert kind(text, picture=True)[0] is Intent.IDENTITY


@pytest.mark.parametrize(
    "text",
    ["Which is longer, the Elm Bridge or the Mill Bridge?", "Elm Bridge or Mill Bridge, which is longer?"],
)
def test_what_is_compared_may_stand_first(text: str) -> None:
    (ask,) = asks(text)
    assert ask.intent is Intent.COMPARISON
    assert [each.casefold() for each in ask.about] == ["elm bridge", "mill bridge"]


def test_a_name_before_its_question_is_what_it_is_about() -> None:
    (ask,) = asks("Ellen Marsh, who was she?")
    assert ask.about == ("Ellen Marsh",)


def test_what_somebody_did_asks_for_no_person() -> None:
    assert kind("what did the painter make the frame out of")[1] is not AnswerType.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "Which vehicle is this?",
        "Welches Gerät ist das?",
        "was für ein Pilz ist das",
        "图里的是什么船呀",
        "图上的小动物叫什么",
    ],
)
def test_the_class_of_what_is_shown_is_no_subject(text: str) -> None:
    (ask,) = asks(text, picture=True)
    assert (ask.intent, ask.about) == (Intent.IDENTITY, ())


def test_what_it_is_made_of_is_no_name() -> None:
    assert kind("What material is this?", picture=True)[0] is not Intent.IDENTITY


@pytest.mark.parametrize(
    "text",
    [
        "Nimmt mein Händler alte Lampen zurück?",
        "Brennt Fichtenholz auch nass?",
        "Fahren im Winter Schiffe über den See?",
        "¿Cierra el museo los lunes?",
        "在古树上挂绳子行不行",
        "看戏要不要买票？",
    ],
)
def test_a_verb_before_all_else_asks_for_yes_or_no(text: str) -> None:
    assert kind(text)[0] is Intent.YES_NO


@pytest.mark.parametrize("text", ["Kosten im Jahr", "¿Altura de la torre?", "他时不时去哪里？"])
def test_no_verb_asks_for_neither(text: str) -> None:
    assert kind(text)[0] is not Intent.YES_NO
