"""The page of jobs, and another encoder: built beside, compared, used without a search that fails."""

from collections.abc import Iterable
from datetime import timedelta
from threading import Event
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agents.retrieval.encoders.base import Encoder
from agents.retrieval.lexical import LexicalHit, LexicalIndex, RecordKind
from agents.retrieval.search import Hit, SearchPipeline, SearchRequest
from tests.curation.test_changes import add_picture, rows
from webapp.corpora.encoders import encoder
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing import services as indexing
from webapp.corpora.indexing.services import execute, index_now
from webapp.corpora.library import DatabaseCatalog, ScopedLibrary
from webapp.corpora.models import Corpus, CorpusImage, FileProblem, IndexJob, Passage
from webapp.corpora.serving import scope_of, search_serving
from webapp.corpora.vectors import open_vectors
from webapp.curation.changes.services import edit
from webapp.curation.indexing.presenting import duration
from webapp.curation.models import CurationJob, TestQuery
from webapp.curation.search_tests.measuring import answer
from webapp.doctor.checks import Broken, probe_indexes
from webapp.runs.execution.wiring import search_index
from webapp.work import jobs as work

pytestmark = pytest.mark.long

BESIDE = "hashing:8"
NOT_PREPARED = {"prepared_by": "", "prepared_parts_by": ""}


@pytest.fixture
def indexed(curated: Corpus) -> Corpus:
    for number in (1, 2, 3):
        add_picture(curated, number)
    index_now(curated)
    curated.refresh_from_db()
    return curated


@pytest.fixture
def ready(indexed: Corpus) -> IndexJob:
    """An index that was built beside the live one."""
    job = indexing.build_beside(indexed, BESIDE)
    return execute(job.pk)


def test_an_index_that_is_built_beside_leaves_the_live_one_as_it_is(indexed: Corpus) -> None:
    before = rows(indexed)
    job = execute(indexing.build_beside(indexed, BESIDE).pk)
    assert (job.status, job.encoder_version) == ("ready", "hashing-1-8")
    indexed.refresh_from_db()
    assert (indexed.encoder, indexed.encoder_version) == ("hashing", "hashing-1")
    changed = [{**row, **NOT_PREPARED} for row in rows(indexed)]
    assert changed == before
    assert open_vectors().encoder_versions(indexed.pk) == {"hashing-1", "hashing-1-8"}


def test_the_live_index_is_kept_up_while_another_one_waits(indexed: Corpus, ready: IndexJob) -> None:
    add_picture(indexed, 9)
    assert index_now(indexed).done == 1
    assert open_vectors().encoder_versions(indexed.pk) == {"hashing-1", "hashing-1-8"}


def test_what_was_built_is_used_and_only_the_rest_is_encoded(
    indexed: Corpus, ready: IndexJob, cleo: User
) -> None:
    add_picture(indexed, 9)
    image = indexed.images.get(path="tower-1.png")
    edit(image, cleo, {"caption": "Changed since"}, image.edition)
    indexing.use(ready)
    job = execute(ready.pk)
    assert (job.status, job.done) == ("finished", 2)
    indexed.refresh_from_db()
    assert (indexed.encoder, indexed.encoder_version) == (BESIDE, "hashing-1-8")
    assert not indexed.images.exclude(indexed_by="hashing-1-8").exists()
    assert not Passage.objects.exclude(indexed_by="hashing-1-8").exists()
    assert open_vectors().encoder_versions(indexed.pk) == {"hashing-1", "hashing-1-8"}


def test_a_switch_can_be_taken_back_at_once(indexed: Corpus, ready: IndexJob, as_cleo: Client) -> None:
    before = [{**row, **NOT_PREPARED} for row in rows(indexed)]
    answer = as_cleo.post(f"/corpora/coast/jobs/{ready.pk}/decide/", {"wish": "use"}, follow=True)
    assert "hashing stays ready beside it" in answer.content.decode()
    execute(ready.pk)
    [former] = indexed.jobs.filter(status=IndexJob.Status.READY)
    indexing.use(former)
    assert execute(former.pk).done == 0
    indexed.refresh_from_db()
    assert indexed.encoder_version == "hashing-1"
    assert [{**row, **NOT_PREPARED} for row in rows(indexed)] == before


def test_a_former_index_is_deleted_when_it_is_not_wanted(indexed: Corpus, ready: IndexJob) -> None:
    indexing.use(ready)
    execute(ready.pk)
    indexing.discard(indexed.jobs.get(status=IndexJob.Status.READY))
    assert open_vectors().encoder_versions(indexed.pk) == {"hashing-1-8"}


def test_what_was_built_can_be_thrown_away(indexed: Corpus, ready: IndexJob, as_cleo: Client) -> None:
    as_cleo.post(f"/corpora/coast/jobs/{ready.pk}/decide/", {"wish": "discard"})
    assert open_vectors().encoder_versions(indexed.pk) == {"hashing-1"}
    assert not CorpusImage.objects.exclude(**NOT_PREPARED).exists()


def test_no_search_fails_at_any_step_of_a_switch(indexed: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.corpora.indexing.batch_sending._ROWS", 1)
    answers = []

    def search(_done: int, _total: int) -> None:
        corpus = Corpus.objects.get(pk=indexed.pk)
        answers.append((corpus.encoder_version, len(answer(corpus, "tower", "").hits)))

    job = execute(indexing.build_beside(indexed, BESIDE).pk, search)
    indexing.use(job)
    execute(job.pk, search)
    search(0, 0)
    assert {version for version, _ in answers} == {"hashing-1", "hashing-1-8"}
    assert min(hits for _, hits in answers) > 0


def test_a_search_that_began_before_a_switch_is_answered_by_the_index_that_serves_after_it(
    indexed: Corpus, ready: IndexJob
) -> None:
    """The old index is gone by the time that it is asked."""
    is_switched = Event()

    class SwitchMeanwhile:
        def search(self, *query: Any, **limits: Any) -> list[LexicalHit]:
            if not is_switched.is_set():
                indexing.use(ready)
                execute(ready.pk)
                indexing.discard(indexed.jobs.get(status=IndexJob.Status.READY))
                is_switched.set()
            return full_text().search(*query, **limits)

        def known(self, *tokens: Any, **limits: Any) -> set[str]:
            return full_text().known(*tokens, **limits)

    def encoder_after_the_switch(name: str) -> Encoder:
        assert is_switched.wait(30)
        return encoder(name)

    request = SearchRequest(scope_of([indexed]), "tower")
    search = SearchPipeline(
        cast(LexicalIndex, SwitchMeanwhile()), open_vectors(), DatabaseCatalog(), encoder_after_the_switch
    )
    found = search_serving(search, request)
    assert channels(search.run(request)) <= {"words", "exact"}
    assert channels(found) >= {"words", "meaning", "depicts"}


def test_a_run_searches_on_after_a_switch(indexed: Corpus, ready: IndexJob) -> None:
    library = ScopedLibrary(search_index(), scope_of([indexed]), 0.15)
    indexing.use(ready)
    execute(ready.pk)
    hits = library.search(text="tower", kinds=[RecordKind.IMAGE], limit=5)
    assert {"words", "meaning", "depicts"} <= {score.name for hit in hits for score in hit.channels}


def channels(hits: Iterable[Hit]) -> set[str]:
    return {placing.channel for hit in hits for placing in hit.placings}


def test_two_encoders_are_compared_on_the_corpus_own_queries(
    indexed: Corpus, ready: IndexJob, as_cleo: Client
) -> None:
    query = TestQuery.objects.create(corpus=indexed, text="tower")
    query.judgements.create(image=indexed.images.get(path="tower-1.png"), is_right=True)
    page = BeautifulSoup(as_cleo.get(f"/corpora/coast/jobs/{ready.pk}/compare/").content, "html.parser")
    figures = [[cell.text for cell in row.select("td")] for row in page.select("table tr:has(td)")]
    assert [len(row) for row in figures] == [3, 3]
    assert page.select(".compared img")


def test_one_index_is_built_beside_at_a_time(indexed: Corpus, ready: IndexJob, as_cleo: Client) -> None:
    form = {"what": "beside", "encoder": "hashing:9"}
    answer = as_cleo.post("/corpora/coast/jobs/index/", form, follow=True)
    assert "is being built beside already" in answer.content.decode()


def test_the_encoder_that_serves_is_refused(indexed: Corpus, as_cleo: Client) -> None:
    form = {"what": "beside", "encoder": "hashing"}
    answer = as_cleo.post("/corpora/coast/jobs/index/", form, follow=True)
    assert "is indexed with hashing already" in answer.content.decode()
    assert not indexed.jobs.filter(goes_live=False).exists()


def test_an_encoder_can_be_named(indexed: Corpus, as_cleo: Client) -> None:
    form = {"what": "beside", "encoder": "other", "name": "hashing:9"}
    as_cleo.post("/corpora/coast/jobs/index/", form)
    assert indexed.jobs.get(goes_live=False).encoder == "hashing:9"


def test_the_page_offers_the_encoders_there_are(indexed: Corpus, as_cleo: Client) -> None:
    page = BeautifulSoup(as_cleo.get("/corpora/coast/jobs/").content, "html.parser")
    offered = {box["value"]: box.has_attr("disabled") for box in page.select("[name=encoder]")}
    assert offered == {"builtin": False, "hashing": True, "other": False}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (59, "59 s"), (90, "2 min"), (3599, "1 h 0 min"), (12_000, "3 h 20 min")],
)
def test_what_is_left_is_told_in_minutes_and_hours(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_an_encoder_that_there_is_not_is_refused(indexed: Corpus, as_cleo: Client) -> None:
    form = {"what": "beside", "encoder": "no-such-encoder"}
    answer = as_cleo.post("/corpora/coast/jobs/index/", form, follow=True)
    assert "builtin, hashing, openclip" in answer.content.decode()
    assert not IndexJob.objects.filter(goes_live=False).exists()


@pytest.mark.parametrize(("wish", "status"), [("pause", "paused"), ("cancel", "cancelled")])
def test_an_index_job_stops_at_the_next_batch_and_keeps_what_is_done(
    wish: str, status: str, curated: Corpus, as_cleo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.corpora.indexing.batch_sending._ROWS", 1)
    for number in (1, 2, 3):
        add_picture(curated, number)
    job = indexing.create_job(curated)
    form = {"table": "index", "job": job.pk, "wish": wish}

    def stop(done: int, total: int) -> None:
        as_cleo.post("/corpora/coast/jobs/wish/", form)

    stopped = execute(job.pk, stop)
    assert stopped.status == status
    if wish == "pause":
        as_cleo.post("/corpora/coast/jobs/wish/", {**form, "wish": "resume"})
        assert execute(job.pk).status == "finished"
        assert not curated.images.filter(indexed_by="").exists()


def test_a_file_is_tried_again(indexed: Corpus, as_cleo: Client) -> None:
    job = indexed.jobs.first()
    FileProblem.objects.create(corpus=indexed, path="tower-1.png", reason="Broken.", job=job)
    kept = FileProblem.objects.create(corpus=indexed, path="lost.png", reason="It is no picture.")
    assert "Broken." in as_cleo.get("/corpora/coast/jobs/").content.decode()
    as_cleo.post("/corpora/coast/jobs/retry/")
    assert list(indexed.problems.all()) == [kept]
    assert indexed.images.get(path="tower-1.png").indexed_by == ""
    assert indexed.jobs.filter(status="queued").exists()


def test_what_an_import_said_of_a_file_is_dismissed(indexed: Corpus, as_cleo: Client) -> None:
    lost = FileProblem.objects.create(corpus=indexed, path="lost.png", reason="It is not there.")
    kept = FileProblem.objects.create(
        corpus=indexed, path="tower-1.png", reason="B.", job=indexed.jobs.first()
    )
    page = BeautifulSoup(as_cleo.get("/corpora/coast/jobs/").content, "html.parser")
    assert [each["value"] for each in page.select("form[action$='/dismiss/'] button")] == [str(lost.pk)]
    for problem in (lost, kept):
        as_cleo.post("/corpora/coast/jobs/dismiss/", {"problem": problem.pk})
    assert list(indexed.problems.all()) == [kept]


def test_the_page_shows_how_far_jobs_are(indexed: Corpus, as_cleo: Client, cleo: User) -> None:
    job = CurationJob.objects.create(corpus=indexed, kind="change", person=cleo)
    assert work.lease(job, "elsewhere/1")
    CurationJob.objects.filter(pk=job.pk).update(done=30, total=120)
    page = as_cleo.get("/corpora/coast/jobs/").content.decode()
    for words in ("Change of many pictures", "30 / 120", "Pause", 'id="jobs" data-fresh="1"'):
        assert words in page, words
    assert "Change of many pictures" in as_cleo.get("/corpora/-/jobs/").content.decode()


def test_an_index_job_counts_pictures(indexed: Corpus, as_cleo: Client) -> None:
    """In its second pass as well, and says when it will be done."""
    began = timezone.now() - timedelta(seconds=60)
    lease = {"lease_owner": "w", "lease_until": timezone.now() + timedelta(hours=1)}
    values = {"status": "running", "started": began, "details_started": began, "encoder": "hashing"}
    IndexJob.objects.create(corpus=indexed, details_done=3, details_total=12, **values, **lease)
    page = BeautifulSoup(as_cleo.get("/corpora/coast/jobs/").content, "html.parser")
    row = page.select_one("#jobs tbody tr")
    assert "3 / 12" in row.text
    assert "3 min" in row.text
    assert (row.progress["value"], row.progress["max"]) == ("3", "12")


def test_everything_can_be_rebuilt_from_the_database(indexed: Corpus, as_cleo: Client) -> None:
    as_cleo.post("/corpora/coast/jobs/index/", {"what": "everything"})
    job = indexed.jobs.get(status="queued")
    assert execute(job.pk).done == 4


def test_an_index_of_another_version_is_told_of_and_built_again(indexed: Corpus, as_cleo: Client) -> None:
    notice = "Another version of the encoder built this index"
    assert notice not in as_cleo.get("/corpora/coast/jobs/").content.decode()
    Corpus.objects.filter(pk=indexed.pk).update(encoder_version="hashing-0")
    indexed.images.update(indexed_by="hashing-0")
    assert notice in as_cleo.get("/corpora/coast/jobs/").content.decode()
    with pytest.raises(Broken, match="index of coast"):
        probe_indexes()

    index_now(indexed, "hashing")
    assert notice not in as_cleo.get("/corpora/coast/jobs/").content.decode()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/corpora/", "index"), ("/corpora/coast/", "index"),
        ("/corpora/coast/jobs/", "index"), ("/corpora/-/jobs/", "index"),
        ("/corpora/coast/trash/", "purge"), ("/corpora/coast/duplicates/", "scan_duplicates"),
    ],
)  # fmt: skip
def test_pages_are_asked_again_while_work_goes_on(
    indexed: Corpus, as_cleo: Client, path: str, kind: str
) -> None:
    assert not seconds_of(as_cleo, path)
    jobs: type[IndexJob | CurationJob] = IndexJob if kind == "index" else CurationJob
    given = {"encoder": "hashing"} if kind == "index" else {"kind": kind}
    job = jobs.objects.create(corpus=indexed, **given)
    assert seconds_of(as_cleo, path)
    jobs.objects.filter(pk=job.pk).update(status="finished", finished=timezone.now())
    assert not seconds_of(as_cleo, path)


def seconds_of(client: Client, path: str) -> list[str]:
    """In how many seconds the parts of a page say that they are out of date."""
    page = BeautifulSoup(client.get(path).content, "html.parser")
    parts = page.select("[data-fresh]")
    assert parts
    assert all(part.get("id") for part in parts)
    return [str(part["data-fresh"]) for part in parts if part["data-fresh"]]


def test_a_look_at_what_is_new_takes_no_message(indexed: Corpus, as_cleo: Client) -> None:
    as_cleo.post("/corpora/coast/trash/empty/")
    said = b"Nothing was deleted"
    assert said not in as_cleo.get("/corpora/coast/trash/", headers={"Sightline-Fresh": "1"}).content
    assert said in as_cleo.get("/corpora/coast/trash/").content


def test_only_what_can_be_tried_again_is_offered(curated: Corpus, as_cleo: Client) -> None:
    offered = b"Try all again"
    problem = FileProblem.objects.create(corpus=curated, path="a.jpg", reason="It is no picture.")
    assert offered not in as_cleo.get("/corpora/coast/jobs/").content
    problem.job = IndexJob.objects.create(corpus=curated, encoder="hashing", status="failed")
    problem.save()
    assert offered in as_cleo.get("/corpora/coast/jobs/").content
