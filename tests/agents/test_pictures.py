"""Pictures of pictures: every tile stands over its UID, and the same pictures give the same bytes."""

from pathlib import Path

import pytest

from agents.looking.pictures import draw_contact_sheet, draw_side_by_side
from agents.vision import read_text
from media_store import MediaStore
from tests.fixtures.harbour import draw_clock, draw_ferry, draw_lighthouse, draw_market, to_png

pytestmark = pytest.mark.long


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(str(tmp_path))


@pytest.fixture
def uids(store: MediaStore) -> list[str]:
    drawn = (draw_lighthouse(), draw_ferry(), draw_market(), draw_clock())
    return [store.put(to_png(picture)).uid for picture in drawn]


def test_every_uid_can_be_read_off_a_sheet(store: MediaStore, uids: list[str]) -> None:
    sheet = store.image(draw_contact_sheet(store, uids))
    assert set(read_text(sheet).text.split()) == set(uids)


def test_tiles_stand_in_rows_in_their_order(store: MediaStore, uids: list[str]) -> None:
    sheet = store.image(draw_contact_sheet(store, uids))
    sky, evening, stall = (sheet.getpixel(place) for place in ((20, 20), (500, 20), (20, 390)))
    assert sky == pytest.approx((180, 215, 240), abs=6)
    assert evening == pytest.approx((240, 140, 50), abs=6)
    assert stall == pytest.approx((30, 120, 50), abs=6)


def test_the_same_pictures_give_the_same_sheet(store: MediaStore, uids: list[str], tmp_path: Path) -> None:
    elsewhere = MediaStore(str(tmp_path / "elsewhere"))
    for uid in uids:
        elsewhere.put(store.read(uid))
    assert draw_contact_sheet(store, uids) == draw_contact_sheet(elsewhere, uids)


def test_two_pictures_side_by_side_are_drawn_large(store: MediaStore, uids: list[str]) -> None:
    pair = store.facts(draw_side_by_side(store, uids[0], uids[1]))
    assert (pair.width, pair.height) == (12 + 2 * (768 + 12), 12 + 576 + 32 + 12)
