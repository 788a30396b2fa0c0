"""Every environment variable of Sightline, read once. A bad value stops the start with a sentence.

Each field is `SIGHTLINE_<NAME>`; docs/configuration.md describes them and a test keeps the two in step.
"""

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Mapping
from decimal import Decimal
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.messages import sentence_of
from agents.models.spec import parse_model
from agents.parsing.validation import enumerated, sentence_for
from agents.text.redaction import without_credentials
from agents.types import Role, SourcePolicy
from agents.web.hosts import PrivateHosts
from agents.web.sending import user_agent
from media_store.limits import MIB
from webapp.kinds_of_work import DEFAULT, parse_slots
from webapp.startup import in_language

if TYPE_CHECKING:
    from agents.web.engines.protocol import EngineSetting

PREFIX = "SIGHTLINE_"
OTHERS = 0o077
"""The bits of a mode that say what other users of the machine may do."""

PROJECT = Path(__file__).resolve().parent.parent

ENGINES_WITH_KEYS = ("brave", "serper", "tavily", "exa", "serpapi")

# May hold a password, so a message never repeats its value.
CONFIDENTIAL = {
    "secret_key",
    "database_url",
    "media_url",
    "vectors_url",
    "encoding_urls",
    "broker_url",
    "bell_url",
}
CONFIDENTIAL |= {"web_engines", *(f"{name}_key" for name in ENGINES_WITH_KEYS)}
CONFIDENTIAL |= {"model", "model_key", *(f"{role}_{part}" for role in Role for part in ("model", "key"))}
BROKERS = ("filesystem://", "redis://", "rediss://", "amqp://", "amqps://")


class Env(BaseSettings):
    """What an operator can set; the defaults run an embedded installation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", env_ignore_empty=True)

    home: Path = Field(default=PROJECT / "var", description="Folder that holds all state.")
    debug: bool = Field(default=False, description="Django's debug pages. Never on a public server.")
    hosts: str = Field(default="", description="Host names served besides the loopback ones, by comma.")
    origins: str = Field(default="", description="Trusted origins for forms behind a proxy, by comma.")
    https: bool = Field(
        default=False, description="A proxy in front serves HTTPS: cookies and links insist on it."
    )
    listen: str = Field(default="127.0.0.1", description="Address that `make run` serves on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that `make run` serves on.")
    trusted_proxies: str = Field(
        default="", description="Addresses or networks of proxies whose X-Forwarded-For counts, by comma."
    )
    sign_in_failures: int = Field(
        default=100, ge=10, le=1_000_000, description="Wrong passwords from one address in 15 minutes."
    )
    secret_key: str = Field(default="", description="Django's secret key; generated into the home folder.")
    database_url: str = Field(default="", description="postgres://...; empty: SQLite in the home folder.")
    media_url: str = Field(default="", description="Any fsspec URL for pictures; empty: home/media.")
    vectors_url: str = Field(default="", description="A Chroma server; empty: the one of this home.")
    encoding_urls: str = Field(
        default="", description="Encoding services, by comma; empty: the one of this home."
    )
    broker_url: str = Field(default="", description="Celery broker; empty: a folder in the home folder.")
    bell_url: str = Field(
        default="", description="redis://... that wakes browsers; empty: they are polled for."
    )
    encoder: str = Field(
        default="builtin", description="builtin, hashing, openclip:MODEL/PRETRAINED; +SENTENCES."
    )
    encoder_folders: str = Field(
        default="", description="Folders whose weights curators may have encoders built with, by comma."
    )
    encoder_hubs: str = Field(
        default="", description="Hubs whose weights curators may have downloaded for that, by comma."
    )
    reader: str = Field(
        default="", description="What finds the answer: trained, nearest, extractive:..., cross-encoder:..."
    )
    reranker: str = Field(
        default="builtin", description="What orders search hits: builtin (by confidence), transformers:..."
    )
    describer: str = Field(
        default="builtin",
        description="What puts pictures into words: builtin, transformers:...",
    )
    policy: Literal["auto", "builtin", "model"] = Field(
        default="auto", description="What decides steps; auto: a model where one is set, else the rules."
    )
    model: str = Field(default="", description="The language model: provider:name key=value ...")
    model_key: str = Field(default="", description="Its API key; empty: the provider's own variable.")
    planner_model: str = Field(default="", description="The model that plans; empty: SIGHTLINE_MODEL.")
    planner_key: str = Field(default="", description="Its API key; empty: SIGHTLINE_MODEL_KEY.")
    searcher_model: str = Field(default="", description="The model that searches.")
    searcher_key: str = Field(default="", description="Its API key.")
    answerer_model: str = Field(default="", description="The model that writes the answer.")
    answerer_key: str = Field(default="", description="Its API key.")
    verifier_model: str = Field(default="", description="The model that checks claims.")
    verifier_key: str = Field(default="", description="Its API key.")
    captioner_model: str = Field(default="", description="The model that puts pictures into words.")
    captioner_key: str = Field(default="", description="Its API key.")
    reranker_model: str = Field(default="", description="The model that orders search hits.")
    reranker_key: str = Field(default="", description="Its API key.")
    monthly_usd: Decimal = Field(
        default=Decimal(0), ge=0, description="Dollars a user may spend on models in a month; 0: no limit."
    )
    monthly_tokens: int = Field(
        default=0, ge=0, description="Tokens a user may spend on models in a month; 0: no limit."
    )
    fetch_private_hosts: str = Field(
        default="", description="Hosts on private addresses that may be fetched from, by comma."
    )
    web_allow: str = Field(
        default="", description="Hosts that the web may be read from although they are not public, by space."
    )
    web_engines: str = Field(
        default="", description="Search engines of the web in their order: name:address key=value ..."
    )
    ask_sources: SourcePolicy = Field(
        default=SourcePolicy.CORPORA,
        description="Where questions look unless they say so: corpora, web, both.",
    )
    brave_key: str = Field(default="", description="API key of Brave Search.")
    serper_key: str = Field(default="", description="API key of Serper.")
    tavily_key: str = Field(default="", description="API key of Tavily.")
    exa_key: str = Field(default="", description="API key of Exa.")
    serpapi_key: str = Field(default="", description="API key of SerpApi.")
    web_contact: str = Field(
        default="", description="Mail address or page that servers of the web are told to complain to."
    )
    web_cache_hours: float = Field(
        default=24.0, ge=0, le=8760, description="Hours that replies of search engines are kept; 0: none is."
    )
    web_cache_mb: int = Field(
        default=64, ge=0, le=100_000, description="MiB of replies of search engines that are kept; 0: none."
    )
    import_folders: str = Field(
        default="", description="Folders of the server that curators may bring files in from, by comma."
    )
    ocr: bool = Field(
        default=True, description="Read text in pictures and scans while indexing and importing."
    )
    max_upload_mb: int = Field(default=50, ge=1, le=1000, description="Largest picture file, in MiB.")
    max_pixels_mp: int = Field(default=50, ge=1, le=89, description="Largest picture, in megapixels.")
    max_pages: int = Field(
        default=100,
        ge=1,
        le=2000,
        description="Pages of one TIFF or HEIC file that become pictures, at most.",
    )
    derived_mb: int = Field(
        default=2048, ge=0, le=1_000_000,
        description="MiB of vectors and read texts kept for pictures that are brought in again; 0: none.",
    )  # fmt: skip
    slots: str = Field(default=DEFAULT, description="What a worker does at once, by kind: kind=count ...")
    indexing_batch: int = Field(default=32, ge=1, le=512, description="Pictures encoded at once.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Log level.")

    @property
    def max_upload_bytes(self) -> int:
        """What one file may have that is uploaded or fetched."""
        return self.max_upload_mb * MIB

    def engine_settings(self) -> "tuple[EngineSetting, ...]":
        """The search engines of the web, in their order. Raises ConfigurationError."""
        if not self.web_engines:
            return ()
        from agents.web.asking.spec import parse_engines  # loads the door

        keys = {name: str(getattr(self, f"{name}_key")) for name in ENGINES_WITH_KEYS}
        return parse_engines(self.web_engines, keys)

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @field_validator("encoder_folders")
    @classmethod
    def _absolute_folders(cls, folders: str) -> str:
        for folder in names(folders):
            if not Path(folder).is_absolute():
                raise ValueError(_("%(name)s is no whole path, such as /models", name=repr(folder)))
        return folders

    @field_validator("origins")
    @classmethod
    def _with_scheme(cls, origins: str) -> str:
        if not all(origin.startswith(("http://", "https://")) for origin in names(origins)):
            raise ValueError(_("write each origin with its scheme, such as https://sightline.example.org"))
        if "@" in origins:
            raise ValueError(_("an origin names no user and no password"))
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, listed: str) -> str:
        for name in names(listed):
            try:
                ip_network(name)
            except ValueError:
                sentence = _(
                    "%(name)s is no address or network, such as 10.0.0.7 or 10.0.0.0/8", name=repr(name)
                )
                raise ValueError(sentence) from None
        return listed

    @field_validator("fetch_private_hosts")
    @classmethod
    def _readable_hosts(cls, hosts: str) -> str:
        try:
            PrivateHosts.named(names(hosts))
        except ConfigurationError as error:
            raise ValueError(sentence_of(error)) from error
        return hosts

    @field_validator("web_contact")
    @classmethod
    def _readable_contact(cls, contact: str) -> str:
        try:
            user_agent(contact)
        except ConfigurationError as error:
            raise ValueError(sentence_of(error)) from error
        return contact

    @field_validator("web_allow")
    @classmethod
    def _readable_allowed(cls, hosts: str) -> str:
        try:
            PrivateHosts.named(hosts.split())
        except ConfigurationError as error:
            raise ValueError(sentence_of(error)) from error
        return hosts

    @field_validator("database_url", "media_url", "vectors_url", "broker_url", "bell_url")
    @classmethod
    def _whole(cls, url: str) -> str:
        try:
            if "://" in url:
                int(urlsplit(url).port or 0)
        except ValueError:
            raise ValueError(
                _(
                    "this address cannot be taken apart; a port is a number up to 65535, and a password has "
                    "%23 for #, %2F for /, %3F for ?, %40 for @, %5B for [ and %5D for ]"
                )
            ) from None
        return url

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
            raise ValueError(
                _("use postgres://user:password@host:port/name, sqlite:///path, or leave it empty")
            )
        return url

    @field_validator("model", *(f"{role}_model" for role in Role))
    @classmethod
    def _readable_model(cls, line: str) -> str:
        if line:
            try:
                parse_model(line)
            except ConfigurationError as error:
                raise ValueError(sentence_of(error)) from error
        return line

    @model_validator(mode="after")
    def _model_policy_has_a_model(self) -> "Env":
        if self.policy == "model" and not self.model:
            raise ValueError(_("SIGHTLINE_POLICY is model, so name one in SIGHTLINE_MODEL"))
        return self

    @model_validator(mode="after")
    def _web_has_an_engine(self) -> "Env":
        if self.ask_sources is not SourcePolicy.CORPORA and not self.web_engines:
            raise ValueError(
                _(
                    "SIGHTLINE_ASK_SOURCES is %(sources)s, so choose search engines in "
                    "SIGHTLINE_WEB_ENGINES, such as “wikipedia commons openverse”",
                    sources=self.ask_sources.value,
                )
            )
        return self

    @model_validator(mode="after")
    def _readable_engines(self) -> "Env":
        try:
            self.engine_settings()
        except ConfigurationError as error:
            raise ValueError(_("SIGHTLINE_WEB_ENGINES: %(problem)s", problem=sentence_of(error))) from error
        return self

    @field_validator("slots")
    @classmethod
    def _readable_slots(cls, line: str) -> str:
        try:
            parse_slots(line)
        except ConfigurationError as error:
            raise ValueError(sentence_of(error)) from error
        return line

    @field_validator("vectors_url")
    @classmethod
    def _http(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError(_("use http://host:port of a Chroma server, or leave it empty"))
        return url

    @field_validator("encoding_urls")
    @classmethod
    def _encoding_services(cls, urls: str) -> str:
        for url in map(urlsplit, names(urls)):
            if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc:
                raise ValueError(
                    _("use http://host:port of each encoding service, without a user or password")
                )
        return urls

    @field_validator("broker_url")
    @classmethod
    def _known_broker(cls, url: str) -> str:
        if url and not url.startswith(BROKERS):
            raise ValueError(_("use redis://host:port/0 or amqp://host, or leave it empty"))
        return url

    @field_validator("bell_url")
    @classmethod
    def _known_bell(cls, url: str) -> str:
        if url and not url.startswith(("redis://", "rediss://")):
            raise ValueError(_("use redis://host:port/0, or leave it empty"))
        return url


def shell_language() -> str:
    """What LC_ALL, LC_MESSAGES or LANG names, the first that is set, as a tag: `de-de` for de_DE.UTF-8."""
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return re.split(r"[.@]", named)[0].replace("_", "-").lower()


def load() -> Env:
    """Read the environment; exit with one sentence per bad value, and refuse names that do not exist.

    Every process begins here: what it writes from now on, and all of the home, is for its own account alone.
    """
    known = {PREFIX + name.upper() for name in Env.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise _failure(_("Unknown setting %(names)s: see docs/configuration.md.", names=", ".join(unknown)))
    os.umask(OTHERS)
    try:
        env = Env()
        env.home.mkdir(parents=True, exist_ok=True)
        close_home(env.home)
    except ValidationError as error:
        problems = enumerated([_sentence(problem) for problem in error.errors()])
        raise _failure(_("%(problems)s. See docs/configuration.md.", problems=problems)) from None
    except OSError as error:
        why = error.strerror or str(error)
        sentence = _(
            "Its home folder %(home)s cannot be made (%(why)s): set %(name)s to a folder that this account "
            "may write.",
            home=str(env.home), why=why, name=f"{PREFIX}HOME",
        )  # fmt: skip
        raise _failure(sentence) from None
    return env


def close_home(home: Path) -> None:
    """Take from other users what they may do with the home and with what lies at its top.

    What does not let itself be changed stays, and doctor says so; so does a folder that belongs to everybody.
    A file that is gone meanwhile, as SQLite's logs are when another process closes it, needs nothing.
    """
    if home.parent == home or home.stat().st_mode & stat.S_ISVTX:
        return
    for path in (home, *home.iterdir()):
        with contextlib.suppress(OSError):
            mode = path.lstat().st_mode
            if mode & OTHERS and not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def channel_layers(bell_url: str) -> dict[str, Any]:
    """The layer that is the bell, for Django's setting CHANNEL_LAYERS.

    Its ears wait five seconds at a time, for as long as the client waits for any reply unless it is told.
    """
    host = {"address": bell_url, "socket_timeout": 30}
    return {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [host]}}}


def names(listed: str) -> list[str]:
    """The items of a comma-separated setting."""
    return [name.strip() for name in listed.split(",") if name.strip()]


def superuser_field(name: str) -> str:
    """What Django's createsuperuser takes from the environment for a field of the new user."""
    return os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}", "")


def secret(home: Path, name: str, *, size_bytes: int = 50) -> str:
    """A random secret kept in `home/secrets/<name>` (mode 600), made on first use.

    Two processes may start at once: the exclusive creation decides who writes, the other one reads.
    """
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    fresh = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(size_bytes))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def child_environment(first_on_path: Path) -> dict[str, str]:
    """This process's environment for child processes, with one folder in front of PATH."""
    path = os.pathsep.join([str(first_on_path), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}


def let_waiting_threads_sleep() -> None:
    """Say so before a model is loaded: see webapp/celery.py."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _failure(why: str) -> SystemExit:
    """The end of a start, told in the language of the shell."""
    told = _("Sightline cannot start. %(why)s", why=why)
    return SystemExit(without_credentials(in_language(told, shell_language())))


def _sentence(problem: Mapping[str, Any]) -> str:
    """One validation error of pydantic as a message."""
    reason = sentence_for(problem)
    if not problem["loc"]:
        return reason
    field = str(problem["loc"][0])
    name = f"{PREFIX}{field.upper()}"
    if field in CONFIDENTIAL:
        return _("%(place)s: %(problem)s", place=name, problem=reason)
    value = repr(without_credentials(str(problem["input"])))
    return _("%(name)s is %(value)s: %(problem)s", name=name, value=value, problem=reason)
