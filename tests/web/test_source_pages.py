"""Where citations lead: the document with its quote, the picture with its region, the bytes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.retrieval.lexical import Record, RecordKind
from media_store import Box
from tests.web.drawn import QUOTE, START, TEXT, lighthouse_png, make_answered_run
from webapp.corpora.library import DatabaseCatalog
from webapp.corpora.models import Corpus, DocumentImage, MediaUse, RegionNote
from webapp.media.stores import open_media_store


def test_the_quote_is_marked_in_the_document(corpus: Corpus, as_ada: Client) -> None:
    path = f"/documents/{corpus.documents.get().pk}/?start={START}&end={START + len(QUOTE)}"
    page = as_ada.get(path).content.decode()
    assert (
        '<mark id="passage">It was lit for the first time in 1854 &amp; has been kept by &lt;no one&gt;'
        in page
    )


def test_a_document_without_a_span_is_shown_whole(corpus: Corpus, as_ada: Client) -> None:
    response = as_ada.get(f"/documents/{corpus.documents.get().pk}/")
    assert response.context["text"].before == TEXT
    assert "<mark" not in response.content.decode()


@pytest.mark.parametrize(
    "span", ["start=5&end=5", "start=-1&end=4", "start=0&end=9999", "start=a&end=b", "start=3"]
)
def test_a_span_outside_of_the_document_is_not_there(corpus: Corpus, as_ada: Client, span: str) -> None:
    assert as_ada.get(f"/documents/{corpus.documents.get().pk}/?{span}").status_code == 404


def test_a_note_on_a_region_leads_to_its_place_and_cannot_write_into_the_page(
    corpus: Corpus, as_ada: Client
) -> None:
    image = corpus.images.get()
    RegionNote.objects.create(image=image, left=400, top=50, right=600, bottom=1000, text="<b>The lamp</b>")
    page = as_ada.get(f"/pictures/{image.uid}/").content.decode()
    assert f'<a href="/pictures/{image.uid}/?box=400,50,600,1000">&lt;b&gt;The lamp&lt;/b&gt;</a>' in page
    assert as_ada.get(f"/pictures/{image.uid}/?box=400,50,600,1000").status_code == 200


def test_the_picture_page_draws_the_region_and_tells_the_facts(corpus: Corpus, as_ada: Client) -> None:
    page = as_ada.get(f"/pictures/{corpus.images.get().uid}/?box=400,250,600,900").content.decode()
    for expected in (
        'x="400" y="250" width="200" height="650"',
        "The tower at high water.",
        "600 × 400 px",
        "Grey Head",
    ):
        assert expected in page


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "600,0,400,10", "0,0,1001,5"])
def test_a_box_that_is_none_is_not_there(corpus: Corpus, as_ada: Client, box: str) -> None:
    assert as_ada.get(f"/pictures/{corpus.images.get().uid}/?box={box}").status_code == 404


def test_a_cut_shows_where_it_was_cut_from(corpus: Corpus, as_ada: Client) -> None:
    parent = corpus.images.get().uid
    cut = open_media_store().crop(parent, Box(100, 100, 500, 500)).uid
    MediaUse.objects.create(uid=cut, corpus=corpus)
    page = as_ada.get(f"/pictures/{cut}/").content.decode()
    assert f"/pictures/{parent}/?box=100,100,500,500" in page


def test_a_rendition_is_kept_by_the_browser_alone(corpus: Corpus, as_ada: Client) -> None:
    response = as_ada.get(f"/media/{corpus.images.get().uid}/thumb/")
    assert response["Content-Type"] in {"image/png", "image/jpeg"}
    assert response["Cache-Control"] == "private, max-age=3600, must-revalidate"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.content) == int(response["Content-Length"])


def test_a_browser_that_has_the_rendition_is_not_sent_it_again(corpus: Corpus, as_ada: Client) -> None:
    path = f"/media/{corpus.images.get().uid}/thumb/"
    etag = as_ada.get(path)["ETag"]
    again = as_ada.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_knowing_the_etag_opens_nothing(corpus: Corpus, as_ada: Client, as_bob: Client) -> None:
    path = f"/media/{corpus.images.get().uid}/thumb/"
    etag = as_ada.get(path)["ETag"]
    Corpus.objects.update(is_private=True)
    assert as_bob.get(path, headers={"if-none-match": etag}).status_code == 404


def test_there_are_no_other_renditions_and_no_other_files(corpus: Corpus, as_ada: Client) -> None:
    uid = corpus.images.get().uid
    for path in (
        f"/media/{uid}/original/",
        f"/media/{uid}/",
        "/media/img_aaaaaaaaaaaaa/thumb/",
        "/media/../thumb/",
    ):
        assert as_ada.get(path).status_code == 404, path


def test_a_picture_that_the_store_has_lost_is_not_there(corpus: Corpus, as_ada: Client) -> None:
    uid = open_media_store().put(lighthouse_png(10)).uid
    MediaUse.objects.create(uid=uid, corpus=corpus)
    open_media_store().delete(uid)
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 404
    assert as_ada.get(f"/pictures/{uid}/").status_code == 404


def test_a_picture_names_the_runs_of_its_reader_that_cite_it(
    corpus: Corpus, ada: User, as_ada: Client, as_bob: Client
) -> None:
    run = make_answered_run(ada, corpus)
    image = corpus.images.get()
    run.media_uses.all().delete()  # It was found, and neither asked about nor looked at.
    pages = [client.get(f"/pictures/{image.uid}/").content.decode() for client in (as_ada, as_bob)]
    assert [f'href="/runs/{run.pk}/"' in page for page in pages] == [True, False]


def test_a_picture_without_a_caption_says_what_its_document_says(corpus: Corpus, as_ada: Client) -> None:
    image = corpus.images.get()
    corpus.images.update(caption="", alt="")
    image.documents.all().delete()
    DocumentImage.objects.create(
        document=corpus.documents.get(), image=image, offset=0, alt="The lamp at dusk"
    )
    assert "The lamp at dusk" in as_ada.get(f"/pictures/{image.uid}/").content.decode()
    record = Record(RecordKind.IMAGE, image.pk)
    assert DatabaseCatalog().cards([record])[record].text.startswith("The lamp at dusk")
    corpus.images.update(caption="A tower")
    assert DatabaseCatalog().cards([record])[record].text.startswith("A tower")


@pytest.mark.parametrize(
    ("labels", "told"),
    [([["beacon", 0.82], ["rule", 0.03]], "beacon (0.82)"), ([["rule", 0.05], ["envelope", 0.03]], "")],
)
def test_only_likely_labels_are_told(
    corpus: Corpus, as_ada: Client, labels: list[list[object]], told: str
) -> None:
    corpus.images.update(labels=labels)
    page = as_ada.get(f"/pictures/{corpus.images.get().uid}/").content.decode()
    assert ("May show" in page) == bool(told)
    assert told in page
    assert "(0.0" not in page
