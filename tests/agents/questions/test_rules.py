import pytest

from agents.questions.rules import understand
from agents.questions.types import PLACE, AnswerType, Ask, Dimension, Intent
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.types import Exchange, ImageRef, Question

PICTURE = (ImageRef("0" * 64, 640, 480),)


def asks(text: str, *, picture: bool = False, earlier: tuple[tuple[str, str], ...] = ()) -> tuple[Ask, ...]:
    exchanges = tuple(Exchange(*pair) for pair in earlier)
    return understand(Question(text, PICTURE if picture else (), exchanges)).asks


def kind(text: str, **given: bool) -> tuple[Intent, AnswerType]:
    (ask,) = asks(text, **given)
    return ask.intent, ask.expects


@pytest.mark.parametrize(
    "text",
    [
        "Who painted The Kiss?",
        "Wer malte Der Kuss?",
        "¿Quién pintó El beso?",
        "《吻》是谁画的？",
    ],
)
def test_who_did_it_is_a_person(text: str) -> None:
    assert kind(text) == (Intent.FACT, AnswerType.PERSON)


@pytest.mark.parametrize("name", ["Norvik 12x50", "Aria 9", "Airbus 320neo"])
def test_a_number_belongs_to_the_name_before_it(name: str) -> None:
    assert asks(f"How heavy is the {name}?")[0].about == (name,)


@pytest.mark.parametrize(
    "text",
    [
        "In which city is the Atomium?",
        "In welcher Stadt steht das Atomium?",
        "¿En qué ciudad está el Atomium?",
        "原子塔在哪个城市？",
    ],
)
def test_in_which_city_is_a_place(text: str) -> None:
    assert kind(text) == (Intent.FACT, AnswerType.PLACE)


@pytest.mark.parametrize(
    "text", ["What was this used for?", "Wozu diente das?", "¿Para qué servía esto?", "这是做什么用的？"]
)
def test_used_for_asks_the_use(text: str) -> None:
    assert kind(text, picture=True) == (Intent.FACT, AnswerType.USE)


@pytest.mark.parametrize("text", ["What is this?", "Was ist das?", "¿Qué es esto?", "这是什么？"])
def test_what_is_this_asks_identity(text: str) -> None:
    (ask,) = asks(text, picture=True)
    assert ask.intent is Intent.IDENTITY
    assert ask.points_at_picture


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how many arches does it have", Intent.COUNT),
        ("wie viele Bögen hat die Brücke auf dem Bild", Intent.COUNT),
        ("cuántos arcos tiene este puente", Intent.COUNT),
        ("这座桥有几个桥洞", Intent.COUNT),
        ("does the camera need a battery to take a picture?", Intent.YES_NO),
        ("is this edible?", Intent.YES_NO),
        ("ist das essbar?", Intent.YES_NO),
        ("¿es venenoso esto?", Intent.YES_NO),
        ("这能吃吗", Intent.YES_NO),
        ("list all the bridges in Porto", Intent.LIST),
        ("nenne alle Brücken in Porto", Intent.LIST),
        ("enumera los puentes de Oporto", Intent.LIST),
        ("列出波尔图的所有桥", Intent.LIST),
        ("which is older, the Alcazar or the Giralda?", Intent.COMPARISON),
        ("was ist älter, der Zwinger oder die Semperoper?", Intent.COMPARISON),
        ("¿qué es más antiguo, el Alcázar o la Giralda?", Intent.COMPARISON),
        ("天坛和地坛哪个更大？", Intent.COMPARISON),
        ("show me pictures of herons", Intent.PICTURES),
        ("zeig mir Bilder von Reihern", Intent.PICTURES),
        ("muéstrame fotos de garzas", Intent.PICTURES),
        ("给我看看白鹭的照片", Intent.PICTURES),
        ("tell me more about the Moors", Intent.ABOUT),
        ("erzähl mir mehr über die Hugenotten", Intent.ABOUT),
        ("cuéntame más sobre los vikingos", Intent.ABOUT),
        ("给我讲讲长城", Intent.ABOUT),
    ],
)
def test_intents_in_four_languages(text: str, intent: Intent) -> None:
    (ask,) = asks(text, picture=True)
    assert ask.intent is intent


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("how much does a badger weigh", Dimension.MASS),
        ("wie schnell läuft ein Dachs", Dimension.SPEED),
        ("cuánto costó el Atomium", Dimension.MONEY),
        ("东方明珠有多高", Dimension.LENGTH),
        ("population of Ghent", Dimension.COUNT),
    ],
)
def test_dimension_of_a_number(text: str, dimension: Dimension) -> None:
    (ask,) = asks(text)
    assert ask.expects is AnswerType.NUMBER
    assert ask.dimension is dimension


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("How high is the Rose Tower?", "Rose Tower"),
        ("Wie hoch ist der Rosenturm?", "Rosenturm"),
        ("¿Qué altura tiene la torre del Rosal?", "torre del Rosal"),
        ("玫瑰塔有多高？", "玫瑰塔"),
    ],
)
def test_about_is_the_name(text: str, about: str) -> None:
    (ask,) = asks(text)
    assert ask.about == (about,)


def test_first_word_is_no_name() -> None:
    (ask,) = asks("Describe the otter")
    assert ask.about == ("otter",)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Who built this bridge and when was it opened?", AnswerType.PERSON, AnswerType.DATE),
        ("Wer hat diese Brücke gebaut und wann wurde sie eröffnet?", AnswerType.PERSON, AnswerType.DATE),
        ("¿Quién construyó este puente y cuándo se inauguró?", AnswerType.PERSON, AnswerType.DATE),
        ("这座桥是谁造的，是什么时候建成的？", AnswerType.PERSON, AnswerType.DATE),
    ],
)
def test_two_questions_are_two_asks(text: str, first: AnswerType, second: AnswerType) -> None:
    found = asks(text, picture=True)
    assert [ask.expects for ask in found] == [first, second]
    assert all(ask.points_at_picture for ask in found)


def test_elliptic_part_borrows_the_verb() -> None:
    first, second = asks("Who designed the Rose Tower and when?")
    assert first.about == second.about == ("Rose Tower",)
    assert second.expects is AnswerType.DATE
    assert "designed" in second.text


@pytest.mark.parametrize(
    ("text", "before", "subject"),
    [
        ("and when was it built?", ("How long is the Rose Bridge?", "It is 90 m long."), "Rose Bridge"),
        ("und wann wurde sie gebaut?", ("Wie lang ist die Rosenbrücke?", "90 Meter."), "Rosenbrücke"),
        ("¿y cuándo se construyó?", ("¿Dónde está el Rosal Viejo?", "En Soria."), "Rosal Viejo"),
        ("那它是什么时候建的？", ("玫瑰桥有多长？", "90米。"), "玫瑰桥"),
    ],
)
def test_follow_up_keeps_the_subject(text: str, before: tuple[str, str], subject: str) -> None:
    (ask,) = asks(text, earlier=(before,))
    assert ask.about == (subject,)
    assert ask.expects is AnswerType.DATE
    assert subject in ask.naming(subject)


def test_bare_question_word_goes_on() -> None:
    (ask,) = asks("und wann?", earlier=(("Wer baute die Rosenbrücke?", "Anna Kern."),))
    assert ask.about == ("Rosenbrücke",)
    assert ask.expects is AnswerType.DATE
    assert "baute" in ask.text


def test_it_is_the_thing_and_not_the_last_person() -> None:
    before = (
        ("When was the Elm Point lighthouse built?", "In 1862."),
        ("Who was the last keeper?", "Ann Dale."),
    )
    (of_thing,) = asks("how high is it?", earlier=before)
    assert "keeper" not in " ".join(of_thing.about)
    assert "lighthouse" in " ".join(of_thing.about)
    (of_person,) = asks("when did she leave?", earlier=before)
    assert of_person.about != of_thing.about


def test_new_subject_asks_the_same_again() -> None:
    (ask,) = asks("And the Rhine?", earlier=(("How long is the Danube?", "2,850 km."),))
    assert ask.about == ("Rhine",)
    assert ask.dimension is Dimension.LENGTH
    assert ask.naming("Rhine") == "How long is the Rhine"


def test_subject_of_a_picture_is_kept() -> None:
    (ask,) = asks("And what does it eat?", picture=True, earlier=(("What is this?", "It is a badger."),))
    assert ask.about == ("badger",)
    assert ask.points_at_picture


def test_pointing_words_give_way_to_the_subject() -> None:
    (ask,) = asks("Who designed this tower?", picture=True)
    assert PLACE in ask.text
    assert ask.naming("Rose Tower") == "Who designed Rose Tower"


def test_name_beside_a_picture_does_not_point() -> None:
    (ask,) = asks("How deep is Lake Vättern?", picture=True)
    assert ask.about == ("Lake Vättern",)
    assert not ask.points_at_picture


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("what colur are the eyes of a badger", AnswerType.COLOUR),
        ("wieght of a badger", AnswerType.NUMBER),
        ("in welcher Statd steht das Atomium", AnswerType.PLACE),
        ("cuándo nacio Rosalía", AnswerType.DATE),
    ],
)
def test_slips_of_the_pen_are_read(text: str, expects: AnswerType) -> None:
    assert kind(text)[1] is expects


def test_weights_of_another_encoder_are_left_out() -> None:
    question = Question("How high is the Rose Tower?")
    assert understand(question, load_sentence_encoder("hashing")) == understand(question)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂"])
def test_no_words_ask_what_is_shown(text: str) -> None:
    (ask,) = asks(text, picture=True)
    assert ask.intent is Intent.IDENTITY
    assert ask.points_at_picture


def test_long_text_is_read_in_part() -> None:
    assert 1 <= len(asks("Who is it? " * 5000)) <= 6


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("I'd like to see photos of bridges", "bridges"),
        ("Zeige alle roten Symbole", "roten Symbole"),
        ("muéstrame fotos de molinos de viento", "molinos de viento"),
        ("给我看看鱼灯的照片", "鱼灯"),
    ],
)
def test_wanted_pictures_are_about_what_they_show(text: str, thing: str) -> None:
    (ask,) = asks(text)
    assert (ask.intent, ask.about) == (Intent.PICTURES, (thing,))


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Was ist beim Brühen leiser, die Aria 3 oder die Aria 5 Duo?", ("Aria 3", "Aria 5 Duo")),
        ("Were there more otters or more beavers?", ("otters", "beavers")),
        ("which is the longer film, turf or the loom", ("turf", "loom")),
    ],
)
def test_what_stands_around_or_is_compared(text: str, things: tuple[str, str]) -> None:
    (ask,) = asks(text)
    assert (ask.intent, ask.about) == (Intent.COMPARISON, things)


@pytest.mark.parametrize(
    "text",
    [
        "What can you tell me about the Harrow Hill hoard?",
        "Give me a summary of the Harrow Hill hoard.",
        "Erzählen Sie mir etwas über die Müngstener Brücke",
        "¿Qué me puedes contar de la Alhambra?",
        "介绍一下赵州桥",
    ],
)
def test_an_account_is_asked_for_in_many_words(text: str) -> None:
    assert kind(text)[0] is Intent.ABOUT


@pytest.mark.parametrize(
    "text",
    [
        "Sticht eine Schwebfliege?",
        "Gewann Ada Lind den Prozess gegen die Stadt?",
        "Kostete er mehr als der Hof?",
    ],
)
def test_a_verb_in_front_asks_for_yes_or_no(text: str) -> None:
    assert kind(text)[0] is Intent.YES_NO


def test_only_what_is_not_named_comes_in_front() -> None:
    assert Ask("How old is Ada Lind?").naming("Ada Lind; Berg Medal") == "Berg Medal How old is Ada Lind?"
    assert Ask("谁发现了Stennet宝藏").naming("Stennet; 宝藏") == "谁发现了Stennet宝藏"


@pytest.mark.parametrize(
    ("text", "thing"),
    [("Lucia Feranti, who was she?", "Lucia Feranti"), ("Der Rhein, wo entspringt er?", "Rhein")],
)
def test_what_is_named_first_is_asked_about(text: str, thing: str) -> None:
    (ask,) = asks(text)
    assert ask.about == (thing,)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Chickpeas in the Vesta, how many minutes? They've been soaked.", ("Chickpeas in the Vesta",)),
        (
            "the old crane standing outside the tram depot, what is she called?",
            ("old crane standing outside the tram depot",),
        ),
        ("Good morning to you, when do you open?", ()),
        ("We had a lovely day yesterday, what is the price?", ()),
    ],
)
def test_long_topics_are_asked_about(text: str, about: tuple[str, ...]) -> None:
    assert asks(text)[0].about == about


def test_abbreviation_splits_no_question() -> None:
    assert [ask.text for ask in asks("patent no. of the spark arrester")] == [
        "patent no. of the spark arrester"
    ]


@pytest.mark.parametrize(
    "text", ["windmill", "Windmühle", "molino", "风车", "asdf qwer zxcv", "the Rialto Bridge"]
)
def test_a_bare_phrase_is_a_topic(text: str) -> None:
    (ask,) = asks(text)
    assert ask.is_topic


@pytest.mark.parametrize(
    "text",
    [
        "Lake Baikal depth",
        "USS Hopper nickname",
        "When?",
        "Höhe Zugspitze",
        "大熊猫体重",
        "邮政局电话",
        "show me a windmill",
    ],
)
def test_a_phrase_that_asks_is_no_topic(text: str) -> None:
    (ask,) = asks(text)
    assert not ask.is_topic


def test_a_word_after_an_answer_is_no_topic() -> None:
    (ask,) = asks("windmill", earlier=(("How old is the barn?", "The barn is old [1]."),))
    assert not ask.is_topic


@pytest.mark.parametrize(
    "text",
    [
        "Who is Ada Byron, and which machine did she describe?",
        "Wer ist Ada Byron, und welche Maschine hat sie beschrieben?",
        "Wer ist Ada Byron, und welches Schiff befehligte sie?",
        "¿Quién es Ada Byron y qué nave espacial comandó?",
    ],
)
def test_a_second_part_keeps_the_subject(text: str) -> None:
    first, second = asks(text)
    assert first.about == second.about == ("Ada Byron",)


@pytest.mark.parametrize(
    "text",
    [
        "Who is the person in this picture, and which ship did she command?",
        "Wer ist die Person auf diesem Bild, und welches Schiff hat sie befehligt?",
        "¿Quién es la persona de esta imagen y qué barco mandó?",
        "图中的人是谁，她指挥过哪艘船？",
    ],
)
def test_a_second_part_keeps_the_picture(text: str) -> None:
    first, second = asks(text, picture=True)
    assert first.intent is Intent.IDENTITY
    assert second.points_at_picture and not second.about


def test_a_second_part_with_its_own_subject_keeps_it() -> None:
    assert asks("Who is Ada Byron, and how do beekeepers sell their honey?")[1].about != ("Ada Byron",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Which pictures in the corpus show a flag?", "flag"),
        ("Which photos of the collection show the old mill?", "old mill"),
        ("Welche Bilder im Korpus zeigen eine Flagge?", "Flagge"),
        ("¿Qué imágenes del corpus muestran una bandera?", "bandera"),
        ("语料库中哪些图片有旗帜？", "旗帜"),
    ],
)
def test_which_pictures_show_asks_for_pictures(text: str, shown: str) -> None:
    (ask,) = asks(text)
    assert (ask.intent, ask.about) == (Intent.PICTURES, (shown,))


@pytest.mark.parametrize("text", ["How many flags are in the corpus?", "Is there a flag in these corpora?"])
def test_where_it_is_looked_for_is_no_subject(text: str) -> None:
    (ask,) = asks(text)
    assert not any("corp" in phrase for phrase in (*ask.about, *ask.constraints))


def test_words_that_say_nothing_ask_nothing() -> None:
    (ask,) = asks("asdf qwer zxcv blub")
    assert ask.is_topic


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wann wurde das Hubble-Weltraumteleskop gestartet?", "Hubble-Weltraumteleskop"),
        ("Wann wurde die Rosenbrücke erbaut?", "Rosenbrücke"),
        ("When was the Hubble Space Telescope launched?", "Hubble Space Telescope"),
        ("How much did the Eiffel Tower cost?", "Eiffel Tower"),
    ],
)
def test_verb_at_the_end_is_no_part_of_the_name(text: str, name: str) -> None:
    (asked,) = asks(text)
    (asked_on,) = asks("Which observatory followed it?", earlier=((text, "It was in 1990 [1]."),))
    assert asked.about == asked_on.about == (name,)


def test_each_stands_for_what_was_named() -> None:
    text = "Compare the Petrel, the Möwe and the Sturmvogel: when was each built, who owned each?"
    built, owned = asks(text)
    assert built.about == owned.about == ("Petrel", "Möwe", "Sturmvogel")
    assert owned.text == f"who owned {PLACE}"


def test_each_with_a_thing_is_what_is_asked_about() -> None:
    (ask,) = asks("How tall is each tower?")
    assert ask.about == ("each tower",)


def test_preposition_by_itself_narrows_nothing() -> None:
    (ask,) = asks("When was the old barn on the Weber farm built?")
    assert (ask.about, ask.constraints) == (("old barn", "Weber farm"), ())
