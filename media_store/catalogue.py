"""Which pictures there are, and what each was made from.

    im/<2>/<uid>.json              the record: a picture exists if and only if this file does
    im/<2>/<uid>.<jpg|png>         the stored bytes, written before the record
    im/<2>/<uid>.<rendition>.<version>.jpg   renditions, made on demand; those of other versions are stale,
                                   those whose last 16 bytes are not their BLAKE2b digest damaged
    im/<2>/<uid>.from.<key>        marks that `by-source/<key>` leads here too, written before that file
    by-source/<2>/<key>            the UID of the picture that was made from the source of this key

The key of a source is the SHA-256 of an upload or of a derivation. <2> are two characters of the UID or key.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from media_store.derive import Derivation
from media_store.errors import BrokenImage, MediaStoreUnavailable, UnknownImage
from media_store.facts import ImageFacts, Rendition
from media_store.files import Files
from media_store.images import JPEG_MIME, Picture
from media_store.messages import message as _
from media_store.records import VERSION, Record, read_record
from media_store.renditions import RENDITIONS_VERSION
from media_store.uid import PREFIX, candidate_uids, is_uid

_PICTURES = "im"
_RECORD = ".json"
_FROM = ".from."
_DIGEST_BYTES = 16


class Catalogue:
    """The layout of the store over its files."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def find(self, source: str, version: int = 1) -> ImageFacts | None:
        """The picture that was made from the source of this key, if by this version or a later one."""
        written = self._files.read(_source_path(source))
        record = None if written is None else self._find_record(written.decode("ascii"))
        return None if record is None or record.version < version else record.facts

    def facts(self, uid: str) -> ImageFacts:
        """The facts of a picture; raises UnknownImage."""
        return self._record(uid).facts

    def exists(self, uid: str) -> bool:
        """Whether there is a picture with this UID."""
        return is_uid(uid) and self._files.exists(_path(uid, _RECORD))

    def uids(self) -> Iterator[str]:
        """All UIDs in their order, read folder by folder."""
        for shard in self._files.names(_PICTURES):
            for name in self._files.names(f"{_PICTURES}/{shard}"):
                uid = name.removesuffix(_RECORD)
                if name.endswith(_RECORD) and is_uid(uid):
                    yield uid

    def add(self, picture: Picture, source: str, derivation: Derivation | None = None) -> ImageFacts:
        """Keep a picture; where its bytes are kept already, the facts of the picture that has them."""
        sha256 = hashlib.sha256(picture.data).hexdigest()
        for uid in candidate_uids(sha256):
            record = self._find_record(uid)
            if record is None:
                facts = _facts(uid, sha256, picture, derivation)
                self._files.write(_picture_path(facts), picture.data)
                record = Record(facts, source)
                if not self._files.create(_path(uid, _RECORD), record.to_json()):
                    record = self._record(uid)  # Another writer came first.
            if record.facts.sha256 != sha256:
                continue
            if not self.is_whole(uid):  # Lost or damaged since; here it is again.
                self._files.write(_picture_path(record.facts), picture.data)
            facts = record.facts
            if record.version != VERSION:  # An earlier one, of which this one stores the same bytes.
                facts = replace(facts, frames=picture.frames, frame=picture.frame, digest=picture.digest)
                self._files.write(_path(uid, _RECORD), Record(facts, record.source).to_json())
            self.remember(source, uid)
            return facts
        raise MediaStoreUnavailable(
            _("Every UID of the bytes %(sha256)s is taken by others; the records are damaged.", sha256=sha256)
        )

    def remember(self, source: str, uid: str) -> None:
        """Let the source of this key lead to a picture that is kept."""
        if self._record(uid).source != source:
            self._files.write(_path(uid, _FROM + source), b"")
        self._files.write(_source_path(source), uid.encode("ascii"))

    def read(self, uid: str) -> bytes:
        """The stored bytes; raises UnknownImage, and BrokenImage when they are not those that were kept."""
        facts = self.facts(uid)
        stored = self._files.read(_picture_path(facts))
        if stored is None:
            raise MediaStoreUnavailable(
                _("The file of the picture %(uid)s is missing. Restore it from a backup.", uid=uid)
            )
        if hashlib.sha256(stored).hexdigest() != facts.sha256:
            raise BrokenImage(
                _("The file of the picture %(uid)s is damaged. Restore it from a backup.", uid=uid)
            )
        return stored

    def is_whole(self, uid: str) -> bool:
        """Whether the stored bytes are there and those that were kept; raises UnknownImage."""
        facts = self.facts(uid)
        stored = self._files.read(_picture_path(facts))
        return stored is not None and hashlib.sha256(stored).hexdigest() == facts.sha256

    def read_rendition(self, uid: str, kind: Rendition) -> bytes | None:
        """A rendition that was made before, None also for a damaged one; raises UnknownImage."""
        kept = self._files.read(_rendition_path(self.facts(uid).uid, kind))
        if kept is None:
            return None
        data, digest = kept[:-_DIGEST_BYTES], kept[-_DIGEST_BYTES:]
        return data if _digest(data) == digest else None

    def write_rendition(self, uid: str, kind: Rendition, data: bytes) -> None:
        """Keep a rendition for the next time, with its digest behind it, which tells a damaged one."""
        self._files.write(_rendition_path(uid, kind), data + _digest(data))

    def remove(self, uid: str) -> None:
        """Forget a picture and all that was made for it; raises UnknownImage."""
        record = self._record(uid)
        # Without its record the picture is gone for every reader; what follows only frees the space.
        self._files.remove(_path(uid, _RECORD))
        own = [name for name in self._files.names(_shard(uid)) if name.startswith(f"{uid}.")]
        for source in [record.source, *(name.partition(_FROM)[2] for name in own if _FROM in name)]:
            if self._files.read(_source_path(source)) == uid.encode("ascii"):
                self._files.remove(_source_path(source))
        for name in own:
            self._files.remove(f"{_shard(uid)}/{name}")

    def renew(self, uid: str) -> None:
        """Note that what is stored is what this version would store; raises UnknownImage."""
        record = self._record(uid)
        if record.version != VERSION:
            self._files.write(_path(uid, _RECORD), replace(record, version=VERSION).to_json())
        for kind in Rendition:
            self._files.remove(_path(uid, f".{kind}.jpg"))  # as the first version called it

    def version(self, uid: str) -> int:
        """The version that made a picture; raises UnknownImage."""
        return self._record(uid).version

    def _record(self, uid: str) -> Record:
        record = self._find_record(uid)
        if record is None:
            raise UnknownImage(uid)
        return record

    def _find_record(self, uid: str) -> Record | None:
        written = self._files.read(_path(uid, _RECORD)) if is_uid(uid) else None
        return None if written is None else read_record(written)


def _facts(uid: str, sha256: str, picture: Picture, derivation: Derivation | None) -> ImageFacts:
    return ImageFacts(
        uid=uid,
        sha256=sha256,
        width=picture.width,
        height=picture.height,
        mime=picture.mime,
        size_bytes=len(picture.data),
        frames=picture.frames,
        source_format=picture.source_format,
        parent=derivation.parent if derivation else None,
        box=derivation.box if derivation else None,
        operation=derivation.operation if derivation else None,
        frame=picture.frame,
        digest=picture.digest,
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()


def _shard(uid: str) -> str:
    start = len(PREFIX)
    return f"{_PICTURES}/{uid[start : start + 2]}"


def _path(uid: str, ending: str) -> str:
    return f"{_shard(uid)}/{uid}{ending}"


def _picture_path(facts: ImageFacts) -> str:
    return _path(facts.uid, ".jpg" if facts.mime == JPEG_MIME else ".png")


def _rendition_path(uid: str, kind: Rendition) -> str:
    return _path(uid, f".{kind}.{RENDITIONS_VERSION}.jpg")


def _source_path(key: str) -> str:
    return f"by-source/{key[:2]}/{key}"
