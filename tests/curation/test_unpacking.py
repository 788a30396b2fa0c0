"""Archives are unpacked within limits: no path leads out, nothing swells, and the rest comes in."""

import io
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.support.archives import archive
from webapp.corpora.errors import BadInput
from webapp.corpora.importing.manifests import FileReason
from webapp.curation.imports.unpacking import Unpacker, UnpackLimits

pytestmark = pytest.mark.long


def unpacked(tmp_path: Path, data: bytes, limits: UnpackLimits | None = None) -> list[FileReason | None]:
    file = tmp_path / "archive.zip"
    file.write_bytes(data)
    return list(Unpacker(tmp_path / "out", limits or UnpackLimits()).unpack(file))


def test_zeros_that_unpack_to_gigabytes_are_left_out(tmp_path: Path) -> None:
    """Ten of them, each beyond the limit, as the archive says itself."""
    zeros = archive({f"zeros-{number}": b"\0" * 3 * 1024**2 for number in range(10)})
    reasons = unpacked(tmp_path, zeros, UnpackLimits(file_bytes=1024**2))
    assert all(reason and "more than 1 MiB" in reason.reason for reason in reasons)
    assert not [each for each in (tmp_path / "out").rglob("*") if each.is_file()]


def ten_gigabytes_of_zeros() -> bytes:
    """Ten entries of a GiB each, as its format has them: a MiB of deflated zeros stands for each."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(b"\0" * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    packed, checksum = piece * 64 + zlib.compressobj(9, zlib.DEFLATED, -15).flush(), 0
    for _ in range(64):
        checksum = zlib.crc32(b"\0" * 2**24, checksum)
    facts = struct.pack("<HHHHHLLL", 20, 0, 8, 0, 33, checksum, len(packed), 2**30)
    entries = directory = b""
    for number in range(10):
        name = b"zeros-%d.png" % number
        place = struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, len(entries))
        directory += b"PK\1\2" + struct.pack("<H", 20) + facts + place + name
        entries += b"PK\3\4" + facts + struct.pack("<HH", len(name), 0) + name + packed
    end = struct.pack("<HHHHLLH", 0, 0, 10, 10, len(directory), len(entries), 0)
    return entries + directory + b"PK\5\6" + end


def test_ten_gigabytes_of_zeros_are_left_out_and_never_written(tmp_path: Path) -> None:
    zeros = ten_gigabytes_of_zeros()
    assert len(zeros) < 2**24
    with zipfile.ZipFile(io.BytesIO(zeros)) as opened:
        assert sum(entry.file_size for entry in opened.infolist()) == 10 * 2**30
    reasons = unpacked(tmp_path, zeros)
    assert [reason.reason for reason in reasons if reason] == [
        "It has more than 50 MiB, the most that is taken."
    ] * 10
    with pytest.raises(BadInput, match="more than there is room for"):
        unpacked(tmp_path, zeros, UnpackLimits(file_bytes=2**31, total_bytes=2**26))
    assert not [each for each in (tmp_path / "out").rglob("*") if each.is_file()]


def test_an_archive_stops_where_there_is_no_room(tmp_path: Path) -> None:
    files = {f"{number}.bin": b"\0" * 1024**2 for number in range(5)}
    with pytest.raises(BadInput, match="more than there is room for"):
        unpacked(tmp_path, archive(files), UnpackLimits(total_bytes=2 * 1024**2))


def test_an_archive_leaves_room_for_the_rest(tmp_path: Path) -> None:
    files = {"a.bin": b"a" * 100}
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(BadInput, match="more than there is room for"):
        unpacked(tmp_path, archive(files), UnpackLimits(kept_free_bytes=2 * free))


def test_an_archive_of_ten_thousand_names_is_unpacked(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for number in range(10_000):
            opened.writestr(zipfile.ZipInfo(f"{number % 100}/{number}.txt"), b"")
    assert unpacked(tmp_path, data.getvalue()).count(None) == 10_000
    with pytest.raises(BadInput, match="9,999 is the most"):
        unpacked(tmp_path, data.getvalue(), UnpackLimits(entries=9_999))


def test_two_archives_keep_the_first_of_two_files(tmp_path: Path) -> None:
    unpacker, reasons = Unpacker(tmp_path / "out"), list[FileReason | None]()
    for name, content in (("one.zip", b"first"), ("two.zip", b"second")):
        (tmp_path / name).write_bytes(archive({"a.txt": content}))
        reasons += unpacker.unpack(tmp_path / name)
    assert [bool(reason) for reason in reasons] == [False, True]
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"first"


def test_files_that_were_unpacked_before_take_their_own_place(tmp_path: Path) -> None:
    assert unpacked(tmp_path, archive({"a.txt": b"half"})) == [None]
    assert unpacked(tmp_path, archive({"a.txt": b"whole"})) == [None]
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"whole"
