"""The parts of an installation, each with one probe. Add a part: write its probe, name it in CHECKS."""

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

from agents.errors import ConfigurationError, ModelUnavailable, SightlineError, VectorsUnavailable
from agents.models.base import Model
from agents.retrieval.encoders import sentences
from agents.toolbox import load_tools
from media_store import MediaStoreUnavailable
from webapp.celery import app as celery
from webapp.corpora.encoders import encoder
from webapp.corpora.models import Corpus
from webapp.corpora.services.lost_vectors import incomplete
from webapp.corpora.services.retokenising import outdated
from webapp.corpora.vectors import HomeVectors, connect
from webapp.env import OTHERS
from webapp.media.stores import open_media_store
from webapp.redaction import for_operators
from webapp.runs.wiring import MODEL, builtin_policy, models_by_role, policy_name

GIB = 1024**3
MIN_FREE_BYTES = 1 * GIB
PATIENCE_SECONDS = 2


class Broken(Exception):
    """A part does not work: what is wrong, and what to do about it."""

    def __init__(self, detail: str, advice: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.advice = advice


CHROMA_DATABASE = "chroma.sqlite3"
"""In the folder of vectors; a server makes deleted folders of collections again, but not this file."""


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
class Check:
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
            f"{connection.display_name} cannot be reached: {first_line(error)}",
            "Start the database server, or correct SIGHTLINE_DATABASE_URL (empty: SQLite at home).",
        ) from error
    if waiting:
        raise Broken(f"{len(waiting)} migrations are not applied", "Run manage.py migrate.")
    return f"{connection.display_name}, {connection.settings_dict['NAME']}, all migrations applied"


def probe_words() -> str:
    """Full-text indexes hold the tokens that searches of this version look for."""
    try:
        slugs = list(outdated().values_list("slug", flat=True))
    except Error as error:
        raise Broken("The words of corpora cannot be read.", "Mend the database.") from error
    if slugs:
        raise Broken(
            f"Words of {', '.join(slugs)} are indexed as an older version did", "Run manage.py migrate."
        )
    return "indexed as this version looks for them"


def probe_media() -> str:
    """A file can be written to the media store, read back and removed."""
    try:
        open_media_store().check()
    except MediaStoreUnavailable as error:
        raise Broken(
            str(error),
            "Let this account write there, or set SIGHTLINE_MEDIA_URL to a folder or fsspec URL it can use.",
        ) from error
    return "written, read back and removed a probe"


def probe_vectors() -> str:
    """The vector server answers, or the folder of vectors is free to be opened."""
    try:
        if settings.VECTORS_URL:
            return connect(settings.VECTORS_URL).check()
        return _probe_home_vectors(HomeVectors(settings.VECTORS_FOLDER, PATIENCE_SECONDS))
    except VectorsUnavailable as error:
        where = "SIGHTLINE_VECTORS_URL" if settings.VECTORS_URL else "manage.py vectors (make run does)"
        advice = f"Start the Chroma server or correct {where}." if settings.VECTORS_URL else f"Start {where}."
        raise Broken(for_operators(error), advice) from error


def _probe_home_vectors(vectors: HomeVectors) -> str:
    try:
        detail = vectors.open().check()
    finally:
        vectors.close()
    if not (settings.VECTORS_FOLDER / CHROMA_DATABASE).is_file():
        raise Broken(
            f"{settings.VECTORS_FOLDER} was deleted under its server, which writes what will be lost",
            "Start Sightline again, then manage.py doctor says which vectors have to be made again.",
        )
    return detail


def probe_indexes() -> str:
    """Every corpus has the vectors that its rows say it has."""
    try:
        indexed = list(Corpus.objects.exclude(encoder_version="").order_by("slug"))
        lacking = _lost_vectors(indexed) if indexed else {}
    except (Error, SightlineError) as error:
        raise Broken(
            f"Vectors cannot be counted: {first_line(error)}", "Mend the parts named above."
        ) from error
    if lacking:
        told = ", ".join(f"{slug} ({count})" for slug, count in lacking.items())
        raise Broken(
            f"Vectors are lost, and searches find less than there is: {told}",
            f"Run manage.py corpus reindex {next(iter(lacking))}; workers that run do so by themselves.",
        )
    return f"{len(indexed)} corpora have all vectors"


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
            return f"{link.as_uri()} took a message and gave it back"
    except (BrokerError, OSError, Empty) as error:
        raise Broken(
            f"The broker cannot be used: {first_line(error)}",
            "Start the broker, or correct SIGHTLINE_BROKER_URL (empty: a folder in the home folder).",
        ) from error


def probe_encoder() -> str:
    """The encoder's weights load and it embeds a text."""
    try:
        loaded = encoder(settings.ENV.encoder)
    except ConfigurationError as error:
        raise Broken(
            str(error), "Set SIGHTLINE_ENCODER to an encoder that is installed, such as builtin."
        ) from error
    dimension = loaded.embed_texts(["a lighthouse at night"]).shape[1]
    compared = f"texts compared by {loaded.sentences.name}{_fallen_back(loaded.sentences.name)}"
    return f"{settings.ENV.encoder} ({loaded.version}), {dimension} dimensions, {compared}"


def _fallen_back(name: str) -> str:
    """Why it is not the multilingual encoder that compares texts, where nobody chose otherwise."""
    reason = sentences.lacks(sentences.PREFERRED) if name == sentences.FALLBACK else ""
    return f", in English only ({reason})" if reason else ""


def probe_ocr() -> str:
    """The models that read text in pictures are there, unless reading is switched off."""
    if not settings.ENV.ocr:
        return "switched off by SIGHTLINE_OCR"
    # RapidOCR takes a second to import, and an installation without OCR never needs it.
    from PIL import Image

    from agents.vision.ocr import OcrUnavailable, read_text

    try:
        read_text(Image.new("RGB", (64, 64), "white"))
    except OcrUnavailable as error:
        raise Broken(str(error), "Run make clean and make run, or set SIGHTLINE_OCR=off.") from error
    return "models load"


def probe_policy() -> str:
    """The policy of new runs gets what it needs: its models, or the encoder that compares sentences."""
    if policy_name() == MODEL:
        return _probe_models()
    try:
        encoder(settings.ENV.encoder)
        policy = builtin_policy()
    except ConfigurationError as error:
        raise Broken(
            "It compares sentences with the encoder, which does not load.", "Mend the encoder."
        ) from error
    return f"{policy.name}, {len(load_tools())} tools"


def _probe_models() -> str:
    """Every model can be opened. Only those with json=schema are asked: anything else would cost money."""
    try:
        models = {model.name: model for model in models_by_role().values()}
    except ConfigurationError as error:
        raise Broken(str(error), "Correct the model settings: see docs/models.md.") from error
    try:
        asked = "; ".join(filter(None, map(_schema_of, models.values())))
    except ModelUnavailable as error:
        raise Broken(str(error), "See docs/models.md.") from error
    return f"{MODEL} {', '.join(models)}, {len(load_tools())} tools; {asked or 'not asked'}"


def _schema_of(model: Model) -> str:
    """Whether the server of a model with json=schema holds its replies to a schema; empty for any other."""
    form = model.held_form()
    if form == "":
        return f"the server of {model.name} holds replies to no schema: json=schema has no effect"
    return f"the server of {model.name} holds replies to a schema ({form})" if form else ""


def probe_privacy() -> str:
    """Other users of the machine can read neither the home nor what is kept outside of it."""
    kept = [Path(settings.HOME), *_kept_elsewhere()]
    opened = [path for path in kept if path.exists() and path.stat().st_mode & OTHERS]
    if opened:
        listed = " ".join(shlex.quote(str(path)) for path in opened)
        raise Broken(
            f"Other users of this machine may look into {', '.join(map(str, opened))}",
            f"Run chmod go-rwx {listed} as its owner, or choose a folder that is this account's alone.",
        )
    return f"{settings.HOME} is for this account alone"


def _kept_elsewhere() -> list[Path]:
    """The local files and folders that settings name outside of the home."""
    named = [settings.MEDIA_STORE_URL.removeprefix("file://")]
    if connection.vendor == "sqlite":
        named.append(str(connection.settings_dict["NAME"]))
    local = [Path(name) for name in named if name.startswith("/")]
    return [path for path in local if not path.is_relative_to(settings.HOME)]


def probe_disk() -> str:
    """The home folder has room."""
    free_bytes = shutil.disk_usage(settings.HOME).free
    detail = f"{free_bytes / GIB:.1f} GiB free for {settings.HOME}"
    if free_bytes < MIN_FREE_BYTES:
        raise Broken(detail, "Free at least 1 GiB, or set SIGHTLINE_HOME to a folder on a larger disk.")
    return detail


def first_line(error: BaseException) -> str:
    """What an error of a library says, without its page of details."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


CHECKS = (
    Check("database", probe_database),
    Check("words", probe_words),
    Check("media store", probe_media),
    Check("vectors", probe_vectors),
    Check("indexes", probe_indexes),
    Check("broker", probe_broker),
    Check("encoder", probe_encoder),
    Check("ocr", probe_ocr),
    Check("policy", probe_policy),
    Check("privacy", probe_privacy),
    Check("disk space", probe_disk),
)


def examine(checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """Run every check, whatever the others found."""
    return tuple(check.run() for check in checks)
