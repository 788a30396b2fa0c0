"""Other wordings of a question by rules, its spelling, and the words of it that count."""

from dataclasses import replace

import pytest

from agents.questions.rewriting import own_words, rewrites_after, rewrites_of, spelled_anew, with_wordings
from agents.questions.terms import terms_of
from agents.questions.types import Ask, Intent, Spelling, TermWeight, Understanding
from agents.retrieval.spelling.corrections import Correction

SLIP = Correction("stattue", "statue")
ASK = Ask("How high is the stattue", about=("stattue",))
PICTURED = Ask("What is the stattue in … made of", points_at_picture=True)
SIDES = Ask(
    "Which is older, Tay Bridge or Forth Bridge", Intent.COMPARISON, about=("Tay Bridge", "Forth Bridge")
)


def read(*asks: Ask) -> Understanding:
    return with_wordings(Understanding("en", asks), lambda text: [SLIP] if "stattue" in text else [])


def test_a_slip_is_told_and_mended() -> None:
    understanding = read(ASK)
    assert understanding.spellings == (Spelling("stattue", "statue"),)
    assert understanding.asks[0].rewrites == ("How high is the statue",)


def test_what_a_picture_shows_stays_open() -> None:
    assert read(PICTURED).asks[0].rewrites == ("What is the statue in … made of",)


def test_sides_are_searched_for_apart() -> None:
    assert read(SIDES).asks[0].rewrites == ("Tay Bridge", "Forth Bridge")


def test_a_plain_question_has_no_other_wording() -> None:
    assert read(Ask("How high is the tower", about=("tower",))).asks[0].rewrites == ()


def test_own_words_name_the_subject() -> None:
    assert own_words(Ask("And how high is …", about=("Tay Bridge",))) == "And how high is Tay Bridge"
    assert own_words(Ask("Show me the kites", Intent.PICTURES, about=("kites",))) == "kites"


def test_a_correction_is_undone_and_done_again() -> None:
    before = read(ASK)
    undone = spelled_anew(before, "stattue", is_used=False)
    assert undone.terms.verbatim == {"stattue"}
    assert undone.asks[0].rewrites == ()
    assert spelled_anew(undone, "stattue", is_used=True) == before


def test_a_word_that_was_not_corrected_is_refused() -> None:
    with pytest.raises(KeyError):
        spelled_anew(read(ASK), "high", is_used=False)


def test_rules_follow_a_new_subject() -> None:
    before = replace(SIDES, rewrites=("Tay Bridge", "Forth Bridge", "age of Tay Bridge"))
    after = replace(SIDES, about=("Elm Bridge", "Forth Bridge"), rewrites=None)
    assert rewrites_after(before, after, (), ()) == ("Elm Bridge", "Forth Bridge", "age of Elm Bridge")


def test_what_was_taken_away_stays_away() -> None:
    before = replace(SIDES, rewrites=("Forth Bridge",))
    assert rewrites_after(before, before, (), ()) == ("Forth Bridge",)


def test_older_readings_get_the_rules() -> None:
    assert rewrites_after(SIDES, SIDES, (), ()) == rewrites_of(SIDES)


@pytest.mark.parametrize(
    ("ask", "terms"),
    [
        (Ask("Which lighthouse has a red stripe"), ("lighthouse", "red", "stripe")),
        (Ask("How high is …", points_at_picture=True), ("high",)),
        (Ask("那座灯塔的塔身是什么颜色", about=("灯塔",)), ("灯塔", "塔身", "颜色")),
    ],
)
def test_words_that_may_count(ask: Ask, terms: tuple[str, ...]) -> None:
    found = terms_of(Understanding("en", (ask,)))
    assert [term for term in found if term in terms] == list(terms)
    assert not {"the", "is", "a", "…", "的"} & set(found)


def test_words_with_a_weight_are_always_named() -> None:
    weighed = Understanding("en", (Ask("Who built it"),), weights=(TermWeight("coast", 2.0),))
    assert terms_of(weighed)[-1] == "coast"


def test_terms_are_folded_for_the_search() -> None:
    weighed = Understanding("en", (ASK,), weights=(TermWeight("STRASSE", 2.0), TermWeight("Café", 0.0)))
    assert weighed.terms.weights == {"strasse": 2.0, "cafe": 0.0}
    assert weighed.terms.dropped == ("cafe",)
