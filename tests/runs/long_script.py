"""A run of about thirty turns, played from what each prompt says, so that it can be resumed anywhere."""

import re
from collections.abc import Iterator
from typing import Any

from tests.agents.policies.scripts import SUPPORTED, UNSUPPORTED, Call, act, phase_of, step_of
from tests.fixtures.harbour import DESIGNED, LIT
from tests.support.model_server import Body, Reply, prompt_text

ANSWER = f"{LIT} [e1] {DESIGNED} [e2] Its tower is banded in red [e3]."
UNSOUND = f"{ANSWER} Its keeper was paid 90 pounds a year [e1]."
"""The first draft: its last sentence is no part of what was kept."""

_TOPICS = ["herring", "ferry Halcyon passengers", "Edith Marlowe engineer Leith", "fish market morning"]


def long_script(body: Body, _number: int) -> Reply:
    """The reply to a request of the run."""
    text = prompt_text(body)
    if phase_of(body) == "verifier":
        return UNSUPPORTED if "90 pounds" in text else SUPPORTED
    steps = [*_steps(text)]
    calls = steps[min(step_of(body), len(steps)) - 1]
    return act(*calls, why=f"Turn {step_of(body)}.")


def _steps(text: str) -> Iterator[tuple[Call, ...]]:
    """The calls of every step, with the names that this prompt gives to document and picture."""
    document = _named(r"\(articles/grey-head\.md\) document:(\d+)", text)
    uid = str(_named(r"(img_\w+)", text))
    number = int(document or 0)
    yield (("search_text", {"queries": ["Grey Head lighthouse lit"], "goal": "When it was lit."}),)
    yield ("reflect", {"satisfied": True}), ("note", {"document": number, "quote": LIT})
    yield (("look", {"uids": [uid]}),)
    yield (
        ("caption", {"uid": uid, "line": "A banded tower."}),
        ("note", {"document": number, "quote": DESIGNED}),
    )
    yield (("note", {"uid": uid, "box": _box(400, 200, 600, 900)}),)
    for place, topic in enumerate(_TOPICS):
        yield (("search_text", {"queries": [topic]}),)
        yield ("reflect", {"satisfied": False, "missing": topic}), ("grep", {"pattern": topic[:7]})
        yield (("search_images", {"query": topic}),)
        yield (("zoom", {"uid": uid, "box": _box(0, 0, 500 + 50 * place, 700)}),)
    yield (("search_text", {"queries": ["zeppelin hangar"]}),)  # Finds nothing: it will be set aside.
    yield (("read", {"document": number}), ("review", {"ids": ["e1", "e2"]}))
    yield (("curate", {"importance": {"e1": "very_high"}, "pin": [uid]}),)
    yield (("search_by_image", {"uid": uid}),)
    yield (("rotate", {"uid": uid, "degrees": 90}),)
    yield (("verify", {"claim": LIT, "ids": ["e1"]}),)
    yield (("finish", {"answer": UNSOUND}),)
    yield (("finish", {"answer": ANSWER}),)


def _named(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _box(*corners: int) -> dict[str, Any]:
    return dict(zip(("x0", "y0", "x1", "y1"), corners, strict=True))
