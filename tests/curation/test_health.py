"""The health of a corpus: what its pictures are written in."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.languages import language_of
from webapp.corpora.services.words import let_words_wait

GERMAN = "Der Leuchtturm bei Hochwasser, von der Mole aus gesehen"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Handwritten formulas on grey paper, photographed at an angle.", "en"),
        (GERMAN, "de"),
        ("Le phare à marée haute", "fr"),
        ("灯塔在涨潮时", "zh"),
        ("Rocket", ""),
        ("img_2031.jpg", ""),
        ("", ""),
    ],
)
def test_a_language_is_told_where_there_are_words_enough(words: str, language: str) -> None:
    assert language_of(CorpusImage(caption=words)) == language


def test_the_index_notes_the_language_and_notes_it_again_when_words_change(curated: Corpus) -> None:
    image = curated.images.get()
    assert image.language == ""
    index_now(curated)
    image.refresh_from_db()
    assert image.language == "en"
    CorpusImage.objects.filter(pk=image.pk).update(title="", caption=GERMAN)
    let_words_wait(curated.images.all())
    curated.refresh_from_db()
    index_now(curated)
    image.refresh_from_db()
    assert image.language == "de"


def test_the_page_counts_languages_and_leads_to_their_pictures(curated: Corpus, as_cleo: Client) -> None:
    curated.images.update(language="de")
    page = BeautifulSoup(as_cleo.get("/corpora/coast/health/").content, "html.parser")
    link = page.find("a", string="Written in German")
    assert link
    assert link["href"] == "/corpora/coast/?language=de"
    assert as_cleo.get(str(link["href"])).content.decode().count('class="tile"') == 1
    assert not page.find("a", string="In no language that could be told")


def test_a_german_page_names_shares_and_languages_in_german(curated: Corpus, as_cleo: Client) -> None:
    curated.images.update(language="en")
    page = as_cleo.get("/corpora/coast/health/", headers={"accept-language": "de"}).content.decode()
    assert ">Anteil</th>" in page
    assert "Auf Englisch geschrieben" in page


def test_an_unusual_language_goes_by_its_code(curated: Corpus, as_cleo: Client) -> None:
    curated.images.update(language="xx")
    assert "Written in xx" in as_cleo.get("/corpora/coast/health/").content.decode()


def test_shares_are_drawn_without_praise_or_blame(curated: Corpus, as_cleo: Client) -> None:
    page = BeautifulSoup(as_cleo.get("/corpora/coast/health/").content, "html.parser")
    assert all(meter["class"] == ["share"] for meter in page.select("meter"))
