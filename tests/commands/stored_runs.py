"""Real runs over the small library, stored as if they had been executed."""

from collections.abc import Iterable
from typing import Any

from PIL import Image

from agents.events import Event
from agents.loop import SearchAgent
from agents.models.role_models import RoleModels
from agents.profile import RunProfile
from agents.tools import load_tools
from agents.types import ImageRef, Question
from agents.verify.checking import DraftChecker
from tests.fixtures.harbour import LIT, to_png
from tests.fixtures.library import Library
from tests.support.scripted_policy import ScriptedPolicy
from webapp.runs.execution import journal
from webapp.runs.models import Run

ROOMY = RunProfile("roomy", max_steps=40, max_calls=99, hits=5, max_seconds=60)
PICTURES = 13
TAGGED = 'When was Grey Head lit, and what is <image> in {"a": {{b}}}?'


def colour(number: int) -> tuple[int, int, int]:
    return (number * 18, 255 - number * 18, 60)


def drawn(library: Library) -> list[str]:
    """Pictures of one colour each."""
    plain = (Image.new("RGB", (64, 48), colour(number)) for number in range(PICTURES))
    return [library.store.put(to_png(picture)).uid for picture in plain]


def scripted(library: Library) -> list[Event]:
    """A run that looks at thirteen pictures one by one, errs twice, keeps a quote and answers."""
    uids, document = drawn(library), library.document("grey-head.md").pk
    steps: list[list[tuple[str, dict[str, Any]]]] = [[("look", {"uids": [uid]})] for uid in uids]
    steps += [
        [("search_text", {"queries": ["Grey Head lit"]}), ("read", {"document": 10**9}), ("teleport", {})],
        [("read", {"document": document}), ("note", {"document": document, "quote": LIT})],
        [("look", {"uids": uids[:4]})],
        [("finish", {"answer": f"{LIT} [e1]"})],
    ]
    checker = DraftChecker(RoleModels({}), library.context().library, library.store, ROOMY)
    agent = SearchAgent(
        ScriptedPolicy(steps),
        load_tools(),
        ROOMY,
        ("harbour",),
        lambda memory: library.context(memory, asked=tuple(uids)),
        checker,
    )
    question = Question(TAGGED, (ImageRef(uids[0], 64, 48),))
    return list(agent.run(question))


def stored(library: Library, events: Iterable[Event], **facts: Any) -> Run:
    """The run of a journal, as if it had been executed."""
    facts = {"question": TAGGED, "policy": "scripted", "status": Run.Status.FINISHED, **facts}
    run = Run.objects.create(**facts)
    run.corpora.set([library.harbour])
    for seq, event in enumerate(events, start=1):
        journal.append(run, seq, event)
    return run
