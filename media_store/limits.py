"""How large a picture may be, checked before its pixels are decoded."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from media_store.errors import BrokenImage, TooCostly, TooLarge, TooManyFrames, TooManyPixels
from media_store.messages import message as _

MIB = 1024 * 1024
GIB = 1024 * MIB

# Above this figure Pillow starts to warn of decompression bombs of its own accord.
_PILLOW_PIXELS = 89_478_485


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken of one upload; ValueError if a limit makes no sense.

    `max_pixels` counts width x height of one frame, `max_frames` the frames or pages of the file.
    `max_scans` and `max_scan_pixels` (scans x pixels) are of a JPEG, whose every scan goes over the whole
    picture. `max_parts` counts the segments, chunks or blocks that a file is made of. Of an animation frames
    are decoded until they have `max_decoded_pixels`. Decoding ends after `max_cpu_seconds` of processor time
    and at `max_memory_bytes` of address space.
    """

    max_bytes: int = 50 * MIB
    max_pixels: int = 50_000_000
    max_frames: int = 2_000
    max_scans: int = 200
    max_scan_pixels: int = 1_500_000_000
    max_parts: int = 1_000_000
    max_decoded_pixels: int = 500_000_000
    max_cpu_seconds: int = 60
    max_memory_bytes: int = 4 * GIB

    def __post_init__(self) -> None:
        if min(astuple(self)) < 1:
            raise ValueError("Every limit of the media store must be at least 1.")
        if self.max_pixels > _PILLOW_PIXELS:
            raise ValueError(f"max_pixels must be at most {_PILLOW_PIXELS:,}, not {self.max_pixels:,}.")

    def check_bytes(self, size_bytes: int) -> None:
        """Raise TooLarge."""
        if size_bytes > self.max_bytes:
            raise TooLarge(
                _(
                    "This file has %(size)s MiB; at most %(limit)s MiB are taken. Save the "
                    "picture smaller and try again.",
                    size=round(size_bytes / MIB, 1),
                    limit=round(self.max_bytes / MIB, 1),
                )
            )

    def check_pixels(self, size: tuple[int, int]) -> None:
        """Raise TooManyPixels for a (width, height) beyond the limit, BrokenImage for an empty one."""
        width, height = size
        if width < 1 or height < 1:
            raise BrokenImage(_("This picture is empty: it has no width or no height."))
        if width * height > self.max_pixels:
            raise TooManyPixels(
                _(
                    "This picture has %(pixels)s pixels (%(width)s x %(height)s); at most %(limit)s "
                    "are taken. Make it smaller and try again.",
                    pixels=width * height,
                    width=width,
                    height=height,
                    limit=self.max_pixels,
                )
            )

    def check_scans(self, scans: int, size: tuple[int, int]) -> None:
        """Raise TooCostly for a JPEG of so many scans over (width, height) pixels."""
        if scans > self.max_scans or scans * size[0] * size[1] > self.max_scan_pixels:
            raise TooCostly(
                _(
                    "This JPEG picture has %(scans)s scans or more over %(pixels)s pixels, which take too "
                    "long to decode. Save it anew as a plain JPEG picture.",
                    scans=scans,
                    pixels=size[0] * size[1],
                )
            )

    def check_parts(self, parts: int) -> None:
        """Raise TooCostly for a file that is made of too many pieces."""
        if parts > self.max_parts:
            raise TooCostly(
                _(
                    "This file is made of so many pieces that reading it takes too long. Save the "
                    "picture anew."
                )
            )

    def count_frames(self, frames: Iterable[object]) -> int:
        """Count `frames`; raise TooManyFrames, reading no further, or BrokenImage if there is none."""
        count = 0
        for count, _frame in enumerate(frames, start=1):
            self.check_frames(count)
        if count == 0:
            raise BrokenImage(_("This file holds no picture at all. Save or download it again."))
        return count

    def check_frames(self, frames: int) -> None:
        """Raise TooManyFrames."""
        if frames > self.max_frames:
            raise TooManyFrames(
                _(
                    "This file has more than %(limit)s frames or pages. Send the one picture that "
                    "matters instead.",
                    limit=self.max_frames,
                )
            )
