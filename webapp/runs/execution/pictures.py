"""Which pictures a run uses, and which corpus pictures they are or show.

Written down as it happens, so that a page need not fold a journal to know what it may show: a run's picture
opens only while everything that it shows may be seen (`run_access.media`).
"""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User

from agents.observations import ToolResult
from webapp.corpora.models import MediaUse, PictureSource
from webapp.runs.models import Run


def bring(run: Run, uids: Iterable[str], uploaded: Collection[str] = ()) -> None:
    """The run came with these pictures; those `uploaded` with it are its own, whatever a corpus holds."""
    for uid in dict.fromkeys(uids):
        _use(run, uid, () if uid in uploaded else _sources_for(run.owner, uid))


def take(run: Run, result: ToolResult) -> None:
    """A call of the run looked at pictures, or made some."""
    made = result.made_from
    for uid in dict.fromkeys([*result.seen_uids, *made]):
        if not MediaUse.objects.filter(run=run, uid=uid).exists():
            sources = {source for parent in made.get(uid, ()) for source in _sources_in(run, parent)}
            _use(run, uid, sources if uid in made else (uid,))


def share(run: Run, forked: Run) -> None:
    """A fork uses what its parent does."""
    for use in MediaUse.objects.filter(run=run).prefetch_related("sources"):
        _use(forked, use.uid, [source.uid for source in use.sources.all()])


def _use(run: Run, uid: str, sources: Iterable[str]) -> None:
    use, is_new = MediaUse.objects.get_or_create(uid=uid, run=run)
    if is_new:
        PictureSource.objects.bulk_create(PictureSource(use=use, uid=source) for source in sources)


def _sources_in(run: Run, uid: str) -> Collection[str]:
    """What a picture shows that a call of the run named: by its use, else it is a corpus's own."""
    use = MediaUse.objects.filter(run=run, uid=uid).first()
    return _sources_of(use) if use else (uid,)


def _sources_for(owner: User | None, uid: str) -> Collection[str]:
    """What a stored picture shows that somebody asks about: nothing of a corpus if they brought it."""
    if owner is not None and MediaUse.objects.filter(uploader=owner, uid=uid).exists():
        return ()
    known = [
        _sources_of(use) for use in MediaUse.objects.filter(run__isnull=False, run__owner=owner, uid=uid)
    ]
    return min(known, key=len, default=(uid,))


def _sources_of(use: MediaUse) -> Collection[str]:
    return tuple(use.sources.values_list("uid", flat=True))
