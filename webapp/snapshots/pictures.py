"""The bytes of a snapshot's pictures: through the one door, into the media store, once."""

from collections.abc import Iterable

from agents.messages import sentence_of
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetched import WebFetcher
from media_store import MediaStore
from media_store.errors import MediaError, MediaStoreUnavailable
from webapp.snapshots.models import SnapshotPicture


def fetch_pictures(pictures: Iterable[SnapshotPicture], fetcher: WebFetcher, store: MediaStore) -> None:
    """Give each of these a UID, or a sentence why it has none; those that have one stay as they are.

    One whose bytes could not be had is asked for again. Raises MediaStoreUnavailable.
    """
    for picture in pictures:
        if picture.uid or picture.is_inside:
            continue
        try:
            picture.uid = store.put(fetcher.fetch(picture.address).content).uid
            picture.problem = ""
        except MediaStoreUnavailable:
            raise
        except (FetchRefused, FetchFailed, MediaError) as error:
            picture.problem = sentence_of(error)
        picture.save(update_fields=["uid", "problem"])
