"""The bytes of a UID in one rendition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from media_store import UnknownImage
from media_store.renditions import RENDITIONS_VERSION
from webapp.media.renditions import rendition_named
from webapp.media.stores import open_media_store
from webapp.runs.run_access import require_media

# The bytes of a name never change, but who may see them does: a browser asks again after an hour, and is told
# 304 while nothing was withdrawn.
CACHE_CONTROL = "private, max-age=3600, must-revalidate"


@require_safe
def rendition(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """A picture's `thumb` or `view`; 404 for what does not exist and for what is not the person's to see."""
    require_media(request.user, uid)
    wanted = rendition_named(name)
    etag = f'"{uid}-{wanted}-{RENDITIONS_VERSION}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    store = open_media_store()
    try:
        facts, content = store.rendition_facts(uid, wanted), store.rendition(uid, wanted)
    except UnknownImage:
        raise Http404("There is no such picture.") from None
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag}
    return HttpResponse(content, content_type=facts.mime, headers=headers)
