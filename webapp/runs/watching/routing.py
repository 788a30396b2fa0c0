"""Sockets."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from webapp.runs.watching.consumers import RunConsumer

run: Any = RunConsumer.as_asgi()  # Django's `path` is typed for views alone.
urls = URLRouter([path("ws/runs/<id:pk>/", run)])  # type: ignore[list-item]
