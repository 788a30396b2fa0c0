"""An installation whose model is a server that plays a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import override_settings

from tests.support.model_server import ModelServer, Script
from webapp.runs.execution import wiring

SETTINGS = "vision=yes tools=yes context=32000 pictures=patches28 silence=60 input_usd=1 output_usd=10"
"""A dollar for a million tokens in, ten for a million out."""


@contextmanager
def model_of(script: Script, **changes: Any) -> Iterator[ModelServer]:
    """The server; until the end of the block runs are decided by it, with these changes of the settings."""
    with ModelServer(script) as server:
        env = {"model": f"openai:scripted base_url={server.url} {SETTINGS}", **changes}
        with override_settings(ENV=settings.ENV.model_copy(update=env)):
            yield server
            for model in {id(model): model for model in wiring.models_by_role().values()}.values():
                model.close()  # type: ignore[attr-defined]  # The protocol of models has no end.
    wiring._model.cache_clear()
