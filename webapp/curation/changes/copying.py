"""Copies pictures into another corpus, and takes copies back that nobody has changed."""

from collections.abc import Mapping, Sequence

from webapp.corpora.indexing import hidden_vectors
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.media_uses import claim_media, release_media
from webapp.corpora.services.tags import store_tags
from webapp.curation.models import Change, ChangeItem

_COPIED = (
    "uid", "path", "title", "caption", "alt", "tags", "source", "source_url", "license", "focal_x", "focal_y",
    "is_hidden", "mime", "byte_count", "width", "height", "frame", "frames", "media_version", "ocr_text",
    "labels", "perceptual_hash", "sharpness", "language", "indexed_by",
    "parts_by", "read_by",
)  # fmt: skip
State = ChangeItem.State


def copy(change: Change, items: Sequence[ChangeItem], images: Mapping[int, CorpusImage]) -> None:
    """Copy locked pictures to the change's target, but those that it has; inside of a transaction."""
    target = Corpus.objects.get(pk=change.detail["corpus"])
    uids = [image.uid for image in images.values()]
    there = set(target.images.filter(uid__in=uids).values_list("uid", flat=True))
    copies = {}
    for item in items:
        image = images.get(item.image_id)
        item.state = State.LEFT
        if image and image.trashed is None and image.uid not in there:
            copies[image.pk] = CorpusImage(corpus=target, **{name: getattr(image, name) for name in _COPIED})
            item.state = State.DONE
    CorpusImage.objects.bulk_create(copies.values())
    claim_media(target, [image.uid for image in copies.values()])
    store_tags([*copies.values()])
    hidden_vectors.copy_over(copies, change.corpus, target)
    CorpusImage.objects.bulk_update(copies.values(), ["indexed_by", "parts_by"])
    for item in items:
        if item.image_id in copies:
            item.after = {"copy": copies[item.image_id].pk}
    ChangeItem.objects.bulk_update(items, ["after", "state"])


def remove(items: Sequence[ChangeItem]) -> None:
    """Delete the copies that are as they were made; inside of a transaction."""
    made = {item.after["copy"]: item for item in items}
    for item in items:
        item.state = State.LEFT
    rows = CorpusImage.objects.select_for_update().filter(pk__in=made, edition=1)
    copies = list(rows.select_related("corpus"))
    for copy in copies:
        made[copy.pk].state = State.UNDONE
    if copies:
        corpus = copies[0].corpus
        hidden_vectors.forget(corpus, copies)
        CorpusImage.objects.filter(pk__in=[copy.pk for copy in copies]).delete()
        release_media(corpus, [copy.uid for copy in copies])
    ChangeItem.objects.bulk_update(items, ["state"])
