"""Corpora as a whole: seen, made, renamed, opened to people, archived, deleted."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.web.drawn import make_answered_run, make_corpus
from webapp.corpora.errors import CorpusExists
from webapp.corpora.models import Corpus, MediaUse
from webapp.curation.collections import services
from webapp.curation.collections.cards import cards
from webapp.curation.collections.forms import NewCorpusForm
from webapp.media.stores import open_media_store
from webapp.runs.models import Run, Share


def words(page: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", page.get_text(" "))


def soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def deleted(client: Client) -> BeautifulSoup:
    answer = client.post("/corpora/coast/delete/", {"confirmed": "coast"})
    return BeautifulSoup(answer.content, "html.parser")


def form_of(corpus: Corpus, **changes: str) -> dict[str, str]:
    curators = ", ".join(corpus.curators.values_list("username", flat=True))
    return {
        "name": corpus.name,
        "description": "",
        "readers": "",
        "curators": curators,
        **changes,
    }


def test_a_card_says_what_a_corpus_holds_and_how_far_its_index_is(curated: Corpus, as_cleo: Client) -> None:
    curated.images.update(byte_count=2_000_000)
    card = soup(as_cleo, "/corpora/").select_one(".corpus-card")
    assert card
    for part in ("Coast", "1 picture", "1 document", "1.9", "not indexed yet", "read by everybody here"):
        assert part in words(card), part
    assert len(card.select(".covers img")) == 1


def test_pictures_that_wait_for_the_index_are_counted(curated: Corpus, as_cleo: Client) -> None:
    Corpus.objects.update(encoder_version="1")
    assert "1 picture waits for the index" in words(soup(as_cleo, "/corpora/"))
    curated.images.update(indexed_by="1")
    assert " indexed " in words(soup(as_cleo, "/corpora/"))
    assert "waits" not in words(soup(as_cleo, "/corpora/"))


def test_hidden_and_trashed_pictures_are_no_covers(curated: Corpus, as_cleo: Client) -> None:
    curated.images.update(is_hidden=True)
    assert "No pictures yet" in words(soup(as_cleo, "/corpora/"))


def test_a_reader_sees_cards_without_a_way_to_change_them(curated: Corpus, as_ada: Client) -> None:
    page = soup(as_ada, "/corpora/")
    assert "Coast" in page.text
    assert [link["href"] for link in page.select(".corpus-card a")] == ["/corpora/coast/"]
    assert "New corpus" not in page.text


def test_cards_take_a_fixed_number_of_queries(
    curated: Corpus, cleo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_corpus(f"more-{number}", hue=number)
    with django_assert_max_num_queries(9):
        assert len(cards(cleo)) == 6


def test_whoever_makes_a_corpus_looks_after_it(as_cleo: Client, cleo: User) -> None:
    answer = as_cleo.post("/corpora/-/new/", {"name": "Birds of_Ösel", "description": "", "slug": ""})
    corpus = Corpus.objects.get()
    assert (corpus.slug, answer.headers["Location"]) == ("birds-of-osel", "/corpora/birds-of-osel/imports/")
    assert list(corpus.curators.all()) == [cleo]


def test_a_new_corpus_says_who_reads_it_before_it_is_made(as_cleo: Client) -> None:
    assert (
        "Without this tick everybody who signs in can read it"
        in as_cleo.get("/corpora/-/new/").content.decode()
    )


def test_a_name_without_latin_letters_gets_a_numbered_short_name(as_cleo: Client) -> None:
    for name in ("海岸", "灯塔"):
        as_cleo.post("/corpora/-/new/", {"name": name, "description": "", "slug": ""})
    assert dict(Corpus.objects.values_list("name", "slug")) == {"海岸": "corpus-1", "灯塔": "corpus-2"}


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"name": "Coast", "slug": "coast"}, "There is a corpus “coast” already"),
        ({"name": "Birds", "slug": "Birds!"}, "Use lower-case letters, digits and single hyphens."),
        ({"name": "", "slug": "x"}, "This field is required."),
    ],
)
def test_a_corpus_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    form: dict[str, str], problem: str, curated: Corpus, as_cleo: Client
) -> None:
    answer = as_cleo.post("/corpora/-/new/", {"description": "Many birds.", **form})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert "Many birds." in answer.content.decode()
    assert Corpus.objects.count() == 1


def test_a_short_name_that_was_taken_meanwhile_is_refused(cleo: User) -> None:
    first, second = (NewCorpusForm({"name": "Birds"}) for _ in range(2))
    assert first.is_valid() and second.is_valid()
    services.create(first, cleo)
    with pytest.raises(CorpusExists, match="“birds” already"):
        services.create(second, cleo)
    assert Corpus.objects.count() == 1


def test_an_asker_makes_no_corpus(as_ada: Client) -> None:
    assert as_ada.post("/corpora/-/new/", {"name": "Mine"}).status_code == 403


def test_people_and_groups_are_let_in_by_name(
    curated: Corpus, as_cleo: Client, ada: User, as_ada: Client, bob: User, as_bob: Client
) -> None:
    group = Group.objects.create(name="lab")
    bob.groups.add(group)
    form = form_of(curated, is_private="on", reader_groups="lab")
    assert as_cleo.post("/corpora/coast/settings/", form).status_code == 302
    assert "Coast" not in soup(as_ada, "/corpora/").text
    assert "Coast" in soup(as_bob, "/corpora/").text


def test_groups_are_chosen_from_those_there_are(curated: Corpus, as_cleo: Client) -> None:
    curated.reader_groups.add(Group.objects.create(name="lab"))
    boxes = soup(as_cleo, "/corpora/coast/settings/").select("[name=reader_groups]")
    assert {str(box["value"]) for box in boxes} == set(Group.objects.values_list("name", flat=True))
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["lab"]
    assert as_cleo.post("/corpora/coast/settings/", form_of(curated, reader_groups="lap")).status_code == 422


def test_a_name_that_nobody_has_is_named(curated: Corpus, as_cleo: Client) -> None:
    answer = as_cleo.post("/corpora/coast/settings/", form_of(curated, readers="cleo, nobody, noone"))
    assert answer.status_code == 422
    assert "There is nobody named: nobody, noone." in answer.content.decode()


def test_only_curators_can_be_named_as_curators(curated: Corpus, as_cleo: Client, ada: User) -> None:
    answer = as_cleo.post("/corpora/coast/settings/", form_of(curated, curators="cleo, ada"))
    assert "Not curators: ada." in answer.content.decode()


def test_a_curator_who_takes_their_own_name_off_is_out(curated: Corpus, as_cleo: Client) -> None:
    answer = as_cleo.post("/corpora/coast/settings/", form_of(curated, curators=""))
    assert answer.headers["Location"] == "/corpora/"
    assert as_cleo.get("/corpora/coast/settings/").status_code == 404


def test_an_archived_corpus_is_not_asked_any_more_and_can_come_back(
    curated: Corpus, as_cleo: Client, as_ada: Client, ada: User
) -> None:
    run = make_answered_run(ada, curated)
    as_cleo.post("/corpora/coast/archive/")
    assert "Coast" not in soup(as_ada, "/").select_one("#ask").text  # type: ignore[union-attr]
    assert as_ada.get(f"/runs/{run.pk}/").status_code == 200
    as_cleo.post("/corpora/coast/archive/")
    assert "Coast" in soup(as_ada, "/").select_one("#ask").text  # type: ignore[union-attr]


def test_a_deletion_wants_the_short_name(curated: Corpus, as_cleo: Client) -> None:
    answer = as_cleo.post("/corpora/coast/delete/", {"confirmed": "coats"})
    assert answer.status_code == 422
    assert "Type “coast” to delete this corpus." in answer.content.decode()
    assert Corpus.objects.filter(slug="coast").exists()


def test_a_deletion_takes_rows_files_and_links_and_says_so(
    curated: Corpus,
    as_cleo: Client,
    ada: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run = make_answered_run(ada, curated)
    expires = timezone.now() + timedelta(days=1)
    link = Share.objects.create(run=run, author=ada, token_hash="0" * 64, expires=expires)
    own = curated.images.get().uid
    MediaUse.objects.filter(run=run).delete()
    with django_capture_on_commit_callbacks(execute=True):
        page = words(deleted(as_cleo))
    assert "“Coast” was deleted" in page
    assert "Pictures 1 Documents 1 Passages of them 0 Files 1" in page
    assert "Files kept, because something else uses them 0 Share links closed 1" in page
    assert not Corpus.objects.exists()
    assert not open_media_store().exists(own)
    link.refresh_from_db()
    assert link.revoked
    assert Run.objects.filter(pk=run.pk).exists()


def test_a_file_that_a_run_uses_is_kept_and_counted(curated: Corpus, as_cleo: Client, ada: User) -> None:
    make_answered_run(ada, curated)
    page = words(deleted(as_cleo))
    assert "Files 0 Files kept, because something else uses them 1" in page
