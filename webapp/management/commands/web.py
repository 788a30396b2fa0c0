"""`manage.py web`: the pages, by uvicorn on the address of the settings; with an action, the open web."""

from types import ModuleType
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from webapp.http.connections import uvicorn_options
from webapp.management.cli import Reply, SightlineCommand
from webapp.management.web import open as open_page
from webapp.management.web import search

ACTIONS: dict[str, ModuleType] = {"search": search, "open": open_page}


class Command(SightlineCommand):
    help = gettext_noop(
        "Serve the pages on SIGHTLINE_LISTEN and SIGHTLINE_PORT; with an action, try the open web."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        for name, module in ACTIONS.items():
            words = gettext(module.HELP)
            sub = actions.add_parser(name, help=words, description=words)
            self.add_output(sub)
            module.add_arguments(sub)

    def handle(self, *args: object, **options: Any) -> None:
        if options["action"]:
            super().handle(*args, **options)
            return
        translation.deactivate()  # Pages speak the language of who reads them, not that of the shell.
        self.check()
        serve()

    def reply(self, **options: Any) -> Reply:
        answer: Reply = ACTIONS[options["action"]].reply(**options)
        return answer


def serve() -> None:
    """Serve the pages until told to stop."""
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
