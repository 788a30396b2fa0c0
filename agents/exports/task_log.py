"""The trace JSON of LMM-Searcher and MiroThinker (`TaskLog`), so far as its readers need it.

A call's function is named `tool-SERVER-TOOL`, with no dash in SERVER, or `agent-NAME-TOOL`, with no dash in
TOOL. The n-th call of an agent in the main history belongs to the session `agent-NAME_n`.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["running", "success", "failed"]

_TOOL = re.compile(r"tool-([^-]+)-(.+)")
_AGENT = re.compile(r"(agent-[^-]+(?:-[^-]+)*)-([^-]+)")


def read_name(name: str) -> tuple[str, str] | None:
    """Server and tool in the name of a function, as the original reads them; None for any other name."""
    found = _TOOL.fullmatch(name) or _AGENT.fullmatch(name)
    return (found[1], found[2]) if found else None


class TextContent(BaseModel):
    """Words of a message."""

    type: Literal["text"] = "text"
    text: str


class ImageUrl(BaseModel):
    """Where the pixels are: the placeholder stands for the next file of the folder of pictures."""

    url: Literal["<image>"] = "<image>"


class ImageContent(BaseModel):
    """A picture of a message."""

    type: Literal["image_url"] = "image_url"
    image_url: ImageUrl = ImageUrl()


class CalledFunction(BaseModel):
    """`arguments` is a JSON object in a string."""

    name: str
    arguments: str


class NativeCall(BaseModel):
    """A call in the form of OpenAI's chat completions."""

    id: str
    type: Literal["function"] = "function"
    function: CalledFunction


class TraceMessage(BaseModel):
    """A message; `tool_call_id` belongs to tools and `tool_calls` to the assistant."""

    role: Literal["user", "assistant", "tool"]
    content: str | tuple[TextContent | ImageContent, ...]
    tool_calls: tuple[NativeCall, ...] | None = None
    tool_call_id: str | None = None


class ToolDefinition(BaseModel):
    """A tool of a server with the JSON Schema of its arguments."""

    model_config = ConfigDict(validate_by_name=True)

    name: str
    description: str
    parameters: Mapping[str, Any] = Field(validation_alias="schema", serialization_alias="schema")


class ServerDefinition(BaseModel):
    """A server with its tools; its name is the beginning of their functions' names."""

    name: str
    tools: tuple[ToolDefinition, ...]


class History(BaseModel):
    """The messages of an agent, after its system prompt."""

    system_prompt: str
    message_history: tuple[TraceMessage, ...]
    tool_definitions: tuple[ServerDefinition, ...] = ()


class StepLog(BaseModel):
    """One thing that happened. `timestamp` is in UTC; `status` is what the original counts logs by."""

    step_name: str
    message: str
    timestamp: str
    info_level: Literal["info", "warning", "error", "debug"] = "info"
    status: Literal["success", "failed"] = "success"
    metadata: Mapping[str, Any] = {}


class TraceSpan(BaseModel):
    """Time that an agent spent on a tool or a model."""

    agent_context: str
    name: str
    duration_seconds: float


class PerformanceSummary(BaseModel):
    """Seconds in all, of each kind of agent, and of both together by what they were spent on."""

    total_wall_time: float
    primary_breakdown: Mapping[str, Mapping[str, float]]
    cross_cutting_breakdown: Mapping[str, float]


class TraceData(BaseModel):
    """Where the time went; `tool_workload_breakdown` is in seconds by tool."""

    performance_summary: PerformanceSummary
    tool_workload_breakdown: Mapping[str, float] = {}
    spans: tuple[TraceSpan, ...] = ()


class TaskInput(BaseModel):
    """What was asked; of several pictures the file of the first."""

    task_description: str
    task_file_name: str = ""


class TaskLog(BaseModel):
    """One run. Times are in UTC, as in `2026-01-31 17:05:09`."""

    status: Status
    start_time: str
    end_time: str
    task_id: str
    input: TaskInput
    ground_truth: str = ""
    final_boxed_answer: str = ""
    final_judge_result: str = ""
    judge_type: str = ""
    error: str = ""
    current_main_turn_id: int = 0
    current_sub_agent_turn_id: int = 0
    sub_agent_counter: int = 0
    env_info: Mapping[str, Any] = {}
    log_dir: str = "."
    main_agent_message_history: History
    sub_agent_message_history_sessions: Mapping[str, History] = {}
    step_logs: tuple[StepLog, ...] = ()
    trace_data: TraceData

    @property
    def file_stem(self) -> str:
        """What the original names the file of the trace, and the folder of its pictures, after."""
        return f"task_{self.task_id}_{re.sub('[: .]', '-', self.start_time)}"
