"""The parts of an installation, each with one probe. Add a part: write its probe, name it in CHECKS."""

import secrets
import shlex
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError as BrokerError
from redis import Redis
from redis.exceptions import RedisError

from agents.errors import (
    ConfigurationError,
    EncodingUnavailable,
    ModelUnavailable,
    SightlineError,
    VectorsUnavailable,
)
from agents.messages import Message, sentence_of
from agents.messages import message as _
from agents.models.base import Model
from agents.reading.readers import default_name, load_reader
from agents.retrieval.encoders import sentences
from agents.retrieval.rerankers import Found
from agents.tools import load_tools
from media_store import MediaStoreUnavailable
from webapp.celery import app as celery
from webapp.corpora.encoders import encoder, is_outdated, service
from webapp.corpora.encoding.addresses import service_addresses
from webapp.corpora.indexing.lost_vectors import incomplete
from webapp.corpora.indexing.retokenising import outdated
from webapp.corpora.models import Corpus
from webapp.corpora.vectors import HomeVectors, connect
from webapp.corpora.vectors_folder import VectorsFolder
from webapp.env import OTHERS
from webapp.media.stores import open_media_store
from webapp.redaction import for_operators
from webapp.runs.execution.wiring import (
    MODEL,
    builtin_policy,
    chosen_describer,
    chosen_reranker,
    models_by_role,
    policy_name,
)
from webapp.web_search import web_search

GIB = 1024**3
MIN_FREE_BYTES = 1 * GIB
PATIENCE_SECONDS = 2


class Broken(Exception):
    """A part does not work: what is wrong, and what to do about it."""

    def __init__(self, detail: str, advice: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `advice` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A part and its probe, which says how the part is or raises Broken."""

    name: str
    probe: Callable[[], str]

    def run(self) -> Finding:
        """Never raises for a part that is broken in a way that is known."""
        try:
            return Finding(self.name, True, for_operators(self.probe()))
        except Broken as broken:
            return Finding(self.name, False, for_operators(broken.detail), for_operators(broken.advice))


def probe_database() -> str:
    """The database answers and has the tables of this version."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        raise Broken(
            _(
                "%(database)s cannot be reached: %(error)s",
                database=connection.display_name,
                error=first_line(error),
            ),
            _("Start the database server, or correct SIGHTLINE_DATABASE_URL (empty: SQLite at home)."),
        ) from error
    if waiting:
        raise Broken(
            _("%(count)s migrations are not applied", count=len(waiting)), _("Run manage.py migrate.")
        )
    return _(
        "%(database)s, %(name)s, all migrations applied",
        database=connection.display_name,
        name=str(connection.settings_dict["NAME"]),
    )


def probe_words() -> str:
    """Full-text indexes hold the tokens that searches of this version look for."""
    try:
        slugs = list(outdated().values_list("slug", flat=True))
    except Error as error:
        raise Broken(_("The words of corpora cannot be read."), _("Mend the database.")) from error
    if slugs:
        raise Broken(
            _("Words of %(slugs)s are indexed as an older version did", slugs=", ".join(slugs)),
            _("Run manage.py migrate."),
        )
    return _("indexed as this version looks for them")


def probe_media() -> str:
    """A file can be written to the media store, read back and removed."""
    try:
        open_media_store().check()
    except MediaStoreUnavailable as error:
        raise Broken(
            sentence_of(error),
            _(
                "Let this account write there, or set SIGHTLINE_MEDIA_URL to a folder or fsspec URL "
                "it can use."
            ),
        ) from error
    return _("written, read back and removed a probe")


_WITH_SERVER = _("Start the Chroma server or correct SIGHTLINE_VECTORS_URL.")
_WITHOUT_SERVER = _("Start manage.py vectors (make run does).")


def probe_vectors() -> str:
    """The vector server answers, or the folder of vectors is free to be opened."""
    try:
        if settings.VECTORS_URL:
            return connect(settings.VECTORS_URL).check()
        home = HomeVectors(settings.VECTORS_FOLDER, PATIENCE_SECONDS)
        try:
            detail = home.open().check()
        finally:
            home.close()
    except VectorsUnavailable as error:
        is_named = bool(settings.VECTORS_URL)
        raise Broken(for_operators(error), _WITH_SERVER if is_named else _WITHOUT_SERVER) from error
    if not VectorsFolder(settings.VECTORS_FOLDER).has_files:
        raise Broken(
            _(
                "%(folder)s was deleted under its server, which writes what will be lost",
                folder=str(settings.VECTORS_FOLDER),
            ),
            _("Start Sightline again, then manage.py doctor says which vectors have to be made again."),
        )
    return detail


def probe_indexes() -> str:
    """Every corpus has the vectors that its rows say it has, by the encoder that this version has."""
    try:
        indexed = list(Corpus.objects.exclude(encoder_version="").order_by("slug"))
        built_before = [each.slug for each in indexed if is_outdated(each.encoder, each.encoder_version)]
        lacking = _lost_vectors(indexed) if indexed and not built_before else {}
    except (Error, SightlineError) as error:
        raise Broken(
            _("Vectors cannot be counted: %(error)s", error=first_line(error)),
            _("Mend the parts named above."),
        ) from error
    if built_before:
        raise Broken(
            _(
                "Another version of the encoder built the index of %(corpora)s, which cannot be searched",
                corpora=", ".join(built_before),
            ),
            _("Run manage.py corpus reindex %(name)s.", name=built_before[0]),
        )
    if lacking:
        told = ", ".join(f"{slug} ({count})" for slug, count in lacking.items())
        raise Broken(
            _("Vectors are lost, and searches find less than there is: %(corpora)s", corpora=told),
            _(
                "Run manage.py corpus reindex %(name)s; workers that run do so by themselves.",
                name=next(iter(lacking)),
            ),
        )
    return _("%(count)s corpora have all vectors", count=len(indexed))


def _lost_vectors(corpora: list[Corpus]) -> dict[str, int]:
    if settings.VECTORS_URL:
        return incomplete(corpora, connect(settings.VECTORS_URL))
    home = HomeVectors(settings.VECTORS_FOLDER, PATIENCE_SECONDS)
    try:
        return incomplete(corpora, home.open())
    finally:
        home.close()


def probe_broker() -> str:
    """A message can be handed to the broker and taken back."""
    try:
        with celery.connection_for_write(connect_timeout=PATIENCE_SECONDS) as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE_SECONDS)
            with link.SimpleQueue("doctor") as queue:
                queue.put("probe")
                queue.get(timeout=PATIENCE_SECONDS).ack()
                queue.queue.delete()
            return _("%(broker)s took a message and gave it back", broker=link.as_uri())
    except (BrokerError, OSError, Empty) as error:
        raise Broken(
            _("The broker cannot be used: %(error)s", error=first_line(error)),
            _("Start the broker, or correct SIGHTLINE_BROKER_URL (empty: a folder in the home folder)."),
        ) from error


def probe_bell() -> str:
    """The Redis that wakes open pages keeps a key and gives it back, where one is set."""
    if not settings.ENV.bell_url:
        return _("none: open pages ask the database by themselves")
    key = f"sightline-doctor-{secrets.token_hex(8)}"
    try:
        with Redis.from_url(
            settings.ENV.bell_url,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        ) as link:
            link.set(key, "probe", ex=PATIENCE_SECONDS)
            if link.getdel(key) != b"probe":
                raise RedisError("it does not keep what it is given")
    except (RedisError, OSError, TypeError, ValueError) as error:  # the last two: of an odd address
        raise Broken(
            _("The bell cannot be rung: %(error)s", error=first_line(error)),
            _("Start Redis, or correct SIGHTLINE_BELL_URL (empty: pages ask the database)."),
        ) from error
    return _("Redis kept a key and gave it back")


def probe_encoder() -> str:
    """The encoder's weights load and it embeds a text."""
    try:
        loaded = encoder(settings.ENV.encoder)
    except ConfigurationError as error:
        raise Broken(
            sentence_of(error), _("Set SIGHTLINE_ENCODER to an encoder that is installed, such as builtin.")
        ) from error
    dimension = loaded.embed_texts(["a lighthouse at night"]).shape[1]
    name = loaded.sentences.name
    # In English only where the one that knows more languages is not there.
    if name == sentences.FALLBACK and (reason := sentences.lacks(sentences.PREFERRED)):
        name = _("%(name)s, in English only (%(reason)s)", name=name, reason=reason)
    return _(
        "%(encoder)s (%(version)s), %(dimension)s dimensions, texts compared by %(sentences)s",
        encoder=settings.ENV.encoder,
        version=loaded.version,
        dimension=dimension,
        sentences=name,
    )


def probe_encoding() -> str:
    """Every encoding service that is set or announced encodes by the encoder of this installation."""
    addresses = service_addresses()
    try:
        for address in addresses:
            service().check(address, settings.ENV.encoder)
    except ConfigurationError as error:
        raise Broken(_("Its encoder does not load."), _("Mend the encoder.")) from error
    except EncodingUnavailable as error:
        is_named = bool(settings.ENV.encoding_urls)
        raise Broken(for_operators(error), _SERVICE_ELSEWHERE if is_named else _SERVICE_OF_HOME) from error
    if not addresses:
        return _("not started: manage.py serve does; without it pages search for words alone")
    return _("%(count)s services encode for web processes", count=len(addresses))


_SERVICE_ELSEWHERE = _("Start manage.py encoding there, or correct SIGHTLINE_ENCODING_URLS.")
_SERVICE_OF_HOME = _("Start manage.py encoding (make run does).")


def probe_reader() -> str:
    """The reader that finds what answers loads."""
    try:
        sentence_encoder = encoder(settings.ENV.encoder).sentences
    except ConfigurationError as error:
        raise Broken(_("It reads with the encoder, which does not load."), _("Mend the encoder.")) from error
    try:
        reader = load_reader(settings.ENV.reader, sentence_encoder)
    except ConfigurationError as error:
        raise Broken(
            sentence_of(error), _("Correct SIGHTLINE_READER; empty: the best that the encoder allows.")
        ) from error
    name = settings.ENV.reader or default_name(sentence_encoder)
    return _("%(name)s (%(version)s)", name=name, version=reader.version)


def probe_reranker() -> str:
    """What orders search hits loads and scores one."""
    try:
        reranker = chosen_reranker()
    except ConfigurationError as error:
        raise Broken(
            sentence_of(error), _("Correct SIGHTLINE_RERANKER; builtin orders hits by confidence.")
        ) from error
    reranker.order("a lighthouse", [Found("Lighthouse", "A lighthouse at night.")])
    return _("search hits are ordered by %(name)s", name=reranker.name)


def probe_describer() -> str:
    """What puts pictures into words loads."""
    try:
        encoder(settings.ENV.encoder)
    except ConfigurationError as error:
        raise Broken(_("It labels with the encoder, which does not load."), _("Mend the encoder.")) from error
    try:
        describer = chosen_describer()
    except ConfigurationError as error:
        raise Broken(
            sentence_of(error), _("Correct SIGHTLINE_DESCRIBER; builtin needs no weights of its own.")
        ) from error
    return _("pictures are put into words by %(name)s", name=describer.name)


def probe_ocr() -> str:
    """The models that read text in pictures are there, unless reading is switched off."""
    if not settings.ENV.ocr:
        return _("switched off by SIGHTLINE_OCR")
    # RapidOCR takes a second to import, and an installation without OCR never needs it.
    from PIL import Image

    from agents.vision.ocr import OcrUnavailable, read_text

    try:
        read_text(Image.new("RGB", (64, 64), "white"))
    except OcrUnavailable as error:
        raise Broken(
            sentence_of(error), _("Run make clean and make run, or set SIGHTLINE_OCR=off.")
        ) from error
    return _("models load")


def probe_policy() -> str:
    """The policy of new runs gets what it needs: its models, or the encoder that compares sentences."""
    if policy_name() == MODEL:
        return _probe_models()
    try:
        encoder(settings.ENV.encoder)
        policy = builtin_policy()
    except ConfigurationError as error:
        raise Broken(
            _("It compares sentences with the encoder, which does not load."), _("Mend the encoder.")
        ) from error
    return _("%(name)s, %(count)s tools", name=policy.name, count=len(load_tools()))


def _probe_models() -> str:
    """Every model can be opened. Only those with json=schema are asked: anything else would cost money."""
    try:
        models = {model.name: model for model in models_by_role().values()}
    except ConfigurationError as error:
        raise Broken(sentence_of(error), _("Correct the model settings: see docs/models.md.")) from error
    try:
        asked = [said for model in models.values() if (said := _schema_of(model))]
    except ModelUnavailable as error:
        raise Broken(sentence_of(error), _("See docs/models.md.")) from error
    return _(
        "%(policy)s %(models)s, %(count)s tools; %(asked)s",
        policy=MODEL,
        models=", ".join(models),
        count=len(load_tools()),
        asked="; ".join(asked) or _("not asked"),
    )


def _schema_of(model: Model) -> str:
    """Whether the server of a model with json=schema holds its replies to a schema; empty for any other."""
    form = model.held_form()
    if form == "":
        return _(
            "the server of %(name)s holds replies to no schema: json=schema has no effect", name=model.name
        )
    if form:
        return _("the server of %(name)s holds replies to a schema (%(form)s)", name=model.name, form=form)
    return ""


def probe_web_engines() -> str:
    """The search engines of the web. None is asked: some cost money, and all would be told."""
    engines = web_search().engines
    if not engines:
        return _("none: the web is not searched")
    names = ", ".join(engine.setting.name for engine in engines)
    return _("%(names)s, in this order; not asked, try manage.py web search", names=names)


def probe_privacy() -> str:
    """Other users of the machine can read neither the home nor what is kept outside of it."""
    named = [settings.MEDIA_STORE_URL.removeprefix("file://")]
    if connection.vendor == "sqlite":
        named.append(str(connection.settings_dict["NAME"]))
    local = [Path(name) for name in named if name.startswith("/")]
    kept = [Path(settings.HOME), *(path for path in local if not path.is_relative_to(settings.HOME))]
    opened = [path for path in kept if path.exists() and path.stat().st_mode & OTHERS]
    if opened:
        listed = " ".join(shlex.quote(str(path)) for path in opened)
        raise Broken(
            _("Other users of this machine may look into %(paths)s", paths=", ".join(map(str, opened))),
            _(
                "Run chmod go-rwx %(paths)s as its owner, or choose a folder that is this account's alone.",
                paths=listed,
            ),
        )
    return _("%(home)s is for this account alone", home=str(settings.HOME))


def probe_disk() -> str:
    """The home folder has room."""
    free_bytes = shutil.disk_usage(settings.HOME).free
    detail = _("%(size)s GiB free for %(home)s", size=round(free_bytes / GIB, 1), home=str(settings.HOME))
    if free_bytes < MIN_FREE_BYTES:
        raise Broken(detail, _("Free at least 1 GiB, or set SIGHTLINE_HOME to a folder on a larger disk."))
    return detail


def first_line(error: BaseException) -> str:
    """What an error of a library says, without its page of details."""
    said = sentence_of(error)
    return said if isinstance(said, Message) else next(iter(said.strip().splitlines()), type(error).__name__)


CHECKS = (
    HealthCheck(_("database"), probe_database),
    HealthCheck(_("words"), probe_words),
    HealthCheck(_("media store"), probe_media),
    HealthCheck(_("vectors"), probe_vectors),
    HealthCheck(_("indexes"), probe_indexes),
    HealthCheck(_("broker"), probe_broker),
    HealthCheck(_("bell"), probe_bell),
    HealthCheck(_("encoder"), probe_encoder),
    HealthCheck(_("encoding service"), probe_encoding),
    HealthCheck(_("reader"), probe_reader),
    HealthCheck(_("reranker"), probe_reranker),
    HealthCheck(_("describer"), probe_describer),
    HealthCheck(_("ocr"), probe_ocr),
    HealthCheck(_("policy"), probe_policy),
    HealthCheck(_("web engines"), probe_web_engines),
    HealthCheck(_("privacy"), probe_privacy),
    HealthCheck(_("disk space"), probe_disk),
)


def examine(checks: Iterable[HealthCheck] = CHECKS) -> tuple[Finding, ...]:
    """Run every check, whatever the others found."""
    return tuple(check.run() for check in checks)
