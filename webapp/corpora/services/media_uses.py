"""Who uses which file of the media store; what nobody uses is removed."""

from collections.abc import Collection, Iterable

from django.db import transaction

from media_store import MediaStore
from webapp.corpora.models import Corpus, MediaUse
from webapp.corpora.services.prefetch import batches
from webapp.media.stores import open_media_store
from webapp.snapshots.models import SnapshotPicture

_BATCH = 500


def claim_media(corpus: Corpus, uids: Iterable[str]) -> None:
    """Note that the corpus uses these files; twice is the same as once."""
    MediaUse.objects.bulk_create(
        [MediaUse(uid=uid, corpus=corpus) for uid in dict.fromkeys(uids)], ignore_conflicts=True
    )


def release_media(corpus: Corpus, uids: Collection[str]) -> None:
    """The corpus does not use these files any more; once that is committed, those without a user go."""
    still_used = set(corpus.images.filter(uid__in=uids).values_list("uid", flat=True))
    gone = [uid for uid in uids if uid not in still_used]
    if gone:
        MediaUse.objects.filter(corpus=corpus, uid__in=gone).delete()
        transaction.on_commit(lambda: remove_unused(gone))


def remove_unused(uids: Iterable[str]) -> None:
    """Delete the files that no corpus, no run and no page of the web uses. Raises MediaStoreUnavailable."""
    store: MediaStore = open_media_store()
    for batch in batches(uids, _BATCH):
        used = set(MediaUse.objects.filter(uid__in=batch).values_list("uid", flat=True))
        used |= set(SnapshotPicture.objects.filter(uid__in=batch).values_list("uid", flat=True))
        for uid in batch:
            if uid not in used:
                store.delete(uid)
