"""Share links: whoever has one sees one run, read-only, until it ends or is revoked.

A link opens nothing that its author could not open at that moment: not a run that was taken from them, not a
document of a corpus that they may no longer read.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.sources import SourceRef
from agents.types import Evidence
from webapp.corpora.errors import BadInput
from webapp.runs import run_access
from webapp.runs.execution import journal
from webapp.runs.models import Run, RunEvent, Share
from webapp.runs.sources.quotes import evidence_of, reach_of

DAYS = (1, 7, 30, 90)
DEFAULT_DAYS = 7
TOKEN_BYTES = 32


class LinkEnded(Exception):
    """A link that worked once: its time is over, or somebody revoked it."""


@dataclass(frozen=True, slots=True)
class SharingPanel:
    """The links of a run that still open, and those that can be made."""

    run: Run
    shares: tuple[Share, ...]
    days: tuple[int, ...] = DAYS
    default_days: int = DEFAULT_DAYS


def share(run: Run, author: User, days: int) -> str:
    """Make a link and give its token, which is not kept: this is the only time to see it.

    Access to the run is the caller's to check. Raises BadInput for a time that is not offered.
    """
    if days not in DAYS:
        raise BadInput(_("A link lasts 1, 7, 30 or 90 days."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = timezone.now() + timedelta(days=days)
    Share.objects.create(run=run, author=author, token_hash=_hash(token), expires=expires)
    return token


def revoke(share: Share) -> None:
    """Close a link for good; closing it twice changes nothing."""
    Share.objects.filter(pk=share.pk, revoked=None).update(revoked=timezone.now())


def panel(run: Run) -> SharingPanel:
    """What the dialog of a run shows."""
    shares = run.shares.filter(revoked=None, expires__gt=timezone.now()).select_related("author")
    return SharingPanel(run, tuple(shares))


def open_share(token: str) -> Share:
    """The share of a link. Raises LinkEnded, and Http404 when it is unknown or its author lost the run.

    What is looked up is the token's hash, so how long that takes tells nothing about the token.
    """
    share = Share.objects.select_related("run", "author").filter(token_hash=_hash(token)).first()
    if share is None:
        raise Http404("There is no such link.")
    if share.revoked or share.expires <= timezone.now():
        raise LinkEnded
    if not (share.author.is_active and run_access.own_runs(share.author).filter(pk=share.run_id).exists()):
        raise Http404("Its author cannot open the run.")
    return share


def require_picture(share: Share, uid: str) -> None:
    """Raise Http404 unless the run uses this picture, and the author of the link may see it.

    It came with the question, was made by the run, or stands in one of its results.
    """
    run = share.run
    is_used = uid in run.images or run.media_uses.filter(uid=uid).exists()
    if not is_used:
        # The database finds the few events that name it: a page full of thumbnails must not fold the journal
        # for each of them. Words may name a picture too, so what counts is a value of its own.
        events = RunEvent.objects.filter(run=run, kind__in=["call_finished", "answer_given"])
        named = events.annotate(words=Cast("payload", TextField())).filter(words__contains=uid)
        is_used = any(uid in _shown(payload) for payload in named.values_list("payload", flat=True))
    if not (is_used and reach_of(share.author).has_picture(uid)):
        raise Http404("There is no such picture in this run.")


def quotes_of(share: Share, ref: SourceRef) -> list[Evidence]:
    """What the run quotes from a source, in its order. Raises Http404 when that is nothing."""
    evidence = evidence_of(journal.state(share.run))
    quoted = [each for each in evidence if each.source == ref and each.quote]
    if not quoted:
        raise Http404("This run quotes nothing from there.")
    return sorted(quoted, key=lambda each: each.start or 0)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _shown(payload: dict[str, Any]) -> Iterator[object]:
    """Every value in what a call gave or an answer cites; errors are words."""
    result = payload.get("answer") or payload["observation"]["data"]
    waiting = [result]
    while waiting:
        match waiting.pop():
            case dict() as mapping:
                waiting += mapping.values()
            case list() as items:
                waiting += items
            case value:
                yield value
