"""Looks at pictures: what a describer says of them, and the sizes that boxes refer to."""

from agents.describers import Described, Describer
from agents.observations import PictureSeen
from media_store import MediaStore, Rendition

_NOTHING = Described((), "", ())


def picture_seen(store: MediaStore, describer: Describer, uid: str) -> PictureSeen:
    """One look at a stored picture."""
    return _seen(store, uid, describer.describe(store.image(uid)))


def sheet_seen(store: MediaStore, uid: str) -> PictureSeen:
    """One look at a picture that was put together here: nothing in it has to be found out."""
    return _seen(store, uid, _NOTHING)


def _seen(store: MediaStore, uid: str, described: Described) -> PictureSeen:
    facts, shown = store.facts(uid), store.rendition_facts(uid, Rendition.VIEW)
    return PictureSeen(
        uid=uid, width=facts.width, height=facts.height, shown_width=shown.width, shown_height=shown.height,
        labels=described.labels, text=described.text, colours=described.colours,
        caption=described.caption,
    )  # fmt: skip
