"""For every tool a call that works, and one that names something which the run may not touch."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from agents.libraries.in_memory import InMemoryLibrary
from agents.memory import WorkingMemory
from agents.observations import Observation
from agents.toolbox import ToolContext
from tests.agents.tools.driving import call
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.small_web import SmallWeb

Arguments = Callable[[Library], dict[str, Any]]

BOX = {"x0": 0, "y0": 0, "x1": 900, "y1": 900}

WORKING: Mapping[str, Arguments] = {
    "answer_goal": lambda _: {"answer": "On 3 May 1854 [e1].", "status": "partial"},
    "caption": lambda library: {"uid": library.uid("ferry.png"), "line": "A ship."},
    "compare": lambda library: {"first": library.uid("ferry.png"), "second": library.uid("market.png")},
    "curate": lambda library: {"importance": {"e1": "high"}, "pin": [library.uid("ferry.png")]},
    "enhance": lambda library: {"uid": library.uid("ferry.png")},
    "finish": lambda _: {"answer": "On 3 May 1854 [e1]."},
    "gate": lambda _: {"can_answer": False, "confidence": 0.5, "rationale": "Rare.", "queries": ["a", "b"]},
    "grep": lambda _: {"pattern": "3 May*4"},
    "look": lambda library: {
        "uids": [library.uid("ferry.png"), library.uid("market.png")],
        "contact_sheet": True,
    },
    "note": lambda library: {"uid": library.uid("ferry.png"), "box": BOX, "note": "The ship"},
    "open_page": lambda _: {"address": "result:1", "question": "When was the lamp renewed?"},
    "plan": lambda _: {
        "operations": [
            {"op": "add", "key": "g2", "text": "Who designed it?", "depends_on": ["g1"]},
            {"op": "skip", "key": "g1", "reason": "Known."},
        ]
    },
    "read": lambda library: {"document": library.document("grey-head.md").pk},
    "reflect": lambda _: {"satisfied": False, "missing": "the designer"},
    "review": lambda library: {"ids": ["e1", library.uid("ferry.png")]},
    "rotate": lambda library: {"uid": library.uid("ferry.png"), "degrees": 90},
    "search_by_image": lambda library: {"uid": library.uid("ferry.png"), "box": BOX, "goal": "Its name."},
    "search_images": lambda _: {"query": "ferry", "goal": "Find the ship."},
    "search_text": lambda _: {"queries": ["herring", "ferry"], "goal": "Find the ship."},
    "verify": lambda _: {"claim": LIT, "ids": ["e1"]},
    "web_search": lambda _: {"query": "lamp of Cape Orr", "goal": "Find the year."},
    "zoom": lambda library: {"uid": library.uid("ferry.png"), "box": BOX, "note": "The ship"},
}  # fmt: skip

OUT_OF_REACH: Mapping[str, tuple[Arguments, ...]] = {
    "answer_goal": (lambda _: {"answer": "In 1901 [e7]."},),
    "caption": (lambda library: {"uid": library.uid("clock.png"), "line": "A tower."},),
    "compare": (
        lambda library: {"first": library.uid("ferry.png"), "second": library.uid("clock.png")},
        lambda library: {"first": library.uid("clock.png"), "second": library.uid("ferry.png")},
    ),
    "curate": (
        lambda _: {"importance": {"passage:0": "high"}},
        lambda library: {"pin": [library.uid("clock.png")]},
    ),
    "enhance": (lambda library: {"uid": library.uid("clock.png")},),
    "look": (
        lambda library: {"uids": [library.uid("clock.png")]},
        lambda library: {"uids": [library.uid("ferry.png"), library.uid("clock.png")], "contact_sheet": True},
        lambda _: {"uids": ["result:77"]},
        lambda _: {"uids": ["figure:7.1"]},
        lambda _: {"uids": ["https://harbour.example/clock.png"]},
    ),
    "note": (
        lambda library: {"uid": library.uid("clock.png")},
        lambda library: {"document": library.document("vance.md").pk, "quote": "clock tower"},
    ),
    "open_page": (
        lambda _: {"address": "page:7"},
        lambda _: {"address": "result:77"},
        lambda _: {"address": "https://harbour.example/light?seen=Vance"},
    ),
    "plan": (lambda _: {"operations": [{"op": "skip", "key": "g7"}]},),
    "read": (lambda library: {"document": library.document("vance.md").pk},),
    "review": (
        lambda library: {"ids": [library.uid("clock.png")]},
        lambda library: {"ids": [f"document:{library.document('vance.md').pk}"]},
    ),
    "rotate": (lambda library: {"uid": library.uid("clock.png"), "degrees": 90},),
    "search_by_image": (
        lambda library: {"uid": library.uid("clock.png")},
        lambda library: {"uid": library.uid("clock.png"), "box": BOX},
    ),
    "verify": (lambda _: {"claim": LIT, "ids": ["e7"]},),
    "zoom": (lambda library: {"uid": library.uid("clock.png"), "box": BOX},),
}
"""What stands in the attic, or nowhere."""


def working_context(library: Library, little: SmallWeb) -> ToolContext:
    """A run at work on goal g1 that looked at the ferry, kept the date as e1 and searched the web."""
    context = library.context(WorkingMemory())
    assert isinstance(context.library, InMemoryLibrary)
    context = replace(context, web=little.web(context.library))
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("plan", {"operations": [{"op": "add", "key": "g1", "text": "When was it lit?"}]}),
        ("look", {"uids": [library.uid("ferry.png")]}),
        ("note", {"document": library.document("grey-head.md").pk, "quote": LIT}),
        ("web_search", {"query": "Cape Orr"}),
    )
    for step, (tool, arguments) in enumerate(calls, start=1):
        result, goal = call(context, tool, **arguments), "" if tool == "web_search" else "g1"
        context.memory.take(Observation(f"c{step}", data=result), step=step, goal=goal, tool=tool)
        if tool == "plan":
            context = replace(context, plan=context.plan.apply(result.operations))
    return replace(context, goal="g1", step=len(calls) + 1)
