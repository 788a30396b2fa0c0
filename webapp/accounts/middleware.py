"""What happens when too many passwords are to be hashed at a time, wherever one is set or checked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from webapp.accounts.hashing import RETRY_SECONDS, HashingBusy

UNAVAILABLE = 503


class HashingBusyMiddleware(MiddlewareMixin):
    """Answers 503 with a sentence; nothing was changed, and trying again is safe."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, HashingBusy):
            return None
        response = render(request, "accounts/busy.html", status=UNAVAILABLE)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
