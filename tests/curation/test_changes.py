"""Changes of pictures: done as a whole, taken back as a whole, with tags, files and the index."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client

from agents.retrieval import windows
from agents.retrieval.lexical import RecordKind
from agents.retrieval.tokens import parse_query
from agents.retrieval.vectors import CollectionKey
from tests.web.drawn import lighthouse_png, make_corpus
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, ImageTag, MediaUse
from webapp.corpora.services.tags import store_tags
from webapp.corpora.vectors import open_vectors
from webapp.curation import jobs
from webapp.curation.changes import batches, services
from webapp.curation.changes.services import EditedMeanwhile, begin, edit, undo
from webapp.curation.models import Change, CurationJob
from webapp.media.stores import open_media_store
from webapp.runs import run_access
from webapp.work import jobs as work

pytestmark = pytest.mark.long

COUNT = 5
Action = Change.Action


@pytest.fixture
def gallery(curated: Corpus) -> Corpus:
    """The corpus with a few more pictures, indexed."""
    for number in range(1, COUNT):
        add_picture(curated, number)
    index_now(curated)
    curated.refresh_from_db()
    return curated


def add_picture(corpus: Corpus, number: int) -> CorpusImage:
    uid = open_media_store().put(lighthouse_png(number * 10 + 3)).uid
    MediaUse.objects.create(uid=uid, corpus=corpus)
    image = CorpusImage.objects.create(
        corpus=corpus, uid=uid, path=f"tower-{number}.png", title=f"Tower {number}", tags=["tower"],
        caption="A tower at sea.", width=600, height=400,
    )  # fmt: skip
    store_tags([image])
    return image


def live(corpus: Corpus) -> dict[str, set[int]]:
    """The pictures that each collection of the live index has, and the words."""
    found: dict[str, set[int]] = {}
    vectors = open_vectors()
    for space in vectors.spaces(corpus.pk, corpus.encoder_version):
        if not space.endswith("~aside"):
            records = vectors.records(CollectionKey(corpus.pk, corpus.encoder_version, space))
            pictures = [record for record in records if record.kind is RecordKind.IMAGE]
            if windows.is_of_windows(space):
                pictures = [windows.picture_of(record) for record in pictures]
            found[space] = {record.id for record in pictures}
    return found


def rows(corpus: Corpus) -> list[Mapping[str, Any]]:
    """All that the database says of the corpus's pictures, but the count of their editions."""
    return [
        {name: value for name, value in row.items() if name != "edition"}
        for row in CorpusImage.objects.filter(corpus=corpus).order_by("pk").values()
    ]


def embeddings(corpus: Corpus) -> dict[tuple[str, int], list[float]]:
    """The vectors of pictures by space and id, those put aside as well."""
    found, vectors = {}, open_vectors()
    for space in vectors.spaces(corpus.pk, corpus.encoder_version):
        key = CollectionKey(corpus.pk, corpus.encoder_version, space)
        pictures = [record for record in vectors.records(key) if record.kind is RecordKind.IMAGE]
        for record, vector in vectors.vectors(key, pictures).items():
            found[space, record.id] = np.asarray(vector).round(5).tolist()
    return found


@pytest.mark.parametrize(
    ("action", "detail", "expected"),
    [
        (Action.ADD_TAGS, {"tags": ["sea", "tower"]}, {"tags": ["tower", "sea"]}),
        (Action.REMOVE_TAGS, {"tags": ["tower"]}, {"tags": []}),
        (Action.CAPTION, {"text": "At night."}, {"caption": "At night."}),
        (Action.LICENSE, {"text": "CC BY 4.0"}, {"license": "CC BY 4.0"}),
        (Action.SOURCE, {"text": "The archive"}, {"source": "The archive"}),
        (Action.HIDE, {}, {"is_hidden": True}),
    ],
)
def test_an_action_changes_every_picture_and_undo_sets_all_back(
    action: Change.Action, detail: dict[str, Any], expected: dict[str, Any], gallery: Corpus, cleo: User
) -> None:
    before, images = rows(gallery), gallery.images.filter(path__startswith="tower")
    change = begin(gallery, cleo, action, detail, images)
    assert (change.count, change.person) == (COUNT - 1, cleo)
    for image in images:
        assert {name: getattr(image, name) for name in expected} == expected
    undo(change, cleo)
    index_now(gallery)
    assert rows(gallery) == before


def test_tags_are_rows_as_well(gallery: Corpus, cleo: User) -> None:
    change = begin(
        gallery, cleo, Action.ADD_TAGS, {"tags": ["sea"]}, gallery.images.filter(path="tower-1.png")
    )
    image = gallery.images.get(path="tower-1.png")
    assert set(ImageTag.objects.filter(image=image).values_list("name", flat=True)) == {"tower", "sea"}
    undo(change, cleo)
    assert set(ImageTag.objects.filter(image=image).values_list("name", flat=True)) == {"tower"}


@pytest.mark.parametrize("action", [Action.HIDE, Action.TRASH])
def test_what_is_put_away_is_in_no_index_until_it_comes_back_with_the_same_vectors(
    action: Change.Action, gallery: Corpus, cleo: User
) -> None:
    before, vectors, words = rows(gallery), embeddings(gallery), full_text().count(gallery.pk)
    change = begin(gallery, cleo, action, {}, gallery.images.all())
    assert all(ids == set() for ids in live(gallery).values())
    assert full_text().count(gallery.pk) == words - COUNT
    undo(change, cleo)
    assert embeddings(gallery) == vectors
    assert full_text().count(gallery.pk) == words
    assert rows(gallery) == before
    assert not gallery.jobs.filter(status="queued").exists()


def test_an_index_pass_leaves_what_is_put_away_where_it_is(gallery: Corpus, cleo: User) -> None:
    vectors = embeddings(gallery)
    change = begin(gallery, cleo, Action.TRASH, {}, gallery.images.all())
    index_now(gallery)
    assert all(ids == set() for ids in live(gallery).values())
    undo(change, cleo)
    assert embeddings(gallery) == vectors


def test_a_picture_in_the_trash_is_its_curators_to_see(
    gallery: Corpus, cleo: User, as_cleo: Client, as_ada: Client
) -> None:
    uid = gallery.images.first().uid  # type: ignore[union-attr]
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 200
    change = begin(gallery, cleo, Action.TRASH, {}, gallery.images.all())
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 404
    assert as_ada.get(f"/pictures/{uid}/").status_code == 404
    assert as_cleo.get(f"/media/{uid}/thumb/").status_code == 200
    undo(change, cleo)
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 200


def test_another_corpus_keeps_a_picture_open_that_lies_in_the_trash_of_this_one(
    gallery: Corpus, cleo: User, ada: User
) -> None:
    uid = gallery.images.get(path="grey-head.png").uid
    make_corpus("harbour")
    begin(gallery, cleo, Action.TRASH, {}, gallery.images.all())
    assert run_access.media(ada).filter(uid=uid).exists()


def test_only_words_are_indexed_again_when_only_words_changed(gallery: Corpus, cleo: User) -> None:
    image = gallery.images.get(path="tower-1.png")
    begin(gallery, cleo, Action.CAPTION, {"text": "A puffin on a rock"}, gallery.images.filter(pk=image.pk))
    assert gallery.jobs.filter(status="queued").count() == 1
    CorpusImage.objects.filter(pk=image.pk).update(perceptual_hash="kept")
    index_now(gallery)
    image.refresh_from_db()
    assert (image.indexed_by, image.perceptual_hash) == (gallery.encoder_version, "kept")
    hits = full_text().search(
        parse_query("puffin"), corpus_ids=[gallery.pk], kinds=[RecordKind.IMAGE], limit=5
    )
    assert [hit.record.id for hit in hits] == [image.pk]


def test_a_moved_picture_takes_its_vectors_and_readers_along(gallery: Corpus, cleo: User, ada: User) -> None:
    target = empty_corpus_like(gallery)
    moved = gallery.images.filter(path__startswith="tower")
    ids = set(moved.values_list("pk", flat=True))
    before, vectors = rows(gallery), embeddings(gallery)
    change = begin(gallery, cleo, Action.MOVE, {"corpus": target.pk}, moved)
    assert set(target.images.values_list("pk", flat=True)) == ids
    assert all(found == ids for found in live(target).values() if found)
    assert not ids & set().union(*live(gallery).values())
    assert not target.images.filter(indexed_by="").exists()
    assert MediaUse.objects.filter(corpus=target).count() == COUNT - 1
    undo(change, cleo)
    assert (rows(gallery), embeddings(gallery)) == (before, vectors)
    assert not MediaUse.objects.filter(corpus=target).exists()


def empty_corpus_like(corpus: Corpus) -> Corpus:
    return Corpus.objects.create(
        slug="target", name="Target", encoder=corpus.encoder, encoder_version=corpus.encoder_version
    )


def test_a_picture_that_the_target_has_is_left_and_counted(gallery: Corpus, cleo: User) -> None:
    target = make_corpus("target")
    change = begin(gallery, cleo, Action.MOVE, {"corpus": target.pk}, gallery.images.all())
    assert change.items.filter(state="left").count() == 1
    assert gallery.images.get().path == "grey-head.png"


def test_a_move_to_another_encoders_corpus_is_encoded_there(gallery: Corpus, cleo: User) -> None:
    target = Corpus.objects.create(slug="t", name="T", encoder="hashing", encoder_version="of another time")
    begin(gallery, cleo, Action.MOVE, {"corpus": target.pk}, gallery.images.filter(path="tower-1.png"))
    assert target.images.get().indexed_by == ""
    assert target.jobs.filter(status="queued").exists()


def test_copies_are_pictures_of_their_own_and_go_when_the_copying_is_undone(
    gallery: Corpus, cleo: User
) -> None:
    target = empty_corpus_like(gallery)
    change = begin(gallery, cleo, Action.COPY, {"corpus": target.pk}, gallery.images.all())
    assert target.images.count() == COUNT
    assert all(len(found) == COUNT for space, found in live(target).items() if space != "text")
    assert not target.images.filter(indexed_by="").exists()
    target.images.filter(path="tower-1.png").update(edition=2)
    undo(change, cleo)
    assert [image.path for image in target.images.all()] == ["tower-1.png"]
    assert gallery.images.count() == COUNT


def test_undo_leaves_what_was_changed_since(gallery: Corpus, cleo: User) -> None:
    change = begin(gallery, cleo, Action.CAPTION, {"text": "First"}, gallery.images.all())
    one = gallery.images.get(path="tower-1.png")
    edit(one, cleo, {"caption": "Second"}, one.edition)
    undo(change, cleo)
    one.refresh_from_db()
    assert one.caption == "Second"
    assert change.items.filter(state="left").count() == 1
    assert gallery.images.filter(caption="First").count() == 0


def test_a_change_is_undone_once(gallery: Corpus, cleo: User) -> None:
    change = begin(gallery, cleo, Action.HIDE, {}, gallery.images.all())
    undo(change, cleo)
    gallery.images.update(is_hidden=True)
    undo(change, cleo)
    assert gallery.images.filter(is_hidden=True).count() == COUNT


def test_two_people_who_edit_a_picture_find_out(gallery: Corpus, cleo: User, admin: User) -> None:
    image = gallery.images.get(path="tower-1.png")
    seen = image.edition
    edit(image, cleo, {"title": "North tower"}, seen)
    with pytest.raises(EditedMeanwhile) as refused:
        edit(image, admin, {"title": "South tower"}, seen)
    assert refused.value.image.title == "North tower"
    image.refresh_from_db()
    assert image.title == "North tower"


def test_an_edit_that_changes_nothing_is_not_in_the_history(gallery: Corpus, cleo: User) -> None:
    image = gallery.images.get(path="tower-1.png")
    assert edit(image, cleo, {"title": image.title}, image.edition) is None
    assert not Change.objects.exists()


def test_notes_on_regions_are_part_of_an_edit_and_are_found(gallery: Corpus, cleo: User) -> None:
    image = gallery.images.get(path="tower-1.png")
    note = {"left": 10, "top": 20, "right": 300, "bottom": 400, "text": "A cormorant dries its wings"}
    change = edit(image, cleo, {"notes": [note]}, image.edition, Action.NOTE)
    index_now(gallery)
    hits = full_text().search(
        parse_query("cormorant"), corpus_ids=[gallery.pk], kinds=[RecordKind.IMAGE], limit=5
    )
    assert [hit.record.id for hit in hits] == [image.pk]
    assert change
    undo(change, cleo)
    assert not image.notes.exists()


@pytest.fixture
def many(gallery: Corpus, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Few enough for a test, many enough for a job of several batches."""
    monkeypatch.setattr(services, "INLINE", 1)
    monkeypatch.setattr(services, "AT_ONCE", 2)
    assert batches.AT_ONCE > 2
    return gallery


def test_many_pictures_are_a_job_with_progress(many: Corpus, cleo: User) -> None:
    change = begin(many, cleo, Action.HIDE, {}, many.images.all())
    assert many.images.filter(is_hidden=True).count() == 0
    jobs.execute(change.job.pk)
    job = CurationJob.objects.get(pk=change.job.pk)
    assert (job.status, job.done, job.total) == ("finished", COUNT, COUNT)
    assert many.images.filter(is_hidden=True).count() == COUNT


def test_a_change_that_was_stopped_twice_goes_on_and_does_nothing_twice(many: Corpus, cleo: User) -> None:
    change = begin(many, cleo, Action.ADD_TAGS, {"tags": ["storm"]}, many.images.all())
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            services.carry_out(change, killed)
    jobs.execute(change.job.pk)
    assert [image.edition for image in many.images.all()] == [2] * COUNT
    assert change.items.filter(state="done").count() == COUNT
    assert ImageTag.objects.filter(name="storm", image__corpus=many).count() == COUNT


def killed(done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_a_change_that_is_undone_half_way_stops_and_is_taken_back(many: Corpus, cleo: User) -> None:
    before = rows(many)
    change = begin(many, cleo, Action.HIDE, {}, many.images.all())
    with pytest.raises(KeyboardInterrupt):
        services.carry_out(change, killed)
    taken = undo(change, cleo)
    jobs.execute(change.job.pk)
    assert taken.undo_job
    jobs.execute(taken.undo_job.pk)
    assert rows(many) == before
    assert not change.items.exclude(state="undone").exists()


def test_a_paused_change_goes_on_when_it_is_queued_again(many: Corpus, cleo: User) -> None:
    change = begin(many, cleo, Action.HIDE, {}, many.images.all())
    job = CurationJob.objects.get(pk=change.job.pk)
    assert work.lease(job, "elsewhere/1")
    work.wish(job, CurationJob.Wish.PAUSE)
    CurationJob.objects.filter(pk=job.pk).update(status="queued", lease_owner="")
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.status, many.images.filter(is_hidden=True).count()) == ("paused", 2)
    CurationJob.objects.filter(pk=job.pk).update(status="queued")
    jobs.execute(job.pk)
    assert many.images.filter(is_hidden=True).count() == COUNT
