"""Scripts for model servers that go by what a request asks for, so that a run that is resumed plays on."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.support.model_server import Body, Reply, Say, Script, prompt_text

Call = tuple[str, Mapping[str, Any] | str]

_PHASES = {
    "gate": {"gate"},
    "plan": {"plan"},
    "goal": {"answer_goal"},
    "search": {"search_text", "finish"},
    "answer": {"finish"},
}
"""The tools by which a request's phase is known, the narrower set first."""

SUPPORTED = Say('{"verdict": "supported", "reason": "It says so."}')
UNSUPPORTED = Say('{"verdict": "unsupported", "reason": "It is silent on this."}')


def tools_of(body: Body) -> list[str]:
    """The tools that a request offers, in its own field or in its words."""
    if "tools" in body:
        return [tool["function"]["name"] for tool in body["tools"]]
    listed = prompt_text(body).partition("You act by calling tools.")[2].partition("Reply with exactly")[0]
    return re.findall(r"^- (\w+): ", listed, re.MULTILINE)


def phase_of(body: Body) -> str:
    """What a request is for: a phase of the policy, or `verifier` when it offers no tools."""
    offered = {*tools_of(body)}
    return next((phase for phase, needed in _PHASES.items() if needed <= offered), "verifier")


def step_of(body: Body) -> int:
    """The number of the step that a request is for; of its goal when it has one."""
    found = re.search(r"Steps for this goal: (\d+) of", prompt_text(body)) or re.search(
        r"^Used: (\d+) of", prompt_text(body), re.MULTILINE
    )
    assert found, "This request is not for a step."
    return int(found[1]) + 1


def goal_of(body: Body) -> str:
    """The key of the goal that a request works on; empty for the question itself."""
    found = re.search(r"^# Your goal \((\w+)\)", prompt_text(body), re.MULTILINE)
    return found[1] if found else ""


def act(*calls: Call, why: str = "Go on.") -> Say:
    """A reply with calls and a sentence."""
    return Say(why, calls)


def act_by_json(*calls: Call) -> Say:
    """The same reply of a model that has no tool calling."""
    wanted = [{"tool": name, "arguments": arguments} for name, arguments in calls]
    return Say(json.dumps({"thought": "Go on.", "calls": wanted}))


def turns(*replies: Reply, verifier: Reply = SUPPORTED) -> Script:
    """The reply of each step, the last one ever after; and the same verdict on every claim."""

    def reply(body: Body, _number: int) -> Reply:
        if phase_of(body) == "verifier":
            return verifier
        return replies[min(step_of(body), len(replies)) - 1]

    return reply


def by_phase(**replies: Reply | Callable[[Body], Reply]) -> Script:
    """A reply for each phase, or a function that gives it; verdicts are favourable unless said otherwise."""
    known = {"verifier": SUPPORTED, **replies}

    def reply(body: Body, _number: int) -> Reply:
        said = known[phase_of(body)]
        return said(body) if callable(said) else said

    return reply


def in_turn(*replies: Reply) -> Callable[[Body], Reply]:
    """By the step of a goal, for a phase: the last reply ever after."""
    return lambda body: replies[min(step_of(body), len(replies)) - 1]


def count_requests(requests: Sequence[Body], phase: str) -> int:
    """How many requests were for a phase."""
    return sum(phase_of(body) == phase for body in requests)
