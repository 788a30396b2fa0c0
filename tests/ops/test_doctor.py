"""`manage.py doctor` over broken parts, each broken for real."""

import json
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation
from pytest_django import Settings

from agents.messages import message
from agents.models.held import PROBE_SCHEMA
from tests.ops.conftest import Finished
from tests.support.encoding_service import serving
from tests.support.model_server import ModelServer, Say
from tests.support.waiting import free_port
from webapp.corpora.encoders import service
from webapp.corpora.encoding.addresses import home_service, service_key
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.ownership import Owner
from webapp.doctor import checks
from webapp.doctor.checks import CHECKS, Finding, HealthCheck, examine
from webapp.management.cli import shell_language
from webapp.management.commands.doctor import describe
from webapp.messages import translated

pytestmark = pytest.mark.long

NAMES = [
    "database", "words", "media store", "vectors", "indexes", "broker", "bell", "encoder", "encoding service",
    "reader", "reranker", "describer", "ocr", "policy", "web engines", "privacy", "disk space",
]  # fmt: skip
Usage = namedtuple("Usage", "total used free")


def findings_of(finished: Finished) -> dict[str, dict[str, object]]:
    return {check["name"]: check for check in json.loads(finished.stdout)["checks"]}


def test_a_new_installation_is_told_to_migrate_and_is_well_afterwards(
    manage: Callable[..., Finished],
) -> None:
    settings = {"SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off"}
    before = manage("doctor", "--json", **settings)
    assert before.returncode == 1
    assert findings_of(before)["database"]["advice"] == "Run manage.py migrate."

    assert manage("migrate", **settings).returncode == 0
    after = manage("doctor", **settings)
    assert after.returncode == 0, after.stdout
    assert [line[:1] for line in after.stdout.splitlines()] == ["✓"] * len(NAMES)


def probed(name: str) -> Finding:
    return next(check for check in CHECKS if check.name == name).run()


def test_chosen_parts_are_named(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"encoder": "hashing"})
    said = {name: probed(name).detail for name in ("reader", "reranker", "describer")}
    assert said == {
        "reader": "nearest (nearest-2)",
        "reranker": "search hits are ordered by builtin",
        "describer": "pictures are put into words by builtin",
    }


@pytest.mark.parametrize("part", ["reader", "reranker", "describer"])
def test_an_unknown_part_is_told_with_those_there_are(settings: Settings, part: str) -> None:
    settings.ENV = settings.ENV.model_copy(update={"encoder": "hashing", part: "oracle"})
    found = probed(part)
    assert not found.ok
    assert found.detail.startswith(f"There is no {part} “oracle”. There are: ")
    assert f"SIGHTLINE_{part.upper()}" in found.advice


@pytest.mark.parametrize("part", ["reader", "reranker", "describer"])
def test_weights_that_cannot_be_had_are_told(settings: Settings, part: str, tmp_path: Path) -> None:
    kind = "cross-encoder" if part == "reader" else "transformers"
    settings.ENV = settings.ENV.model_copy(update={"encoder": "hashing", part: f"{kind}:{tmp_path}"})
    found = probed(part)
    assert not found.ok
    assert found.detail.startswith(f"The {part} {kind}:{tmp_path} cannot be loaded: ")
    assert "Give a folder with its config.json" in found.detail


def test_every_broken_part_has_its_red_line_with_what_to_do(
    manage: Callable[..., Finished], tmp_path: Path
) -> None:
    in_the_way = tmp_path / "media"
    in_the_way.write_text("a file where a folder should be")
    finished = manage(
        "doctor", "--json",
        SIGHTLINE_DATABASE_URL=f"postgres://nobody:hunter2@127.0.0.1:{free_port()}/nothing",
        SIGHTLINE_MEDIA_URL=str(in_the_way), SIGHTLINE_VECTORS_URL=f"http://127.0.0.1:{free_port()}",
        SIGHTLINE_BROKER_URL=f"amqp://127.0.0.1:{free_port()}", SIGHTLINE_ENCODER="crystal-ball",
        SIGHTLINE_OCR="off",
    )  # fmt: skip
    found = findings_of(finished)
    assert finished.returncode == 1
    assert json.loads(finished.stdout)["ok"] is False
    assert [name for name in NAMES if not found[name]["ok"]] == [
        "database", "words", "media store", "vectors", "indexes", "broker", "encoder", "reader", "describer",
        "policy",
    ]  # fmt: skip
    for name, advice in {
        "database": "SIGHTLINE_DATABASE_URL", "media store": "SIGHTLINE_MEDIA_URL",
        "vectors": "SIGHTLINE_VECTORS_URL", "broker": "SIGHTLINE_BROKER_URL",
        "encoder": "SIGHTLINE_ENCODER", "policy": "Mend the encoder.",
    }.items():  # fmt: skip
        assert advice in str(found[name]["advice"]), name
    assert "crystal-ball" in str(found["encoder"]["detail"])
    assert "hunter2" not in finished.stdout + finished.stderr


def test_the_checks_are_those_that_the_documentation_lists() -> None:
    assert [check.name for check in CHECKS] == NAMES


def test_one_broken_part_does_not_keep_the_others_from_being_checked() -> None:
    def broken() -> str:
        raise checks.Broken("It is off.", "Switch it on.")

    assert examine((HealthCheck("lamp", broken), HealthCheck("door", lambda: "open"))) == (
        Finding("lamp", False, "It is off.", "Switch it on."),
        Finding("door", True, "open"),
    )


def test_the_advice_stands_under_the_red_line() -> None:
    text = describe([Finding("lamp", False, "It is off.", "Switch it on."), Finding("door", True, "open")])
    assert text.splitlines() == ["✗ lamp  It is off.", "        → Switch it on.", "✓ door  open"]


def test_a_full_disk_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 10**9))
    with pytest.raises(checks.Broken) as broken:
        checks.probe_disk()
    assert "0.9 GiB free" in broken.value.detail
    assert "SIGHTLINE_HOME" in broken.value.advice
    with translation.override("de"):
        assert translated(broken.value.detail).startswith("0,9 GiB")


def test_a_folder_of_vectors_that_another_process_keeps_is_red(settings: Settings, tmp_path: Path) -> None:
    from webapp.corpora.vectors_folder import VectorsFolder

    settings.VECTORS_FOLDER = tmp_path / "vectors"
    holder = VectorsFolder(settings.VECTORS_FOLDER)
    assert holder.acquire()
    try:
        with pytest.raises(checks.Broken) as broken:
            checks.probe_vectors()
    finally:
        holder.release()
    assert "manage.py vectors" in broken.value.advice


def test_the_database_check_reports_postgresql(postgres_as_default: object) -> None:
    assert "PostgreSQL" in checks.probe_database()
    MigrationRecorder(connections[DEFAULT_DB_ALIAS]).flush()
    with pytest.raises(checks.Broken, match="migrations are not applied"):
        checks.probe_database()
    assert connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


@pytest.mark.networks
def test_the_models_of_ocr_load(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ocr": True})
    assert checks.probe_ocr() == "models load"


@pytest.mark.parametrize(
    ("knows", "said"),
    [(True, "holds replies to a schema (response_format)"), (False, "holds replies to no schema")],
)
def test_a_model_with_a_schema_is_asked_whether_it_is_held(
    settings: Settings, knows: bool, said: str
) -> None:
    held = json.dumps({"word": PROBE_SCHEMA["properties"]["word"]["enum"][0]})
    with ModelServer(lambda body, _: Say(held if knows and "response_format" in body else "Hi.")) as server:
        line = f"openai:held base_url={server.url} json=schema"
        settings.ENV = settings.ENV.model_copy(update={"model": line, "policy": "model"})
        assert said in checks.probe_policy()


def test_a_model_without_a_schema_is_not_asked(settings: Settings) -> None:
    with ModelServer(lambda _body, _number: Say("Hi.")) as server:
        line = f"openai:free base_url={server.url}"
        settings.ENV = settings.ENV.model_copy(update={"model": line, "policy": "model"})
        assert checks.probe_policy().endswith("not asked")
    assert server.requests == []


def test_the_shell_hears_it_in_its_language(manage: Callable[..., Finished]) -> None:
    settings = {"SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off", "LC_ALL": "de_DE.UTF-8"}
    told = manage("doctor", **settings).stdout
    assert "✗ Datenbank" in told
    assert "→ manage.py migrate ausführen." in told
    assert (
        findings_of(manage("doctor", "--json", **settings))["database"]["advice"] == "Run manage.py migrate."
    )


def test_names_of_parts_are_as_wide_as_a_terminal_shows_them(settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "zh-cn"
    findings = [Finding(message("disk space"), True, "a"), Finding(message("vectors"), True, "b")]
    with shell_language():
        assert describe(findings).splitlines() == ["✓ 磁盘空间  a", "✓ 向量      b"]


def test_a_shell_in_another_language_hears_english(settings: Settings) -> None:
    settings.SHELL_LANGUAGE = "c"
    with shell_language():
        assert translated(message("Run manage.py migrate.")) == "Run manage.py migrate."


@pytest.mark.parametrize("path", ["", "/0?socket_timeouts=1"], ids=["away", "odd"])
def test_a_bell_that_cannot_be_rung_is_red(settings: Settings, path: str) -> None:
    url = f"redis://:hunter2@127.0.0.1:{free_port()}{path}"
    settings.ENV = settings.ENV.model_copy(update={"bell_url": url})
    finding = HealthCheck("bell", checks.probe_bell).run()
    assert not finding.ok
    assert "SIGHTLINE_BELL_URL" in finding.advice
    assert "hunter2" not in finding.detail


@pytest.mark.parametrize(
    ("named", "advice"), [(True, "SIGHTLINE_ENCODING_URLS"), (False, "manage.py encoding")]
)
def test_an_encoding_service_that_is_away_is_red(settings: Settings, named: bool, advice: str) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    settings.ENV = settings.ENV.model_copy(update={"encoding_urls": address if named else ""})
    ours = home_service()
    assert ours.acquire()
    try:
        ours.announce(Owner(1, address))
        finding = probed("encoding service")
    finally:
        ours.release()
    assert not finding.ok
    assert f"does not answer. ({address}" in finding.detail
    assert advice in finding.advice


@pytest.fixture
def encoding_client() -> Iterator[EncodingClient]:
    """That of this process, made for the test."""
    service.cache_clear()
    yield service()
    service().close()
    service.cache_clear()


@pytest.mark.usefixtures("encoding_client")
def test_encoding_services_that_encode_are_counted(settings: Settings) -> None:
    with serving(key=service_key()) as first, serving(key=service_key()) as second:
        update = {"encoding_urls": f"{first}, {second}/", "encoder": "hashing"}
        settings.ENV = settings.ENV.model_copy(update=update)
        assert probed("encoding service").detail == "2 services encode for web processes"


@pytest.mark.usefixtures("encoding_client")
def test_an_encoding_service_with_another_key_is_red(settings: Settings) -> None:
    with serving(key="another") as address:
        settings.ENV = settings.ENV.model_copy(update={"encoding_urls": address})
        assert "SIGHTLINE_SECRET_KEY" in probed("encoding service").detail
