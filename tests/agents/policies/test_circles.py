"""No role is paid for going round: after a few tries a run ends otherwise, with a sentence that says why."""

from collections.abc import Callable

import pytest

from agents.events import ModelFailed, RulesTookOver
from agents.policies.model.phases import MAX_CLOSING_REQUESTS
from agents.policies.model.stopping import MAX_SAME_STEPS
from agents.types import Role
from agents.verify.side_replies import PATIENCE
from tests.agents.policies.playing import Player, Run
from tests.agents.policies.replies import REFLECT, SEARCH, answering, finish, look, note_lit
from tests.agents.policies.scripts import SUPPORTED, act, count_requests, phase_of, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Empty, Reply, Say, Script

pytestmark = pytest.mark.long

PATIENT = "silence=60"
"""Nothing here is about silence."""

MOST = 2 + MAX_SAME_STEPS + MAX_CLOSING_REQUESTS
"""Requests: two steps that are new, those that repeat them, and those that ask for an end."""

ALBUM = ("review", {"page": 1})
STARTS: list[tuple[str, Callable[[Library], list[Reply]]]] = [
    ("a stop is ignored", lambda _: [*[act(SEARCH)] * 3, *[act(ALBUM), act(SEARCH)] * 20]),
    ("two steps by turns", lambda _: [act(SEARCH), *[act(ALBUM), act(SEARCH)] * 20]),
    ("a refused end beside a good call", lambda library: [act(note_lit(library), finish())] * 40),
    ("a search beside a refused end", lambda _: [act(SEARCH, finish())] * 40),
]


@pytest.mark.parametrize("replies", [start for _, start in STARTS], ids=[name for name, _ in STARTS])
def test_a_model_that_goes_round_is_asked_a_few_times_more(
    run: Run, library: Library, replies: Callable[[Library], list[Reply]]
) -> None:
    played = run(turns(*replies(library)), settings=PATIENT)
    assert len(played.requests) <= MOST
    [taken] = played.of(RulesTookOver)
    assert taken.reason


def test_a_new_call_in_each_step_is_no_circle(run: Run, library: Library) -> None:
    searches = [
        act(SEARCH, ("search_text", {"queries": [f"{word} of Grey Head"]})) for word in ("lamp", "keeper")
    ]
    played = run(
        turns(act(SEARCH), *searches, act(REFLECT, note_lit(library)), act(finish(f"{LIT} [e1]"))),
        settings=PATIENT,
    )
    assert played.answer.text == f"{LIT} [1]"


def with_verifier(script: Script, verifier: Reply) -> Script:
    return lambda body, number: verifier if phase_of(body) == "verifier" else script(body, number)


@pytest.mark.parametrize("reply", [Say("Hm."), Empty(), Say('{"verdict": "maybe"}')])
def test_a_verifier_without_verdicts_is_let_go(run: Run, library: Library, reply: Reply) -> None:
    drafts = " ".join(f"The lamp of the tower was kept by keeper {name} [e1]." for name in "ABCDEFGH")
    played = run(with_verifier(turns(*answering(library, drafts)), reply), settings=PATIENT)
    assert count_requests(played.requests, "verifier") == PATIENCE
    [failed] = played.of(ModelFailed)
    assert (failed.role, "held no verdict" in failed.reason) == (Role.VERIFIER, True)


def test_a_verifier_that_fails_now_and_then_is_kept(run: Run, library: Library) -> None:
    drafts = " ".join(f"The lamp of the tower was kept by keeper {name} [e1]." for name in "ABCDEF")
    script, asked = turns(*answering(library, drafts)), []

    def by_turns(body: dict[str, object], number: int) -> Reply:
        if phase_of(body) != "verifier":
            return script(body, number)
        asked.append(number)
        return Say("Hm.") if len(asked) % PATIENCE else SUPPORTED

    played = run(by_turns, settings=PATIENT)
    assert played.of(ModelFailed) == []
    assert len(asked) > PATIENCE


def test_a_captioner_without_words_is_let_go(run: Run, library: Library) -> None:
    pictures = ("lighthouse.png", "ferry.png", "market.png")
    looks = [act(look(library, name)) for name in (*pictures, *pictures)]
    blind = Player(lambda _body, _number: Empty(), f"vision=yes {PATIENT}")
    played = run(
        turns(*looks, *answering(library)), settings=f"vision=no {PATIENT}", roles={Role.CAPTIONER: blind}
    )
    assert len(played.servers[Role.CAPTIONER].requests) == PATIENCE
    assert [failed.role for failed in played.of(ModelFailed)] == [Role.CAPTIONER]


def test_a_reranker_without_an_order_is_let_go(run: Run, library: Library) -> None:
    words = ("lighthouse", "ferry", "market", "bridge", "harbour", "tower")
    searches = [act(("search_text", {"queries": [word]})) for word in words]
    played = run(
        turns(*searches, act(note_lit(library)), act(finish(f"{LIT} [e1]"))),
        settings=PATIENT,
        roles={Role.RERANKER: Player(lambda _body, _number: Say("I cannot say."), PATIENT)},
    )
    assert len(played.servers[Role.RERANKER].requests) == PATIENCE
    assert "held no order" in played.of(ModelFailed)[0].reason
