"""Changes of pictures by people: recorded with what was before, so that each can be taken back as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.prefetch import batches
from webapp.curation import jobs
from webapp.curation.changes import copying
from webapp.curation.changes.batches import AT_ONCE, Edit, write
from webapp.curation.changes.values import Values, current, wanted, whole
from webapp.curation.jobs import Progress
from webapp.curation.models import Change, ChangeItem

INLINE = 200
"""Up to so many pictures are changed in the request; more are a job."""

State = ChangeItem.State
_ITEMS_AT_ONCE = 2_000


class EditedMeanwhile(Exception):
    """Somebody else changed the picture since it was read; `image` is what it is now."""

    def __init__(self, image: CorpusImage) -> None:
        super().__init__(f"{image} was changed meanwhile.")
        self.image = image


def begin(
    corpus: Corpus, person: User | None, action: Change.Action, detail: Values, images: QuerySet[CorpusImage]
) -> Change:
    """Record an action on pictures of a corpus and do it, or have a worker do it where there are many.

    Access is the caller's to check. Raises VectorsUnavailable.
    """
    with transaction.atomic():
        change = Change.objects.create(corpus=corpus, person=person, action=action, detail=dict(detail))
        ids = images.filter(corpus=corpus).order_by("pk").values_list("pk", flat=True)
        for batch in batches(ids.iterator(), _ITEMS_AT_ONCE):
            ChangeItem.objects.bulk_create(ChangeItem(change=change, image_id=pk) for pk in batch)
            change.count += len(batch)
        if change.count > INLINE:
            change.job = jobs.enqueue(corpus, "change", person, {"change": change.pk})
        change.save(update_fields=["count", "job"])
    if change.job is None:
        carry_out(change, lambda done, total: None)
    return change


def edit(
    image: CorpusImage, person: User | None, values: Values, edition: int,
    action: Change.Action = Change.Action.EDIT,
) -> Change | None:  # fmt: skip
    """Change fields of one picture that was read at this edition; None where nothing differs.

    Raises EditedMeanwhile, and VectorsUnavailable.
    """
    with transaction.atomic():
        row = CorpusImage.objects.select_for_update().get(pk=image.pk)
        if row.edition != edition:
            raise EditedMeanwhile(row)
        if not _differing(row, whole(values)):
            return None
        change = Change.objects.create(
            corpus=row.corpus, person=person, action=action, detail={"values": dict(values)}, count=1
        )
        ChangeItem.objects.create(change=change, image=row)
    carry_out(change, lambda done, total: None)
    return change


def undo(change: Change, person: User | None) -> Change:
    """Take a change back, once; what was changed again since stays as it is. Raises VectorsUnavailable."""
    with transaction.atomic():
        row = Change.objects.select_for_update().get(pk=change.pk)
        if row.undone is None:
            row.undone, row.undone_by = timezone.now(), person
            if row.count > INLINE:
                row.undo_job = jobs.enqueue(row.corpus, "undo", person, {"change": row.pk})
            row.save(update_fields=["undone", "undone_by", "undo_job"])
    if row.count <= INLINE:
        take_back(row, lambda done, total: None)
    return row


def carry_out(change: Change, progress: Progress) -> None:
    """Do what is left to do of a change; killed in the middle, it goes on where it was."""
    for items in _batches(change, State.WAITING, change.count, progress):
        if not _do(change, items):
            break
    _index(change)


def take_back(change: Change, progress: Progress) -> None:
    """Set back what is left of a change that was undone."""
    for items in _batches(change, State.DONE, change.count, progress):
        _undo(change, items)
    # What had not begun when it was undone is not to be done any more.
    change.items.filter(state=State.WAITING).update(state=State.UNDONE)
    _index(change)


def _batches(change: Change, state: State, total: int, progress: Progress) -> Iterable[list[ChangeItem]]:
    left = change.items.filter(state=state).order_by("pk")
    while items := list(left[:AT_ONCE]):
        yield items
        progress(total - left.count(), total)


def _do(change: Change, items: Sequence[ChangeItem]) -> bool:
    """Do a batch, unless the change was undone meanwhile; False then."""
    with transaction.atomic():
        if not Change.objects.select_for_update().filter(pk=change.pk, undone=None):
            return False
        images = _locked(item.image_id for item in items)
        if change.action == Change.Action.COPY:
            copying.copy(change, items, images)
        else:
            write(list(_edits(change, items, images)))
            ChangeItem.objects.bulk_update(items, ["before", "after", "state"])
    return True


def _edits(change: Change, items: Sequence[ChangeItem], images: Mapping[int, CorpusImage]) -> Iterator[Edit]:
    """What is to be written; the items say so, or that their picture is left as it is."""
    there = set[str]()
    if change.action == Change.Action.MOVE:
        uids = [image.uid for image in images.values()]
        target = CorpusImage.objects.filter(corpus=change.detail["corpus"], uid__in=uids)
        there.update(target.values_list("uid", flat=True))
    for item in items:
        image = images.get(item.image_id)
        item.state = State.LEFT
        if image is None or image.uid in there:
            continue
        item.after = _differing(image, wanted(Change.Action(change.action), change.detail, image))
        item.before = current(image, item.after)
        if item.after:
            item.state = State.DONE
            yield Edit(image, item.after)


def _undo(change: Change, items: Sequence[ChangeItem]) -> None:
    with transaction.atomic():
        images = _locked(item.image_id for item in items)
        if change.action == Change.Action.COPY:
            copying.remove(items)
            return
        edits = []
        for item in items:
            image = images.get(item.image_id)
            item.state = State.LEFT
            if image and current(image, item.after) == item.after:
                item.state = State.UNDONE
                edits.append(Edit(image, item.before))
        write(edits)
        ChangeItem.objects.bulk_update(items, ["state"])


def _locked(ids: Iterable[int]) -> dict[int, CorpusImage]:
    rows = CorpusImage.objects.select_for_update().prefetch_related("documents", "notes")
    return {row.pk: row for row in rows.filter(pk__in=list(ids))}


def _differing(image: CorpusImage, values: Values) -> dict[str, Any]:
    now = current(image, values)
    return {name: value for name, value in values.items() if now[name] != value}


def _index(change: Change) -> None:
    """Have what waits for the index brought into it, in the corpora that the change touched."""
    touched = {change.corpus_id, change.detail.get("corpus", change.corpus_id)}
    for corpus in Corpus.objects.filter(pk__in=touched).exclude(encoder_version=""):
        waiting = corpus.images.searchable().exclude(indexed_by=corpus.encoder_version)  # type: ignore[attr-defined]
        if waiting.exists():
            indexing.enqueue(corpus, corpus.encoder)
