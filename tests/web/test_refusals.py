"""An honest no: the reason, what comes nearest, and what can be tried then."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from agents.assessment import DeclineReason, Nearest
from agents.events import Outcome, RunEnded
from agents.orders import Hint, wish_values
from tests.web.drawn import QUOTE, START, make_corpus, make_run, opening, write_journal
from tests.web.drawn_answers import REFUSAL, add_pictures, make_declined_run
from webapp.corpora.models import Corpus
from webapp.runs.execution import services
from webapp.runs.files.writing import FileFormat, write_file
from webapp.runs.models import Order, Run
from webapp.runs.sharing import services as sharing
from webapp.runs.sources.quotes import reach_of

pytestmark = pytest.mark.long

HTML = "html.parser"


@pytest.fixture
def declined(corpus: Corpus, ada: User) -> Run:
    return make_declined_run(ada, corpus, add_pictures(corpus, 2))


def page_of(client: Client, run: Run) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/runs/{run.pk}/").content, HTML)


def buttons(page: BeautifulSoup) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select("#answer .buttons :is(button, a)")]


def test_the_nearest_stand_below_the_reason(declined: Run, as_ada: Client) -> None:
    page = page_of(as_ada, declined)
    assert page.select_one("#answer .refused").get_text() == REFUSAL
    cards = [each.get_text(" ") for each in page.select("#answer .nearest > li")]
    assert ["62% alike" in card for card in cards] == [True, True, False]
    assert "It was lit for the first time in 1854" in cards[2]
    assert page.select_one(".nearest a[href*='/documents/']")["href"].endswith("#passage")
    assert REFUSAL not in page.select_one("#head").get_text()


def test_there_are_ways_on(declined: Run, as_ada: Client) -> None:
    assert buttons(page_of(as_ada, declined)) == ["Search deeper", "Change the question", "Ask again"]
    make_corpus("inland", hue=90)
    assert "Search the other corpus" in buttons(page_of(as_ada, declined))


def test_nobody_is_offered_a_corpus_that_is_closed(declined: Run, as_ada: Client) -> None:
    make_corpus("secret", is_private=True, hue=90)
    assert "Search the other corpus" not in buttons(page_of(as_ada, declined))


def test_a_deeper_search_asks_the_same(declined: Run, as_ada: Client) -> None:
    as_ada.post(f"/runs/{declined.pk}/ask-again/", {"way": "deeper"})
    again = Run.objects.first()
    assert (again.profile, again.question, again.images) == ("deep", declined.question, declined.images)
    assert list(again.corpora.all()) == list(declined.corpora.all())
    assert "Search deeper" not in buttons(page_of(as_ada, make_deep(declined)))


def test_a_quote_in_the_reason_stands_there_once(corpus: Corpus, ada: User, as_ada: Client) -> None:
    document = corpus.documents.get()
    denial = Nearest("text", document.title, document.path, 0.2, None, document.pk, QUOTE, START)
    reason = f"The sources say otherwise: “{QUOTE}”"
    run = make_run(ada, corpus, status=Run.Status.DECLINED, message=reason)
    ended = RunEnded(Outcome.DECLINED, reason, DeclineReason.FALSE_PREMISE, (denial,))
    write_journal(run, [opening(run)[0], ended])
    answer = page_of(as_ada, run).select_one("#answer")
    assert answer.get_text().count(QUOTE) == 1
    assert answer.select_one(".nearest a[href*='/documents/']").get_text() == document.title


def make_deep(run: Run) -> Run:
    Run.objects.filter(pk=run.pk).update(profile="deep")
    return run


def test_the_others_are_what_was_not_searched(declined: Run, as_ada: Client) -> None:
    inland, _secret = make_corpus("inland", hue=90), make_corpus("secret", is_private=True, hue=120)
    as_ada.post(f"/runs/{declined.pk}/ask-again/", {"way": "others"})
    assert list(Run.objects.first().corpora.all()) == [inland]


def test_without_other_corpora_none_is_asked(declined: Run, as_ada: Client) -> None:
    assert as_ada.post(f"/runs/{declined.pk}/ask-again/", {"way": "others"}).status_code == 422
    assert Run.objects.count() == 1


def test_a_model_may_answer_from_the_nearest(
    declined: Run, as_ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.runs.execution.wiring.policy_name", lambda: "model")
    monkeypatch.setattr(services, "queue", lambda pk: None)
    assert buttons(page_of(as_ada, declined))[0] == "Answer from these"
    as_ada.post(f"/runs/{declined.pk}/ask-again/", {"way": "nearest"})
    (order,) = Order.objects.filter(run=Run.objects.first())
    titles = "“Light 0”, “Light 1”, “Grey Head”"
    expected = f"Answer from these, as far as they go, and say what they leave open: {titles}."
    assert order.wish == wish_values(Hint(expected))


def test_the_question_goes_back_into_the_box(declined: Run, as_ada: Client) -> None:
    make_corpus("inland", hue=90)
    address = page_of(as_ada, declined).select_one("#answer .buttons a")["href"]
    form = BeautifulSoup(as_ada.get(address).content, HTML).select_one("#ask")
    assert form.select_one("textarea").get_text().strip() == declined.question
    assert [each["value"] for each in form.select("[name=uid]")] == declined.images
    assert [each["value"] for each in form.select("[name=corpora][checked]")] == [
        str(corpus.pk) for corpus in declined.corpora.all()
    ]


def test_who_may_only_read_is_offered_nothing(declined: Run, ada: User) -> None:
    token, client = sharing.share(declined, ada, 7), Client()
    page = BeautifulSoup(client.get(f"/shared/{token}/").content, HTML)
    assert len(page.select("#answer .nearest > li")) == 3
    assert page.select("form, .buttons") == []
    for image in page.select(".nearest img"):
        assert client.get(image["src"]).status_code in (200, 404)


def test_files_name_what_came_nearest(declined: Run, ada: User) -> None:
    for form in FileFormat:
        text = write_file(declined, form, reach_of(ada)).text
        assert "Light 0" in text, form
        assert "62% alike" in text or form is FileFormat.JSON


def test_a_refusal_of_an_earlier_version_has_no_nearest(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = make_run(ada, corpus, status=Run.Status.DECLINED, message="Nothing was found.")
    page = page_of(as_ada, run)
    assert page.select_one("#answer .refused").get_text() == "Nothing was found."
    assert page.select(".nearest") == []
