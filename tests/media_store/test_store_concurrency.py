"""Many writers at once, and writers that were killed half-way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from media_store import Box, ImageFacts, MediaStore, Rendition, UnknownImage

pytestmark = pytest.mark.long

WRITERS = 8


def at_once(work: Callable[[], ImageFacts]) -> list[ImageFacts]:
    """What eight threads get that start together."""
    start = Barrier(WRITERS)

    def wait_and_work(_: int) -> ImageFacts:
        start.wait()
        return work()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(wait_and_work, range(WRITERS)))


def test_eight_threads_that_put_the_same_bytes_make_one_file(store, kept_files, draw, encode):
    data = encode(draw(), "JPEG")
    assert set(at_once(lambda: store.put(data))) == {store.put(data)}
    endings = sorted(name.rpartition(".")[2] for name in kept_files() if name.startswith("im/"))
    assert endings == ["jpg", "json"]


def test_eight_threads_over_one_memory_store_agree(draw, encode):
    store = MediaStore("memory://concurrency")
    data = encode(draw(), "PNG")
    assert len(set(at_once(lambda: store.put(data)))) == 1
    assert len(list(store.uids())) == 1


def test_eight_threads_that_derive_the_same_make_one_picture(store, draw, encode):
    parent = store.put(encode(draw(), "PNG"))
    crops = at_once(lambda: store.crop(parent.uid, Box(0, 0, 500, 500)))
    assert len(set(crops)) == 1
    assert sorted(store.uids()) == sorted([parent.uid, crops[0].uid])


def test_eight_threads_of_different_files_with_one_picture_agree(store, draw, encode):
    files = iter([encode(draw(), "JPEG", comment=str(number)) for number in range(WRITERS)])
    assert len(set(at_once(lambda: store.put(next(files))))) == 1


def test_eight_threads_that_ask_for_one_rendition_get_the_same(store, kept_files, draw, encode):
    uid = store.put(encode(draw(2100, 900), "PNG")).uid
    assert len(set(at_once(lambda: store.rendition_facts(uid, Rendition.VIEW)))) == 1
    assert len([name for name in kept_files() if "view" in name]) == 1
    assert not [name for name in kept_files() if name.endswith(".part")]


def test_a_picture_without_its_record_is_not_there(store, folder, draw, encode):
    facts = store.put(encode(draw(), "PNG"))
    (record,) = folder.rglob("*.json")
    record.unlink()  # as if the writer had been killed before this last step
    assert not store.exists(facts.uid)
    assert list(store.uids()) == []
    with pytest.raises(UnknownImage):
        store.read(facts.uid)


def test_putting_a_half_written_picture_again_completes_it(store, folder, kept_files, draw, encode):
    facts = store.put(encode(draw(), "PNG"))
    complete = kept_files()
    for left in [next(folder.rglob("*.json")), next(folder.rglob("*.png"))]:
        left.unlink()
    assert store.put(encode(draw(), "PNG")) == facts
    assert kept_files() == complete
