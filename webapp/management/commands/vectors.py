"""manage.py vectors: serve this home's vectors, so that web, worker and shell can share them."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from webapp.corpora.vector_server import serve
from webapp.management.cli import Reply, SightlineCommand


class Command(SightlineCommand):
    help = gettext_noop("Serve the vectors of this home until it is stopped.")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        port = gettext("Port on 127.0.0.1; 0 takes a free one.")
        parser.add_argument("--port", type=int, default=0, help=port)

    def reply(self, **options: Any) -> Reply:
        def announce(url: str) -> None:
            self.say(gettext("Vectors answer at %(address)s") % {"address": url})

        serve(settings.VECTORS_FOLDER, options["port"], announce)
        return Reply({"stopped": True}, gettext("The vector server has stopped."))
