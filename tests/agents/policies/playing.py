"""Whole runs of the real agent against real servers, and what has to hold of each, whatever was played."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from agents.assessment import Assessment
from agents.effects import Effects
from agents.events import (
    AnswerGiven,
    CallFinished,
    Event,
    RunEnded,
    StepDecided,
    from_payload,
    kind_of,
    to_payload,
)
from agents.libraries.web import InMemoryWeb
from agents.loop import Policy, SearchAgent
from agents.memory import WorkingMemory
from agents.models.client import PydanticModel
from agents.models.role_models import RoleModels
from agents.models.spec import parse_model
from agents.observations import ToolError
from agents.policies.builtin import BuiltinPolicy
from agents.policies.model.policy import ModelPolicy
from agents.profile import Mode, RunProfile
from agents.questions.rules import understand
from agents.reading.readers.nearest import NearestReader
from agents.replay import AgentState, replay
from agents.retrieval.encoders import load_encoder
from agents.toolbox import ToolContext
from agents.tools import tools_for
from agents.types import Answer, Decision, Question, Role, SourcePolicy
from agents.verify.checking import DraftChecker
from media_store import Rendition
from tests.agents.models.conftest import noted
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, ModelServer, Script

SETTINGS = "vision=yes tools=yes context=32000 pictures=patches28 silence=60"
QUESTION = Question("When was the lighthouse of Grey Head first lit?")
SINGLE = RunProfile("single", max_steps=20, max_calls=60, hits=5, max_seconds=120)
QUICK = replace(SINGLE, name="quick", mode=Mode.QUICK, max_steps=6)
PLAN = replace(SINGLE, name="plan", mode=Mode.PLAN, max_steps=40)

MAIN = ""
"""The model of every role that has none of its own."""

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True, slots=True)
class Player:
    """A model: what its server plays, and what its setting says of it."""

    script: Script
    settings: str = ""


@dataclass(slots=True)
class Played:
    """A run: its events so far, the state that it was decided on, what each server was asked.

    `waits` are the seconds that clients would have slept before they asked again.
    """

    events: list[Event] = field(default_factory=list)
    live: AgentState = field(default_factory=AgentState)
    servers: dict[str, ModelServer] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    @property
    def requests(self) -> list[Body]:
        """The requests to the main server, in the order of arrival."""
        return self.servers[MAIN].requests

    @property
    def state(self) -> AgentState:
        return replay(self.events)

    @property
    def ended(self) -> RunEnded:
        last = self.events[-1]
        assert isinstance(last, RunEnded), last
        return last

    @property
    def answer(self) -> Answer:
        [given] = self.of(AnswerGiven)
        return given.answer

    @property
    def errors(self) -> list[ToolError]:
        return [e.observation.error for e in self.of(CallFinished) if e.observation.error]

    @property
    def problems(self) -> list[str]:
        """What was wrong with replies that could not be followed."""
        return [event.problem for event in self.of(StepDecided) if event.problem]

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]


@dataclass(slots=True)
class Watched:
    """The policy itself; it only notes the state that the loop hands to it."""

    policy: Policy
    played: Played

    @property
    def name(self) -> str:
        return self.policy.name

    def goals(self, state: AgentState) -> tuple[str, ...]:
        self.played.live = state
        return self.policy.goals(state)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision | None]:
        return self.policy.decide(state, goal)

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision | None]:
        self.played.live = state
        return self.policy.conclude(state, reason)

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        return self.policy.assess(state, draft)


@contextmanager
def opened(library: Library, players: Mapping[str, Player], played: Played) -> Iterator[RoleModels]:
    """Role models that ask servers that are up until the end of the block."""
    with ExitStack() as stack:
        models = {}
        for role, player in players.items():
            server = stack.enter_context(ModelServer(player.script))
            played.servers[role] = server
            line = f"openai:scripted{role} base_url={server.url} {_settings(player)}"
            model = PydanticModel(parse_model(line), lambda uid: _view(library, uid), noted(played.waits))
            stack.callback(model.close)
            models[role] = model
        default = {role: models[MAIN] for role in Role if role is not Role.RERANKER and MAIN in models}
        yield RoleModels(default | {Role(role): model for role, model in models.items() if role})


def agent_over(  # noqa: PLR0913  One argument for each thing that tests choose.
    library: Library,
    role_models: RoleModels,
    played: Played,
    profile: RunProfile,
    question: Question,
    web: InMemoryWeb | None = None,
) -> SearchAgent:
    """The agent as an installation puts it together; with a web, its library is that of the web."""
    asked = tuple(image.uid for image in question.images)
    tools = tools_for(SourcePolicy.BOTH if web else SourcePolicy.CORPORA)

    def context(memory: WorkingMemory) -> ToolContext:
        made = library.context(memory, asked=asked)
        return replace(
            made, library=web.library if web else made.library, web=web, refuses_repeats=True,
            wants_captions=role_models.captions_for_searcher,
        )  # fmt: skip

    def view_size(uid: str) -> tuple[int, int]:
        facts = library.store.rendition_facts(uid, Rendition.VIEW)
        return facts.width, facts.height

    rules = BuiltinPolicy(NearestReader(load_encoder("hashing").sentences), understand)
    policy = Watched(ModelPolicy(role_models, tools, profile, view_size, rules), played)
    readable = web.library if web else library.context().library
    checker = DraftChecker(role_models, readable, library.store, profile)
    return SearchAgent(policy, tools, profile, ("harbour",), context, checker, date="2024-05-01")


Run = Callable[..., Played]


def play(
    library: Library,
    script: Script,
    profile: RunProfile = SINGLE,
    *,
    question: Question = QUESTION,
    settings: str = "",
    roles: Mapping[Role, Player] | None = None,
    journal: Iterable[Event] = (),
    on_event: Callable[[Event], None] = lambda _event: None,
    clock: Callable[[], float] = time.monotonic,
    web: InMemoryWeb | None = None,
) -> Played:
    """The run of a script from where `journal` stops to its end; what has to hold of any run was checked."""
    played = Played([*journal])
    players = {MAIN: Player(script, settings)} | {role.value: own for role, own in (roles or {}).items()}
    with opened(library, players, played) as role_models:
        agent = replace(agent_over(library, role_models, played, profile, question, web), clock=clock)
        for event in agent.run(question, played.events[:]):
            played.events.append(event)
            on_event(event)
    check(played)
    return played


def check(played: Played) -> None:
    """A run that has ended, whatever happened in it, can be stored, read again and believed."""
    assert isinstance(played.events[-1], RunEnded)
    assert [_stored(event) for event in played.events] == played.events
    assert played.state == played.live
    assert not played.state.in_flight
    for given in played.of(AnswerGiven):
        _require_markers(given.answer, played.state)


def _stored(event: Event) -> Event:
    """The event as a database gives it back. Some take neither NUL nor half a surrogate pair."""
    written = json.dumps(to_payload(event), ensure_ascii=False)
    assert "\\u0000" not in written
    return from_payload(kind_of(event), json.loads(written.encode("utf-8")))


def _require_markers(answer: Answer, state: AgentState) -> None:
    """Every marker resolves to evidence of the run, and no other bracket looks like one."""
    markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    assert markers == {citation.marker for citation in answer.citations}
    assert not re.search(r"\[\s*e\d+", answer.text)
    for citation in answer.citations:
        assert citation.evidence.id in state.memory.evidence


def _settings(player: Player) -> str:
    """The usual settings, and what a player says of itself in their place."""
    told = dict(part.split("=", 1) for part in f"{SETTINGS} {player.settings}".split())
    return " ".join(f"{key}={value}" for key, value in told.items())


def _view(library: Library, uid: str) -> tuple[bytes, str]:
    facts = library.store.rendition_facts(uid, Rendition.VIEW)
    return library.store.rendition(uid, Rendition.VIEW), facts.mime
