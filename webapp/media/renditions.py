"""Renditions as addresses name them."""

from django.http import Http404

from media_store import Rendition


def rendition_named(name: str) -> Rendition:
    """Raise Http404 for a rendition that there is not."""
    try:
        return Rendition(name)
    except ValueError:
        raise Http404("There is no such rendition.") from None
