"""The history of a corpus: what was done, to what, by whom, and what of it can still be taken back."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.curation.test_changes import add_picture
from tests.curation.test_corpora_page import form_of
from webapp.corpora.models import Corpus, CorpusImage
from webapp.curation.changes.services import begin, edit
from webapp.curation.models import Change, Import

pytestmark = pytest.mark.long
Action = Change.Action


def entries(client: Client) -> list[Tag]:
    page = BeautifulSoup(client.get("/corpora/coast/history/").content, "html.parser")
    return page.select(".history > li")


def said(entry: Tag) -> str:
    return " ".join(entry.text.split())


def test_an_edit_names_its_picture_and_what_was_different(
    curated: Corpus, as_cleo: Client, cleo: User
) -> None:
    image = curated.images.get()
    edit(image, cleo, {"title": "North tower", "license": "CC BY 4.0"}, image.edition)
    entry = entries(as_cleo)[0]
    assert "North tower" in entry.select_one("a").text  # type: ignore[union-attr]
    assert "Title: Grey Head lighthouse North tower" in said(entry)
    assert "CC BY 4.0" in said(entry)


def test_an_entry_of_many_names_the_first(curated: Corpus, as_cleo: Client, cleo: User) -> None:
    for number in range(1, 5):
        add_picture(curated, number)
    begin(curated, cleo, Action.ADD_TAGS, {"tags": ["sea"]}, curated.images.all())
    entry = entries(as_cleo)[0]
    assert len(entry.select("a")) == 3
    assert "5 pictures" in said(entry) and "and 2 more" in said(entry)


def test_what_was_moved_away_is_not_named(curated: Corpus, as_cleo: Client, cleo: User) -> None:
    other = Corpus.objects.create(slug="other", name="Other")
    begin(curated, cleo, Action.MOVE, {"corpus": other.pk}, curated.images.all())
    CorpusImage.objects.update(title="A secret")
    assert "A secret" not in said(entries(as_cleo)[0])


@pytest.mark.parametrize(("done", "taken_back"), [(Action.TRASH, Action.RESTORE), (Action.HIDE, Action.SHOW)])
def test_what_was_brought_back_by_hand_is_not_offered_to_be_undone(
    done: Change.Action, taken_back: Change.Action, curated: Corpus, as_cleo: Client, cleo: User
) -> None:
    begin(curated, cleo, done, {}, curated.images.all())
    assert entries(as_cleo)[0].select("button")
    begin(curated, cleo, taken_back, {}, curated.images.all())
    assert [bool(entry.select("button")) for entry in entries(as_cleo)] == [True, False]
    assert not any(entry.select("ins, del") for entry in entries(as_cleo))


def test_deleted_documents_are_named_and_cannot_be_undone(curated: Corpus, as_cleo: Client) -> None:
    document = curated.documents.get()
    as_cleo.post("/corpora/coast/documents/delete/", {"ids": [document.pk], "confirmed": "1"})
    entry = entries(as_cleo)[0]
    assert f"Documents deleted: {document.title} · 1 document" in said(entry)
    assert "cleo" in said(entry) and not entry.select("button")


def test_what_was_brought_in_is_counted_and_leads_to_its_import(
    curated: Corpus, as_cleo: Client, cleo: User
) -> None:
    found = Import.objects.create(corpus=curated, person=cleo, kind=Import.Kind.FILES)
    detail = {"import": found.pk, "added": 9, "updated": 1}
    Change.objects.create(corpus=curated, person=cleo, action=Action.IMPORT, detail=detail)
    entry = entries(as_cleo)[0]
    assert "Brought in 9 added, 1 updated" in said(entry)
    assert entry.select_one("a")["href"] == f"/corpora/coast/imports/{found.pk}/"  # type: ignore[index]


def test_who_may_read_is_in_the_history_without_their_names(
    curated: Corpus, as_cleo: Client, ada: User
) -> None:
    as_cleo.post("/corpora/coast/settings/", form_of(curated, is_private="on", readers=ada.username))
    as_cleo.post("/corpora/coast/settings/", form_of(curated, is_private="on", readers=ada.username))
    found = entries(as_cleo)
    assert len(found) == 1
    assert [each.text for each in found[0].select("li")] == [
        "Only for people and groups that are named",
        "People who may read it",
    ]
    assert ada.username not in str(Change.objects.get().detail)


def test_pictures_of_all_entries_take_one_query(curated: Corpus, as_cleo: Client, cleo: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            entries(as_cleo)
        return sum(
            "curation_changeitem" in each["sql"] and "row_number" in each["sql"].lower() for each in captured
        )

    for tag in "ab":
        begin(curated, cleo, Action.ADD_TAGS, {"tags": [tag]}, curated.images.all())
    assert queries() == 1
