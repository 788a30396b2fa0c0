"""What lies where in the store: one picture once, deletion to the last file, and places that fail."""

import json
import socket
from pathlib import Path

import pytest

from media_store import Box, Limits, MediaStore, MediaStoreUnavailable, Rendition, UnknownImage


def test_the_same_upload_again_is_recognised_without_decoding(store, folder, draw, encode):
    data = encode(draw(), "TIFF")
    facts = store.put(data)
    narrow = MediaStore(str(folder), Limits(max_pixels=1))  # would refuse it if it were decoded
    assert narrow.put(data) == facts


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_an_upload_heals_what_was_lost_or_damaged(store, folder, draw, encode, damage):
    data = encode(draw(), "TIFF")
    facts = store.put(data)
    damage(next(folder.rglob("*.png")))
    assert not store.is_whole(facts.uid)
    assert store.put(data) == facts
    assert store.image(facts.uid).size == (64, 48)


def test_a_second_store_over_the_same_place_sees_the_same_pictures(folder, draw, encode):
    facts = MediaStore(str(folder)).put(encode(draw(), "PNG"))
    other = MediaStore(folder.as_uri())
    assert list(other.uids()) == [facts.uid]
    assert other.facts(facts.uid) == facts


def test_uids_lists_every_picture_once_and_in_order(any_store, draw, encode):
    kept = [any_store.put(encode(draw(20 + n, 20), "PNG")).uid for n in range(12)]
    any_store.rendition(any_store.put(encode(draw(400, 400), "PNG")).uid, Rendition.THUMB)
    listed = list(any_store.uids())
    assert listed == sorted(listed)
    assert set(kept) < set(listed) and len(listed) == 13


def test_deleting_removes_every_trace(store, kept_files, draw, encode):
    uid = store.put(encode(draw(2500, 400), "JPEG", comment="one")).uid
    assert store.put(encode(draw(2500, 400), "JPEG", comment="two")).uid == uid
    for kind in Rendition:
        store.rendition(uid, kind)
    assert len(kept_files()) > 5
    store.delete(uid)
    assert kept_files() == []
    assert not store.exists(uid)


def test_deleting_one_picture_leaves_the_others(any_store, draw, encode):
    parent = any_store.put(encode(draw(), "PNG"))
    crop = any_store.crop(parent.uid, Box(0, 0, 400, 400))
    any_store.delete(parent.uid)
    assert any_store.facts(crop.uid).parent == parent.uid
    assert any_store.image(crop.uid).size == (crop.width, crop.height)
    with pytest.raises(UnknownImage):
        any_store.facts(parent.uid)


def test_a_deleted_picture_can_be_put_again(any_store, draw, encode):
    facts = any_store.put(encode(draw(), "PNG"))
    any_store.delete(facts.uid)
    assert any_store.put(encode(draw(), "PNG")) == facts
    assert any_store.exists(facts.uid)


def test_a_deleted_crop_can_be_cut_again(any_store, draw, encode):
    parent = any_store.put(encode(draw(), "PNG"))
    crop = any_store.crop(parent.uid, Box(0, 0, 400, 400))
    any_store.delete(crop.uid)
    assert any_store.crop(parent.uid, Box(0, 0, 400, 400)) == crop


def test_the_check_of_a_usable_place_leaves_nothing_behind(store, kept_files):
    store.check()
    assert kept_files() == []


def test_the_check_of_a_place_that_is_a_file_says_so(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(MediaStoreUnavailable, match="cannot be used: .* Check that it exists"):
        MediaStore(str(tmp_path / "taken" / "media")).check()


@pytest.mark.parametrize("url", ["nosuchprotocol://bucket/prefix", "wasb-typo://x"])
def test_an_address_that_nothing_can_open_is_refused_at_once(url):
    with pytest.raises(MediaStoreUnavailable, match="Name a folder"):
        MediaStore(url)


def test_a_server_that_is_away_is_said_when_the_store_is_opened():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # It is held, and nobody listens.
        with pytest.raises(MediaStoreUnavailable, match="cannot be opened: .*refused"):
            MediaStore(f"ftp://user:word@127.0.0.1:{probe.getsockname()[1]}/pictures")


def test_a_record_of_another_version_is_not_guessed_at(store, folder, draw, encode):
    facts = store.put(encode(draw(), "PNG"))
    rewrite_record(folder, version=99)
    with pytest.raises(MediaStoreUnavailable, match="version 99"):
        store.facts(facts.uid)


@pytest.mark.parametrize("written", [b"", b"{}", b"[]", b'{"version": 1'])
def test_a_damaged_record_is_reported(store, folder, draw, encode, written):
    facts = store.put(encode(draw(), "PNG"))
    next(folder.rglob("*.json")).write_bytes(written)
    with pytest.raises(MediaStoreUnavailable, match="damaged"):
        store.facts(facts.uid)


def test_a_missing_file_is_reported(store, folder, draw, encode):
    facts = store.put(encode(draw(), "PNG"))
    next(folder.rglob("*.png")).unlink()
    with pytest.raises(MediaStoreUnavailable, match="is missing"):
        store.read(facts.uid)


def rewrite_record(folder: Path, **changes: object) -> None:
    record = next(folder.rglob("*.json"))
    record.write_text(json.dumps(json.loads(record.read_bytes()) | changes))
