"""Pictures that wait for their question: each is stored as it is added, and is its uploader's to see."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from media_store import ImageFacts
from webapp.corpora.errors import BadInput
from webapp.corpora.models import MediaUse
from webapp.corpora.services.media_uses import remove_unused
from webapp.fetching import fetcher
from webapp.media.stores import open_media_store

MOST_WAITING = 64
"""Pictures of one person that wait; when there are more, the oldest are let go."""


def keep(owner: User, picture: bytes) -> ImageFacts:
    """Store a picture for a question that is still to be asked. Raises MediaError for what is none."""
    facts = open_media_store().put(picture)
    with transaction.atomic():
        MediaUse.objects.filter(uploader=owner, uid=facts.uid).delete()  # Added again: the newest now.
        MediaUse.objects.create(uploader=owner, uid=facts.uid)
        _let_go_of_the_oldest(owner)
    return facts


def keep_from(owner: User, address: str) -> ImageFacts:
    """Fetch a picture and store it. Raises FetchRefused, FetchFailed, BadInput and MediaError."""
    if not address.strip():
        raise BadInput(_("Write the address of a picture, such as https://example.org/tower.jpg."))
    return keep(owner, fetcher().fetch(address.strip()).content)


def _let_go_of_the_oldest(owner: User) -> None:
    waiting = MediaUse.objects.filter(uploader=owner).order_by("-pk")
    gone = dict(waiting.values_list("pk", "uid")[MOST_WAITING:])
    if gone:
        MediaUse.objects.filter(pk__in=gone).delete()
        transaction.on_commit(lambda: remove_unused(gone.values()))
