"""The environment: documented, checked at the start, secrets kept to their owner."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ops.conftest import PROJECT, Finished
from webapp import env
from webapp.env import PREFIX, Env, names, secret

ROW = re.compile(r"^\| `(SIGHTLINE_[A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


Refused = Callable[..., str]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, home: Path) -> Refused:
    """What the settings say of an environment that they refuse, in this process."""

    def load(**settings: str) -> str:
        monkeypatch.setattr(os, "environ", {"SIGHTLINE_HOME": str(home), **settings})
        mask = os.umask(0o077)
        try:
            with pytest.raises(SystemExit) as ended:
                env.load()
        finally:
            os.umask(mask)
        return str(ended.value.code)

    return load


def documented() -> dict[str, str]:
    """Default of every variable in the tables of docs/configuration.md."""
    rows = ROW.findall((PROJECT / "docs" / "configuration.md").read_text())
    assert len(rows) == len({name for name, *_ in rows}), "a variable is documented twice"
    return {name: default for name, default, _, _ in rows}


def test_the_documentation_names_every_variable_and_no_other() -> None:
    assert set(documented()) == {PREFIX + name.upper() for name in Env.model_fields}


@pytest.mark.parametrize("name", sorted(Env.model_fields))
def test_the_documented_default_is_the_real_one(name: str) -> None:
    written, default = documented()[PREFIX + name.upper()], Env.model_fields[name].default
    if isinstance(default, bool):
        assert written == f"`{'on' if default else 'off'}`"
    elif isinstance(default, Path):
        assert default == PROJECT / "var"
    elif default == "":
        assert written.startswith("empty")
    else:
        assert written == f"`{default}`"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ENCODER_FOLDERS", "/models, weights", "'weights' is no whole path, such as /models"),
        ("SLOTS", "slow=2", "SIGHTLINE_SLOTS is 'slow=2': 'slow=2' names no kind of work: quick, standard"),
        ("PORT", "abc", "SIGHTLINE_PORT is 'abc': give a whole number"),
        ("PORT", "70000", "SIGHTLINE_PORT is '70000': give 65535 or less"),
        ("OCR", "perhaps", "SIGHTLINE_OCR is 'perhaps': give true or false"),
        ("POLICY", "magic", "SIGHTLINE_POLICY is 'magic': give one of: 'auto', 'builtin', 'model'"),
        ("ORIGINS", "example.org", "SIGHTLINE_ORIGINS is 'example.org': write each origin with its scheme"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x", "SIGHTLINE_DATABASE_URL: use postgres://"),
        (
            "FETCH_PRIVATE_HOSTS",
            "10.0.0.0/8",
            "SIGHTLINE_FETCH_PRIVATE_HOSTS is '10.0.0.0/8': '10.0.0.0/8' is no",
        ),
        ("WEB_ALLOW", "10.0.0.0/8", "SIGHTLINE_WEB_ALLOW is '10.0.0.0/8': '10.0.0.0/8' is no host"),
        (
            "WEB_CONTACT",
            "me",
            "SIGHTLINE_WEB_CONTACT is 'me': 'me' is no mail address and no address of a page",
        ),
        ("WEB_ENGINES", "sk-secret", "SIGHTLINE_WEB_ENGINES: Word 1 of the setting of web engines names no"),
        ("WEB_ENGINES", "searxng", "SIGHTLINE_WEB_ENGINES: The web engine searxng needs its address"),
        ("WEB_ENGINES", "wikipedia brave", "The web engine brave needs an API key: set SIGHTLINE_BRAVE_KEY"),
        ("ASK_SOURCES", "moon", "SIGHTLINE_ASK_SOURCES is 'moon': give"),
        (
            "ASK_SOURCES",
            "both",
            "SIGHTLINE_ASK_SOURCES is both, so choose search engines in SIGHTLINE_WEB_EN",
        ),
        ("WEB_CACHE_HOURS", "-1", "SIGHTLINE_WEB_CACHE_HOURS is '-1': give 0"),
        ("VECTORS_URL", "chroma:8000", "SIGHTLINE_VECTORS_URL: use http://host:port"),
        ("BROKER_URL", "kafka://x:hunter2@b", "SIGHTLINE_BROKER_URL: use redis://"),
        (
            "ORIGINS",
            "https://x:hunter2@example.org",
            "SIGHTLINE_ORIGINS is 'https://example.org': an origin names",
        ),
        ("FETCH_PRIVATE_HOSTS", "http://x:hunter2@h", "'http://h' is no host"),
        (
            "DATABASE_URL",
            "postgres://x:hunter2#y@db/x",
            "SIGHTLINE_DATABASE_URL: this address cannot be taken",
        ),
        ("MEDIA_URL", "s3://[x:hunter2", "SIGHTLINE_MEDIA_URL: this address cannot be taken apart"),
        (
            "VECTORS_URL",
            "http://x:hunter2@h:port",
            "SIGHTLINE_VECTORS_URL: this address cannot be taken apart",
        ),
        (
            "BROKER_URL",
            "redis://x:hunter2@h:70000",
            "SIGHTLINE_BROKER_URL: this address cannot be taken apart",
        ),
        ("BELL_URL", "redis://x:hunter2@[::1", "SIGHTLINE_BELL_URL: this address cannot be taken apart"),
        ("PROT", "8000", "Unknown setting SIGHTLINE_PROT"),
    ],
)
def test_a_bad_value_is_told_in_a_sentence(refused: Refused, name: str, value: str, sentence: str) -> None:
    told = refused(**{PREFIX + name: value})
    assert sentence in told
    assert "See docs/configuration.md" in told or "see docs/configuration.md" in told
    assert "hunter2" not in told


def test_a_bad_value_stops_the_start(manage: Callable[..., Finished]) -> None:
    finished = manage("check", SIGHTLINE_PORT="abc", SIGHTLINE_BELL_URL="x", LC_ALL="de_DE.UTF-8")
    assert finished.returncode == 1
    assert "Sightline kann nicht starten." in finished.stderr
    assert "SIGHTLINE_PORT ist 'abc': eine ganze Zahl angeben" in finished.stderr
    assert "redis://host:port/0 angeben oder leer lassen" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_all_bad_values_are_named_at_once(refused: Refused) -> None:
    told = refused(SIGHTLINE_PORT="x", SIGHTLINE_LOG_LEVEL="LOUD")
    assert "SIGHTLINE_PORT" in told
    assert "SIGHTLINE_LOG_LEVEL" in told


def test_a_home_that_cannot_be_made_is_explained(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "cannot be made" in refused(SIGHTLINE_HOME=str(tmp_path / "file" / "home"))


def test_an_empty_variable_counts_as_not_set(manage: Callable[..., Finished]) -> None:
    assert manage("check", SIGHTLINE_PORT="", SIGHTLINE_DATABASE_URL="").returncode == 0


def test_the_secret_key_is_made_on_the_first_start_for_the_owner_alone(
    manage: Callable[..., Finished], home: Path
) -> None:
    assert manage("check").returncode == 0
    kept = home / "secrets" / "django"
    first = kept.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert manage("check").returncode == 0
    assert kept.read_text() == first


def test_two_secrets_differ_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    assert secret(tmp_path, "one") != secret(tmp_path, "two")
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == ["one", "two"]


def test_a_list_is_split_at_its_commas() -> None:
    assert names(" a.example, b.example ,,") == ["a.example", "b.example"]


def test_behind_https_the_deployment_check_leaves_only_what_the_documentation_explains(
    manage: Callable[..., Finished],
) -> None:
    finished = manage("check", "--deploy", SIGHTLINE_HTTPS="on")
    warnings = set(re.findall(r"security\.W\d+", finished.stderr))
    explained = set(re.findall(r"security\.W\d+", (PROJECT / "docs" / "operations.md").read_text()))
    assert warnings == explained
