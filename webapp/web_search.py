"""The search of the web, as the settings want it."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext

from agents.web.asking.kept_replies import HOUR_SECONDS, KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from media_store.limits import MIB
from webapp.fetching import engine_fetcher


@cache
def web_search() -> WebSearch:
    """The engines in their order; without any, every search finds nothing and asks nobody."""
    home, env = settings.HOME / "web", settings.ENV
    kept = KeptReplies(home / "replies", env.web_cache_hours * HOUR_SECONDS, env.web_cache_mb * MIB)
    return WebSearch.of(env.engine_settings(), engine_fetcher(), EnginePace(home / "pace"), kept)


def kept_ago(age_seconds: float) -> str:
    """How old a reply is that was kept, as a sentence."""
    hours, minutes = divmod(round(age_seconds / 60), 60)
    if hours:
        return gettext("Kept from %(hours)s h %(minutes)s min ago.") % {"hours": hours, "minutes": minutes}
    return gettext("Kept from %(minutes)s min ago.") % {"minutes": minutes}
