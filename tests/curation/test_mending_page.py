"""A corpus of an earlier version on its page of jobs."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from agents.documents.parsing import READER_VERSION
from webapp.corpora.models import Corpus, CorpusImage, IndexJob
from webapp.curation.jobs import enqueue, execute
from webapp.curation.models import CurationJob
from webapp.work.models import Work

PAGE = "/corpora/{slug}/jobs/"


def page_of(client: Client, corpus: Corpus) -> str:
    return client.get(PAGE.format(slug=corpus.slug)).content.decode()


def current(corpus: Corpus) -> None:
    CorpusImage.objects.filter(corpus=corpus).update(media_version=2)
    corpus.documents.update(reader_version=READER_VERSION)


def test_the_page_offers_to_mend_what_is_outdated(curated: Corpus, as_cleo: Client) -> None:
    CorpusImage.objects.filter(corpus=curated).update(media_version=1)
    assert 'value="mend"' in page_of(as_cleo, curated)
    current(curated)
    assert 'value="mend"' not in page_of(as_cleo, curated)


def test_the_button_has_a_worker_mend_and_index(curated: Corpus, as_cleo: Client) -> None:
    CorpusImage.objects.filter(corpus=curated).update(media_version=1)
    as_cleo.post(PAGE.format(slug=curated.slug) + "index/", {"what": "mend"})
    job = CurationJob.objects.get(kind="mend")
    execute(job.pk)
    job.refresh_from_db()
    assert (job.status, job.report["as_they_should_be"] + job.report["to_bring_again"]) == ("finished", 1)
    assert IndexJob.objects.filter(corpus=curated).exists()


def test_who_does_not_look_after_a_corpus_mends_nothing(curated: Corpus, as_ada: Client) -> None:
    answer = as_ada.post(PAGE.format(slug=curated.slug) + "index/", {"what": "mend"})
    assert answer.status_code in (403, 404)
    assert not CurationJob.objects.exists()


def test_another_worker_finishes_what_a_killed_one_began(curated: Corpus) -> None:
    CorpusImage.objects.filter(corpus=curated).update(media_version=1)
    job = enqueue(curated, "mend", None, {})
    over = timezone.now() - timedelta(seconds=1)
    CurationJob.objects.filter(pk=job.pk).update(
        status=Work.Status.RUNNING, lease_owner="elsewhere/1", lease_until=over
    )
    execute(job.pk)
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("finished", 1, 1)


def test_mending_stops_when_it_is_cancelled(curated: Corpus) -> None:
    CorpusImage.objects.filter(corpus=curated).update(media_version=1)
    job = enqueue(curated, "mend", None, {})
    CurationJob.objects.filter(pk=job.pk).update(wish=Work.Wish.CANCEL)
    execute(job.pk)
    job.refresh_from_db()
    assert (job.status, job.report) == ("cancelled", {})
    assert not IndexJob.objects.filter(corpus=curated).exists()
