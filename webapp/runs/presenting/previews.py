"""Runs in a list, each with the beginning of its answer."""

import re
from collections.abc import Iterable
from contextlib import suppress

from django.utils.text import Truncator

from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from webapp.runs.models import Run, RunEvent

PREVIEW_CHARACTERS = 220
_MARKED = re.compile(r"\s*\[\d+\]")
_ITEM = re.compile(r"(?:^|(\n))[-*] ")
"""The mark before an item of a list, at the beginning or in a line of its own."""


def add_previews(runs: Iterable[Run]) -> None:
    """Give each run the beginning of its answer as `preview`; none to a run without one."""
    by_key = {run.pk: run for run in runs}
    for run in by_key.values():
        run.preview = ""  # type: ignore[attr-defined]
    answers = RunEvent.objects.filter(run__in=list(by_key), kind="answer_given").order_by("seq")
    for event in answers:
        text = ""
        with suppress(JournalError):  # The page of that run says what is wrong with its journal.
            given = from_payload(event.kind, event.payload)
            text = given.answer.text if isinstance(given, AnswerGiven) else ""
        text = _ITEM.sub(lambda mark: " · " if mark[1] else "", _MARKED.sub("", text))
        preview = Truncator(" ".join(text.split())).chars(PREVIEW_CHARACTERS)
        by_key[event.run_id].preview = preview  # type: ignore[attr-defined]
