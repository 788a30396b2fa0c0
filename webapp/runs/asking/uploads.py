"""Pictures that wait for their question: each is stored as it is added, and is its uploader's to see."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from media_store import ImageFacts, Prepared
from webapp.corpora.errors import BadInput
from webapp.corpora.models import MediaUse
from webapp.corpora.services.media_uses import remove_unused
from webapp.fetching import fetcher
from webapp.media.stores import open_media_store

MAX_WAITING = 64
"""Pictures of one person that wait; when there are more, the oldest are let go."""

KEPT_FOR = timedelta(days=1)
"""How long a picture waits for its question, at least: until somebody next adds one."""

_AT_ONCE = 500


def keep(owner: User, picture: bytes | Prepared) -> ImageFacts:
    """Store a picture for a question that is still to be asked. Raises MediaError for what is none."""
    store = open_media_store()
    facts = store.put(picture) if isinstance(picture, bytes) else store.keep(picture)
    with transaction.atomic():
        now = timezone.now()  # Added again, a picture is the newest, even if two requests bring it at once.
        MediaUse.objects.update_or_create(uploader=owner, uid=facts.uid, defaults={"created": now})
        waiting = MediaUse.objects.filter(uploader__isnull=False)
        _let_go(waiting.filter(uploader=owner).order_by("-created", "-pk")[MAX_WAITING:])
        _let_go(waiting.filter(created__lt=now - KEPT_FOR).order_by("pk")[:_AT_ONCE])
    return facts


def keep_from(owner: User, address: str) -> ImageFacts:
    """Fetch a picture and store it. Raises FetchRefused, FetchFailed, BadInput and MediaError."""
    if not address.strip():
        raise BadInput(_("Write the address of a picture, such as https://example.org/tower.jpg."))
    return keep(owner, fetcher().fetch(address.strip()).content)


def _let_go(uses: QuerySet[MediaUse]) -> None:
    gone = dict(uses.values_list("pk", "uid"))
    if gone:
        MediaUse.objects.filter(pk__in=gone).delete()
        transaction.on_commit(lambda: remove_unused(gone.values()))
