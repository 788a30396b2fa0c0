"""The thread behind a model ends with it."""

import gc
import threading

import pytest

from agents.models.client import PydanticModel
from agents.models.spec import parse_model

pytestmark = pytest.mark.long

ENDING_SECONDS = 30


def opened(name: str) -> PydanticModel:
    spec = parse_model(f"openai:{name} base_url=http://127.0.0.1:1/v1")
    return PydanticModel(spec, lambda _uid: (b"", ""))


def thread_of(name: str) -> threading.Thread:
    return next(thread for thread in threading.enumerate() if thread.name == f"model {name}")


def test_a_model_that_nobody_holds_ends_its_thread() -> None:
    model = opened("forgotten")
    thread = thread_of("forgotten")
    del model
    gc.collect()
    thread.join(ENDING_SECONDS)
    assert not thread.is_alive()


def test_a_model_that_is_closed_has_ended_its_thread() -> None:
    model = opened("closed")
    thread = thread_of("closed")
    model.close()
    assert not thread.is_alive()
