"""How a question was understood: chips on the page of its run, and the form that corrects it."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from agents.events import QuestionUnderstood
from agents.orders import ReviseUnderstanding
from agents.questions.rules import understand
from agents.questions.terms import terms_of
from agents.questions.types import (
    AnswerType,
    Ask,
    Dimension,
    Intent,
    Spelling,
    TermWeight,
    Understanding,
)
from agents.types import Question
from tests.web.drawn import ending, make_run, middle, opening, write_journal
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.runs.execution import orders
from webapp.runs.models import Run
from webapp.runs.presenting.understandings import revised, understanding_view

READING = Understanding(
    "de",
    (
        Ask("Wie hoch ist der Turm", Intent.FACT, AnswerType.NUMBER, Dimension.LENGTH, ("Turm",)),
        Ask("welche Inseln", Intent.LIST, AnswerType.PLACE, about=("Inseln",), constraints=("vor 1900",)),
    ),
)
CORRECTED = {
    "0-intent": "fact", "0-answer": "date", "0-about": "Grey Head", "0-constraints": "", "0-picture": "1",
    "1-drop": "1", "language": "en",
}  # fmt: skip


@pytest.fixture
def running(corpus: Corpus, ada: User) -> Run:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    started, *rest = opening(run)
    write_journal(run, [started, QuestionUnderstood(READING), *rest])
    return run


@pytest.fixture
def ended(running: Run, corpus: Corpus) -> Run:
    write_journal(running, [*middle(corpus), *ending(corpus)])
    Run.objects.filter(pk=running.pk).update(status=Run.Status.FINISHED)
    return running


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, "html.parser")


def test_chips_say_what_was_understood(as_ada: Client, running: Run) -> None:
    chips = [[chip.text for chip in row.select("li")] for row in page_of(as_ada, running).select(".meant")]
    assert chips == [
        ["a length or height", "about: Turm"],
        ["a list: a place", "about: Inseln", "only: vor 1900"],
    ]


def test_older_journals_show_no_chips(as_ada: Client, ada: User, corpus: Corpus) -> None:
    run = make_run(ada, corpus)
    write_journal(run, opening(run))
    assert not page_of(as_ada, run).select(".meant")


def test_chips_follow_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert understanding_view(READING).language == "Deutsch"


def test_running_run_minds_the_correction(as_ada: Client, running: Run) -> None:
    as_ada.post(f"/runs/{running.pk}/understanding/", CORRECTED)
    ((wish,),) = [[order.wish for order in orders.after(running, 0)]]
    assert isinstance(wish, ReviseUnderstanding)
    (ask,) = wish.understanding.asks
    assert (ask.expects, ask.dimension, ask.about) == (AnswerType.DATE, Dimension.NONE, ("Grey Head",))
    assert ask.points_at_picture
    assert ask.naming("Grey Head") == "Wie hoch ist der Grey Head"
    assert wish.understanding.language == "en"


def test_ended_run_is_asked_again(as_ada: Client, ended: Run) -> None:
    response = as_ada.post(f"/runs/{ended.pk}/understanding/", CORRECTED)
    again = Run.objects.latest("pk")
    assert response["Location"] == f"/runs/{again.pk}/"
    assert (again.question, again.images) == (ended.question, ended.images)
    assert [order.wish.wish for order in orders.after(again, 0)] == ["revise_understanding"]
    assert not ended.orders.exists()


def test_script_is_told_where_to_go(as_ada: Client, ended: Run) -> None:
    response = as_ada.post(f"/runs/{ended.pk}/understanding/", CORRECTED, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/runs/{Run.objects.latest('pk').pk}/"


@pytest.mark.parametrize(
    "wrong", [{"0-intent": "fly"}, {"0-answer": "number:miles"}, {"0-drop": "1"}, {"language": "xx"}]
)
def test_what_no_question_means_is_refused(as_ada: Client, running: Run, wrong: dict[str, str]) -> None:
    response = as_ada.post(f"/runs/{running.pk}/understanding/", CORRECTED | wrong)
    assert response.status_code == 422
    assert not running.orders.exists()


def test_only_the_owner_corrects(running: Run, as_bob: Client) -> None:
    assert as_bob.post(f"/runs/{running.pk}/understanding/", CORRECTED).status_code in (403, 404)
    assert not running.orders.exists()


def test_counting_expects_a_count() -> None:
    given = CORRECTED | {"0-intent": "count", "0-answer": "colour"}
    assert revised(READING, given).asks[0].dimension is Dimension.COUNT


@pytest.mark.parametrize(
    ("about", "corrected", "words"),
    [
        (("craft", "Ann Lee fly"), "Ann Lee", "Which craft did Ann Lee fly"),
        (("Ann Lee",), "Mae Jemison", "Which craft did Mae Jemison fly"),
        (("Ann Lee",), "", "Which craft did Ann Lee fly"),
        (("craft", "Ann Lee"), "shuttle; Mae Jemison", "Which shuttle did Mae Jemison fly"),
        (("Ann Lee",), "Mae Jemison; Atlantis", "Atlantis Which craft did Mae Jemison fly"),
    ],
)  # fmt: skip
def test_words_follow_corrected_names(about: tuple[str, ...], corrected: str, words: str) -> None:
    text = "Which craft did Ann Lee fly"
    reading = Understanding("en", (Ask(text, Intent.FACT, AnswerType.ANY, about=about),))
    given = {"0-intent": "fact", "0-answer": "any", "0-about": corrected, "language": "en"}
    (ask,) = revised(reading, given).asks
    assert ask.naming("; ".join(ask.about)) == words


def test_too_many_names_are_refused() -> None:
    with pytest.raises(BadInput, match="At most 8"):
        revised(READING, CORRECTED | {"0-about": "; ".join(map(str, range(9)))})


def test_unchanged_form_changes_nothing() -> None:
    view = understanding_view(READING)
    given = {"language": "de"}
    for place, ask in enumerate(view.asks):
        (intent,) = [choice.value for choice in ask.intents if choice.is_chosen]
        (answer,) = [choice.value for choice in ask.answers if choice.is_chosen]
        given |= {f"{place}-intent": intent, f"{place}-answer": answer}
        given |= {f"{place}-about": ask.about, f"{place}-constraints": ask.constraints}
    unchanged = replace(READING, by="person", asks=tuple(replace(a, rewrites=()) for a in READING.asks))
    assert revised(READING, given) == unchanged


SPELLED = Understanding(
    "en",
    (Ask("How high is the stattue", rewrites=("How high is the statue",)),),
    weights=(TermWeight("high", 3.0),),
    spellings=(Spelling("stattue", "statue"),),
)
WORDS = {"0-intent": "fact", "0-answer": "any", "language": "en"}


@pytest.fixture
def spelled(corpus: Corpus, ada: User) -> Run:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    started, *rest = opening(run)
    write_journal(run, [started, QuestionUnderstood(SPELLED), *rest])
    return run


def newest_wish(run: Run) -> Understanding:
    wish = orders.after(run, 0)[-1].wish
    assert isinstance(wish, ReviseUnderstanding)
    return wish.understanding


def test_corrected_word_stands_on_the_page(as_ada: Client, spelled: Run) -> None:
    [chip] = page_of(as_ada, spelled).select(".respelt li")
    [button] = chip.select("button")
    assert "searched for “statue”" in chip.text
    assert (button["name"], button["value"]) == ("as_typed", "stattue")
    assert button.text == "search for “stattue” instead"


def test_correction_is_undone_by_one_click(as_ada: Client, spelled: Run) -> None:
    as_ada.post(f"/runs/{spelled.pk}/understanding/", {"as_typed": "stattue"})
    wish = newest_wish(spelled)
    assert wish.spellings == (Spelling("stattue", "statue", is_used=False),)
    assert (wish.by, wish.asks[0].rewrites, wish.weights) == ("person", (), SPELLED.weights)


def test_second_click_keeps_what_waits(as_ada: Client, ada: User, corpus: Corpus) -> None:
    two = replace(SPELLED, spellings=(*SPELLED.spellings, Spelling("towr", "tower")))
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    started, *rest = opening(run)
    write_journal(run, [started, QuestionUnderstood(two), *rest])
    for typed in ("stattue", "towr"):
        as_ada.post(f"/runs/{run.pk}/understanding/", {"as_typed": typed})
    assert newest_wish(run).terms.verbatim == {"stattue", "towr"}


def test_undone_correction_may_come_back() -> None:
    undone = revised(SPELLED, {"as_typed": "stattue"})
    assert revised(undone, {"as_corrected": "stattue"}) == replace(SPELLED, by="person")


def test_word_without_a_correction_is_refused(as_ada: Client, spelled: Run) -> None:
    assert as_ada.post(f"/runs/{spelled.pk}/understanding/", {"as_typed": "high"}).status_code == 422
    assert not spelled.orders.exists()


def test_nobody_else_undoes_a_correction(as_bob: Client, spelled: Run) -> None:
    response = as_bob.post(f"/runs/{spelled.pk}/understanding/", {"as_typed": "stattue"})
    assert response.status_code in (403, 404)
    assert not spelled.orders.exists()


def test_other_wordings_and_weights_are_chips(as_ada: Client, spelled: Run) -> None:
    page = page_of(as_ada, spelled)
    assert [chip.text for chip in page.select(".meant .also")] == ["also: “How high is the statue”"]
    assert [chip.text for chip in page.select(".weighed li")] == ["“high” counts more"]


@pytest.mark.parametrize("name", ["0-rewrite-0", "0-rewrite-1", "weight-0"])
def test_new_fields_have_labels(as_ada: Client, spelled: Run, name: str) -> None:
    [field] = page_of(as_ada, spelled).select(f".revise [name='{name}']")
    label = field.find_parent("label")
    assert label
    assert label.text.strip()


def test_weight_of_a_model_stays_in_an_unchanged_form(as_ada: Client, spelled: Run) -> None:
    fields = page_of(as_ada, spelled).select(".revise [name^=term-]")
    place = [field["value"] for field in fields].index("high")
    [chosen] = page_of(as_ada, spelled).select(f".revise [name=weight-{place}] option[selected]")
    given = WORDS | {"term-0": "high", "weight-0": str(chosen["value"])}
    assert revised(SPELLED, given).weights == SPELLED.weights


@pytest.mark.parametrize(("weight", "kept"), [("2", (2.0,)), ("0.5", (0.5,)), ("0", (0.0,)), ("1", ())])
def test_word_counts_what_a_person_says(weight: str, kept: tuple[float, ...]) -> None:
    given = WORDS | {"term-0": "stattue", "weight-0": weight, "term-1": "high", "weight-1": "1"}
    assert tuple(each.weight for each in revised(SPELLED, given).weights) == kept


@pytest.mark.parametrize("wrong", ["nan", "-1", "99", "much", ""])
def test_impossible_weights_are_refused(wrong: str) -> None:
    with pytest.raises(BadInput, match="count more, as usual, less"):
        revised(SPELLED, WORDS | {"term-0": "high", "weight-0": wrong})


def test_some_word_has_to_count() -> None:
    with pytest.raises(BadInput, match="at least one"):
        revised(SPELLED, WORDS | {"term-0": "high", "weight-0": "0", "term-1": "stattue", "weight-1": "0"})


def test_wordings_are_edited_removed_and_added() -> None:
    given = WORDS | {"0-rewrite-0": "", "0-rewrite-1": "  height of\tthe statue "}
    assert revised(SPELLED, given).asks[0].rewrites == ("height of the statue",)


def test_long_wordings_are_refused() -> None:
    with pytest.raises(BadInput, match="at most 300"):
        revised(SPELLED, WORDS | {"0-rewrite-0": "x" * 301})


def test_a_long_word_of_the_question_keeps_its_weight() -> None:
    word = "x" * 300
    long = understand(Question(f"How high is {word}?"))
    place = terms_of(long).index(word)
    terms = {f"term-{n}": term for n, term in enumerate(terms_of(long))}
    given = WORDS | terms | {f"weight-{n}": "1" for n in range(len(terms))}
    weights = revised(long, given | {f"weight-{place}": "0"}).weights
    assert [(each.term, each.weight) for each in weights] == [(word, 0)]
    with pytest.raises(BadInput, match="at most 120"):
        revised(long, given | {"term-0": "y" * 121})


def test_order_says_what_was_changed(as_ada: Client, spelled: Run) -> None:
    words = {"term-0": "high", "weight-0": "0", "term-1": "stattue", "weight-1": "1"}
    given = WORDS | words | {"0-rewrite-0": "height of it"}
    as_ada.post(f"/runs/{spelled.pk}/understanding/", given)
    told = page_of(as_ada, spelled).select_one(".orders")
    assert told
    assert "also: “height of it”, “high” does not count" in told.text
