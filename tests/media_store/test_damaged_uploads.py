"""Damage anywhere in a file ends in a picture or in a named error, never in anything else."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_store import MediaError, MediaStore


# Pillow warns of damaged tags, and would stop there where warnings are errors.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@given(damage=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
def test_a_damaged_file_is_taken_whole_or_refused_whole(draw, encode, kind, damage):
    data = bytearray(encode(draw(24, 16), kind))
    for _ in range(damage.draw(st.integers(1, 6))):
        data[damage.draw(st.integers(0, len(data) - 1))] = damage.draw(st.integers(0, 255))
    store = MediaStore(f"memory://{uuid.uuid4().hex}")
    try:
        facts = store.put(bytes(data))
    except MediaError:
        assert list(store.uids()) == []
    else:
        assert store.image(facts.uid).size == (facts.width, facts.height)
