"""Answers from what a reader found: one behaviour a test, with findings made by hand."""

from dataclasses import replace

import pytest

from agents.answers.attributes import attribute_in
from agents.answers.compose import compose, level_of, text_of
from agents.answers.declining import refuse
from agents.answers.material import Material, PictureMatch
from agents.assessment import Agreement, DeclineReason, Form, Level
from agents.observations import SeenHit
from agents.questions import PLACE, AnswerType, Ask, Dimension, Intent
from agents.reading import Candidate, CandidateKind, Finding
from agents.sources import document_ref

TOWER = "Water tower"
ROW = CandidateKind.ROW


def finding(text: str, score: float = 0.9, title: str = TOWER, span: str = "", **given: object) -> Finding:
    candidate = replace(
        Candidate(CandidateKind.SENTENCE, text, title, source=document_ref(1), nearness=1.0), **given
    )
    start = candidate.words.find(span)
    return Finding(candidate, score, score, (start, start + len(span)) if span else None)


def material(
    *findings: Finding, intent: Intent = Intent.FACT, language: str = "en", **given: object
) -> Material:
    ask = Ask(f"What of {PLACE}", intent, about=(TOWER,))
    return replace(Material(ask, TOWER, language, findings), **given)


def told(*materials: Material) -> str:
    composition = compose(materials)
    ids = {source: f"e{number}" for number, source in enumerate(composition.sources, start=1)}
    return text_of(composition.lines, ids, materials[0].language == "zh")


def test_a_fact_names_its_subject() -> None:
    assert told(material(finding("It is 41 metres high."))) == "Water tower: it is 41 metres high [e1]."


def test_a_sentence_that_names_it_stays() -> None:
    said = "The water tower is 41 metres high."
    assert told(material(finding(said))) == "The water tower is 41 metres high [e1]."


def test_a_label_names_it_before_the_title() -> None:
    found = finding("It comes from Mexico.", title="Flowers of spring", lead="Marigold")
    assert told(material(found, subject="marigold")).startswith("Marigold: it comes from Mexico")


def test_a_cell_is_read_with_its_header() -> None:
    found = finding("Q1 | 9,800", said="Q1: Containers 9,800", kind=ROW)
    assert told(material(found)) == "Water tower: Q1: Containers 9,800 [e1]."


def test_words_in_another_script_follow_the_span() -> None:
    found = finding("It is 41 metres high.", span="41 metres")
    assert told(material(found, language="zh")) == "Water tower：41 metres（“It is 41 metres high.”） [e1]。"


def test_nothing_probable_is_no_answer() -> None:
    assert compose([material(finding("It is old.", score=0.05))]).lines == ()


def test_one_answered_ask_of_two_is_partly() -> None:
    composition = compose([material(finding("It is 41 metres high.")), material()])
    assert composition.assessment.answers and composition.assessment.answers.level is Level.PARTLY


@pytest.mark.parametrize(
    ("score", "level"), [(0.95, Level.YES), (0.9, Level.PARTLY), (0.6, Level.PARTLY), (0.2, Level.UNSURE)]
)
def test_levels_follow_scores(score: float, level: Level) -> None:
    assert level_of(score) is level


@pytest.mark.parametrize(
    ("other", "agreement"), [("41 m", Agreement.AGREE), ("45 metres", Agreement.CONTRADICT)]
)
def test_another_source_is_a_witness(other: str, agreement: Agreement) -> None:
    first = finding("It is 41 metres high.", span="41 metres")
    second = finding(f"The tower measures {other}.", score=0.85, span=other, source=document_ref(2))
    composition = compose([material(first, second)])
    assert composition.agreement is agreement
    assert len(composition.sources) == 2


def test_what_a_picture_shows_is_named() -> None:
    shown = PictureMatch("img_1", "Grey heron", "", 0.97, is_sure=True)
    ask = Ask("What is this", Intent.IDENTITY, points_at_picture=True)
    assert told(material(ask=ask, shown=(shown,))) == "This is Grey heron [e1]."


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Flag of Luxembourg", "en", "This is the Flag of Luxembourg [e1]."),
        ("Coat of arms of Krona", "en", "This is the Coat of arms of Krona [e1]."),
        ("Joan of Arc", "en", "This is Joan of Arc [e1]."),
        ("The Tower of London", "en", "This is The Tower of London [e1]."),
        ("Flag of Luxembourg", "de", "Das ist: Flag of Luxembourg [e1]."),
    ],
)
def test_a_common_noun_has_its_article(name: str, language: str, said: str) -> None:
    shown = (PictureMatch("img_1", name, "", 0.97, is_sure=True),)
    ask = Ask("What is this", Intent.IDENTITY, points_at_picture=True)
    assert told(replace(material(ask=ask, shown=shown), language=language)) == said


def test_more_than_a_name_is_asked_with_further_words() -> None:
    shown = (PictureMatch("img_1", "Maritime Museum", "", 0.95, is_sure=True),)
    ask = Ask(
        f"on which weekday is {PLACE} shut", Intent.IDENTITY, about=("weekday",), points_at_picture=True
    )
    assert told(material(finding("Closed on Tuesday.", score=0.5), shown=shown, ask=ask)).startswith(
        "Water tower: Closed"
    )
    composition = compose([material(shown=shown, ask=ask)])
    assert composition.assessment.answers and composition.assessment.answers.level is Level.PARTLY


def test_a_picture_is_cited_once_in_two_answers() -> None:
    shown = (PictureMatch("img_1", TOWER, "", 0.97, is_sure=True),)
    name = Ask("What is this", Intent.IDENTITY, points_at_picture=True)
    height = Ask(f"how high is {PLACE}", points_at_picture=True)
    found = material(finding("It is 41 metres high."), ask=height, shown=shown)
    said = told(material(ask=name, shown=shown), found)
    assert said == "This is Water tower [e1]. Water tower: it is 41 metres high [e2]."


def test_a_picture_that_nothing_names_is_not_named() -> None:
    shown = (PictureMatch("img_1", "", "", 1.0, is_sure=True),)
    ask = Ask(f"What is {PLACE}", Intent.IDENTITY, AnswerType.NAME, points_at_picture=True)
    assert compose([material(shown=shown, ask=ask)]).lines == ()
    assert shown[0].as_candidate.words == ""
    assert (
        refuse([material(shown=shown, ask=ask)], (), {}, is_lacking=False).assessment.reason
        is DeclineReason.NOT_FOUND
    )


def test_the_likeliest_picture_is_called_so() -> None:
    shown = PictureMatch("img_1", "Graureiher", "", 0.7, is_sure=False)
    ask = Ask("Was ist das", Intent.IDENTITY, points_at_picture=True)
    assert told(material(ask=ask, shown=(shown,), language="de")) == "Das ist am ehesten: Graureiher [e1]."


def test_a_fact_on_a_picture_rests_on_it_too() -> None:
    shown = PictureMatch("img_1", TOWER, "", 0.97, is_sure=True)
    composition = compose([material(finding("It is 41 metres high."), shown=(shown,))])
    assert {source.uid for source in composition.sources} == {None, "img_1"}


def rows(*pairs: tuple[str, str]) -> list[Finding]:
    return [
        finding(
            f"{name} | {value}",
            0.8 - 0.1 * place,
            "Trails",
            said=f"{name}: Wheelchairs {value}",
            kind=ROW,
            place=place,
        )
        for place, (name, value) in enumerate(pairs)
    ]


def test_rows_that_say_the_same_are_a_list() -> None:
    found = rows(("Pond Loop", "yes"), ("Gannet Point", "no"), ("Boardwalk", "yes"))
    given = material(*found, intent=Intent.LIST)
    assert told(given) == "- Pond Loop [e1]\n- Boardwalk [e2]"
    assert compose([given]).form is Form.LIST


def test_rows_that_say_the_same_are_counted() -> None:
    found = rows(("Pond Loop", "yes"), ("Gannet Point", "no"), ("Boardwalk", "yes"))
    assert told(material(*found, intent=Intent.COUNT)) == "2: Pond Loop, Boardwalk [e1, e2]."


def row(text: str, said: str, place: int, score: float = 0.02) -> Finding:
    return finding(text, score, said=said, kind=ROW, place=place)


def test_rows_with_the_value_that_is_asked_for_are_a_list() -> None:
    rows = row("Red Sail | 6", "Red Sail: Room 6", 1), row("Green Hat | 2", "Green Hat: Room 2", 2)
    ask = Ask("name the paintings on show in room 6", Intent.LIST)
    assert told(material(*rows, ask=ask)) == "- Red Sail [e1]"


def ramps(*pairs: tuple[str, str]) -> tuple[Finding, ...]:
    """Rows that say of each pier whether it has a ramp; the first is found best."""
    return tuple(
        row(f"{name} | {has}", f"{name}: Ramp for prams {has}", n, 0.5 - 0.1 * n)
        for n, (name, has) in enumerate(pairs)
    )


def test_a_best_find_that_says_no_lists_the_others() -> None:
    ask = Ask("Which piers have a ramp for prams", Intent.LIST)
    found = ramps(("Old Pier", "no"), ("Long Pier", "yes"), ("East Pier", "no"), ("West Pier", "yes"))
    assert told(material(*found, ask=ask)) == "- Long Pier [e1]\n- West Pier [e2]"


def test_those_without_are_listed_when_asked_for() -> None:
    ask = Ask("Which piers have no ramp for prams", Intent.LIST)
    found = ramps(("Old Pier", "no"), ("Long Pier", "yes"), ("East Pier", "no"))
    assert told(material(*found, ask=ask)) == "- Old Pier [e1]\n- East Pier [e2]"


def test_rows_with_anything_but_no_are_counted() -> None:
    found = ramps(("Old Pier", "no"), ("Long Pier", "in summer"), ("West Pier", "always"))
    other = finding("Whoever comes by sea passes three piers.", 0.6)
    ask = Ask("How many piers have a ramp for prams", Intent.COUNT, AnswerType.NUMBER, Dimension.COUNT)
    assert told(material(other, *found, ask=ask)).startswith("2: Long Pier, West Pier")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Which piers were built before 1900", ["Long Pier"]),
        ("Which piers were built after 1900", ["Old Pier", "West Pier"]),
        ("Which piers are longer than 200 m", ["Long Pier", "West Pier"]),
        ("Which piers are longer than 0.3 km", ["West Pier"]),
    ],
)
def test_rows_that_keep_to_a_limit_are_listed(asked: str, names: list[str]) -> None:
    piers = ("Old Pier", "1921", "90"), ("Long Pier", "1887", "240"), ("West Pier", "1904", "310")
    found = [
        row(f"{name} | {year} | {length}", f"{name}: {said}", 2 * n + at)
        for n, (name, year, length) in enumerate(piers)
        for at, said in enumerate((f"Built {year}", f"Length (m) {length}"))
    ]
    listed = told(material(*found, ask=Ask(asked, Intent.LIST)))
    assert [line.rpartition(" ")[0] for line in listed.splitlines()] == [f"- {name}" for name in names]


def test_what_is_about_counts_where_it_was_replaced() -> None:
    rows = row("Loader | diesel", "Loader: Drive diesel", 1), row("Sander | mains", "Sander: Drive mains", 2)
    more = row("Dumper | diesel", "Dumper: Drive diesel", 3)
    ask = Ask(
        f"How many {PLACE} are for hire",
        Intent.COUNT,
        AnswerType.NUMBER,
        Dimension.COUNT,
        ("diesel machines",),
    )
    assert told(material(*rows, more, ask=ask)).startswith("2: Loader, Dumper")


def test_a_value_is_compared_with_the_unit_of_its_heading() -> None:
    said = comparison("Which is taller", Mill="Mill: Height (m) 18", Tower="Tower: Height (m) 41")
    assert said == "- Tower: 41 m [e1]\n- Mill: 18 m [e2]"


def test_the_row_of_the_thing_itself_is_not_counted() -> None:
    rows = (
        row("1 | Water tower | 12", "1 Water tower: Floors 12", 1, 0.6),
        row("1 | Water tower | 12", "1: Building Water tower", 1),
    )
    ask = Ask("How many floors has the water tower", Intent.COUNT, AnswerType.NUMBER, Dimension.COUNT)
    assert told(material(*rows, ask=ask)).startswith("1 Water tower: Floors 12")


def test_items_below_one_heading_are_a_list() -> None:
    found = [finding(text, 0.8, lead="Prizes", place=n) for n, text in enumerate(("Gold cup", "Silver cup"))]
    assert told(material(*found, intent=Intent.LIST)) == "- Gold cup [e1]\n- Silver cup [e2]"


@pytest.mark.parametrize(
    ("ask", "said", "word"),
    [
        ("Is the tower 41 metres high", "It is 41 metres high.", "Yes"),
        ("Is the tower 50 metres high", "It is 41 metres high.", "No"),
        ("Was it built in 1920", "It was built in 1903.", "No"),
        ("Are drones allowed", "Drones are not allowed.", "No"),
        ("Are drones allowed", "Drones are allowed on Sundays.", "Yes"),
        ("Does the card cover the platform", "It covers everything except the platform.", "No"),
        ("Can it be seen all year", "It is shown only in January.", "No"),
        ("Does the card cover the lift", "It covers everything except the platform.", "Yes"),
        ("Was the tower ever sold", "It was never sold.", "No"),
        ("Can I ride my horse up to it", "Horses are forbidden on the hill.", "No"),
        ("Is it good for nesting", "It has no door, a flat roof and deep ledges, good for nesting.", "Yes"),
        ("Are dogs allowed", "Cats are allowed, but dogs are not.", "No"),
        ("Are cats allowed", "Cats are allowed, but dogs are not.", "Yes"),
        ("Are swings or slides there", "There are no benches, swings or slides.", "No"),
        ("Is the door green", "The door is painted red.", "No"),
        ("Is the door green", "The door is painted a dark green.", "Yes"),
    ],
)
def test_yes_or_no_opens_the_answer(ask: str, said: str, word: str) -> None:
    given = material(finding(said), ask=Ask(ask, Intent.YES_NO, about=(TOWER,)))
    assert told(given).startswith(f"{word}: ")


@pytest.mark.parametrize(
    ("ask", "said", "word"),
    [
        ("Is it taller than 50 m", "It is 41 metres high.", "No"),
        ("Is it taller than 100 feet", "It is 41 metres high.", "Yes"),
        ("Did it cost less than 5,000 euros", "It cost 3,900 euros.", "Yes"),
        ("Does it weigh at least 3 tonnes", "The tank weighs 2,400 kg.", "No"),
        ("Was it built before 1910", "It was built in 1903.", "Yes"),
        ("Was it built after 1910", "It was built in 1903.", "No"),
        ("Does my son of 12 get in free", "Free for everyone under sixteen.", "Yes"),
        ("Ist er höher als 50 m", "Er ist 41,5 m hoch.", "Nein"),
        ("¿Se construyó antes de 1910?", "Se construyó en 1903.", "Sí"),
        ("它高于50米吗", "它高41米。", "不是"),
    ],
)
def test_limits_are_compared(ask: str, said: str, word: str) -> None:
    language = {"Nein": "de", "Sí": "es", "不是": "zh"}.get(word, "en")
    given = material(finding(said, 0.6), ask=Ask(ask, Intent.YES_NO, about=(TOWER,)), language=language)
    assert told(given).startswith(word)


@pytest.mark.parametrize("said", ["It stands on a hill.", "It has 41 steps and 52 windows, each 3 m high."])
def test_what_does_not_tell_is_neither_yes_nor_no(said: str) -> None:
    given = material(finding(said, 0.6), ask=Ask("Is it open on Mondays", Intent.YES_NO, about=(TOWER,)))
    assert told(given).startswith("Water tower: it ")


def test_a_colour_inside_a_compound_is_said() -> None:
    ask = Ask("Gibt es ihn auch in Grün", Intent.YES_NO)
    given = material(finding("Lieferbar in Salbeigrün und Weiß.", 0.6), ask=ask, language="de")
    assert told(given).startswith("Ja: ")


def test_asking_whether_or_not_denies_nothing() -> None:
    ask = Ask("这棵树有没有折断过枝干", Intent.YES_NO)
    assert told(material(finding("台风折断了一根枝干。"), ask=ask, language="zh")).startswith("是")


def test_no_is_said_in_german() -> None:
    ask = Ask("Sind Drohnen erlaubt", Intent.YES_NO)
    given = material(finding("Drohnen sind nicht erlaubt."), ask=ask, language="de")
    assert told(given).startswith("Nein: ")


def comparison(text: str, **sides: str) -> str:
    found = [
        (name, (finding(said, source=document_ref(n)),))
        for n, (name, said) in enumerate(sides.items(), start=1)
    ]
    ask = Ask(text, Intent.COMPARISON, AnswerType.NAME, Dimension.NONE, tuple(sides))
    return told(material(ask=ask, attribute=attribute_in(text), sides=tuple(found)))


def test_the_greater_stands_first() -> None:
    said = comparison("Which is taller", Mill="It is 18 m high.", Tower="It measures 4,100 cm.")
    assert said == "- Tower: 4,100 cm [e1]\n- Mill: 18 m [e2]"


def test_each_has_what_stands_after_its_name() -> None:
    films = "Films: Turf (1979, 74 min), The Loom (1985, 88 min)."
    said = comparison("Which is the longer film", turf=films, loom=films)
    assert said == "- The Loom: 88 min [e1]\n- Turf: 74 min [e2]"


def test_the_cheaper_stands_first() -> None:
    said = comparison("Which is cheaper", Sander="A day costs 42 euros.", Lift="A day costs 95 euros.")
    assert said.startswith("- Sander: ")


def test_the_older_has_the_lesser_year() -> None:
    said = comparison("Which is older", Mill="Built in 1903.", Tower="Built in 1854.")
    assert said.startswith("- Tower: 1854")


def test_what_has_no_common_measure_is_not_compared() -> None:
    assert comparison("Which is heavier", Mill="Built in 1903.", Tower="It weighs 3 t.") == ""


def test_a_picture_without_match_is_a_no() -> None:
    ask = Ask("What is this", Intent.IDENTITY, points_at_picture=True)
    refusal = refuse([material(ask=ask)], (), {}, is_lacking=False)
    assert refusal.assessment.reason is DeclineReason.NO_MATCH
    assert refusal.words == "The picture is not in these corpora."


def test_a_known_thing_without_the_fact_is_named() -> None:
    refusal = refuse(
        [material(finding("It has a green door.", score=0.06))],
        (),
        {document_ref(1): "tower.md"},
        is_lacking=False,
    )
    assert refusal.assessment.reason is DeclineReason.NO_FACT
    assert refusal.words.startswith("Water tower is in these corpora")
    assert [each.file for each in refusal.assessment.nearest] == ["tower.md"]


def test_an_unknown_thing_is_not_found() -> None:
    found = finding("It has a green door.", score=0.06, title="Harbour")
    refusal = refuse([material(found, language="es")], (), {}, is_lacking=False)
    assert refusal.assessment.reason is DeclineReason.NOT_FOUND
    assert refusal.words.startswith("Los corpus consultados no responden a esto.")


def test_missing_vectors_are_told() -> None:
    assert "vectors of these corpora are missing" in refuse([material()], (), {}, is_lacking=True).words


def test_a_sentence_after_items_begins_a_line() -> None:
    found = [finding(text, 0.8, lead="Prizes", place=n) for n, text in enumerate(("Gold cup", "Silver cup"))]
    both = (material(*found, intent=Intent.LIST), material(finding("It was founded in 1903.")))
    assert told(*both).endswith("Silver cup [e2]\nWater tower: it was founded in 1903 [e3].")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How high does it build its nest", "It builds no nest."),
        ("When did the lift of the tower open", "A lift was planned in 1960 and rejected."),
        ("Wie lang ist der Balkon", "Der Turm hat keinen Balkon."),
        ("How many litres of wine does it hold", "It holds oil, not wine."),
        ("Who caught the climbers", "Climbers go up without being caught."),
    ],
)
def test_what_a_source_denies_is_no_answer(asked: str, said: str) -> None:
    given = material(finding("It is 41 metres high.", score=0.5), finding(said, score=0.2), ask=Ask(asked))
    assert compose([given]).lines == ()
    refusal = refuse([given], (), {}, is_lacking=False)
    assert refusal.assessment.reason is DeclineReason.FALSE_PREMISE
    assert said in refusal.words


def test_a_sure_answer_is_told_whatever_is_denied_beside_it() -> None:
    found = (
        finding("It was first climbed in 1871.", score=0.9),
        finding("It was not climbed before 1860.", score=0.2),
    )
    assert "1871" in told(material(*found, ask=Ask("Who climbed it first")))


def on_topic(words: str, *findings: Finding, language: str = "en") -> Material:
    return Material(Ask(words, Intent.ABOUT, about=(words,)), words, language, findings)


@pytest.mark.parametrize(
    "language, opening",
    [("en", "On “mill”:"), ("de", "Zu „mill“:"), ("es", "Sobre «mill»:"), ("zh", "关于“mill”：")],
)
def test_a_topic_is_told_and_answers_nothing(language: str, opening: str) -> None:
    given = on_topic(
        "mill", finding("The mill grinds oats.", 0.95, "Village", nearness=0.0), language=language
    )
    assert told(given).startswith(opening) and "mill grinds oats" in told(given)
    answers = compose([given]).assessment.answers
    assert answers is not None and answers.level is Level.UNSURE


def test_a_slip_in_a_topic_is_forgiven() -> None:
    assert "grinds oats" in told(
        on_topic("windmil", finding("The windmill grinds oats.", title="Village", nearness=0.0))
    )


@pytest.mark.parametrize(
    "language, said",
    [
        ("en", "names “asdf qwer”"),
        ("de", "„asdf qwer“ nicht vor"),
        ("es", "«asdf qwer»"),
        ("zh", "没有提到“asdf qwer”"),
    ],
)
def test_nonsense_is_found_nowhere(language: str, said: str) -> None:
    given = on_topic(
        "asdf qwer", finding("The mill grinds oats.", 0.95, "Village", nearness=0.0), language=language
    )
    assert not compose([given]).lines
    assert said in refuse([given], (), {}, is_lacking=False).words


def pictures_found(count: int, most: int, language: str = "en") -> str:
    hits = tuple(
        SeenHit("image", f"image:{n}", f"Flag {n}", "", f"{n}.png", "flags", 0.9, 0.9, uid=f"{n}")
        for n in range(count)
    )
    ask = Ask("flags", Intent.PICTURES, about=("flags",))
    return told(Material(ask, "flags", language, pictures=hits, most_hits=most))


@pytest.mark.parametrize(
    "language, said",
    [("en", "the first 8"), ("de", "die ersten 8"), ("es", "las primeras 8"), ("zh", "前8张")],
)
def test_a_limit_of_pictures_is_told(language: str, said: str) -> None:
    assert said in pictures_found(8, 8, language)


def test_fewer_pictures_than_the_limit_are_all() -> None:
    assert pictures_found(7, 8).startswith("Pictures found: 7.")


def test_pictures_that_merely_come_nearest_are_shown_with_a_no() -> None:
    hits = tuple(
        SeenHit("image", f"image:{n}", "A flag", "", f"{n}.png", "flags", 0.29, 0.29, uid=f"{n}")
        for n in range(8)
    )
    given = Material(Ask("submarines", Intent.PICTURES), "", "en", pictures=hits)
    assert not compose([given]).lines
    refusal = refuse([given], (), {}, is_lacking=False)
    assert refusal.words.startswith("No picture in these corpora surely shows this.")
    assert [each.uid for each in refusal.assessment.nearest] == ["0", "1", "2"]


def test_no_pictures_at_all_are_none_to_look_at() -> None:
    refusal = refuse([Material(Ask("submarines", Intent.PICTURES), "", "en")], (), {}, is_lacking=False)
    assert "nearest" not in refusal.words and not refusal.assessment.nearest


@pytest.mark.parametrize(("language", "is_told"), [("en", False), ("de", True)])
def test_an_improbable_date_is_told_over_other_languages_only(language: str, is_told: bool) -> None:
    ask = Ask("When did it burn down", expects=AnswerType.DATE)
    found = finding("It was built by the town in 1903.", score=0.45, span="1903")
    assert bool(compose([material(found, ask=ask, language=language)]).lines) is is_told


def test_what_a_picture_shows_is_told_of_where_no_text_has_it() -> None:
    shown = (PictureMatch("img_1", "Water tower in winter", "", 0.97, is_sure=True),)
    ask = Ask(f"Tell me about {PLACE}", Intent.ABOUT, points_at_picture=True)
    near = finding("It is 41 metres high.", score=0.02, nearness=0.7)
    far = finding("It is closed.", score=0.05, title="Mill", source=document_ref(2), nearness=0.5)
    assert told(material(near, far, ask=ask, shown=shown)) == "Water tower: it is 41 metres high [e1]."


def test_a_word_of_a_topic_is_enough_where_none_has_all() -> None:
    given = on_topic("telefonnumer mill", finding("The mill: 555 01.", title="Village", nearness=0.0))
    assert "555 01" in told(given)


def test_a_part_that_the_thing_lacks_is_denied() -> None:
    about = ("brass valve", TOWER)
    found = finding("The water tower has no brass valve.", 0.5, "Care")
    given = material(
        found, ask=Ask("How often is the brass valve cleaned", about=about), subject="; ".join(about)
    )
    assert compose([given]).lines == ()


def test_a_cell_with_a_no_denies_its_heading() -> None:
    row = finding("Water tower | no", said="Water tower: Open to visitors no", kind=ROW)
    given = material(row, ask=Ask("Since when is the water tower open", about=(TOWER,)))
    assert compose([given]).lines == ()


@pytest.mark.parametrize(
    ("expects", "said", "level"),
    [
        (AnswerType.PERSON, "It was sold by a baker.", Level.PARTLY),
        (AnswerType.PERSON, "It was sold by Ada Bell.", Level.YES),
        (AnswerType.REASON, "It was sold in spring.", Level.PARTLY),
        (AnswerType.REASON, "It was sold because it leaked.", Level.YES),
    ],
)
def test_words_without_what_is_asked_for_are_never_sure(expects: AnswerType, said: str, level: Level) -> None:
    composition = compose([material(finding(said, 0.98), ask=Ask("What of it", expects=expects))])
    assert composition.assessment.answers and composition.assessment.answers.level is level


def test_an_improbable_sentence_without_a_reason_is_not_told() -> None:
    why = Ask("Why was it sold", expects=AnswerType.REASON)
    assert compose([material(finding("It was sold in spring.", 0.4), ask=why)]).lines == ()
    assert compose([material(finding("It was sold because it leaked.", 0.4), ask=why)]).lines


def test_a_part_that_asks_for_any_name_is_never_sure() -> None:
    both = (
        material(finding("It is 41 metres high.", 0.98)),
        material(
            finding("Its bell is called Old Tom.", 0.98),
            ask=Ask("what is its bell called", expects=AnswerType.NAME),
        ),
    )
    composition = compose(both)
    assert composition.assessment.answers and composition.assessment.answers.level is Level.PARTLY


RED_DROP = PictureMatch(
    "img_1", "Red drop", "Red drop: the tank is empty", 0.98, is_sure=True, documents=(1,)
)


def test_what_a_symbol_means_is_told_by_its_caption() -> None:
    ask = Ask(f"What does {PLACE} mean", points_at_picture=True)
    given = material(finding("Red is for haste.", 0.6), ask=ask, shown=(RED_DROP,))
    assert told(given) == "This is Red drop: the tank is empty [e1]."


def test_a_title_that_is_no_person_is_never_surely_one() -> None:
    ask = Ask(f"Who is {PLACE}", Intent.IDENTITY, AnswerType.PERSON, points_at_picture=True)
    levels = [
        compose([material(ask=ask, shown=(replace(RED_DROP, name=name),))]).assessment.answers
        for name in ("Girl with a lamp", "Ada Bell")
    ]
    assert [each and each.level for each in levels] == [Level.PARTLY, Level.YES]


MILL = PictureMatch("img_1", "Old windmill", "The old windmill in spring", 0.98, is_sure=True, documents=(1,))


@pytest.mark.parametrize(
    ("asked", "language", "opening"),
    [
        (f"Is {PLACE} a windmill?", "en", "Yes: This is Old windmill"),
        (f"¿Es {PLACE} un windmill?", "es", "Sí: Es: Old windmill"),
        (f"Is {PLACE} a monument?", "en", "Yes: Water tower: the mill is a listed monument"),
        ("Are these windmills?", "en", "Yes: This is Old windmill"),
        ("Does this show a windmill?", "en", "Yes: This is Old windmill"),
        ("¿Esto es un windmill?", "es", "Sí: Es: Old windmill"),
        (f"Is {PLACE} a church?", "en", "This is Old windmill"),
    ],
)
def test_the_kind_of_what_is_shown_is_told_by_its_names(asked: str, language: str, opening: str) -> None:
    ask = Ask(asked, Intent.YES_NO, points_at_picture=True)
    found = finding("The mill is a listed monument.", 0.05)
    assert told(material(found, ask=ask, language=language, shown=(MILL,))).startswith(opening)


def test_a_row_tells_the_name_that_its_sentence_lacks() -> None:
    ask = Ask("which ship did she command", Intent.FACT, AnswerType.NAME)
    best = finding("With V-3 she became the first woman to command a ship.")
    ship = finding("V-3 | Aurora | 1999", 0.05, said="V-3: Ship Aurora", kind=ROW)
    year = finding("V-3 | Aurora | 1999", 0.05, said="V-3: Year 1999", kind=ROW)
    other = finding("V-4 | Borea | 2003", 0.05, said="V-4: Ship Borea", kind=ROW)
    assert "V-3: Ship Aurora" in told(material(best, year, ship, other, ask=ask))
    port = finding("V-3 | Aurora | Malmo", 0.05, said="V-3: Port Malmo", kind=ROW)
    assert "Aurora" not in told(material(best, ship, port, ask=ask))
