"""What a real server takes of a request: in bytes, and in time. tests/ops/small_limits.py has the limits.

And what it sends of a picture whose files are damaged while it runs.
"""

import re
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.corpora.processes import Home
from tests.ops.conftest import PROJECT
from tests.ops.test_serving import submit
from tests.support.waiting import PATIENCE_SECONDS, free_port, wait_until

pytestmark = pytest.mark.processes

FORM = "Content-Type: application/x-www-form-urlencoded"
SIGN_IN = "more than can be sent without signing in"
MIB = 1024 * 1024
DROP_SECONDS = 0.02
"""Between two bytes of who sends them one by one."""


@dataclass(frozen=True)
class Served:
    """Pages on a port of their own, their home, and the password of the demo account."""

    port: int
    home: Path
    password: str

    def connect(self) -> socket.socket:
        """A connection that gives up only where the server never answers."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)

    def say(self, *lines: str, body: bytes = b"") -> str:
        """Send a head and a body at once; what comes back until the server closes."""
        with self.connect() as opened:
            opened.sendall("\r\n".join([*lines, "Host: localhost", "", ""]).encode() + body)
            return heard(opened)

    def browser(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://localhost:{self.port}", follow_redirects=True, timeout=PATIENCE_SECONDS
        )


def heard(opened: socket.socket) -> str:
    """All that the server says until it closes the connection."""
    pieces = []
    try:
        while piece := opened.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pieces.append(b"(reset)")
    return b"".join(pieces).decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Served]:
    home = Home(tmp_path_factory.mktemp("limits") / "home").migrated(migrated_file)
    port = free_port()
    assert home.run("demo").returncode == 0
    environment = home.environment | {
        "DJANGO_SETTINGS_MODULE": "tests.ops.small_limits", "SIGHTLINE_PORT": str(port),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "manage.py", "web"], cwd=PROJECT, env=environment)
    with process:
        wait_until(lambda: answers(port) or process.poll() is not None)
        yield Served(port, home.path, (home.path / "secrets" / "demo-password").read_text().strip())
        process.terminate()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://localhost:{port}/healthz", timeout=PATIENCE_SECONDS).is_success
    except httpx.TransportError:
        return False


def test_a_visitor_sends_no_long_body(served: Served) -> None:
    response = served.say("POST /sign-in/ HTTP/1.1", FORM, "Content-Length: 2001", body=b"a" * 2001)
    assert response.startswith("HTTP/1.1 413")
    assert SIGN_IN in response


def test_a_long_body_is_refused_before_it_comes(served: Served) -> None:
    response = served.say("POST /no/such/page/ HTTP/1.1", FORM, f"Content-Length: {10**17}")
    assert response.startswith("HTTP/1.1 413")


def test_a_length_of_any_size_is_refused(served: Served) -> None:
    response = served.say("POST / HTTP/1.1", FORM, f"Content-Length: {'9' * 19}")
    assert response.startswith("HTTP/1.1 413")


def test_a_body_of_no_announced_length_is_counted(served: Served) -> None:
    piece = b"400\r\n" + b"a" * 0x400 + b"\r\n"
    response = served.say("POST /nowhere HTTP/1.1", "Transfer-Encoding: chunked", body=piece * 2)
    assert response.startswith("HTTP/1.1 413")
    assert SIGN_IN in response


@pytest.mark.parametrize("cookie", ["sessionid=made-up-by-somebody", r'sessionid="abcdefgh\000"'])
def test_a_made_up_session_is_a_visitors(served: Served, cookie: str) -> None:
    lines = ("POST /uploads/ HTTP/1.1", FORM, f"Cookie: {cookie}", "Content-Length: 2001")
    assert SIGN_IN in served.say(*lines, body=b"a" * 2001)


def test_a_visitor_may_send_a_form(served: Served) -> None:
    response = served.say(
        "POST /sign-in/ HTTP/1.1", FORM, "Connection: close", "Content-Length: 2000", body=b"a" * 2000
    )
    assert response.startswith("HTTP/1.1 403")  # The form lacks its token.


def test_who_is_signed_in_sends_more(served: Served) -> None:
    with served.browser() as browser:
        submit(browser, browser.get("/"), "/sign-in/", username="demo", password=served.password)
        token = {"X-CSRFToken": browser.cookies["csrftoken"]}
        taken = browser.post("/uploads/", files={"picture": b"a" * 10_000}, headers=token)
        assert taken.status_code == 422  # It was looked at, and is no picture.
        refused = browser.post("/uploads/", files={"picture": b"a" * 30_000}, headers=token)
        assert (refused.status_code, "Send it in parts" in refused.text) == (413, True)
        counted = browser.post("/uploads/", content=iter([b"a" * 15_000] * 2), headers=token)
        assert counted.status_code == 413


def test_a_damaged_file_of_a_picture_is_made_anew_or_told(served: Served) -> None:
    """A rendition, which the server has sent once, and then the picture itself."""
    drawn = BytesIO()
    Image.linear_gradient("L").resize((900, 600)).save(drawn, "PNG")
    with served.browser() as browser:
        submit(browser, browser.get("/"), "/sign-in/", username="demo", password=served.password)
        token = {"X-CSRFToken": browser.cookies["csrftoken"]}
        taken = browser.post("/uploads/", files={"picture": drawn.getvalue()}, headers=token)
        uid = re.findall(r"img_\w+", taken.text)[0]
        thumb = browser.get(f"/media/{uid}/thumb/")
        assert thumb.status_code == 200
        (kept,) = served.home.rglob(f"{uid}.thumb.*")
        whole = kept.read_bytes()
        for damaged in (b"", b"no picture", whole[:-9]):
            kept.write_bytes(damaged)
            assert browser.get(f"/media/{uid}/thumb/").content == thumb.content
            assert kept.read_bytes() == whole
        (picture,) = served.home.rglob(f"{uid}.png")
        for file in (kept, picture):
            file.write_bytes(file.read_bytes()[:200])
        refused = browser.get(f"/media/{uid}/thumb/")
        assert (refused.status_code, "is damaged" in refused.text) == (404, True)
        assert browser.get("/").status_code == 200


def test_what_does_not_come_in_time_is_let_go(served: Served) -> None:
    """Nothing at all, a part and then nothing, and byte after byte for as long as anybody listens."""
    body = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n"
    chunks = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    head = "GET / HTTP/1.1\r\nHost: loc"
    with served.connect() as silent, served.connect() as slow_head, served.connect() as slow_body:
        slow_head.sendall(head.encode())
        slow_body.sendall(f"{body}abc".encode())
        dripped = dripping(
            served, [(head, "o"), (body, "a"), (chunks, "1\r\na\r\n"), (f"{chunks}0\r\n", "X: a\r\n")]
        )
        assert [answer.partition("\r\n")[0] for answer in dripped] == ["HTTP/1.1 408 Request Timeout"] * 4
        assert heard(silent) == ""
        assert heard(slow_head).startswith("HTTP/1.1 408")
        assert heard(slow_body).startswith("HTTP/1.1 408")


def dripping(served: Served, requests: list[tuple[str, str]]) -> list[str]:
    """What each connection hears after its beginning, when no byte of it comes without a moment's wait."""
    opened = {served.connect(): drops for _, drops in requests}
    for connection, (start, _) in zip(opened, requests, strict=True):
        connection.sendall(start.encode())
    answers = dict.fromkeys(opened, "")
    waiting, count = list(opened), 0
    while waiting:
        answered, _, _ = select.select(waiting, [], [], DROP_SECONDS)
        for connection in answered:
            answers[connection] = heard(connection)
            connection.close()
            waiting.remove(connection)
        for connection in waiting:
            with suppress(ConnectionError):  # Then an answer is on its way.
                connection.sendall(opened[connection][count % len(opened[connection])].encode())
        count += 1
    return list(answers.values())


def test_an_endless_body_of_a_visitor_is_refused(served: Served) -> None:
    """Piece after piece until the connection breaks, which is soon: little of it is even thrown away."""
    with served.connect() as opened:
        opened.sendall(b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent = endlessly(opened, b"4000\r\n" + b"a" * 0x4000 + b"\r\n")
        assert sent < 64 * MIB
        assert heard(opened).startswith(("HTTP/1.1 413", "(reset)"))


@pytest.mark.parametrize("start, piece", [
    (b"0\r\n", b"X-Long: aaaaaaaa\r\n" * 99), (b"0\r\nX: ", b"a" * 999), (b"5;x=", b"a" * 999),
], ids=["trailers", "a trailer", "a piece's name"])  # fmt: skip
def test_what_stands_around_a_body_has_an_end(served: Served, start: bytes, piece: bytes) -> None:
    with served.connect() as opened:
        opened.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + start)
        assert endlessly(opened, piece) < 64 * MIB
        assert heard(opened).startswith(("HTTP/1.1 431", "(reset)"))


def endlessly(opened: socket.socket, piece: bytes) -> int:
    """How many bytes could be sent before the connection was closed."""
    sent = 0
    with suppress(ConnectionError):
        while sent < 256 * MIB:
            opened.sendall(piece)
            sent += len(piece)
    return sent


def test_a_connection_is_kept_between_requests(served: Served) -> None:
    with served.connect() as opened:
        for _ in range(2):
            opened.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while b"}" not in answer:
                answer += opened.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")


def test_a_head_without_an_end_is_refused(served: Served) -> None:
    with served.connect() as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(OSError, match=r"Broken pipe|reset"):
            for _ in range(10_000):
                opened.sendall(b"X-Long: " + b"a" * 4_000 + b"\r\n")


def test_pages_answer_after_all_that(served: Served) -> None:
    assert answers(served.port)
