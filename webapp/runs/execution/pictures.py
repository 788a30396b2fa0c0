"""Which pictures a run uses, and which corpus pictures they are or show.

Written down as it happens, so that a page need not fold a journal to know what it may show: a run's picture
opens only while everything that it shows may be seen (`run_access.media`).
"""

from collections.abc import Collection, Iterable

from agents.observations import ToolResult
from webapp.corpora.models import MediaUse, PictureSource
from webapp.runs.models import Run
from webapp.snapshots.services import has_met


def bring(run: Run, uids: Iterable[str], uploaded: Collection[str] = ()) -> None:
    """The run came with these pictures; those `uploaded` with it are its own, whatever a corpus holds.

    A stored one shows nothing of a corpus if its owner brought it.
    """
    owner = run.owner
    for uid in dict.fromkeys(uids):
        is_own = uid in uploaded
        if not is_own and owner is not None:
            is_own = MediaUse.objects.filter(uploader=owner, uid=uid).exists()
        sources: Collection[str] = ()
        if not is_own:
            before = MediaUse.objects.filter(run__isnull=False, run__owner=owner, uid=uid)
            sources = min(map(_sources_of, before), key=len, default=(uid,))
        _use(run, uid, sources)


def take(run: Run, result: ToolResult) -> None:
    """A call of the run looked at pictures, or made some; what it made shows what those it named show."""
    uses = MediaUse.objects.filter(run=run)
    made = result.made_from
    for uid in dict.fromkeys([*result.seen_uids, *made]):
        if uses.filter(uid=uid).exists():
            continue
        sources = set[str]()
        for parent in made.get(uid, ()):
            use = uses.filter(uid=parent).first()
            sources.update(_sources_of(use) if use else _shown_by(run, parent))
        _use(run, uid, sources if uid in made else _shown_by(run, uid))


def meet(run: Run, uid: str) -> None:
    """The run fetched a picture of the web."""
    _use(run, uid, _shown_by(run, uid))


def share(run: Run, forked: Run) -> None:
    """A fork uses what its parent does."""
    for use in MediaUse.objects.filter(run=run).prefetch_related("sources"):
        _use(forked, use.uid, [source.uid for source in use.sources.all()])


def _shown_by(run: Run, uid: str) -> Collection[str]:
    """What a picture shows that the run did not make: itself, unless the run met it on the web."""
    return () if has_met(run.pk, uid) else (uid,)


def _use(run: Run, uid: str, sources: Iterable[str]) -> None:
    use, is_new = MediaUse.objects.get_or_create(uid=uid, run=run)
    if is_new:
        PictureSource.objects.bulk_create(PictureSource(use=use, uid=source) for source in sources)


def _sources_of(use: MediaUse) -> Collection[str]:
    return tuple(use.sources.values_list("uid", flat=True))
