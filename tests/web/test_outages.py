"""What fails beside the code is said in a sentence, with the status that fits, and loses nothing."""

import errno
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from kombu.exceptions import ChannelError
from pytest_django import Settings

from agents.errors import EncodingUnavailable, VectorsUnavailable
from media_store import BrokenImage, MediaStoreUnavailable, Rendition
from tests.web.drawn import lighthouse_png
from webapp.corpora.models import Corpus
from webapp.curation.imports import staging
from webapp.curation.models import Import
from webapp.http.outages import (
    BROKER,
    DAMAGED,
    DATABASE,
    DISK_FULL,
    ENCODING,
    MEDIA,
    VECTORS,
    Outage,
    outage_of,
)
from webapp.media.stores import open_media_store


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DISK_FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), DISK_FULL),
        (caused_by(MediaStoreUnavailable("x"), OSError(errno.ENOSPC, "full")), DISK_FULL),
        (OperationalError("database or disk is full"), DISK_FULL),
        (OperationalError("could not extend file: No space left on device"), DISK_FULL),
        (OperationalError("database is locked"), DATABASE),
        (ChannelError("x"), BROKER),
        (MediaStoreUnavailable("x"), MEDIA),
        (VectorsUnavailable("x"), VECTORS),
        (EncodingUnavailable("x"), ENCODING),
        (BrokenImage("x"), DAMAGED),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ValueError("database is locked"), None),
        (None, None),
    ],
    ids=str,
)
def test_an_error_is_an_outage_or_a_fault(error: Exception | None, outage: Outage | None) -> None:
    assert outage_of(error) == outage


@pytest.fixture
def asking(ada: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


def refuse(sentence: str) -> object:
    def wrapper(*_: object) -> None:
        raise OperationalError(sentence)

    return connection.execute_wrapper(wrapper)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "status", "words"),
    [("database is locked", 503, "Try again in half a minute"), ("database or disk is full", 507, "is full")],
)
def test_a_database_that_fails_is_told(asking: Client, sentence: str, status: int, words: str) -> None:
    with refuse(sentence):  # type: ignore[attr-defined]
        response = asking.get("/")
    assert response.status_code == status
    assert words in response.content.decode()
    assert ("Retry-After" in response) == (status == 503)


def test_a_script_gets_the_sentence_as_json(asking: Client) -> None:
    with refuse("database is locked"):  # type: ignore[attr-defined]
        response = asking.get("/account/", headers={"accept": "application/json"})
    assert (response.status_code, set(response.json())) == (503, {"problem"})


def test_a_fault_of_the_code_stays_one(asking: Client) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with connection.execute_wrapper(fail):
        response = asking.get("/")
    assert response.status_code == 500
    assert "a fault in Sightline" in response.content.decode()


# --- Files of pictures


def files_of(settings: Settings, uid: str) -> dict[str, Path]:
    """The files that the store has of a picture, by what follows its UID."""
    found = Path(settings.MEDIA_STORE_URL).rglob(f"{uid}.*")
    return {path.name.removeprefix(uid): path for path in found}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, flip, empty])
def test_a_damaged_rendition_is_made_anew(
    settings: Settings, corpus: Corpus, as_admin: Client, damage: object
) -> None:
    address = f"/media/{corpus.images.get().uid}/thumb/"
    whole = as_admin.get(address).content
    [kept] = [path for end, path in files_of(settings, corpus.images.get().uid).items() if ".thumb." in end]
    before = kept.read_bytes()
    damage(kept)  # type: ignore[operator]
    assert as_admin.get(address).content == whole
    assert kept.read_bytes() == before


@pytest.mark.parametrize("damage", [cut, flip, empty])
def test_a_damaged_picture_is_told(settings: Settings, corpus: Corpus, admin: User, damage: object) -> None:
    uid = corpus.images.get().uid
    damage(files_of(settings, uid)[".png"])  # type: ignore[operator]
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    for name in ("thumb", "view"):
        response = client.get(f"/media/{uid}/{name}/")
        assert response.status_code == 404
        assert "is damaged" in response.content.decode()


def test_a_damaged_picture_stops_no_page(settings: Settings, corpus: Corpus, as_admin: Client) -> None:
    uid = corpus.images.get().uid
    flip(files_of(settings, uid)[".png"])
    assert as_admin.get(f"/pictures/{uid}/").status_code == 200
    assert "damaged" in as_admin.get(f"/pictures/{uid}/similar/").content.decode()


def test_a_lost_picture_is_told(settings: Settings, corpus: Corpus, admin: User) -> None:
    uid = corpus.images.get().uid
    files_of(settings, uid)[".png"].unlink()
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    assert client.get(f"/media/{uid}/thumb/").status_code == 503


# --- A disk that is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("Only root may mount a small disk.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    file = disk / "ballast"
    with file.open("wb", buffering=0) as opened, pytest.raises(OSError, match="No space"):
        while True:
            opened.write(b"a" * 4096)
    return file


def upload(client: Client) -> HttpResponse:
    picture = BytesIO(lighthouse_png(7))
    picture.name = "a.png"
    return client.post("/uploads/", {"picture": picture})


def test_an_upload_onto_a_full_disk_is_told(settings: Settings, small_disk: Path, asking: Client) -> None:
    settings.MEDIA_STORE_URL = str(small_disk / "media")
    (small_disk / "media").mkdir()
    ballast = fill(small_disk)
    response = upload(asking)
    assert response.status_code == 507
    assert "disk of the server is full" in response.content.decode()
    assert [path for path in (small_disk / "media").rglob("*") if path.is_file()] == []
    ballast.unlink()
    assert upload(asking).status_code == 201


def test_a_picture_is_shown_although_the_disk_is_full(settings: Settings, small_disk: Path) -> None:
    settings.MEDIA_STORE_URL = str(small_disk / "media")
    store = open_media_store()
    uid = store.put(lighthouse_png(7)).uid
    fill(small_disk)
    assert store.rendition(uid, Rendition.THUMB).startswith(b"\xff\xd8")


def test_a_chunk_onto_a_full_disk_can_be_sent_again(
    settings: Settings, small_disk: Path, corpus: Corpus
) -> None:
    settings.HOME = small_disk
    found = Import.objects.create(corpus=corpus, kind="files")
    assert staging.append(found, "a.bin", 0, BytesIO(b"a" * 100_000), 10**9) == 100_000
    with pytest.raises(OSError, match="No space"):
        staging.append(found, "a.bin", 100_000, BytesIO(b"b" * 400_000), 10**9)
    assert dict(staging.received(found)) == {"a.bin": 100_000}
    assert staging.append(found, "a.bin", 100_000, BytesIO(b"b" * 50_000), 10**9) == 150_000
