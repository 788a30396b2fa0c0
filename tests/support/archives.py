"""ZIP files in memory."""

import io
import zipfile
import zlib


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP file of these, compressed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return data.getvalue()


def swollen(data: bytes, name: str, mark: bytes, filling: bytes, times: int, *, says: int = 0) -> bytes:
    """A ZIP file with the filling so many times instead of a mark in one of its files; it stays small.

    That file says that it unpacks to `says` bytes, if not to what it does.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        files = {each: before.read(each) for each in before.namelist()}
    head, tail = files.pop(name).split(mark)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [deflate.compress(part) + deflate.flush(zlib.Z_FULL_FLUSH) for part in (head, filling)]
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(filling, crc)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for each, content in files.items():
            after.writestr(each, content)
        after.writestr(
            name, pieces[0] + pieces[1] * times + deflate.compress(tail) + deflate.flush(), zipfile.ZIP_STORED
        )
        entry = after.getinfo(name)  # What is written into the list of contents, at the end.
        entry.compress_type, entry.CRC = zipfile.ZIP_DEFLATED, zlib.crc32(tail, crc)
        entry.file_size = says or len(head) + times * len(filling) + len(tail)
    return written.getvalue()
