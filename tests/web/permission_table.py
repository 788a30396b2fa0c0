"""The table of docs/permissions.md, and the routes that it has to name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asgiref.testing import ApplicationCommunicator
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.support.waiting import PATIENCE_SECONDS
from webapp.asgi import application

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
METHODS = ("GET", "POST")
SOCKET = "SOCKET"
ADMINISTRATION = "admin:*"
NAMED_REDIRECTS = {"accounts:sign-in": "sign-in", "runs:open": "reason"}


@dataclass(frozen=True, slots=True)
class Row:
    """What each person gets from one route, asked with one method about one thing."""

    route: str
    thing: str
    method: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.thing}".strip()


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern of the resolver, with the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def read_table() -> list[Row]:
    """The rows under the heading of the table, in its order."""
    _, _, text = PAGE.read_text(encoding="utf-8").partition("\n## The table\n")
    lines = [cells(line) for line in text.splitlines() if line.startswith("|")]
    people = lines[0][3:]
    return [
        Row(route.strip("`"), thing, method, dict(zip(people, answers, strict=True)))
        for route, thing, method, *answers in lines[2:]
    ]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def routes() -> dict[str, Route]:
    """Every route of the project by name; all of Django's administration is one."""
    found = {route.name: route for route in walk(get_resolver().url_patterns)}
    return {**found, **socket_routes(application), ADMINISTRATION: Route(ADMINISTRATION, ())}


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield Route(f"{prefix}{pattern.name}", tuple(pattern.pattern.regex.groupindex))
        elif pattern.namespace != "admin":
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner)


def socket_routes(wrapped: object) -> dict[str, Route]:
    """Routes of the sockets by their patterns, for they have no names; `wrapped` is the ASGI application."""
    if isinstance(wrapped, URLRouter):
        patterns = [route.pattern for route in wrapped.routes]
        return {str(pattern): Route(str(pattern), tuple(pattern.regex.groupindex)) for pattern in patterns}
    if isinstance(wrapped, ProtocolTypeRouter):
        return socket_routes(wrapped.application_mapping.get("websocket"))
    inner = getattr(wrapped, "inner", None) or getattr(wrapped, "application", None)
    return socket_routes(inner) if inner else {}


async def knock(path: str, cookies: str) -> str:
    """Whether a socket tells anything, in the words of the table; one that is refused is closed first."""
    headers = [(b"cookie", cookies.encode()), (b"origin", b"http://testserver"), (b"host", b"testserver")]
    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
    socket = ApplicationCommunicator(application, scope)
    await socket.send_input({"type": "websocket.connect"})
    accepted = await socket.receive_output(PATIENCE_SECONDS)
    told = (
        await socket.receive_output(PATIENCE_SECONDS) if accepted["type"] == "websocket.accept" else accepted
    )
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(PATIENCE_SECONDS)
    return "open" if told["type"] == "websocket.send" else "refused"


def answer(response: HttpResponse) -> str:
    """What a person got, in the words of the table."""
    if response.status_code == 302 and not response.url.startswith(settings.STATIC_URL):
        return NAMED_REDIRECTS.get(resolve(response.url.partition("?")[0]).view_name, "302")
    return str(response.status_code)
