"""The fetchers of this process, as the settings want them: for what people name, and for search engines."""

from functools import cache

from django.conf import settings

from agents.web.asking.spec import hosts_of
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from media_store.limits import MIB
from webapp.env import names

ENGINE_LIMITS = FetchLimits(max_bytes=4 * MIB, total_seconds=15.0, host_interval_seconds=0.0)
"""Of a reply; engines have a pace of their own, which processes share."""


@cache
def fetcher() -> Fetcher:
    """The way out, the same for all threads, so that they keep to one pace for each host."""
    limits = FetchLimits(max_bytes=settings.ENV.max_upload_bytes)
    return Fetcher(limits, allowed_private_hosts=_allowed(), contact=settings.ENV.web_contact)


@cache
def engine_fetcher() -> Fetcher:
    """The way to search engines: those that are set with an address may stand in one's own network.

    No address of a person or a page comes here, so nobody else can read from these servers.
    """
    engines = hosts_of(settings.ENV.engine_settings())
    hosts = _allowed() | engines
    return Fetcher(ENGINE_LIMITS, allowed_private_hosts=hosts, contact=settings.ENV.web_contact)


def _allowed() -> frozenset[str]:
    return frozenset(names(settings.ENV.fetch_private_hosts)) | frozenset(settings.ENV.web_allow.split())
