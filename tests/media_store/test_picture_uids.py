"""UIDs are made from the stored bytes, and never mean two pictures."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_store import MediaStore, UnknownImage, is_uid
from media_store.uid import candidate_uids

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(digests)
def test_the_candidates_are_the_digest_in_growing_length(digest):
    candidates = list(candidate_uids(digest))
    assert [len(uid) for uid in candidates] == list(range(len("img_") + 13, len("img_") + 53))
    assert all(is_uid(uid) for uid in candidates)
    assert all(
        longer.startswith(shorter) for shorter, longer in zip(candidates, candidates[1:], strict=False)
    )
    code = candidates[-1].removeprefix("img_").upper() + "===="
    assert base64.b32decode(code).hex() == digest


@given(st.text(max_size=80))
def test_a_text_is_a_uid_only_in_the_one_form(text):
    alphabet = set("abcdefghijklmnopqrstuvwxyz234567")
    code = text.removeprefix("img_")
    assert is_uid(text) == (text.startswith("img_") and 13 <= len(code) <= 52 and set(code) <= alphabet)


@pytest.mark.parametrize(
    "text",
    ["img_abcdefghijkl", "img_ABCDEFGHIJKLM", "img_abcdefghijkl1", "abcdefghijklm", "img_abcdefghijklm\n"],
)
def test_a_misspelt_uid_is_none(text):
    assert is_uid("img_abcdefghijklm")
    assert not is_uid(text)


def test_the_uid_is_made_from_the_stored_bytes(any_store, draw, encode):
    facts = any_store.put(encode(draw(), "TIFF"))
    digest = hashlib.sha256(any_store.read(facts.uid))
    assert facts.sha256 == digest.hexdigest()
    assert facts.uid == "img_" + base64.b32encode(digest.digest()).decode().lower()[:13]


def test_a_collision_of_uids_lengthens_the_later_one(store, folder, draw, encode, tmp_path):
    first, second = draw(), draw(30, 30)
    wanted = MediaStore(str(tmp_path / "elsewhere")).put(encode(second, "PNG")).uid
    planted = plant_under(wanted, store.put(encode(first, "PNG")).uid, folder)

    facts = store.put(encode(second, "PNG"))

    assert facts.uid != wanted
    assert facts.uid.startswith(wanted)
    assert len(facts.uid) == len(wanted) + 1
    assert store.put(encode(second, "PNG")) == facts
    assert store.image(facts.uid).tobytes() == second.tobytes()
    assert store.read(wanted) == planted


def plant_under(wanted: str, uid: str, folder) -> bytes:
    """Rename a stored picture, as if its digest began like that of another."""
    source, target = folder / "im" / uid[4:6], folder / "im" / wanted[4:6]
    target.mkdir(exist_ok=True)
    record = json.loads((source / f"{uid}.json").read_bytes()) | {"uid": wanted}
    (source / f"{uid}.json").unlink()
    (target / f"{wanted}.json").write_text(json.dumps(record))
    return (source / f"{uid}.png").rename(target / f"{wanted}.png").read_bytes()


@pytest.mark.parametrize("uid", ["img_aaaaaaaaaaaaa", "", "../../etc/passwd", "img_../../../../etc"])
def test_every_question_about_an_unknown_uid_is_answered_by_name(any_store, uid):
    assert not any_store.exists(uid)
    for ask in (any_store.facts, any_store.read, any_store.image, any_store.enhance, any_store.delete):
        with pytest.raises(UnknownImage, match="There is no picture"):
            ask(uid)
