"""What can go wrong with a picture, each with a sentence that can be shown to the person who sent it.

MediaError
├── NotAPicture            the file holds something else: text, a document, a video, nothing
├── UnsupportedFormat      a picture, but of a kind that is not taken
├── TooLarge               more bytes than the limit
├── TooManyPixels          more pixels than the limit
├── TooManyFrames          more frames or pages than the limit
├── TooCostly              small, but it would take too long or too much memory to decode
├── BrokenImage            a known kind of picture that cannot be decoded to the end
├── NoSuchPage             a page beyond the last one of a file
├── UnknownImage           no picture has this UID
├── InvalidBox             a box that is no rectangle within 0..1000
├── InvalidRotation        an angle that is no multiple of 90 degrees
└── MediaStoreUnavailable  the folder or bucket cannot be used; an operator has to look
"""

from media_store.messages import message as _


class MediaError(Exception):
    """Base of everything the media store raises on purpose; `messages.sentence_of` gives its sentence."""


class NotAPicture(MediaError):
    """The bytes are no picture at all."""


class UnsupportedFormat(MediaError):
    """The bytes are a picture of a kind that is not taken."""


class TooLarge(MediaError):
    """The file has more bytes than the limit."""


class TooManyPixels(MediaError):
    """The picture has more pixels than the limit."""


class TooManyFrames(MediaError):
    """The picture has more frames or pages than the limit."""


class TooCostly(MediaError):
    """Decoding the picture would take too much time or memory, however small the file is."""


class BrokenImage(MediaError):
    """The picture is cut off or damaged."""


class NoSuchPage(MediaError):
    """The file has fewer pages."""


class UnknownImage(MediaError):
    """No picture has this UID."""

    def __init__(self, uid: str) -> None:
        super().__init__(
            _("There is no picture %(uid)s. It may have been deleted, or the UID is misspelt.", uid=uid)
        )


class InvalidBox(MediaError):
    """A box that is no rectangle within 0..1000."""


class InvalidRotation(MediaError):
    """An angle that is no multiple of 90 degrees."""


class MediaStoreUnavailable(MediaError):
    """The place where pictures are kept cannot be read or written."""
