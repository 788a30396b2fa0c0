"""Small files that would keep a decoder busy: refused by counting, or ended by a limit of time or memory."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from media_store import BrokenImage, Limits, MediaStore, TooCostly, UnsupportedFormat
from media_store.headers.jpeg import MAX_COPIED_SCANS, measure
from media_store.images import Page, normalise
from media_store.processes.pool import DecoderPool

pytestmark = pytest.mark.long


def progressive(encode, scans: int, size: tuple[int, int] = (640, 480)) -> bytes:
    """A progressive JPEG whose last scan is there so many times more."""
    data = encode(Image.new("L", size, 128), "JPEG", progressive=True)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * scans + b"\xff\xd9"


def scans_of(data: bytes) -> int:
    return measure(data, Limits()).scans


def png_with(*extra: tuple[bytes, bytes]) -> bytes:
    """A small PNG with these chunks behind its header."""
    target = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(target, "PNG")
    data = target.getvalue()
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in extra
    ]
    return data[:33] + b"".join(chunks) + data[33:]


@pytest.fixture
def pool():
    made = DecoderPool(1)
    yield made
    made.close()


def test_scans_are_counted_without_decoding(encode, draw):
    assert scans_of(encode(draw(), "JPEG")) == 1
    assert scans_of(encode(draw(), "JPEG", progressive=True)) == 10
    assert scans_of(progressive(encode, 90)) == 6 + 90


@pytest.mark.parametrize("between", [b"", b"rubbish", b"\xff\xff\xff", b"\xff\x00\xff\xd0"])
def test_what_a_decoder_skips_hides_no_scan(encode, between):
    data = progressive(encode, 0)
    place = data.rindex(b"\xff\xda")
    assert scans_of(data[:place] + between + data[place:]) == scans_of(data)


def test_a_scan_in_metadata_does_not_count(encode, draw):
    exif = b"Exif\0\0" + encode(draw(16, 12), "JPEG") * 50
    assert scans_of(encode(draw(), "JPEG", exif=exif)) == 1


def test_a_jpeg_of_a_thousand_scans_is_refused(store, kept_files, encode):
    with pytest.raises(TooCostly, match="scans or more over 307,200 pixels"):
        store.put(progressive(encode, 1_000))
    assert kept_files() == []


def test_the_budget_is_scans_times_pixels(encode):
    data = progressive(encode, 54)
    normalise(data, Limits(max_scan_pixels=60 * 640 * 480))
    with pytest.raises(TooCostly, match="60 scans"):
        normalise(data, Limits(max_scan_pixels=60 * 640 * 480 - 1))


def test_many_scans_are_stored_as_one(encode):
    data = normalise(progressive(encode, MAX_COPIED_SCANS), Limits()).data
    assert scans_of(data) == 1


def test_a_jpeg_of_a_million_segments_is_refused(store):
    with pytest.raises(TooCostly, match="pieces"):
        store.put(b"\xff\xd8" + b"\xff\xe5\x00\x02" * 1_000_000 + b"\xff\xd9")


@pytest.mark.parametrize("marker", [0xC3, 0xC7, 0xF7])
def test_a_lossless_jpeg_is_unsupported_not_damaged(store, encode, draw, marker):
    data = encode(draw(), "JPEG")
    place = data.index(b"\xff\xc0")
    with pytest.raises(UnsupportedFormat, match="not read"):
        store.put(data[: place + 1] + bytes([marker]) + data[place + 2 :])


def test_a_jpeg_of_twelve_bits_is_unsupported(store, encode, draw):
    data = bytearray(encode(draw(), "JPEG"))
    data[data.index(b"\xff\xc0") + 4] = 12
    with pytest.raises(UnsupportedFormat, match="more than eight bits"):
        store.put(bytes(data))


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_packed_bomb_in_a_png_is_left_out(store, kind):
    bomb = b"name\0\0" + zlib.compress(bytes(30_000_000))
    assert store.put(png_with((kind, bomb))).uid == store.put(png_with()).uid


def test_a_png_of_many_chunks_is_refused(store):
    with pytest.raises(TooCostly, match="pieces"):
        store.put(png_with(*[(b"tEXt", b"k\0v")] * 10_002))


def test_a_gif_of_too_many_blocks_is_refused(store):
    extension = b"\x21\xfe" + b"\x01x" * 1_000_001 + b"\x00"
    with pytest.raises(TooCostly, match="pieces"):
        store.put(b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + extension)


def test_directories_that_lead_in_a_circle_end(store, encode, draw):
    data = bytearray(encode(draw(), "TIFF"))
    (place,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, place)
    struct.pack_into("<I", data, place + 2 + 12 * count, place)
    assert store.put(bytes(data)).frames == 1


def test_a_directory_of_too_many_entries_is_broken(store):
    entries = b"".join(struct.pack("<HHII", tag, 3, 1, 1) for tag in range(5_000))
    with pytest.raises(BrokenImage, match="directory"):
        store.put(b"II*\0\x08\0\0\0" + struct.pack("<H", 5_000) + entries + bytes(4))


def test_time_is_limited_and_costs_one_file(pool, encode):
    slow = progressive(encode, 5_000, (3_000, 2_000))
    with pytest.raises(TooCostly, match="too long"):
        pool.normalise(slow, Limits(max_scans=9_999, max_scan_pixels=10**12, max_cpu_seconds=1))
    assert pool.normalise(encode(Image.new("RGB", (4, 3)), "PNG"), Limits()).width == 4


def test_memory_is_limited(pool, encode):
    large = encode(Image.new("RGB", (7_000, 7_000)), "PNG", compress_level=1)
    with pytest.raises(TooCostly, match="memory"):
        pool.normalise(large, Limits(max_memory_bytes=200 * 1024 * 1024))


def test_a_process_is_used_again(pool, encode, draw):
    data = encode(draw(), "PNG")
    pool.normalise(data, Limits())
    first = pool._kept.idle[-1]
    pool.normalise(data, Limits())
    assert pool._kept.idle[-1] is first


def test_a_killed_process_is_replaced(pool, encode, draw):
    data = encode(draw(), "PNG")
    pool.normalise(data, Limits())
    process = pool._kept.idle[-1].process
    process.kill()
    process.wait()
    assert pool.normalise(data, Limits()).width == 64


def test_what_a_worker_refuses_arrives_as_it_was(pool):
    with pytest.raises(UnsupportedFormat, match="Photoshop|PostScript"):
        pool.normalise(b"%!PS-Adobe-3.0 EPSF-3.0\n", Limits())


def test_another_process_gives_what_this_one_would(pool, encode, draw):
    pages = encode(draw(), "TIFF", save_all=True, append_images=[draw(30, 20)])
    here = normalise(pages, Limits())
    assert pool.normalise(pages, Limits()) == here
    second = Page(2, here.digest)
    assert pool.normalise(pages, Limits(), second) == normalise(pages, Limits(), second)


def test_many_threads_share_a_store(store, encode):
    files = [encode(Image.new("RGB", (9, 7), (number, 0, 0)), "PNG") for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        uids = [facts.uid for facts in threads.map(store.put, files)]
    assert sorted(uids) == list(MediaStore.uids(store))
