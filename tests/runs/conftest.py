"""Runs over the small library, and the folder that is the broker of an embedded installation."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.fixtures.harbour import QUESTION, draw_lighthouse, to_jpeg
from tests.fixtures.library import Library
from webapp.runs.execution import services
from webapp.runs.models import Run


@dataclass(frozen=True)
class Broker:
    """What waits to be delivered; each message is a file."""

    folder: Path

    @property
    def runs(self) -> list[int]:
        """Ids of runs, from the oldest run; the broker keeps no order within a millisecond."""
        return sorted(ast.literal_eval(headers["argsrepr"])[0] for headers in self.headers)

    @property
    def headers(self) -> list[dict[str, str]]:
        return [json.loads(file.read_text())["headers"] for file in sorted(self.folder.glob("*.runs.msg"))]

    def clear(self) -> None:
        for file in self.folder.glob("*.msg"):
            file.unlink()


@pytest.fixture
def broker() -> Iterator[Broker]:
    """The broker of the test process, empty before and after."""
    found = Broker(Path(settings.HOME) / "broker" / "messages")
    found.clear()
    yield found
    found.clear()


@pytest.fixture
def dead_broker(broker: Broker) -> Iterator[None]:
    """The broker takes nothing: a file stands where its folder should be."""
    away = broker.folder.with_name("away")
    broker.folder.rename(away)
    broker.folder.write_text("")
    yield
    broker.folder.unlink()
    away.rename(broker.folder)


@pytest.fixture
def asked(library: Library) -> Run:
    """A run that waits: a question with a picture, over the harbour."""
    return ask(library)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[], Any]:
    """Do at the end of a block what waits for the transaction to be committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask(library: Library, question: str = QUESTION, **options: Any) -> Run:
    usual = {
        "owner": None, "pictures": [to_jpeg(draw_lighthouse(), (450, 300))], "corpora": [library.harbour],
        "enqueue": False,
    }  # fmt: skip
    return services.create(question=question, **{**usual, **options})
