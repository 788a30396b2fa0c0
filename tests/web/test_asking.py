"""The ask form, from the browser's request to a queued run."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from agents.types import SourcePolicy
from tests.runs.scripted import model_of
from tests.runs.test_spending import searching
from tests.web.drawn import lighthouse_png, make_corpus
from webapp.corpora.models import Corpus
from webapp.runs.models import Run, Spending


def upload(data: bytes, name: str = "tower.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def ask(client: Client, **fields: object) -> object:
    return client.post("/runs/", {"profile": "standard", **fields})


def test_a_question_with_two_pictures_becomes_a_run_of_ones_own(
    corpus: Corpus, ada: User, as_ada: Client
) -> None:
    pictures = [upload(lighthouse_png(1)), upload(lighthouse_png(99))]
    response = ask(as_ada, question="  What are these? ", pictures=pictures)
    run = Run.objects.get()
    assert (response.status_code, response.url) == (302, f"/runs/{run.pk}/")
    assert (run.owner, run.question, run.status) == (ada, "What are these?", Run.Status.QUEUED)
    assert len(set(run.images)) == 2
    assert [as_ada.get(f"/media/{uid}/thumb/").status_code for uid in run.images] == [200, 200]


def test_no_chosen_corpus_means_all_that_one_may_read(corpus: Corpus, as_ada: Client) -> None:
    make_corpus("hidden", is_private=True, hue=200)
    ask(as_ada, question="What is on Grey Head?")
    assert [scope.slug for scope in Run.objects.get().corpora.all()] == ["coast"]


def test_a_corpus_that_one_may_not_read_cannot_be_chosen(corpus: Corpus, as_ada: Client) -> None:
    hidden = make_corpus("hidden", is_private=True, hue=200)
    assert ask(as_ada, question="What?", corpora=[hidden.pk]).status_code == 422
    assert not Run.objects.exists()


def test_neither_words_nor_picture_is_no_question(corpus: Corpus, as_ada: Client) -> None:
    response = ask(as_ada, question="   ")
    assert response.status_code == 422
    assert "Write a question, add a picture, or both." in response.content.decode()


@pytest.mark.parametrize("question", ["?!", "\u202e", "'", "\uffff\ufffd"])
def test_a_question_without_a_word_is_refused(corpus: Corpus, as_ada: Client, question: str) -> None:
    response = ask(as_ada, question=question)
    assert response.status_code == 422
    assert "There is nothing to answer: give a question, a picture, or both." in response.content.decode()


def test_a_used_up_month_is_said_and_the_question_stays(corpus: Corpus, as_ada: Client, ada: User) -> None:
    Spending.objects.create(user=ada, month=datetime.now(UTC).date().replace(day=1), tokens=5_000)
    with model_of(searching, monthly_tokens=5_000):
        response = ask(as_ada, question="When was it lit?")
    page = response.content.decode()
    assert response.status_code == 422
    assert "this month is used up" in page
    assert "When was it lit?" in page


def test_a_question_that_is_too_long_is_refused_and_stays_whole(corpus: Corpus, as_ada: Client) -> None:
    question = "When was it lit? " * 600 + "The end of it."
    response = ask(as_ada, question=question)
    page = response.content.decode()
    assert response.status_code == 422
    assert question in page
    assert "at most 10000 characters" in page


def test_no_browser_cuts_a_question_short(corpus: Corpus, as_ada: Client) -> None:
    assert "maxlength" not in as_ada.get("/").content.decode().partition("<textarea")[2].partition(">")[0]


def test_a_file_that_is_no_picture_is_refused_beside_the_form_and_the_words_stay(
    corpus: Corpus, as_ada: Client
) -> None:
    response = ask(as_ada, question="Who is this?", pictures=[upload(b"dear diary", "me.jpg")])
    page = response.content.decode()
    assert response.status_code == 422
    assert "Picture 1 cannot be used." in page
    assert "Who is this?" in page
    assert not Run.objects.exists()


def test_nine_pictures_are_one_too_many(corpus: Corpus, as_ada: Client) -> None:
    response = ask(as_ada, pictures=[upload(lighthouse_png(n)) for n in range(9)])
    assert response.status_code == 422
    assert "Add at most 8 pictures; these are 9." in response.content.decode()


def test_a_file_beyond_the_limit_is_refused_by_its_size(
    corpus: Corpus, as_ada: Client, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_upload_mb": 1})
    response = ask(as_ada, pictures=[upload(b"x" * (1024 * 1024 + 1), "huge.png")])
    assert response.status_code == 422
    assert "huge.png has 1.0\xa0MB; a picture may have 1.0\xa0MB." in response.content.decode()


@pytest.mark.parametrize("path", ["/runs/views/", "/sign-out/"])
def test_what_changes_something_is_not_done_for_a_link(as_ada: Client, path: str) -> None:
    assert as_ada.get(path).status_code == 405


def test_a_form_from_elsewhere_is_refused_in_words(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    response = client.post("/runs/", {"question": "What?"})
    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


def test_the_log_names_the_setting_for_origins(ada: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    response = client.post("/runs/", {"question": "What?"}, headers={"origin": "https://front.example"})
    assert response.status_code == 403
    (line,) = [record.getMessage() for record in caplog.records if "front.example" in record.getMessage()]
    assert "SIGHTLINE_ORIGINS" in line
    assert "SIGHTLINE_ORIGINS" not in response.content.decode()


@pytest.fixture
def engines(settings: Settings) -> None:
    """One that is never asked here."""
    settings.ENV = settings.ENV.model_copy(update={"web_engines": "searxng:http://127.0.0.1:9"})


@pytest.mark.usefixtures("engines")
def test_where_to_look_is_chosen_where_there_are_engines(corpus: Corpus, as_ada: Client) -> None:
    shown = as_ada.get("/").content.decode()
    assert 'name="sources" value="both"' in shown
    assert shown.count('name="sources" value="corpora"') == 1
    for sources, slugs in (("corpora", ["coast"]), ("both", ["coast"]), ("web", [])):
        ask(as_ada, question="When was it lit?", sources=sources)
        run = Run.objects.latest("pk")
        assert (run.sources, [each.slug for each in run.corpora.all()]) == (sources, slugs)
        page = as_ada.get(f"/runs/{run.pk}/").content.decode()
        assert ("on the web" in page) is (sources != "corpora")
        assert (corpus.name in page) is (sources != "web")


@pytest.mark.usefixtures("engines")
def test_the_setting_is_chosen_beforehand(corpus: Corpus, as_ada: Client, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ask_sources": SourcePolicy.BOTH})
    assert as_ada.get("/").context["form"]["sources"].value() == "both"
    assert as_ada.get("/?sources=web").context["form"]["sources"].value() == "web"
    assert as_ada.get("/?sources=moon").context["form"]["sources"].value() == "both"
    ask(as_ada, question="When was it lit?")
    assert Run.objects.get().sources == "both"


def test_without_engines_administrators_are_told_how(
    corpus: Corpus, as_ada: Client, as_admin: Client
) -> None:
    for client, is_told in ((as_ada, False), (as_admin, True)):
        shown = client.get("/").content.decode()
        assert 'type="radio" name="sources"' not in shown
        assert ("set SIGHTLINE_WEB_ENGINES" in shown) is is_told


def test_the_web_without_engines_is_refused_beside_the_form(corpus: Corpus, as_ada: Client) -> None:
    response = ask(as_ada, question="When was it lit?", sources="web")
    assert response.status_code == 422
    assert "The web cannot be used here" in response.content.decode()
    assert ask(as_ada, question="When was it lit?", sources="moon").status_code == 422
    assert not Run.objects.exists()
