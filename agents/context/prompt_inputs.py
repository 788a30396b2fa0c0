"""What a prompt is written from: the state, what the request asks for, and what is looked up once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.context.assets import Album
from agents.errors import JournalError
from agents.events import ModelAsked, RunStarted
from agents.models.base import Capabilities, ToolSpec
from agents.profile import RunProfile
from agents.replay import AgentState, Step
from agents.toolbox import Phase


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """Everything about a request that is not state.

    `goal` is the key of a goal of the plan, or empty; `view_size` tells the width and height in pixels in
    which a picture is shown; `reason` says why the run or the goal must end now, or is empty.
    """

    phase: Phase
    goal: str
    tools: tuple[ToolSpec, ...]
    capabilities: Capabilities
    profile: RunProfile
    max_output_tokens: int
    view_size: Callable[[str], tuple[int, int]]
    reason: str = ""

    @property
    def budget_tokens(self) -> int:
        """What the whole prompt may take: the profile's limit, or the model's window less its reply."""
        window = self.capabilities.context_tokens - self.max_output_tokens
        return min(self.profile.context_tokens, window)

    @property
    def places(self) -> int:
        """How many pictures may be inline."""
        return self.profile.inline_pictures if self.capabilities.vision else 0

    @property
    def tool_names(self) -> tuple[str, ...]:
        return tuple(tool.name for tool in self.tools)


@dataclass(frozen=True, slots=True)
class PromptInputs:
    """A state and what a request asks of it. `steps` are those it tells of: of its goal, or all."""

    state: AgentState
    options: RequestOptions
    started: RunStarted
    steps: Sequence[Step]
    album: Album

    @classmethod
    def of(cls, state: AgentState, options: RequestOptions) -> "PromptInputs":
        """Raises JournalError for a run that has not started."""
        if state.started is None:
            raise JournalError("A run that has not started has no prompt.")
        steps = state.steps_of(options.goal) if options.phase is Phase.GOAL else state.steps
        return cls(state, options, state.started, steps, Album.of(state.started.question, state.memory))

    @property
    def newest(self) -> Step | None:
        """The step before the one that is asked for."""
        return self.steps[-1] if self.steps else None

    @property
    def previous(self) -> ModelAsked | None:
        """The last request for a step of the same goal."""
        asked = reversed(self.state.asked)
        return next((one for one in asked if one.decides and one.goal == self.options.goal), None)
