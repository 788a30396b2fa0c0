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
from webapp.corpora.services.manifests import FileReason
from webapp.curation.bringing.unpacking import UnpackLimits, unpack


def unpacked(tmp_path: Path, data: bytes, limits: UnpackLimits | None = None) -> list[FileReason | None]:
    file = tmp_path / "archive.zip"
    file.write_bytes(data)
    return list(unpack(file, tmp_path / "out", limits or UnpackLimits()))


@pytest.mark.parametrize(
    "name", ["../evil.png", "/etc/evil.png", "a/../../evil.png", "C:/evil.png", "..\\evil.png"]
)
def test_an_entry_that_leads_out_is_left_out(name: str, tmp_path: Path) -> None:
    reasons = unpacked(tmp_path, archive({name: b"evil", "good.txt": b"good"}))
    assert [bool(reason) for reason in reasons] == [True, False]
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["archive.zip", "good.txt"]


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    [reason] = unpacked(tmp_path, data.getvalue())
    assert reason
    assert "It is a link" in reason.reason


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


def test_an_archive_that_lies_about_its_sizes_is_stopped(tmp_path: Path) -> None:
    data = bytearray(archive({"zeros": b"\0" * 3 * 1024**2}))
    size = (3 * 1024**2).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (100).to_bytes(4, "little")
    [reason] = unpacked(tmp_path, bytes(data))
    assert reason is not None and "damaged in the archive" in reason.reason
    assert sum(each.stat().st_size for each in (tmp_path / "out").rglob("*") if each.is_file()) <= 1024**2


def test_an_archive_stops_where_there_is_no_room(tmp_path: Path) -> None:
    files = {f"{number}.bin": b"\0" * 1024**2 for number in range(5)}
    with pytest.raises(BadInput, match="more than there is room for"):
        unpacked(tmp_path, archive(files), UnpackLimits(total_bytes=2 * 1024**2))


def test_an_archive_leaves_room_for_the_rest(tmp_path: Path) -> None:
    files = {"a.bin": b"a" * 100}
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(BadInput, match="more than there is room for"):
        unpacked(tmp_path, archive(files), UnpackLimits(kept_free_bytes=2 * free))


def test_an_archive_of_a_hundred_thousand_names_is_unpacked(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for number in range(100_000):
            opened.writestr(zipfile.ZipInfo(f"{number % 100}/{number}.txt"), b"")
    assert unpacked(tmp_path, data.getvalue()).count(None) == 100_000
    with pytest.raises(BadInput, match="99,999 is the most"):
        unpacked(tmp_path, data.getvalue(), UnpackLimits(entries=99_999))


def test_a_damaged_stream_costs_one_file(tmp_path: Path) -> None:
    data = bytearray(archive({"bad.txt": bytes(range(256)) * 40, "good.txt": b"good"}))
    data[60:90] = b"\xff" * 30
    bad, good = unpacked(tmp_path, bytes(data))
    assert bad is not None and "damaged in the archive" in bad.reason
    assert good is None
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["good.txt"]


@pytest.mark.parametrize("names", [("a", "a/b.txt"), ("a/b.txt", "a")])
def test_a_file_and_a_folder_of_one_name_cost_the_second(names: tuple[str, str], tmp_path: Path) -> None:
    first, second = unpacked(tmp_path, archive(dict.fromkeys(names, b"words")))
    assert first is None
    assert second is not None and "a file and a folder of this name" in second.reason
