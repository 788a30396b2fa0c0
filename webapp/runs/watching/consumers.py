"""The socket of a run: who may, joins its watchers, and is sent what changes."""

import asyncio
import contextlib
from collections import Counter
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils.translation import get_supported_language_variant

from agents.errors import JournalError
from webapp.accounts.roles import may_ask
from webapp.requests import parse_integer
from webapp.runs import run_access
from webapp.runs.watching.live import Hub, Reader, hub_of

REFUSED = 4404
"""The close code for a run that is not there, or not the person's. A page does not connect again after it."""

TOO_MANY = 4429
"""The close code for one socket more than a person may have. A page connects again later."""

MAX_SEQ = 2**31 - 1
"""The largest number of an event."""

OVER = 1000
"""The run has ended: nothing more will come."""

ASK_AGAIN_SECONDS = 30
"""How often an open socket asks whether its person may still see the run."""


_sockets: Counter[int] = Counter()
"""How many a person has open in this process."""


class RunConsumer(AsyncWebsocketConsumer):
    """Sends the fragments of one run from `?after=` on. What a browser sends is not listened to."""

    hub: Hub
    run_id: int
    person_id: int
    tasks: "tuple[asyncio.Task[None], ...]" = ()

    async def connect(self) -> None:
        """Let in whoever may see the run, and start to tell."""
        self.run_id = self.scope["url_route"]["kwargs"]["pk"]
        await self.accept()
        reader = await database_sync_to_async(self._as_reader)(self.scope["user"])
        if reader is None:
            await self.close(REFUSED)
            return
        self.person_id = self.scope["user"].pk  # type: ignore[union-attr]  # a reader is somebody
        if _sockets[self.person_id] >= settings.MAX_SOCKETS_PER_PERSON:
            await self.close(TOO_MANY)
            return
        _sockets[self.person_id] += 1
        self.hub = hub_of(asyncio.get_running_loop())
        self.tasks = asyncio.create_task(self._tell(reader)), asyncio.create_task(self._ask_again())

    async def disconnect(self, code: int) -> None:
        """Stop telling."""
        if self.tasks:
            _sockets[self.person_id] -= 1
        for task in self.tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _ask_again(self) -> None:
        """Close the socket of somebody who signed out, or whom the run was taken from."""
        while True:
            await asyncio.sleep(ASK_AGAIN_SECONDS)
            session = import_module(settings.SESSION_ENGINE).SessionStore(self.scope["session"].session_key)
            person = await get_user({"session": session})  # type: ignore[typeddict-item]
            if await database_sync_to_async(self._as_reader)(person) is None:
                await self.close(REFUSED)
                return

    async def _tell(self, reader: Reader) -> None:
        try:
            watch = await self.hub.watch(self.run_id, reader)
        except JournalError:
            await self.close(REFUSED)
            return
        try:
            while True:
                news = await watch.next()
                await self.send(text_data=news.html)
                if news.is_over:
                    await self.close(OVER)
                    return
        finally:
            self.hub.leave(self.run_id)

    def _as_reader(self, person: Any) -> Reader | None:
        """How the person, a lazy user or nobody who signed in, reads the run; None who may not see it."""
        if not run_access.runs(person).filter(pk=self.run_id).exists():
            return None
        may_steer = may_ask(person) and run_access.own_runs(person).filter(pk=self.run_id).exists()
        after = parse_integer(self._given("after"), most=MAX_SEQ) or 0
        language = str(settings.LANGUAGE_CODE)
        # The page names its own: a socket is asked for without the header that pages go by.
        with contextlib.suppress(LookupError):
            language = get_supported_language_variant(self._given("language"))
        return Reader(after, language, may_steer, may_cancel=may_ask(person))

    def _given(self, name: str) -> str:
        query = parse_qs(self.scope["query_string"].decode("ascii", "replace"))
        return query.get(name, [""])[0]
