"""Tools: plain functions whose signature and docstring are their schema.

A tool lives in `agents/tools/NAME.py` as a function NAME whose first parameter is a ToolContext. It returns a
ToolResult or raises ToolFailed, which the policy gets to read. A tool that asks a model is a generator of
effects that returns its ToolResult. PHASES of its module says when a model is offered the tool and SOURCES,
where it has that, in which runs.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Protocol

from PIL.Image import Image
from pydantic import BaseModel, ConfigDict, Field, create_model

from agents.arguments import InvalidArguments, checked_arguments
from agents.describers import Describer
from agents.effects import Effects, at_once
from agents.memory import WorkingMemory
from agents.messages import message as _
from agents.messages import sentence_of
from agents.models.base import Prompt
from agents.observations import LineFound, SeenHit, ToolResult
from agents.parsing.schemas import lean_schema
from agents.plan import PlanGraph
from agents.questions.types import Understanding
from agents.retrieval.lexical import RecordKind
from agents.retrieval.rerankers import Reranker
from agents.retrieval.rerankers.builtin import AsFound
from agents.retrieval.terms import AS_USUAL, TermOptions
from agents.sources import SourceRef, StoredSource, read_ref
from agents.types import ModelReply, Question, Role, SourcePolicy
from agents.web.run_web import RunWeb
from media_store import MediaStore, UnknownImage


class Phase(StrEnum):
    """What a model is at: deciding whether to search, planning, searching, one goal of a plan, answering."""

    GATE = "gate"
    PLAN = "plan"
    SEARCH = "search"
    GOAL = "goal"
    ANSWER = "answer"


SEARCHING = frozenset({Phase.SEARCH, Phase.GOAL})
EVIDENCE = SEARCHING | {Phase.ANSWER}
OF_CORPORA = frozenset({SourcePolicy.CORPORA, SourcePolicy.BOTH})
OF_THE_WEB = frozenset({SourcePolicy.WEB, SourcePolicy.BOTH})
ANYWHERE = frozenset(SourcePolicy)
AS_FOUND = AsFound()


class ToolFailed(Exception):
    """A call that the policy can mend: a kind, a sentence, and a hint of what to try."""

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.hint = hint


class Library(Protocol):
    """What a run may read, and nothing else. That can become less while it works."""

    def search(
        self,
        *,
        text: str = "",
        image: Image | None = None,
        kinds: Sequence[RecordKind],
        limit: int,
        terms: TermOptions = AS_USUAL,
    ) -> tuple[SeenHit, ...]:
        """Hits for words, a picture, or both; best first; empty when nothing is good enough."""

    def words_only(self) -> tuple[str, ...]:
        """Slugs of the corpora whose vectors are not all there: searches may find less than these hold."""

    def source(self, ref: SourceRef) -> StoredSource | None:
        """What is stored under a reference; None for what may not be read now. Raises ToolFailed."""

    def may_open(self, uid: str) -> bool:
        """Whether the pixels of a picture of the question or of a readable source may be loaded now."""

    def grep(self, pattern: str, limit: int) -> tuple[LineFound, ...]:
        """Places in documents where the words of a pattern stand, in any case; `*` is up to 40 characters."""


SourceArgument = Annotated[int, Field(ge=1)] | Annotated[str, Field(pattern=r"^[a-z_]{1,40}:[\w.-]{1,150}$")]
"""How a policy names a source with a text: a document by its number, any other as prompts do (`page:3`)."""

Ask = Callable[[Role, Prompt], Effects[ModelReply | None]]
"""Asks the model of a role; None when it has none, or when nothing may be spent any more."""


def ask_nobody(_role: Role, _prompt: Prompt) -> Effects[ModelReply | None]:
    """No role has a model."""
    return at_once(None)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may touch.

    `goal` and `step` say what the call works on; with `refuses_repeats`, searches made before are refused.
    `wants_captions` is for a policy that cannot see pictures. `understanding` is how the question is read;
    since `reworded_steps` steps its words count as they do. `reranker` orders what searches find.
    `web` is what the run may do on the web, or None. `hints` are what people added to the question.
    """

    library: Library
    store: MediaStore
    describer: Describer
    memory: WorkingMemory
    hits: int
    question: Question = field(default=Question(""))
    plan: PlanGraph = field(default_factory=PlanGraph)
    goal: str = ""
    step: int = 0
    ask: Ask = field(default=ask_nobody)
    refuses_repeats: bool = False
    wants_captions: bool = False
    understanding: Understanding | None = None
    reworded_steps: int = 0
    reranker: Reranker = field(default=AS_FOUND)
    web: RunWeb | None = None
    hints: tuple[str, ...] = ()

    @property
    def terms(self) -> TermOptions:
        """How searches treat the words of the question."""
        return self.understanding.terms if self.understanding else AS_USUAL

    def require_web(self) -> RunWeb:
        """What the run may do on the web. Raises ToolFailed for a run that may not use it."""
        if self.web is None:
            raise ToolFailed(
                "no_web", _("This run may request nothing from the web."), _("Search the corpora instead.")
            )
        return self.web

    def source(self, written: int | str) -> StoredSource:
        """The source that a policy names: a document by its number, anything else as `kind:id`.

        Raises ToolFailed for one out of reach.
        """
        ref = read_ref(written)
        found = self.library.source(ref)
        if found is None:
            raise unknown_source(ref)
        return found

    def require_readable(self, uid: str) -> None:
        """Raise ToolFailed unless the run may load this picture's pixels."""
        is_known = uid in self.memory.looks or self.library.may_open(uid)
        if is_known and may_show(uid, self.library, self.memory, self.store):
            return
        raise ToolFailed(
            "unknown_picture",
            _("No picture %(uid)s in this run.", uid=uid),
            _("Use a UID from the question or from a search."),
        )


def unknown_source(ref: SourceRef) -> ToolFailed:
    """The error of reading a source that is out of reach."""
    hint = _("Use an id from a search.")
    if ref.document is not None:
        message = _("No document %(document)s in these corpora.", document=str(ref.document))
        return ToolFailed("unknown_document", message, hint)
    return ToolFailed("unknown_source", _("No source %(source)s in this run.", source=str(ref)), hint)


def may_show(uid: str, library: Library, memory: WorkingMemory, store: MediaStore) -> bool:
    """Whether a run may load this picture's pixels now; one that was made from others, if it may load those.

    That a journal names a picture, or that it was looked at before, opens nothing.
    """
    known: set[str] = set()
    waiting = [uid]
    while waiting:
        known.add(at := waiting.pop())
        if library.may_open(at):
            continue
        made_from = memory.made_from.get(at)
        if not made_from:
            # What the store says a picture was made from: of a cut that no call of this run gave.
            try:
                parent = store.facts(at).parent
            except UnknownImage:
                return False
            if not parent:
                return False
            made_from = (parent,)
        waiting += [each for each in made_from if each not in known]
    return True


@dataclass(frozen=True, slots=True)
class Tool:
    """A function with its name, description and arguments; when and in which runs models may call it."""

    name: str
    description: str
    arguments: type[BaseModel]
    function: Callable[..., ToolResult | Effects[ToolResult]]
    phases: frozenset[Phase] = frozenset()
    sources: frozenset[SourcePolicy] = ANYWHERE

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments (draft 2020-12)."""
        return lean_schema(self.arguments)

    def call(self, context: ToolContext, arguments: Mapping[str, Any]) -> ToolResult | Effects[ToolResult]:
        """Check the arguments, their slips mended, then call. Raises ToolFailed."""
        try:
            checked = checked_arguments(self.arguments, arguments)
        except InvalidArguments as error:
            raise ToolFailed(
                "invalid_arguments", sentence_of(error), f"Arguments of {self.name}: {self.schema}"
            ) from None
        return self.function(context, **{name: getattr(checked, name) for name in type(checked).model_fields})


def sources_of(tools: Mapping[str, Tool]) -> SourcePolicy:
    """Where a run with these tools may look: what they search says it."""
    places = [tool.sources for tool in tools.values()]
    if OF_THE_WEB not in places:
        return SourcePolicy.CORPORA
    return SourcePolicy.BOTH if OF_CORPORA in places else SourcePolicy.WEB


def tool_of(
    function: Callable[..., ToolResult | Effects[ToolResult]],
    phases: frozenset[Phase],
    sources: frozenset[SourcePolicy] = ANYWHERE,
) -> Tool:
    """A function as a tool: its parameters but the context are the schema, its docstring the description."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    fields: dict[str, Any] = {
        p.name: (p.annotation, ... if p.default is inspect.Parameter.empty else p.default) for p in parameters
    }
    model = create_model(function.__name__, __config__=ConfigDict(extra="forbid"), **fields)
    description = inspect.cleandoc(function.__doc__ or "")
    return Tool(function.__name__, description, model, function, phases, sources)
