"""`manage.py serve`: every process of the Procfile together, until Ctrl+C."""

import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer

from agents.errors import ConfigurationError
from agents.messages import message as _
from webapp import env
from webapp.management.cli import Reply, SightlineCommand
from webapp.management.supervisor import Supervisor


class PlainWhenReady(Printer):  # type: ignore[misc]  # honcho has no types
    """Honcho's printer, except that the announcement stands on its own."""

    def write(self, message: Message) -> None:
        self.prefix = message.name != "ready"
        super().write(message)


class Command(SightlineCommand):
    help = gettext_noop(
        "Run web, worker, vector server and encoding service (the Procfile). Ctrl+C stops all of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        free = gettext("Only check that the address is free.")
        parser.add_argument("--check", action="store_true", help=free)

    def reply(self, **options: Any) -> Reply:
        refuse_taken_address(settings.ENV.listen, settings.ENV.port)
        address = {"listen": settings.ENV.listen, "port": settings.ENV.port}
        return Reply(address, "", 0 if options["check"] else serve())


def refuse_taken_address(host: str, port: int) -> None:
    """Raise ConfigurationError with what to do when another program listens there already."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As uvicorn does: connections of a server that just stopped must not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigurationError(
            _(
                "Sightline cannot serve on %(address)s (%(why)s). Stop the program that uses this address, "
                "or choose another: %(command)s",
                address=f"{host}:{port}",
                why=error.strerror or str(error),
                command="make run SIGHTLINE_PORT=8001",
            )
        ) from error


def serve() -> int:
    """Run the processes; 0 when a signal ended them, else the code of the one that kept ending by itself."""
    supervisor = Supervisor(PlainWhenReady(sys.stdout))
    environment = env.child_environment(Path(sys.executable).parent)
    for name, command in processes().items():
        # exec: the process itself is watched, not a shell around it, which could end and leave it behind.
        supervisor.add_process(name, f"exec {command}", env=environment, cwd=str(settings.BASE_DIR))
    return supervisor.loop()


def processes() -> dict[str, str]:
    """Name and command of each process; none of our own of what settings name elsewhere."""
    found = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes
    elsewhere = {"vectors": settings.VECTORS_URL, "encoding": settings.ENV.encoding_urls}
    return {name: command for name, command in found.items() if not elsewhere.get(name)}
