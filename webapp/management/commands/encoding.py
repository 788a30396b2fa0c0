"""manage.py encoding: encode for web processes, which hold no encoder themselves."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from webapp.corpora.encoding.process import serve_at, serve_home
from webapp.management.cli import Reply, SightlineCommand


class Command(SightlineCommand):
    help = gettext_noop(
        "Encode texts and pictures for the web processes of this installation until it is stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        listen = gettext(
            "Address to listen on, which SIGHTLINE_ENCODING_URLS names; without it, for this home alone."
        )
        port = gettext("Port; 0 takes a free one.")
        parser.add_argument("--listen", default="", help=listen)
        parser.add_argument("--port", type=int, default=0, help=port)

    def reply(self, **options: Any) -> Reply:
        def announce(url: str) -> None:
            self.say(gettext("The encoding service answers at %(address)s") % {"address": url})

        if options["listen"]:
            serve_at(options["listen"], options["port"], announce)
        else:
            serve_home(options["port"], announce)
        return Reply({"stopped": True}, gettext("The encoding service has stopped."))
