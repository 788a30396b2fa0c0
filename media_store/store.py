"""The one door to stored pictures."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image

from media_store import derive
from media_store.boxes import Box
from media_store.catalogue import Catalogue
from media_store.colours import flatten, to_plain
from media_store.decoding import load_picture
from media_store.derive import Derivation
from media_store.errors import MediaError, MediaStoreUnavailable, NoSuchPage
from media_store.facts import ImageFacts, Rendition, RenditionFacts
from media_store.files import open_files
from media_store.formats import identify
from media_store.images import JPEG_MIME, PNG_MIME, Page, Picture, encode
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.processes.pool import shared_decoders
from media_store.records import VERSION
from media_store.renditions import describe, render


@dataclass(frozen=True, slots=True)
class Prepared:
    """An uploaded file that can be kept, decoded; `picture` is None for one that was kept before."""

    data: bytes
    source: str
    picture: Picture | None


class MediaStore:
    """Pictures by UID, under a local path or any fsspec URL; safe to use from threads and processes.

    Equal stored bytes are one picture. Methods that take a UID raise UnknownImage, and all of them
    MediaStoreUnavailable.
    """

    def __init__(self, url: str, limits: Limits = Limits()) -> None:  # noqa: B008  frozen, so it can be shared
        self._limits = limits
        self._files = open_files(url)
        self._catalogue = Catalogue(self._files)

    def put(self, data: bytes) -> ImageFacts:
        """Keep an uploaded file; the same upload, or one with the same picture in it, gives the same UID.

        Raises NotAPicture, UnsupportedFormat, TooLarge, TooManyPixels, TooManyFrames or BrokenImage, and
        leaves nothing behind then.
        """
        return self._put(data)

    def prepare(self, data: bytes) -> "Prepared":
        """Decode an uploaded file without keeping it. Raises what `put` raises."""
        source = self._source(data)
        picture = None if self._known(source) else shared_decoders().normalise(data, self._limits)
        return Prepared(data, source, picture)

    def keep(self, prepared: "Prepared") -> ImageFacts:
        """Keep what was prepared: it is not decoded again, unless it was kept then and is gone now."""
        if prepared.picture is None:
            return self._put(prepared.data)
        return self._catalogue.add(prepared.picture, prepared.source)

    def put_pages(self, data: bytes, most: int) -> Iterator[ImageFacts | MediaError]:
        """Keep the picture in an uploaded file, and if it has pages (TIFF, HEIF), at most `most` of them.

        Raises what `put` raises for the first; for a further one that cannot be used its error is given.
        """
        first = self._put(data)
        yield first
        if identify(data).has_pages:
            for number in range(2, min(first.frames, most) + 1):
                try:
                    yield self._put(data, Page(number, first.digest))
                except MediaStoreUnavailable:
                    raise
                except NoSuchPage:  # An earlier version counted what is none.
                    return
                except MediaError as error:
                    yield error

    def _put(self, data: bytes, page: Page | None = None) -> ImageFacts:
        source = self._source(data, page)
        if known := self._known(source):
            return known
        return self._catalogue.add(shared_decoders().normalise(data, self._limits, page), source)

    def _source(self, data: bytes, page: Page | None = None) -> str:
        """The key of an upload, or of one of its pages. Raises TooLarge."""
        self._limits.check_bytes(len(data))
        source = hashlib.sha256(data).hexdigest()
        return hashlib.sha256(f"{source} page {page.number}".encode()).hexdigest() if page else source

    def _known(self, source: str) -> ImageFacts | None:
        """What is kept of an upload, whole and as this version would store it."""
        known = self._catalogue.find(source, VERSION)
        return known if known and self._catalogue.is_whole(known.uid) else None

    def decode(self, data: bytes) -> Image.Image:
        """The picture of an upload as `image` would give it, without keeping it. Raises what `put` raises."""
        return flatten(load_picture(shared_decoders().normalise(data, self._limits).data))

    def shown(self, uid: str, kind: Rendition) -> Image.Image:
        """A rendition, decoded in mode RGB."""
        return flatten(load_picture(self.rendition(uid, kind)))

    def is_current(self, uid: str) -> bool:
        """Whether this version made a picture, or stores the same for it as the one that did."""
        return self._catalogue.version(uid) == VERSION

    def is_whole(self, uid: str) -> bool:
        """Whether the stored bytes are there and undamaged."""
        return self._catalogue.is_whole(uid)

    def renew(self, uid: str) -> None:
        """Note that this version stores the same for a picture, as a caller saw; drop stale renditions."""
        self._catalogue.renew(uid)

    def facts(self, uid: str) -> ImageFacts:
        """What is known of a picture without opening it."""
        return self._catalogue.facts(uid)

    def exists(self, uid: str) -> bool:
        """Whether there is a picture with this UID; False for what is no UID."""
        return self._catalogue.exists(uid)

    def uids(self) -> Iterator[str]:
        """All UIDs, in their order."""
        return self._catalogue.uids()

    def read(self, uid: str) -> bytes:
        """The stored bytes, of the type that `facts` names."""
        return self._catalogue.read(uid)

    def image(self, uid: str) -> Image.Image:
        """The decoded picture in mode RGB at full resolution; what is transparent shows white."""
        return flatten(load_picture(self.read(uid)))

    def rendition(self, uid: str, kind: Rendition) -> bytes:
        """The picture as it is shown, image/jpeg or image/png: made when first asked for, then kept.

        One that was damaged meanwhile, or cannot be kept, is made anew. Raises BrokenImage.
        """
        kept = self._catalogue.read_rendition(uid, kind)
        if kept is not None:
            return kept
        stored = self.read(uid)
        rendered = render(stored, kind)
        if rendered is not stored:
            with suppress(MediaStoreUnavailable):  # It can be shown all the same.
                self._catalogue.write_rendition(uid, kind, rendered)
        return rendered

    def rendition_facts(self, uid: str, kind: Rendition) -> RenditionFacts:
        """Type and size of a rendition, beside which `facts` gives the size of the picture itself."""
        return describe(self.rendition(uid, kind))

    def crop(self, uid: str, box: Box) -> ImageFacts:
        """Cut a box out of a picture at full resolution; a box around everything gives the picture itself."""
        return self._derive(Derivation(uid, "crop", box), lambda picture: derive.crop(picture, box))

    def rotate(self, uid: str, degrees: int) -> ImageFacts:
        """Turn a picture clockwise by a multiple of 90 degrees; raises InvalidRotation for others."""
        angle = derive.clockwise(degrees)
        if angle == 0:
            return self.facts(uid)
        return self._derive(Derivation(uid, f"rotate:{angle}"), lambda picture: derive.rotate(picture, angle))

    def enhance(self, uid: str) -> ImageFacts:
        """Stretch the tones of a picture to their full range; a picture that has it already stays itself."""
        return self._derive(Derivation(uid, "enhance"), derive.enhance)

    def delete(self, uid: str) -> None:
        """Remove a picture, its renditions and the memory of its uploads; derived pictures remain."""
        self._catalogue.remove(uid)

    def check(self) -> None:
        """Decode a probe, write, read and remove it; raises MediaStoreUnavailable if any of this fails."""
        shared_decoders().normalise(encode(Image.new("L", (1, 1)), lossy=False), self._limits)
        path, probe = f"probe/{uuid.uuid4().hex}", uuid.uuid4().bytes
        was_created = self._files.create(path, probe)
        found = self._files.read(path)
        self._files.remove(path)
        if not was_created or found != probe:
            raise MediaStoreUnavailable(_("The media store gives back other bytes than were written to it."))

    def _derive(self, derivation: Derivation, change: Callable[[Image.Image], Image.Image]) -> ImageFacts:
        parent = self.facts(derivation.parent)
        known = self._catalogue.find(derivation.key)
        if known is not None:
            return known
        picture = to_plain(load_picture(self.read(parent.uid)))
        changed = change(picture)
        if derive.is_same(picture, changed):
            return parent
        # A derived picture in the stored form of its parent, so far as it can have it.
        data = encode(changed, lossy=parent.mime == JPEG_MIME)
        mime = JPEG_MIME if data.startswith(b"\xff\xd8") else PNG_MIME
        derived = Picture(data, mime, *changed.size, frames=1, source_format=parent.source_format)
        return self._catalogue.add(derived, derivation.key, derivation)
