"""The search of a corpus: tried, judged, measured."""

import io
import math

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card, Hit
from tests.curation.test_changes import add_picture
from tests.web.drawn import lighthouse_png, make_run
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage
from webapp.curation.grid.filters import filtered
from webapp.curation.health.views import signs
from webapp.curation.models import Judgement, QualityMeasure, TestQuery
from webapp.curation.search_tests.measuring import Answered, measure, ndcg
from webapp.runs.execution import tallying

pytestmark = pytest.mark.long


@pytest.fixture
def asked(curated: Corpus) -> Corpus:
    """The corpus with a second picture, indexed."""
    add_picture(curated, 5)
    index_now(curated)
    curated.refresh_from_db()
    return curated


def soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def judge(client: Client, verdict: str, **thing: object) -> None:
    client.post("/corpora/coast/search/judge/", {"text": "tower", "verdict": verdict, **thing})


def test_hits_come_with_scores_channels_and_a_question(asked: Corpus, as_cleo: Client) -> None:
    page = soup(as_cleo, "/corpora/coast/search/?text=tower")
    row = page.select_one("tbody tr")
    assert row
    assert row.select(".chip")
    assert [button["value"] for button in row.select("button")] == ["right", "wrong"]


def test_what_fits_badly_is_no_hit(asked: Corpus, as_cleo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(corpus: Corpus, text: str, uid: str) -> Answered:
        cards = [
            Card(Record(RecordKind.IMAGE, image.pk), "coast", image.title, "", image.path, image.uid)
            for image in corpus.images.order_by("pk")
        ]
        return Answered((Hit(1, cards[0], 0.9, (), (cards[1],)), Hit(2, cards[1], 0.0, ())), 1)

    monkeypatch.setattr("webapp.curation.search_tests.measuring.answer", answer)
    page = soup(as_cleo, "/corpora/coast/search/?text=tower")
    title = page.select_one("#hits-title")
    assert title and "1 hit " in title.text
    good, poor = page.select("tbody")
    assert "and 1 copy of it" in good.text
    assert "1 more comes near, but fits badly" in poor.text
    assert "Tower 5" in poor.text and "Tower 5" not in good.text


def test_a_picture_can_be_asked_with(asked: Corpus, as_cleo: Client) -> None:
    file = io.BytesIO(lighthouse_png(53))
    file.name = "mine.png"
    answer = as_cleo.post("/corpora/coast/search/", {"picture": file}, follow=True)
    first = BeautifulSoup(answer.content, "html.parser").select_one("tbody tr")
    assert first
    assert "Tower 5" in first.text


def test_a_judgement_is_kept_changed_and_taken_back(asked: Corpus, as_cleo: Client) -> None:
    image = asked.images.get(title="Tower 5")
    judge(as_cleo, "right", image=image.pk)
    assert Judgement.objects.get().is_right
    judge(as_cleo, "wrong", image=image.pk)
    assert not Judgement.objects.get().is_right
    judge(as_cleo, "none", image=image.pk)
    assert not Judgement.objects.exists()
    assert TestQuery.objects.get().text == "tower"


def test_nothing_of_another_corpus_is_judged(asked: Corpus, as_cleo: Client) -> None:
    other = add_picture(Corpus.objects.create(slug="other", name="Other"), 1)
    judge(as_cleo, "right", image=other.pk)
    assert not Judgement.objects.exists()


def test_a_picture_out_of_reach_makes_no_test_query(asked: Corpus, as_cleo: Client) -> None:
    image = asked.images.get(title="Tower 5")
    judge(as_cleo, "right", image=image.pk, text="", uid=f"img_{'a' * 60}")
    assert not TestQuery.objects.exists()


def test_an_opinion_that_there_is_not_is_ignored(asked: Corpus, as_cleo: Client) -> None:
    judge(as_cleo, "perhaps", image=asked.images.get(title="Tower 5").pk)
    assert not TestQuery.objects.exists()


def test_recall_and_ndcg_are_measured_and_kept(asked: Corpus, as_cleo: Client) -> None:
    judge(as_cleo, "right", image=asked.images.get(title="Tower 5").pk)
    as_cleo.post("/corpora/coast/search/measure/")
    kept = QualityMeasure.objects.get()
    assert (kept.queries, kept.recall, kept.encoder_version) == (1, 1.0, asked.encoder_version)
    assert 0 < kept.ndcg <= 1
    assert "recall@10" in soup(as_cleo, "/corpora/coast/search/").text


def test_without_a_judgement_there_is_nothing_to_measure(asked: Corpus, as_cleo: Client) -> None:
    TestQuery.objects.create(corpus=asked, text="tower")
    assert measure(asked) is None
    answer = as_cleo.post("/corpora/coast/search/measure/", follow=True)
    assert "Nothing is judged right yet" in answer.content.decode()


@pytest.mark.parametrize("sent", ["asked", "with a picture", "judged"])
def test_words_beyond_the_limit_are_told_of(curated: Corpus, as_cleo: Client, sent: str) -> None:
    words = ("tower " * 1_000).strip()
    if sent == "asked":
        answer = as_cleo.get("/corpora/coast/search/", {"text": words})
    elif sent == "judged":
        answer = as_cleo.post("/corpora/coast/search/judge/", {"text": words, "verdict": "right"})
    else:
        picture = SimpleUploadedFile("asked.png", lighthouse_png(90), "image/png")
        answer = as_cleo.post("/corpora/coast/search/", {"text": words, "picture": picture})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "at most 500 characters" in page.select_one("main .problem").text
    field = page.select_one("main [type=search]")
    assert (field["value"], field.has_attr("maxlength")) == (words, False)


@pytest.mark.parametrize(
    ("ranked", "right", "expected"),
    [
        ([1, 2, 3], {1}, 1.0),
        ([2, 1, 3], {1}, 1 / math.log2(3)),
        ([2, 3, 4], {1}, 0.0),
        ([1, 9, 2], {1, 2}, (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))),
    ],
)
def test_ndcg_is_what_its_definition_says(ranked: list[int], right: set[int], expected: float) -> None:
    found = ndcg([("image", each) for each in ranked], {("image", each) for each in right})
    assert found == pytest.approx(expected)


def test_pictures_that_came_up_in_a_run_are_counted_once(corpus: Corpus, ada: User) -> None:
    from tests.web.drawn import middle, opening, write_journal

    run = make_run(ada, corpus)
    write_journal(run, [*opening(run), *middle(corpus)])
    tallying.count_pictures(run)
    image = corpus.images.get()
    assert image.times_found == 1
    assert image.last_found


def test_each_number_of_the_health_page_is_what_its_link_shows(asked: Corpus, as_cleo: Client) -> None:
    CorpusImage.objects.filter(title="Tower 5").update(caption="", license="", sharpness=1.0)
    found = {sign.words: sign for sign in signs(asked)}
    assert (found["Without a caption"].count, found["Blurred"].count) == (1, 1)
    assert found["Never came up in a search of a run"].share == 1.0
    for sign in found.values():
        assert sign.count == filtered(asked, sign.query).count()
    page = soup(as_cleo, "/corpora/coast/health/")
    assert page.select_one("a[href='/corpora/coast/?caption=without']")
