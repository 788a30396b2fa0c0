"""A client of a scripted server, closed at the end of its test."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image

from agents.models.client import PydanticModel, Sleep
from agents.models.spec import parse_model
from tests.support.model_server import ModelServer

KEY = "not-for-anybody-else"

Connect = Callable[..., PydanticModel]


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def noted(waits: list[float]) -> Sleep:
    """Writes down how long a client would have slept."""
    return lambda _stopped, seconds: waits.append(seconds)


@pytest.fixture
def waits() -> list[float]:
    """The seconds that clients would have slept."""
    return []


@pytest.fixture
def connect(waits: list[float]) -> Iterator[Connect]:
    """Opens a client: `connect(server, "tools=no", name="some-model")`."""
    opened: list[PydanticModel] = []

    def connected(server: ModelServer, settings: str = "", name: str = "some-model") -> PydanticModel:
        spec = parse_model(f"openai:{name} base_url={server.url} {settings}", KEY)
        opened.append(PydanticModel(spec, lambda _uid: (png(64, 56), "image/png"), noted(waits)))
        return opened[-1]

    yield connected
    for model in opened:
        model.close()
