"""Adding a picture to a question before it is asked."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agents.web.errors import FetchFailed, FetchRefused
from media_store import MediaError, MediaStoreUnavailable
from webapp.accounts.roles import askers_only
from webapp.corpora.errors import BadInput
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest
from webapp.runs.asking import uploads


@require_POST
@askers_only
def upload(request: SignedInRequest) -> HttpResponse:
    """Keep the picture of the field `picture`, or of the address in `url`; say in words why not."""
    try:
        file, limit_bytes = request.FILES.get("picture"), settings.ENV.max_upload_bytes
        if not isinstance(file, UploadedFile):
            facts = uploads.keep_from(request.user, request.POST.get("url", ""))
        elif (file.size or 0) > limit_bytes:
            sizes = {"size": filesizeformat(file.size or 0), "limit": filesizeformat(limit_bytes)}
            raise BadInput(_("This file has %(size)s; a picture may have %(limit)s.") % sizes)
        else:
            facts = uploads.keep(request.user, file.read())
    except MediaStoreUnavailable:
        raise  # Nobody who asks can mend that.
    except (MediaError, FetchRefused, FetchFailed, BadInput) as refusal:
        return HttpResponse(
            error_text(refusal), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8"
        )
    return render(request, "runs/_upload.html", {"uid": facts.uid}, status=201)
