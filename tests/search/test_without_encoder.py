"""Pages of web processes, which hold no encoder: with the encoding service, and while it is away."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from agents.retrieval.encoders import load_encoder
from agents.retrieval.encoders.hashing import HashingEncoder
from tests.support.encoding_service import KEY, closed_address, serving
from webapp.corpora import encoders
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.models import Corpus

pytestmark = pytest.mark.long


@pytest.fixture
def in_service(indexed: Corpus, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is indexed is shown by a web process; the addresses of its services, of which none answers yet."""
    addresses = [closed_address()]
    client = EncodingClient(lambda: addresses, lambda: KEY)
    monkeypatch.setattr(encoders, "service", lambda: client)
    monkeypatch.setattr(encoders, "_is_in_service", True)
    yield addresses
    client.close()


@pytest.fixture
def served(in_service: list[str]) -> Iterator[None]:
    with serving() as address:
        in_service[:] = [address]
        yield


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def test_words_and_pictures_are_found_through_the_service(
    served: None, corpus: Corpus, as_ada: Client
) -> None:
    found = page(as_ada, "/search/?text=lighthouse")
    assert found.select(".found-pictures li")
    assert not found.select(".notice.declined")
    uid = corpus.images.get().uid
    assert page(as_ada, f"/search/?uid={uid}").select(".found-pictures li")


def test_words_are_found_without_the_service_and_it_is_said(in_service: list[str], as_ada: Client) -> None:
    found = page(as_ada, "/search/?text=lighthouse")
    assert found.select(".found-passages li")
    [note] = found.select(".notice.declined")
    assert "The encoding service does not answer." in note.text
    assert "the words themselves are searched for" in note.text
    assert "127.0.0.1" not in found.text


def test_a_picture_is_not_searched_by_without_the_service(
    in_service: list[str], corpus: Corpus, as_ada: Client
) -> None:
    found = page(as_ada, f"/search/?uid={corpus.images.get().uid}", 503)
    assert "The encoding service does not answer." in found.select_one(".problem").text  # type: ignore[union-attr]


def test_words_beside_a_picture_are_found_without_the_service(
    in_service: list[str], corpus: Corpus, as_ada: Client
) -> None:
    found = page(as_ada, f"/search/?text=lighthouse&uid={corpus.images.get().uid}")
    assert found.select(".notice.declined")
    assert found.select(".found-passages li")


def test_similar_pictures_say_why_there_are_none(
    in_service: list[str], corpus: Corpus, as_ada: Client
) -> None:
    found = page(as_ada, f"/pictures/{corpus.images.get().uid}/similar/")
    assert "The encoding service does not answer." in found.text


@pytest.mark.parametrize("version", ["hashing-1", "hashing-0"])
def test_the_page_of_jobs_knows_the_version_of_the_service(
    served: None, curated: Corpus, as_cleo: Client, version: str
) -> None:
    Corpus.objects.filter(pk=curated.pk).update(encoder_version=version)
    shown = page(as_cleo, f"/corpora/{curated.slug}/jobs/").text
    assert ("Another version of the encoder built this index" in shown) == (version == "hashing-0")


def test_the_page_of_jobs_needs_no_service(in_service: list[str], curated: Corpus, as_cleo: Client) -> None:
    page(as_cleo, f"/corpora/{curated.slug}/jobs/")


def test_an_index_of_an_older_version_is_refused_by_name(
    served: None, corpus: Corpus, as_ada: Client
) -> None:
    Corpus.objects.filter(pk=corpus.pk).update(encoder_version="hashing-0")
    found = page(as_ada, "/search/?text=lighthouse", 503)
    assert f"The index of {corpus.slug} was built by another version" in found.text


def test_a_search_sees_a_service_that_was_brought_up_to_date(
    served: None, in_service: list[str], as_ada: Client
) -> None:
    page(as_ada, "/search/?text=lighthouse")
    newer = HashingEncoder()
    newer.version = "hashing-2"
    with serving(lambda _name: newer) as address:
        in_service[:] = [address]
        assert page(as_ada, "/search/?text=lighthouse").select(".found-passages li")  # It is still at hand.
        assert "replaced by another version" in page(as_ada, "/search/?text=tower", 503).text
        assert "built by another version" in page(as_ada, "/search/?text=lighthouse", 503).text


def test_a_web_process_loads_no_encoder(
    served: None, as_ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "_load", lambda name: pytest.fail(f"{name} was loaded"))
    assert page(as_ada, "/search/?text=lighthouse").select(".found-passages li")
    assert load_encoder("hashing").version == encoders.encoder("hashing").version
