"""The grid: filters find what they should and nothing else, pages by key, bulk actions from a form."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tests.curation.test_changes import add_picture
from webapp.corpora.models import Corpus, CorpusImage, FileProblem
from webapp.corpora.services.tags import store_tags
from webapp.curation.grid import views
from webapp.curation.grid.filters import GridFilter, filtered, page_of
from webapp.curation.models import Change, DuplicatePair, SavedFilter


@pytest.fixture
def shelf(curated: Corpus) -> Corpus:
    """Pictures called a to d, of which b is the odd one out in every way, and one in the trash."""
    curated.images.all().delete()
    curated.encoder_version = "1"
    curated.save()
    for number, name in enumerate("abcd"):
        image = add_picture(curated, number + 1)
        image.path, image.title, image.indexed_by, image.mime = f"{name}.jpg", name, "1", "image/jpeg"
        image.license, image.byte_count, image.sharpness, image.times_found = "CC0", 1_000, 500.0, 3
        image.language, image.ocr_text, image.source = "en", "", "The museum"
        image.save()
    image = curated.images.get(title="b")
    image.caption, image.ocr_text, image.license, image.mime, image.width = (
        "",
        "GREY HEAD",
        "",
        "image/png",
        90,
    )
    image.byte_count, image.sharpness, image.times_found, image.language = 9_000, 5.0, 0, ""
    image.source, image.tags = "An attic", ["odd"]
    image.created = timezone.now() - timedelta(days=400)
    image.indexed_by = "0"
    image.save()
    store_tags([image])
    FileProblem.objects.create(corpus=curated, path="b.jpg", reason="Its pixels are broken.")
    first, second = sorted([image.pk, curated.images.get(title="c").pk])
    DuplicatePair.objects.create(
        corpus=curated, first_id=first, second_id=second, kind="copy", similarity=1.0
    )
    trashed = add_picture(curated, 9)
    CorpusImage.objects.filter(pk=trashed.pk).update(trashed=timezone.now(), title="trashed")
    DuplicatePair.objects.create(
        corpus=curated, first_id=first, second=trashed, kind="similar", similarity=0.99
    )
    return curated


LONG_AGO = (timezone.now() - timedelta(days=300)).date()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("text=grey+head", "b"),
        ("text=B.JPG", "b"),
        ("text=sea", "acd"),
        ("tag=odd", "b"),
        ("tag=tower", "acd"),
        ("caption=without", "b"),
        ("caption=with", "acd"),
        ("ocr=with", "b"),
        ("type=image/png", "b"),
        ("license=-", "b"),
        ("license=CC0", "acd"),
        ("source=attic", "b"),
        ("language=-", "b"),
        ("language=en", "acd"),
        ("width_min=100", "acd"),
        ("bytes_min=2000", "b"),
        ("bytes_max=2000", "acd"),
        (f"before={LONG_AGO}", "b"),
        (f"after={LONG_AGO}", "acd"),
        ("quality=tiny", "b"),
        ("quality=blurred", "b"),
        ("state=waiting", "b"),
        ("state=indexed", "acd"),
        ("state=problem", "b"),
        ("state=hidden", ""),
        ("duplicates=copy", "bc"),
        ("duplicates=similar", ""),
        ("found=never", "b"),
        ("license=CC0&text=a.jpg", "a"),
        ("width_min=wide", "abcd"),
        ("no_such_filter=1", "abcd"),
    ],
)
def test_a_filter_finds_what_it_should_and_nothing_else(query: str, expected: str, shelf: Corpus) -> None:
    assert "".join(sorted(filtered(shelf, query).values_list("title", flat=True))) == expected


def test_what_cannot_be_understood_is_said(shelf: Corpus, as_cleo: Client) -> None:
    page = as_cleo.get("/corpora/coast/?width_min=wide").content.decode()
    assert "Width from (pixels): Enter a whole number." in page


def test_chips_name_the_filters_and_lead_to_the_list_without_them(shelf: Corpus) -> None:
    form = GridFilter(shelf, QueryDict("caption=without&tag=odd&sort=oldest"))
    assert [(chip.words, chip.query_without) for chip in form.chips()] == [
        ("Tag: odd", "caption=without&sort=oldest"),
        ("Caption: without", "tag=odd&sort=oldest"),
    ]


@pytest.mark.parametrize("sort", ["", "oldest"])
def test_pages_have_every_picture_once_though_others_come_and_go(sort: str, curated: Corpus) -> None:
    images = [add_picture(curated, number) for number in range(1, 8)]
    form = GridFilter(curated, QueryDict(f"sort={sort}"))
    seen: list[int] = []
    beyond: int | None = None
    for turn in range(9):
        page, beyond = page_of(form, beyond, 2)
        seen += [image.pk for image in page]
        if turn == 0:
            add_picture(curated, 20)
            CorpusImage.objects.filter(pk=seen[0]).delete()
        if beyond is None:
            break
    assert len(seen) == len(set(seen))
    assert {image.pk for image in images} <= {*seen}


def test_further_tiles_come_alone(curated: Corpus, as_cleo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in range(1, 5):
        add_picture(curated, number)
    page = BeautifulSoup(as_cleo.get("/corpora/coast/").content, "html.parser")
    assert len(page.select(".tile")) == 2
    more = page.select_one(".more-tiles")
    assert more
    tiles = as_cleo.get(str(more["hx-get"]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in tiles
    assert tiles.count('class="tile') == 2


def test_a_filter_is_kept_under_a_name_and_is_ones_own(
    shelf: Corpus, as_cleo: Client, as_admin: Client
) -> None:
    as_cleo.post("/corpora/coast/filters/", {"name": " Odd  ones ", "query": "tag=odd&junk=1&changed=3"})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("Odd ones", "tag=odd")
    assert "Odd ones" in as_cleo.get("/corpora/coast/").content.decode()
    assert "Odd ones" not in as_admin.get("/corpora/coast/").content.decode()


def test_a_filter_too_long_to_keep_is_refused(curated: Corpus, as_cleo: Client) -> None:
    words = dict.fromkeys(("text", "tag", "license", "source"), "海" * 200)
    answer = as_cleo.post("/corpora/coast/filters/", {"name": "Long", "query": urlencode(words)}, follow=True)
    assert "too long to be kept" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def bulk(client: Client, **fields: object) -> str:
    answer = client.post("/corpora/coast/change/", fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_bulk_action_touches_what_was_chosen_and_can_be_undone(shelf: Corpus, as_cleo: Client) -> None:
    ids = ",".join(str(pk) for pk in shelf.images.filter(title__in="ac").values_list("pk", flat=True))
    page = bulk(
        as_cleo, action="add_tags", tags=" sea,  grey  sea ,sea", ids=ids, next="/corpora/coast/?tag=x"
    )
    assert "Tags added" in page
    assert "2 pictures" in page
    assert shelf.images.get(title="a").tags == ["tower", "sea", "grey sea"]
    assert shelf.images.get(title="d").tags == ["tower"]
    as_cleo.post(f"/corpora/coast/changes/{Change.objects.get().pk}/undo/")
    assert shelf.images.get(title="a").tags == ["tower"]


def test_a_bulk_action_can_be_for_all_that_a_filter_leaves(shelf: Corpus, as_cleo: Client) -> None:
    bulk(as_cleo, action="license", text="CC BY 4.0", all="1", query="license=-")
    assert set(shelf.images.filter(license="CC BY 4.0").values_list("title", flat=True)) == {"b"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"action": "add_tags", "tags": " , "}, "name at least one tag"),
        ({"action": "move"}, "choose a corpus that you look after"),
        ({"action": "license", "text": "x" * 201}, "this text is too long"),
        ({"action": "hide", "ids": ""}, "choose pictures first"),
        ({"action": "explode"}, "Select a valid choice"),
    ],
)
def test_an_action_that_cannot_be_done_says_why(
    fields: dict[str, str], words: str, shelf: Corpus, as_cleo: Client
) -> None:
    image = shelf.images.get(title="a")
    assert words in bulk(as_cleo, **{"ids": str(image.pk), **fields})
    assert not Change.objects.exists()


def test_pictures_do_not_move_to_a_corpus_of_somebody_else(shelf: Corpus, as_cleo: Client) -> None:
    other = Corpus.objects.create(slug="other", name="Other")
    image = shelf.images.get(title="a")
    assert "choose a corpus" in bulk(as_cleo, action="move", target=other.pk, ids=image.pk)


def test_pictures_of_another_corpus_are_not_touched(shelf: Corpus, as_cleo: Client) -> None:
    other = Corpus.objects.create(slug="other", name="Other")
    image = add_picture(other, 3)
    assert "choose pictures first" in bulk(as_cleo, action="hide", ids=image.pk)


def test_the_way_back_stays_on_our_pages(shelf: Corpus, as_cleo: Client) -> None:
    fields = {"action": "hide", "ids": shelf.images.get(title="a").pk, "next": "//elsewhere.example/corpora/"}
    assert as_cleo.post("/corpora/coast/change/", fields).headers["Location"].startswith("/corpora/coast/?")


def test_the_history_says_who_did_what(shelf: Corpus, as_cleo: Client, cleo: User) -> None:
    bulk(as_cleo, action="hide", ids=shelf.images.get(title="a").pk)
    page = BeautifulSoup(as_cleo.get("/corpora/coast/history/").content, "html.parser")
    entry = page.select_one(".history li")
    assert entry
    for words in ("cleo", "Hidden from search", "1 picture", "Undo"):
        assert words in entry.text, words


def test_the_trash_gives_back_what_is_chosen(shelf: Corpus, as_cleo: Client) -> None:
    assert "trashed" in as_cleo.get("/corpora/coast/trash/").content.decode()
    image = shelf.images.get(title="trashed")
    bulk(as_cleo, action="restore", ids=image.pk, next="/corpora/coast/trash/")
    image.refresh_from_db()
    assert image.trashed is None
    assert "The trash is empty" in as_cleo.get("/corpora/coast/trash/").content.decode()


def test_a_reader_sees_pictures_without_tools(shelf: Corpus, as_ada: Client) -> None:
    shelf.images.filter(title="c").update(is_hidden=True)
    page = BeautifulSoup(as_ada.get("/corpora/coast/").content, "html.parser")
    assert [image["alt"] for image in page.select(".tile img")] == ["d", "b", "a"]
    assert not page.select("input[type=checkbox], #bulk, [name=state], [name=duplicates]")
    assert all(link["href"].startswith("/pictures/img_") for link in page.select(".tile a"))


def test_a_reader_filters_by_words(shelf: Corpus, as_ada: Client) -> None:
    page = BeautifulSoup(as_ada.get("/corpora/coast/?text=B.JPG&state=hidden").content, "html.parser")
    assert [image["alt"] for image in page.select(".tile img")] == ["b"]


def test_tabs_lead_where_one_may_go(shelf: Corpus, as_ada: Client, as_cleo: Client) -> None:
    tabs = [
        len(
            BeautifulSoup(client.get("/corpora/coast/").content, "html.parser").select(".corpus-head .tabs a")
        )
        for client in (as_ada, as_cleo)
    ]
    assert tabs == [2, 10]
