"""The media store that the settings name."""

from functools import cache

from django.conf import settings

from media_store import Limits, MediaStore

_open = cache(MediaStore)


def open_media_store() -> MediaStore:
    """The media store of this installation, one for all threads. Raises MediaStoreUnavailable."""
    limits = Limits(
        max_bytes=settings.ENV.max_upload_bytes, max_pixels=settings.ENV.max_pixels_mp * 1_000_000
    )
    return _open(settings.MEDIA_STORE_URL, limits)
