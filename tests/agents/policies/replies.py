"""Replies that more than one script needs, over the small library."""

from typing import Any, Protocol

from tests.agents.policies.scripts import Call, act
from tests.fixtures.harbour import DESIGNED, LIT
from tests.support.model_server import Say

SEARCH: Call = ("search_text", {"queries": ["Grey Head lighthouse lit"], "goal": "When it was lit."})
REFLECT: Call = ("reflect", {"satisfied": True})
TOWER = {"x0": 400, "y0": 200, "x1": 600, "y1": 900}
"""Where the tower stands in the picture of the lighthouse."""


class Library(Protocol):
    """The small library, in memory or in a database."""

    def document(self, name: str, /) -> Any:
        """The document of a file, by the end of its path."""

    def uid(self, name: str, /) -> str:
        """The UID of a picture, by the end of its path."""


def note_lit(library: Library) -> Call:
    """Keeps the date; the first piece of evidence of most runs."""
    return "note", {"document": library.document("grey-head.md").pk, "quote": LIT, "importance": "high"}


def note_designed(library: Library) -> Call:
    return "note", {"document": library.document("grey-head.md").pk, "quote": DESIGNED}


def note_tower(library: Library) -> Call:
    return "note", {"uid": library.uid("lighthouse.png"), "box": TOWER, "note": "The tower"}


def look(library: Library, *names: str, **options: Any) -> Call:
    return "look", {"uids": [library.uid(name) for name in names], **options}


def finish(answer: str = "", reason: str = "") -> Call:
    return "finish", {"answer": answer, "reason": reason}


def answering(library: Library, answer: str = f"{LIT} [e1]") -> tuple[Say, Say, Say]:
    """Search, keep, answer."""
    return act(SEARCH), act(REFLECT, note_lit(library)), act(finish(answer))
