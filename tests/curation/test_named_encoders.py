"""Encoders that curators name: the operator says where weights may come from, and a worker loads them."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from agents.retrieval.encoders.names import EncoderName, WeightsOrigin, weights_of
from tests.curation.test_changes import add_picture
from webapp.corpora import encoders
from webapp.corpora.indexing.services import execute, index_now
from webapp.corpora.models import Corpus, IndexJob

pytestmark = pytest.mark.long

PAGE = "/corpora/coast/jobs/"


@pytest.fixture
def indexed(curated: Corpus) -> Corpus:
    add_picture(curated, 1)
    index_now(curated)
    curated.refresh_from_db()
    return curated


@pytest.fixture
def models(tmp_path: Path, settings: Settings) -> Path:
    """The folder that the operator lets curators use, with no weights in it."""
    folder = tmp_path / "models"
    folder.mkdir()
    allow(settings, encoder_folders=str(folder))
    return folder


def allow(settings: Settings, **changes: str) -> None:
    settings.ENV = settings.ENV.model_copy(update=changes)


def build(client: Client, name: str) -> str:
    """Ask for an index beside with an encoder that is typed; what the page says then."""
    form = {"what": "beside", "encoder": "other", "name": name}
    said = client.post(f"{PAGE}index/", form, follow=True)
    return BeautifulSoup(said.content, "html.parser").text


def only_job() -> IndexJob:
    return IndexJob.objects.get(goes_live=False)


@pytest.mark.parametrize(
    ("name", "origins"),
    [
        ("builtin", ()),
        ("hashing:8", ()),
        ("builtin+minilm", ()),
        ("openclip:ViT-B-32/laion2b_s34b_b79k", (WeightsOrigin("hub", "openclip"),)),
        ("openclip:ViT-B-32//models/a.pt", (WeightsOrigin("path", "/models/a.pt"),)),
        ("builtin+transformers:intfloat/e5", (WeightsOrigin("hub", "intfloat"),)),
        ("builtin+transformers:e5", (WeightsOrigin("hub", ""),)),
        ("builtin+transformers:./e5", (WeightsOrigin("path", "./e5"),)),
        (
            "openclip:ViT-B-32/openai+transformers:/models/e5",
            (WeightsOrigin("hub", "openclip"), WeightsOrigin("path", "/models/e5")),
        ),
    ],
)
def test_a_name_says_where_weights_are(name: str, origins: tuple[WeightsOrigin, ...]) -> None:
    assert weights_of(EncoderName.parse(name)) == origins


def test_the_worker_loads_and_says_why_not(indexed: Corpus, models: Path, as_cleo: Client) -> None:
    as_cleo.get(PAGE)
    loaded = encoders._load.cache_info().misses
    build(as_cleo, f"openclip:ViT-B-32/{models}/absent.pt")
    assert encoders._load.cache_info().misses == loaded
    assert only_job().status == "queued"
    job = execute(only_job().pk)
    assert job.status == "failed"
    shown = BeautifulSoup(as_cleo.get(PAGE).content, "html.parser").select_one(".problem").text
    assert "are neither a file on this machine nor a tag" in shown


@pytest.mark.parametrize("name", ["there.pt", "absent.pt"])
def test_other_folders_are_refused_alike(
    name: str, indexed: Corpus, models: Path, tmp_path: Path, as_cleo: Client
) -> None:
    (tmp_path / "there.pt").write_bytes(b"weights")
    for path in (tmp_path / name, models / ".." / name, models.with_name("models-of-others") / name):
        said = build(as_cleo, f"openclip:ViT-B-32/{path}")
        assert f"Weights at {path} may not be used here" in said
    assert not IndexJob.objects.filter(goes_live=False).exists()


def test_no_link_leads_out_of_the_folders(
    indexed: Corpus, models: Path, tmp_path: Path, as_cleo: Client
) -> None:
    (tmp_path / "secret").mkdir()
    (models / "way-out").symlink_to(tmp_path / "secret")
    build(as_cleo, f"builtin+transformers:{models}/way-out/model")
    job = execute(only_job().pk)
    assert job.status == "failed"
    assert job.message.startswith(f"Weights at {models}/way-out/model may not be used here")


@pytest.mark.parametrize(
    "name", ["openclip:ViT-B-32/openai", "builtin+transformers:intfloat/e5", "builtin+transformers:e5"]
)
def test_hubs_are_closed_unless_set(name: str, indexed: Corpus, as_cleo: Client) -> None:
    assert "may not be used here" in build(as_cleo, name)
    assert not IndexJob.objects.filter(goes_live=False).exists()


def test_a_hub_that_is_set_is_used(indexed: Corpus, settings: Settings, as_cleo: Client) -> None:
    allow(settings, encoder_hubs="openclip, intfloat")
    build(as_cleo, "openclip:ViT-B-32/openai+transformers:intfloat/e5")
    assert only_job().status == "queued"


def test_the_choice_of_the_installation_is_free(indexed: Corpus, settings: Settings, as_cleo: Client) -> None:
    allow(settings, encoder="openclip:ViT-B-32//srv/operator.pt")
    form = {"what": "beside", "encoder": "openclip:ViT-B-32//srv/operator.pt"}
    as_cleo.post(f"{PAGE}index/", form)
    assert only_job().encoder == form["encoder"]


def test_what_serves_by_another_name_is_not_built_again(indexed: Corpus, as_cleo: Client) -> None:
    build(as_cleo, "hashing:6")
    job = execute(only_job().pk)
    assert (job.status, job.message) == ("failed", "This corpus is indexed with hashing:6 already.")
    indexed.refresh_from_db()
    assert indexed.encoder == "hashing"
    assert {image.indexed_by for image in indexed.images.all()} == {"hashing-1"}
