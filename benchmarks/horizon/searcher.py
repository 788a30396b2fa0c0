"""The scripted model of the long run: what it calls in each turn, read from the prompt that it is given."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.horizon.corpus import picture_query, text_query
from tests.support.model_server import Body, Say, prompt_text

Call = tuple[str, Mapping[str, Any]]

_UID = re.compile(r"img_[a-z2-7]{13,}")
_IN_VIEW = re.compile(r"^(img_[a-z2-7]{13,}) shown", re.MULTILINE)
_QUESTION = re.compile(r"Run (\S+) of (\d+) turns, (\S+) seconds each")


def question(run: str, turns: int, seconds: float = 0.0) -> str:
    """A question that tells the script which run this is, when to finish, and how long to think in a turn."""
    return f"Run {run} of {turns} turns, {seconds} seconds each: what do the records of the old survey show?"


def uids_in(text: str) -> list[str]:
    """The UIDs of pictures in a text, each once, in order."""
    return list(dict.fromkeys(_UID.findall(text)))


@dataclass(slots=True)
class Progress:
    """What the script knows of one run. `first_uids` are those that its first turn brought."""

    run: str
    turns: int
    seconds: float
    turn: int = 0
    first_uids: list[str] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)


class Searcher:
    """Plays the same turns for every run that asks.

    Every third turn searches for pictures, every fifth looks at one that the prompt offers, some zoom, all
    others search for text; captions, notes and reflections come beside. The last turn but one looks at a
    picture that the first turn brought.
    """

    def __init__(self) -> None:
        self._runs: dict[str, Progress] = {}

    def take(self, body: Body) -> Progress:
        """Which run this is, one turn on. A request without tools is the verifier's: turn 0 of run ''."""
        found = _QUESTION.search(prompt_text(body)) if body.get("tools") else None
        if found is None:
            return Progress("", 0, 0.0)
        run = self._runs.setdefault(found[1], Progress(found[1], int(found[2]), float(found[3])))
        run.turn += 1
        return run

    def reply(self, run: Progress, text: str) -> Say:
        """The reply to the prompt of a run's turn."""
        if not run.run:
            return Say('{"verdict": "supported", "reason": "It says so."}')
        if run.turn == 2:
            run.first_uids = uids_in(text)
        calls = [*_calls(run, text)]
        return Say(f"Turn {run.turn}.", calls, delay_seconds=run.seconds)


def _calls(run: Progress, text: str) -> Iterator[Call]:
    if run.turn >= run.turns:
        yield "finish", {"answer": "The old survey has a plate of the place [e1]."}
    elif run.turn == run.turns - 1:
        yield _look(run, run.first_uids)
    else:
        yield from _main_calls(run, text)
        yield from _calls_beside(run.turn, _IN_VIEW.findall(text))


def _main_calls(run: Progress, text: str) -> Iterator[Call]:
    turn, in_view = run.turn, _IN_VIEW.findall(text)
    if turn % 3 == 1:
        yield "search_images", {"query": picture_query(turn // 3), "goal": "Which pictures there are."}
    if turn % 5 == 0:
        yield _look(run, uids_in(text))
    elif turn % 12 == 0 and in_view:
        yield "zoom", {"uid": in_view[-1], "box": {"x0": 100, "y0": 200, "x1": 600, "y1": 700}}
    elif turn % 3 != 1:
        yield "search_text", {"queries": [text_query(_text_topics_before(turn))], "goal": "What was written."}


def _calls_beside(turn: int, in_view: list[str]) -> Iterator[Call]:
    if turn % 5 == 1 and in_view:
        yield "caption", {"uid": in_view[0], "line": f"Soft shapes without any sign, seen in turn {turn}."}
    if turn % 10 == 7 and in_view:
        yield "note", {"uid": in_view[0], "note": f"A plate of the survey, kept in turn {turn}."}
    if turn % 6 == 2:
        yield "reflect", {"satisfied": True}


def _look(run: Progress, offered: list[str]) -> Call:
    """One of the pictures that were not looked at before, from anywhere in the list."""
    fresh = [uid for uid in offered if uid not in run.looked] or offered
    uid = fresh[run.turn * 7 % len(fresh)]
    run.looked.add(uid)
    return "look", {"uids": [uid]}


def _text_topics_before(turn: int) -> int:
    return sum(bool(n % 3 != 1 and n % 5 and n % 12) for n in range(1, turn))
