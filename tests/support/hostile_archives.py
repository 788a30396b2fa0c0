"""ZIP archives that somebody made to do harm, and what may come of each: files, and reasons for the rest."""

import struct
import zlib
from dataclasses import dataclass, field

from tests.support.archives import archive

STORED, DEFLATED, DEFLATE64, BZIP2, LZMA, AES = 0, 8, 9, 12, 14, 99
LOCKED, PATCHED, STRONGLY_LOCKED, UTF8, MASKED = 0x1, 0x20, 0x40, 0x800, 0x2000
LINK, CHARACTER_DEVICE, BLOCK_DEVICE, PIPE, SOCKET, FOLDER, FILE = (
    0o120777, 0o020666, 0o060666, 0o010666, 0o140666, 0o040777, 0o100644,
)  # fmt: skip
ALL_ONES, ALL_LONG_ONES = 2**32 - 1, 2**64 - 1

OUT = "leads out of the folder"
NAMELESS = "no name that can be kept"
TOO_LONG = "path is too long"
DAMAGED = "damaged in the archive"
LOCKED_UP = "locked with a password"
NO_FILE = "a folder, a device or a pipe"
NO_ARCHIVE = "no ZIP archive that can be read"


@dataclass(frozen=True)
class Entry:
    """A file as its archive has it; `said` of it at its place and in the list at the end may differ."""

    name: bytes
    content: bytes = b"evil"
    method: int = STORED
    flags: int = 0
    mode: int = 0
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    checksum: int | None = None
    extra: bytes = b""
    version: int = 20
    offset: int | None = None
    local_name: bytes | None = None
    local_signature: bytes = b"PK\3\4"

    def local(self) -> bytes:
        """Its header and its bytes."""
        name = self.name if self.local_name is None else self.local_name
        return self.local_signature + self._facts() + struct.pack("<HH", len(name), 0) + name + self.bytes()

    def listed(self, offset: int) -> bytes:
        """Its line in the list at the end."""
        place = offset if self.offset is None else self.offset
        lengths = struct.pack("<HHHHHLL", len(self.name), len(self.extra), 0, 0, 0, self.mode << 16, place)
        return b"PK\1\2" + struct.pack("<BB", 20, 3) + self._facts() + lengths + self.name + self.extra

    def bytes(self) -> bytes:
        """What is stored of it."""
        if self.packed is not None:
            return self.packed
        if self.method != DEFLATED:
            return self.content
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.content) + packer.flush()

    def _facts(self) -> bytes:
        sizes = (
            zlib.crc32(self.content) if self.checksum is None else self.checksum,
            len(self.bytes()) if self.packed_size is None else self.packed_size,
            len(self.content) if self.size is None else self.size,
        )
        return struct.pack("<HHHHHLLL", self.version, self.flags, self.method, 0, 33, *sizes)


def pack(
    *entries: Entry, gap: bytes = b"", listing: bytes | None = None, comment: bytes = b"", **end: int
) -> bytes:
    """The archive. `end` are claims of its last record: disk, count, size, offset."""
    data = directory = b""
    for entry in entries:
        directory += entry.listed(len(data))
        data += entry.local()
    directory = directory if listing is None else listing
    said = {"disk": 0, "count": len(entries), "size": len(directory), "offset": len(data), **end}
    last = struct.pack(
        "<HHHHLLH", said["disk"], said["disk"], said["count"], said["count"], said["size"], said["offset"],
        len(comment),
    )  # fmt: skip
    return data + directory + gap + b"PK\5\6" + last + comment


def long_numbers(*numbers: int) -> bytes:
    """A ZIP64 field of these."""
    data = struct.pack(f"<{len(numbers)}Q", *numbers)
    return struct.pack("<HH", 1, len(data)) + data


def long_end(disks: int = 1, size: int = 0, offset: int = 0) -> bytes:
    """The last records of a ZIP64 archive, which stand between its list of files and its usual end."""
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, offset)
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, 0, disks)


def overlapping(count: int) -> bytes:
    """Entries of which each has the headers of all after it, and one run of zeros, among its own bytes."""
    zeros = Entry(b"last.txt", bytes(100_000), DEFLATED)
    kernel, data = zeros.local(), b""
    listed = []
    heads = [Entry(b"%05d.txt" % number, b"", DEFLATED) for number in range(count)]
    length = sum(len(head.local()) for head in heads) + len(kernel)
    for head in heads:
        claims = Entry(head.name, b"", DEFLATED, packed_size=length - len(data), size=100_000)
        listed.append(claims.listed(len(data)))
        data += head.local()
    directory = b"".join(listed) + zeros.listed(len(data))
    data += kernel
    last = struct.pack("<HHHHLLH", 0, 0, count + 1, count + 1, len(directory), len(data), 0)
    return data + directory + b"PK\5\6" + last


@dataclass(frozen=True)
class Case:
    """An archive: the sizes of the files that may come of it by their paths, and its reasons in order."""

    data: bytes
    files: dict[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    refused: str = ""
    """Why nothing at all is taken of it."""


def refuse(name: bytes, reason: str, flags: int = 0) -> Case:
    """Two files, of which the first has a name that is not taken."""
    return Case(pack(Entry(name, flags=flags), GOOD), {"good.txt": 4}, (reason,))


def take(name: bytes, path: str, flags: int = UTF8) -> Case:
    """A file whose name looks as if it led elsewhere, and does not."""
    return Case(pack(Entry(name, flags=flags)), {path: 4})


def beside(entry: Entry, reason: str) -> Case:
    """Two files, of which the first is not taken."""
    return Case(pack(entry, GOOD), {"good.txt": 4}, (reason,))


GOOD = Entry(b"good.txt", b"good")
WHOLE = pack(GOOD)
_ABSOLUTE = b"/tmp/sightline-evil.txt"
_TWICE = "two files of this name"
_NOT_ITS_OWN = "bytes that are not its own"

NAMES = {
    "parent": refuse(b"../evil.txt", OUT),
    "many parents": refuse(b"../" * 12 + b"tmp/sightline-evil.txt", OUT),
    "parents behind a folder": refuse(b"a/b/../../../evil.txt", OUT),
    "parents behind a dot": refuse(b"./.././evil.txt", OUT),
    "parents behind two slashes": refuse(b"a//..//..//evil.txt", OUT),
    "parent at the end": refuse(b"a/b/..", OUT),
    "parent alone": refuse(b"..", OUT),
    "backslashes": refuse(b"..\\..\\evil.txt", OUT),
    "mixed slashes": refuse(b"a/..\\../evil.txt", OUT),
    "absolute": refuse(_ABSOLUTE, OUT),
    "two slashes first": refuse(b"/" + _ABSOLUTE, OUT),
    "server and share": refuse(b"\\\\server\\share\\evil.txt", OUT),
    "device path of Windows": refuse(b"\\\\?\\C:\\evil.txt", OUT),
    "drive": refuse(b"C:\\evil.txt", OUT),
    "drive without a slash": refuse(b"c:evil.txt", OUT),
    "NUL in the name": refuse(b"evil.txt\0.png", NAMELESS),
    "NUL before a slash": refuse(b"evil\0/../../evil.txt", OUT),
    "NUL first": refuse(b"\0evil.txt", NAMELESS),
    "no name": refuse(b"", NAMELESS),
    "dot alone": refuse(b".", NAMELESS),
    "name of 300 bytes": refuse(b"x" * 300, TOO_LONG),
    "name of 65,535 bytes": refuse(b"x" * 65_535, TOO_LONG),
    "200 letters of three bytes": refuse("あ".encode() * 200, TOO_LONG, UTF8),
    "depth of 40": refuse(b"d/" * 40 + b"evil.txt", TOO_LONG),
    "path of 600": refuse((b"d" * 59 + b"/") * 10 + b"evil.txt", TOO_LONG),
    "four dots": take(b"..../evil.txt", "..../evil.txt"),
    "dots and a space": take(b".. /evil.txt", ".. /evil.txt"),
    "percent signs": take(b"%2e%2e%2fevil.txt", "%2e%2e%2fevil.txt"),
    "quoted-printable": take(b"=2E=2E=2Fevil.txt", "=2E=2E=2Fevil.txt"),
    "encoded word": take(b"=?utf-8?Q?=2E=2E=2Fevil.txt?=", "=?utf-8?Q?=2E=2E=2Fevil.txt?="),
    "wide dots": take("．．／evil.txt".encode(), "．．／evil.txt"),
    "home": take(b"~/.profile", "~/.profile"),
    "Shift-JIS, whose second byte is a backslash": take(b"\x95\x5cevil.txt", "ò/evil.txt", 0),
    "overlong dots, not said to be UTF-8": take(b"\xc0\xae\xc0\xae", "└«└«", 0),
    "overlong dots": Case(pack(Entry(b"\xc0\xae\xc0\xae/evil.txt", flags=UTF8)), refused=NO_ARCHIVE),
    "half of a pair": Case(pack(Entry(b"\xed\xa0\x80.txt", flags=UTF8)), refused=NO_ARCHIVE),
    "turned writing": take("\u202egpj.txt".encode(), "\u202egpj.txt"),
    "one name twice": Case(pack(Entry(b"a.txt"), Entry(b"a.txt", b"longer")), {"a.txt": 4}, (_TWICE,)),
    "one path in three spellings": Case(
        pack(Entry(b"d/a.txt"), Entry(b"d/./a.txt", b"longer"), Entry(b"d//a.txt", b"")),
        {"d/a.txt": 4},
        (_TWICE, _TWICE),
    ),
    "file and folder": Case(pack(Entry(b"a"), Entry(b"a/b.txt")), {"a": 4}, ("a file and a folder",)),
    "folder and file": Case(pack(Entry(b"a/b.txt"), Entry(b"a")), {"a/b.txt": 4}, ("a file and a folder",)),
    "folder outside": Case(pack(Entry(b"../evil/", b""), GOOD), {"good.txt": 4}),
}  # fmt: skip

KINDS = {
    "link": beside(Entry(b"a.txt", b"/etc/passwd", mode=LINK), "It is a link"),
    "file behind a link": Case(
        pack(Entry(b"out", b"/tmp", mode=LINK), Entry(b"out/sightline-evil.txt")),
        {"out/sightline-evil.txt": 4},
        ("It is a link",),
    ),
    "folder that is a link": Case(
        pack(Entry(b"out/", b"/tmp", mode=LINK), Entry(b"out/sightline-evil.txt")),
        {"out/sightline-evil.txt": 4},
    ),
    "hard link": Case(
        pack(Entry(b"a.txt", extra=struct.pack("<HHLLHH", 0xD, 23, 0, 0, 0, 0) + b"/etc/passwd", mode=FILE)),
        {"a.txt": 4},
    ),
    "character device": beside(Entry(b"null", b"", mode=CHARACTER_DEVICE), NO_FILE),
    "block device": beside(Entry(b"sda", b"", mode=BLOCK_DEVICE), NO_FILE),
    "pipe": beside(Entry(b"pipe", b"", mode=PIPE), NO_FILE),
    "socket": beside(Entry(b"socket", b"", mode=SOCKET), NO_FILE),
    "folder that is named as a file": beside(Entry(b"folder", mode=FOLDER), NO_FILE),
    "locked": beside(Entry(b"a.txt", flags=LOCKED), LOCKED_UP),
    "strongly locked": beside(Entry(b"a.txt", flags=STRONGLY_LOCKED), DAMAGED),
    "locked, with a list that is masked": beside(Entry(b"a.txt", flags=LOCKED | MASKED), LOCKED_UP),
    "patch": beside(Entry(b"a.txt", flags=PATCHED), DAMAGED),
}  # fmt: skip

BOMBS = {
    "zeros": beside(Entry(b"zeros", bytes(3_000_000), DEFLATED), "more than 1 MiB"),
    "zeros that are said to be few": beside(Entry(b"zeros", bytes(3_000_000), DEFLATED, size=100), DAMAGED),
    "few that are said to be many": beside(Entry(b"a.txt", size=2**31), "more than 1 MiB"),
    "more packed bytes than there are": Case(
        pack(GOOD, Entry(b"a.txt", packed_size=10**9)), {"good.txt": 4}, (_NOT_ITS_OWN,)
    ),
    "packed bytes that reach into the next": beside(Entry(b"a.txt", packed_size=60, size=60), _NOT_ITS_OWN),
    "forty archives in one": Case(overlapping(40), {"last.txt": 100_000}, (_NOT_ITS_OWN,) * 40),
    "archive in an archive in an archive": Case(
        archive({"2.zip": archive({"3.zip": archive({"zeros": bytes(10**6)})})}),
        {"2.zip": len(archive({"3.zip": archive({"zeros": bytes(10**6)})}))},
    ),
    "wrong checksum": beside(Entry(b"a.txt", checksum=1), DAMAGED),
    "broken deflate": beside(Entry(b"a.txt", method=DEFLATED, packed=b"\xff" * 30), DAMAGED),
    "broken bzip2": beside(Entry(b"a.txt", method=BZIP2, packed=b"BZh9" + b"\xff" * 30), DAMAGED),
    "LZMA that wants 4 GiB": beside(
        Entry(b"a.txt", method=LZMA, packed=b"\t\4\5\0\x5d\xff\xff\xff\xff" + b"\xff" * 30), DAMAGED
    ),
    "LZMA of nothing": beside(Entry(b"a.txt", method=LZMA, packed=b""), DAMAGED),
    "LZMA with odd settings": beside(
        Entry(b"a.txt", method=LZMA, packed=b"\t\4\5\0" + b"\xff" * 30), DAMAGED
    ),
    "deflate64": beside(Entry(b"a.txt", method=DEFLATE64), DAMAGED),
    "AES": beside(Entry(b"a.txt", method=AES), DAMAGED),
}  # fmt: skip

LISTS = {
    "another name at its place": beside(Entry(b"a.txt", local_name=b"../evil.txt"), DAMAGED),
    "no header at its place": beside(Entry(b"a.txt", local_signature=b"evil"), DAMAGED),
    "place in the middle of another": Case(
        pack(GOOD, Entry(b"a.txt", offset=9)), {}, (_NOT_ITS_OWN, f"{DAMAGED}|{_NOT_ITS_OWN}")
    ),
    "place beyond the end": Case(
        pack(GOOD, Entry(b"a.txt", offset=10**9)), {"good.txt": 4}, (_NOT_ITS_OWN,)
    ),
    "ZIP64: place beyond every disk": Case(
        pack(GOOD, Entry(b"a.txt", offset=ALL_ONES, extra=long_numbers(ALL_LONG_ONES))),
        {"good.txt": 4},
        (_NOT_ITS_OWN,),
    ),
    "ZIP64: size beyond every disk": beside(
        Entry(b"a.txt", size=ALL_ONES, extra=long_numbers(2**63)), "more than 1 MiB"
    ),
    "ZIP64: packed size beyond every disk": Case(
        pack(GOOD, Entry(b"a.txt", packed_size=ALL_ONES, extra=long_numbers(ALL_LONG_ONES))),
        {"good.txt": 4},
        (_NOT_ITS_OWN,),
    ),
    "ZIP64: field cut short": Case(
        pack(Entry(b"a.txt", size=ALL_ONES, extra=struct.pack("<HHL", 1, 4, 7))), refused=NO_ARCHIVE
    ),
    "ZIP64: list elsewhere": Case(
        pack(GOOD, gap=long_end(size=10**12, offset=10**15)), refused=NO_ARCHIVE
    ),
    "ZIP64: list beyond every disk": Case(
        pack(GOOD, gap=long_end(size=2**63, offset=ALL_LONG_ONES)), refused=NO_ARCHIVE
    ),
    "ZIP64: two disks": Case(pack(GOOD, gap=long_end(disks=2)), refused=NO_ARCHIVE),
    "extra field longer than itself": Case(
        pack(Entry(b"a.txt", extra=struct.pack("<HH", 7, 60_000))), refused=NO_ARCHIVE
    ),
    "version of another century": Case(pack(Entry(b"a.txt", version=255)), refused=NO_ARCHIVE),
    "list of other things": Case(pack(GOOD, listing=b"evil" * 20), refused=NO_ARCHIVE),
    "list cut in a name": Case(pack(GOOD, listing=GOOD.listed(0)[:-3]), {}, (DAMAGED,)),
    "list cut in a line": Case(pack(GOOD, listing=GOOD.listed(0)[:30]), refused=NO_ARCHIVE),
    "list before the beginning": Case(pack(GOOD, size=10**6), refused=NO_ARCHIVE),
    "list beyond the end": Case(pack(GOOD, offset=10**6), {}, (f"{DAMAGED}|{_NOT_ITS_OWN}",)),
    "count of none": Case(pack(GOOD, count=0), {"good.txt": 4}),
    "count of many": Case(pack(GOOD, count=65_535), {"good.txt": 4}),
    "one part of many": Case(pack(GOOD, disk=7), {"good.txt": 4}),
    "beginning lost": Case(WHOLE[20:], {}, (DAMAGED,)),
    "end lost": Case(WHOLE[:-10], refused=NO_ARCHIVE),
    "much behind the end": Case(WHOLE + b"evil" * 1_000, {"good.txt": 4}),
    "too much behind the end": Case(WHOLE + b"evil" * 20_000, refused=NO_ARCHIVE),
    "program before the beginning": Case(b"MZ" + b"\0" * 5_000 + WHOLE, {"good.txt": 4}),
    "two archives in a row": Case(pack(Entry(b"a.txt")) + WHOLE, {"good.txt": 4}),
    "an archive as comment": Case(pack(Entry(b"a.txt"), comment=WHOLE), {"good.txt": 4}),
    "nothing but an end": Case(pack(), refused="no files in this archive"),
    "empty": Case(b"", refused=NO_ARCHIVE),
    "no archive": Case(b"nothing of the kind", refused=NO_ARCHIVE),
    "more files than are taken": Case(
        pack(*(Entry(b"%d" % number, b"") for number in range(1_001))), refused="1,001 files; 1,000 is"
    ),
    "a million lines in its list": Case(
        pack(listing=GOOD.listed(0) * 22_000, count=1), refused="files; 1,000 is"
    ),
}  # fmt: skip

CASES = {**NAMES, **KINDS, **BOMBS, **LISTS}
