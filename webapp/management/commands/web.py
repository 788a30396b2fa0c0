"""`manage.py web`: the pages, by uvicorn on the address of the settings."""

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand

from webapp.http.connections import uvicorn_options


class Command(BaseCommand):
    help = "Serve the pages on SIGHTLINE_LISTEN and SIGHTLINE_PORT."

    def handle(self, *args: object, **options: object) -> None:
        uvicorn.run(
            "webapp.asgi:serve",
            factory=True,
            host=settings.ENV.listen,
            port=settings.ENV.port,
            lifespan="off",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            log_config=None,
            # Open pages poll; without a limit a stop would wait for the slowest browser.
            timeout_graceful_shutdown=3,
            **uvicorn_options(),
        )
