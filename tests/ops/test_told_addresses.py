"""No sentence, log or check holds the credentials of a setting; people who run no server see no address."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from agents.errors import VectorsUnavailable
from tests.ops.conftest import Finished
from tests.support.waiting import free_port
from tests.web.drawn import make_corpus, make_run
from webapp import logs
from webapp.corpora.vectors import connect
from webapp.env import CONFIDENTIAL, Env
from webapp.redaction import for_operators, for_people
from webapp.runs.execution import run_leases
from webapp.runs.models import Run

USER, PASSWORD, TOKEN, HOST = "s3cretuser", "pa55%2Fword", "t0kenofmine", "server.internal.example"
TOLD = (USER, PASSWORD, "pa55/word", TOKEN)
SCHEMES = {
    "database_url": "postgres",
    "media_url": "s3",
    "vectors_url": "http",
    "encoding_urls": "http",
    "broker_url": "amqp",
    "bell_url": "redis",
}
URLS = sorted(name for name in Env.model_fields if name.endswith(("_url", "_urls")))
MODELS = sorted(name for name in CONFIDENTIAL if name == "model" or name.endswith("_model"))
KEYS = sorted(name for name in CONFIDENTIAL if name.endswith("_key"))
SENTENCES = (
    "Cannot connect to {url}.",
    "Client error '401 Unauthorized' for url '{url}'\nFor more information check: https://example.org/401",
    'connection to server at "{host}" (10.9.8.7), port 5432 failed: FATAL: password failed for user "{user}"',
    "invalid dsn: password={password} user='{user}' token {token}",
    "Connect call failed ('10.9.8.7', 5432) [{host}:5432]",
)


def address(scheme: str) -> str:
    return f"{scheme}://{USER}:{PASSWORD}@{HOST}:5432/path?token={TOKEN}"


def set_to(settings: Settings, **values: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update=values)


def said(url: str) -> list[str]:
    words = {"url": url, "host": HOST, "user": USER, "password": "pa55/word", "token": TOKEN}
    return [sentence.format(**words) for sentence in SENTENCES]


def test_every_setting_with_an_address_is_tried() -> None:
    assert sorted(SCHEMES) == URLS
    assert set(URLS) <= CONFIDENTIAL


def test_each_of_several_addresses_is_kept_from_people(settings: Settings) -> None:
    set_to(settings, encoding_urls=f"http://encoder:8400, http://{HOST}:8400")
    assert for_people(f"Cannot connect to encoder, nor to {HOST}.") == (
        "Cannot connect to its server, nor to its server."
    )


@pytest.mark.parametrize("name", URLS)
def test_no_sentence_tells_what_an_address_holds(name: str, settings: Settings) -> None:
    url = address(SCHEMES[name])
    set_to(settings, **{name: url})
    for sentence in said(url):
        assert not [secret for secret in TOLD if secret in for_operators(sentence)]
        told = for_people(sentence)
        assert not [word for word in (*TOLD, HOST, "10.9.8.7") if word in told]
    assert HOST in for_operators(f"Cannot connect to {url}.")


@pytest.mark.parametrize("name", MODELS)
def test_no_sentence_tells_what_a_models_address_holds(name: str, settings: Settings) -> None:
    url = f"https://{HOST}:5432/v1?token={TOKEN}"
    set_to(settings, **{name: f"openai:gpt-5 base_url={url} vision=yes"})
    assert TOKEN not in for_operators(f"Asked {url} and {TOKEN}: refused.")
    assert HOST not in for_people(f"Asked {url}: {HOST} refused.")


def test_where_a_search_engine_stands_is_kept_from_people(settings: Settings) -> None:
    set_to(settings, web_engines=f"wikipedia searxng:http://{HOST}:8888 usd=0.1")
    assert for_people(f"{HOST} answered 500.") == "its server answered 500."
    assert HOST in for_operators(f"{HOST} answered 500.")


@pytest.mark.parametrize("name", KEYS)
def test_no_sentence_tells_a_key(name: str, settings: Settings) -> None:
    set_to(settings, **{name: "sk-abc+def"})
    assert "sk-abc" not in for_operators("Incorrect API key provided: sk-abc+def.")


def test_what_is_no_address_stays(settings: Settings) -> None:
    set_to(settings, database_url="postgres://sightline:x@db:5432/sightline")
    sentence = "Sightline found nothing at 12:30 in step 7 of ollama:qwen3-vl; see docs/models.md."
    assert for_operators(sentence) == for_people(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            'could not translate host name "chroma" to address: Name or service not known',
            "could not translate host name its server to address: Name or service not known",
        ),
        ("Cannot connect to host chroma: refused.", "Cannot connect to host its server: refused."),
        ("Failed to resolve 'chroma' ([Errno -2])", "Failed to resolve its server ([Errno -2])"),
        ("CHROMA timed out.", "its server timed out."),
        ("[Errno 111] Connection refused: chroma", "[Errno 111] Connection refused: its server"),
    ],
)
def test_a_bare_name_in_a_sentence_of_a_connection_is_not_told(
    sentence: str, told: str, settings: Settings
) -> None:
    set_to(settings, vectors_url="http://chroma:8000")
    assert for_people(sentence) == told
    assert for_operators(sentence) == sentence


@pytest.mark.parametrize(
    "address",
    ["fd00::12", "::1", "fe80::1%eth0", "2001:db8:0:0:0:0:0:7", "::ffff:10.9.8.7", "[fd00::12]:5432"],
)
def test_an_address_of_the_longer_kind_is_not_told(address: str) -> None:
    assert for_people(f"Cannot connect to {address}: refused.") == "Cannot connect to its address: refused."
    kept = "It ended at 12:30:15, a ratio of 3:2; note :: see tests/x.py::one and std::list."
    assert for_people(kept) == kept


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing is known about the chroma of this picture.",
        "chroma:small could not be reached: connection refused.",
        "The file chroma.py and the folder /srv/chroma are not reached; neither is chroma-2.",
    ],
)
def test_a_word_like_the_name_of_a_server_stays(sentence: str, settings: Settings) -> None:
    set_to(settings, vectors_url="http://chroma:8000")
    assert for_people(sentence) == sentence


def test_the_log_tells_no_credentials_either(settings: Settings) -> None:
    set_to(settings, vectors_url=address("http"))
    try:
        raise OSError(f"no route to {address('http')}")
    except OSError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "", 0, "Asked %s.", (address("http"),), logging.sys.exc_info()
        )
    line = logs.RedactingFormatter("{message}").format(record)
    assert "Traceback" in line
    assert not [secret for secret in TOLD if secret in line]


def test_every_part_of_doctor_is_silent_about_them(manage: Callable[..., Finished]) -> None:
    def at(scheme: str, path: str = "") -> str:
        return f"{scheme}://{USER}:{PASSWORD}@127.0.0.1:{free_port()}{path}?token={TOKEN}"

    finished = manage(
        "doctor", SIGHTLINE_DATABASE_URL=at("postgres", "/name").partition("?")[0],
        SIGHTLINE_MEDIA_URL=at("nothing"), SIGHTLINE_VECTORS_URL=at("http"),
        SIGHTLINE_BROKER_URL=at("amqp").partition("?")[0], SIGHTLINE_BELL_URL=at("redis"),
        SIGHTLINE_ENCODER="hashing", SIGHTLINE_OCR="off", SIGHTLINE_MODEL_KEY="sk-abcdef",
        SIGHTLINE_MODEL=f"openai:gpt-5 base_url=http://127.0.0.1:{free_port()}/v1?token={TOKEN}",
    )  # fmt: skip
    assert finished.returncode == 1
    assert not [word for word in (*TOLD, "sk-abcdef") if word in finished.stdout + finished.stderr]
    assert "✗ database" in finished.stdout


@pytest.fixture
def unreached(settings: Settings) -> str:
    """A vector server that does not answer, with a password in its address."""
    settings.VECTORS_URL = f"http://{USER}:{PASSWORD}@127.0.0.1:{free_port()}"
    set_to(settings, vectors_url=settings.VECTORS_URL)
    return settings.VECTORS_URL.rpartition("@")[2]


def test_a_vector_server_is_named_to_operators_alone(unreached: str) -> None:
    with pytest.raises(VectorsUnavailable) as error:
        connect(f"http://{USER}:{PASSWORD}@{unreached}")
    assert unreached not in str(error.value)
    assert unreached in for_operators(error.value)
    assert not [secret for secret in TOLD if secret in for_operators(error.value)]


def test_pages_name_no_server(
    unreached: str, db: None, settings: Settings, client: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.MEDIA_STORE_URL = str(tmp_path_factory.mktemp("media"))
    corpus, ada = make_corpus(), User.objects.create_user("ada")
    corpus.encoder = corpus.encoder_version = "hashing"
    corpus.save()
    client.force_login(ada)
    uid = corpus.images.get().uid
    for path in (
        f"/pictures/{uid}/similar/",
        f"/search/?text=tower&corpus={corpus.slug}",
        f"/search/?uid={uid}",
    ):
        page = client.get(path).content.decode()
        assert not [word for word in (*TOLD, unreached) if word in page], path


def test_a_runs_message_names_no_server(unreached: str, db: None, settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_STORE_URL = str(tmp_path / "media")
    run = make_run(User.objects.create_user("ada"), make_corpus())
    with pytest.raises(VectorsUnavailable), run_leases.leased(run.pk):
        connect(f"http://{USER}:{PASSWORD}@{unreached}")
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert "does not answer" in run.message
    assert not [word for word in (*TOLD, unreached, "127.0.0.1") if word in run.message]
