"""Tags of pictures, kept as rows as well so that they can be filtered and completed."""

from collections.abc import Sequence

from webapp.corpora.models import CorpusImage, ImageTag

TAG_LENGTH = 200
_BATCH = 500


def store_tags(images: Sequence[CorpusImage]) -> None:
    """Make the tag rows of stored pictures what their `tags` say, in the transaction of the change."""
    for start in range(0, len(images), _BATCH):
        batch = images[start : start + _BATCH]
        wanted = {(image.pk, tag[:TAG_LENGTH]) for image in batch for tag in image.tags}
        rows = ImageTag.objects.filter(image__in=[image.pk for image in batch])
        present = {(row.image_id, row.name): row.pk for row in rows}
        ImageTag.objects.filter(pk__in=[present[key] for key in present.keys() - wanted]).delete()
        ImageTag.objects.bulk_create(
            [ImageTag(image_id=image, name=name) for image, name in sorted(wanted - present.keys())],
            ignore_conflicts=True,
        )
