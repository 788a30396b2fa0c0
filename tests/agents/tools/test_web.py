"""A tool reaches the web through the fetcher of its run, and not at all without one."""

from dataclasses import replace

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.support.web_server import WebServer, page


def test_a_tool_posts_through_its_fetcher(context: ToolContext) -> None:
    with WebServer() as server:
        server.pages["/search"] = page(b'{"found": 1}')
        door = Fetcher(FetchLimits(max_bytes=1000), allowed_private_hosts=frozenset({server.host}))
        web = replace(context, fetcher=door).web
        found = web.post_json(f"http://{server.host}/search", {"q": "mole"}, headers={"X-Key": "secret"})
        assert found.json() == {"found": 1}
        assert server.bodies == [b'{"q": "mole"}']
        assert "X-Key: secret" in server.requests[0]


def test_without_a_fetcher_nothing_is_requested(context: ToolContext) -> None:
    with pytest.raises(ToolFailed) as failed:
        _ = context.web
    assert failed.value.kind == "no_web"
