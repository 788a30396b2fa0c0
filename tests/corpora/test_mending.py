"""A corpus that an earlier version made, brought up to this one."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from media_store import MediaStore
from media_store.records import VERSION
from tests.corpora.folders import Folder
from tests.fixtures.earlier_homes import PACKED, EarlierHome, unpack
from tests.fixtures.homes.make import write_sources
from webapp.corpora.mending import MendReport, mend
from webapp.corpora.models import CorpusImage
from webapp.work.jobs import Stopped
from webapp.work.models import Work

pytestmark = pytest.mark.long


def png(colour: str, mode: str = "RGB") -> bytes:
    picture = Image.new(mode, (48, 36), (0, 0, 0, 0) if mode == "RGBA" else "black")
    ImageDraw.Draw(picture).ellipse((8, 8, 40, 28), outline=colour, width=5)
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def age(store_folder: Path, corpus: object, frames: int = 1) -> None:
    """Make rows and records look as the first version left them."""
    CorpusImage.objects.filter(corpus=corpus).update(media_version=1, frame=1, frames=1)
    for record in store_folder.rglob("*.json"):
        fields = json.loads(record.read_text())
        del fields["frame"], fields["digest"]
        record.write_text(json.dumps({**fields, "version": 1, "frames": frames}))


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def quietly(done: int, total: int) -> None:
    """A progress that nobody watches."""


def test_a_picture_as_it_should_be_is_noted_as_such(folder: Folder, media: Path, store: MediaStore) -> None:
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    age(media, folder.corpus)
    assert mend(folder.corpus, quietly) == MendReport(as_they_should_be=1)
    row = folder.corpus.images.get()
    assert (row.media_version, bool(row.indexed_by), store.is_current(row.uid)) == (VERSION, True, True)


def test_a_light_drawing_is_derived_anew(folder: Folder, media: Path) -> None:
    folder.write("a.png", png("white", "RGBA"))
    folder.load()
    folder.index()
    age(media, folder.corpus)
    assert mend(folder.corpus, quietly) == MendReport(derived_anew=1)
    row = folder.corpus.images.get()
    assert (row.indexed_by, row.perceptual_hash, row.sharpness) == ("", "", None)
    folder.index()
    assert folder.corpus.images.get().perceptual_hash


def test_frames_that_were_not_kept_are_asked_for(folder: Folder, media: Path) -> None:
    folder.draw("a.png", 1)
    folder.load()
    age(media, folder.corpus, frames=7)
    assert mend(folder.corpus, quietly) == MendReport(to_bring_again=1)
    assert "first of its 7 frames" in folder.reasons["a.png"]


def test_an_almost_black_picture_is_asked_for_once(folder: Folder, media: Path) -> None:
    folder.write("night.png", png("#0a0a0a"))
    folder.load()
    age(media, folder.corpus)
    assert mend(folder.corpus, quietly) == MendReport(to_bring_again=1)
    assert "almost black" in folder.reasons["night.png"]
    folder.load()
    assert folder.reasons == {}
    assert mend(folder.corpus, quietly) == MendReport(as_they_should_be=1)


def test_a_lost_picture_is_listed(folder: Folder, media: Path) -> None:
    folder.draw("a.png", 1)
    folder.load()
    age(media, folder.corpus)
    for record in media.rglob("*.json"):
        record.unlink()
    assert mend(folder.corpus, quietly) == MendReport(to_bring_again=1)
    assert "missing" in folder.reasons["a.png"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"rubbish")])
def test_a_damaged_file_is_listed_and_healed_by_an_import(
    folder: Folder, media: Path, store: MediaStore, damage: Callable[[Path], None]
) -> None:
    folder.draw("a.png", 1)
    folder.load()
    age(media, folder.corpus)
    uid = folder.corpus.images.get().uid
    (stored,) = media.rglob(f"{uid}.png")
    damage(stored)
    assert mend(folder.corpus, quietly) == MendReport(to_bring_again=1)
    assert "lost or damaged" in folder.reasons["a.png"]
    folder.load()
    assert store.image(uid).size == (48, 36)
    assert mend(folder.corpus, quietly) == MendReport(as_they_should_be=1)


def test_mending_goes_on_where_it_was_stopped(folder: Folder, media: Path) -> None:
    for number in range(60):
        folder.draw(f"{number:02}.png", number)
    folder.load()
    age(media, folder.corpus)

    def stop(done: int, total: int) -> None:
        raise Stopped(Work.Status.CANCELLED)

    with pytest.raises(Stopped):
        mend(folder.corpus, stop)
    assert mend(folder.corpus, quietly).as_they_should_be == 10
    assert mend(folder.corpus, quietly) == MendReport()


def test_documents_are_counted_until_they_are_read_anew(folder: Folder) -> None:
    folder.write("a.md", "# Herons\n\nThey wade.")
    folder.load()
    folder.corpus.documents.update(reader_version=1)
    assert mend(folder.corpus, quietly) == MendReport(documents=1)
    folder.load()
    assert mend(folder.corpus, quietly) == MendReport()


@pytest.fixture(scope="module", params=PACKED, ids=lambda packed: packed.name)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> EarlierHome:
    """Unpacked and migrated."""
    unpacked = unpack(request.param, tmp_path_factory.mktemp("home") / "home")
    migrated = unpacked.run("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return unpacked


def test_a_home_of_the_first_release_is_mended(home: EarlierHome) -> None:
    answer = home.ask("corpus", "mend", "harbour")
    assert answer["mended"] == {
        "as_they_should_be": 4, "derived_anew": 1, "to_bring_again": 4, "documents": 12,
    }  # fmt: skip
    reasons = {each["path"]: each["reason"] for each in answer["status"]["problems"]}
    assert sorted(reasons) == ["broken.png", "log.tif", "mast.gif", "microscope.tif", "preview.tif"]
    assert "12 frames" not in reasons["log.tif"]
    again = home.ask("corpus", "mend", "harbour")
    assert again["mended"] == {**answer["mended"], "as_they_should_be": 0, "derived_anew": 0}
    assert again["status"]["problems"] == answer["status"]["problems"]


def test_what_is_brought_in_again_is_whole(home: EarlierHome, tmp_path: Path) -> None:
    home.ask("corpus", "mend", "harbour")
    write_sources(tmp_path / "sources")
    answer = home.ask("corpus", "add", "harbour", tmp_path / "sources")
    assert [each["path"] for each in answer["problems"]] == ["broken.png"]
    status = answer["status"]
    assert (status["outdated_images"], status["outdated_documents"]) == (0, 0)
    assert status["images"] == status["indexed_images"] == 9 + 3  # sun.gif, and two pages of log.tif
