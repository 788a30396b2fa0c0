"""Where the encoding service is, and the key that it is shown.

The key follows from the secret key that all processes of an installation have: nothing has to be set.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils.crypto import salted_hmac

from webapp.corpora.ownership import Ownership
from webapp.env import names


def home_service() -> Ownership:
    """The service of this home: whoever has the lock serves at the address that it announces."""
    return Ownership(settings.HOME / "encoding")


def service_addresses() -> Sequence[str]:
    """Those that are set, else the one of this home; none while it does not run."""
    if named := names(settings.ENV.encoding_urls):
        return [url.rstrip("/") for url in named]
    owner = home_service().owner()
    return [owner.url] if owner and owner.url else []


def service_key() -> str:
    """What the service and those who ask it have in common."""
    return salted_hmac("webapp.corpora.encoding", "key", algorithm="sha256").hexdigest()
