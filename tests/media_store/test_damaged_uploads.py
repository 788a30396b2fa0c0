"""Damage anywhere in a file ends in a picture or in a named error, never in anything else.

`benchmarks/damaged_pictures.py` tries other damages, as many as one wants.
"""

from random import Random

import pytest

from media_store import MediaError
from media_store.processes.pool import BROKE
from media_store.processes.worker import UNFORESEEN
from tests.support.damaged_pictures import KINDS, damaged, sound

pytestmark = pytest.mark.fuzz

SOUND_FILES = 5
"""Of each kind; every damage is to one of them."""
DAMAGES = dict.fromkeys(KINDS, 190) | {"RAW": 30}
"""Of each kind; developing a raw picture takes time."""


def test_there_are_enough_damages() -> None:
    assert sum(DAMAGES.values()) >= 2_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_taken_whole_or_refused_whole(store, kind):
    random = Random(f"damaged {kind}")
    files = [sound(kind, random) for _ in range(SOUND_FILES)]
    for number in range(DAMAGES[kind]):
        kept = set(store.uids())
        try:
            facts = store.put(damaged(random.choice(files), random))
        except MediaError as refusal:
            assert str(refusal) not in (BROKE, UNFORESEEN), number
            assert set(store.uids()) == kept, number
        else:
            assert store.image(facts.uid).size == (facts.width, facts.height), number


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_file_is_taken(store, kind):
    assert store.exists(store.put(sound(kind, Random(kind))).uid)
