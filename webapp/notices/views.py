"""What has ended since a browser last asked."""

from datetime import UTC, datetime

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from webapp.notices.gathering import is_waiting, notices
from webapp.requests import SignedInRequest, parse_integer

MAX_MILLISECONDS = 10**14
COMMITTED_WITHIN_MS = 10_000
"""How much later at most what ended is in the database.

Each reply reaches back as far: browsers know what they told.
"""


@require_safe
@never_cache
def ended(request: SignedInRequest) -> JsonResponse:
    """What ended after `?since=` (milliseconds since 1970), `now` to ask from next, and whether to ask again.

    The same may be told again next time, under the same `key`. Without `since` nothing is told.
    """
    now, is_to_go_on = timezone.now(), is_waiting(request.user)
    now_ms = int(now.timestamp() * 1000)
    since = parse_integer(request.GET.get("since"), most=MAX_MILLISECONDS)
    found = [] if since is None else notices(request.user, datetime.fromtimestamp(since / 1000, UTC), now)
    return JsonResponse({
        "notices": [
            {"key": f"{each.url} {each.ended.isoformat()}", "words": each.words, "url": each.url}
            for each in found
        ],
        "now": min(max(since or 0, now_ms - COMMITTED_WITHIN_MS), now_ms),
        "waits": is_to_go_on,
    })  # fmt: skip
