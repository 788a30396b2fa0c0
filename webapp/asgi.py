"""The ASGI application, and the same as a web process serves it."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
# Whitenoise answers with iterators that Django reads whole under ASGI: right for files as small as ours.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402  Needs the apps to be loaded.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from webapp.corpora.encoders import encode_in_service  # noqa: E402
from webapp.http.body_limits import BodyLimits  # noqa: E402
from webapp.http.sockets import SameOrigin  # noqa: E402
from webapp.memory import give_back_large_blocks  # noqa: E402
from webapp.runs.watching import routing  # noqa: E402

application = BodyLimits(
    ProtocolTypeRouter({"http": pages, "websocket": SameOrigin(AuthMiddlewareStack(routing.urls))})
)


def serve() -> BodyLimits:
    """The application, in a process that is a web process from now on: the service encodes for it, it keeps
    little memory that it does not use. For servers that take a factory.
    """
    encode_in_service()
    give_back_large_blocks()
    return application
