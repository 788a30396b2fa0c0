"""The second question to a verifier, over the wire: does the answer answer what was asked."""

import pytest

from agents.assessment import Level
from agents.types import Role
from agents.verify.answering import parse_level
from tests.agents.policies.playing import Player, play
from tests.agents.policies.replies import answering
from tests.agents.policies.scripts import turns
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Reply, Say, prompt_text

pytestmark = pytest.mark.long


def verifier(level: str) -> Player:
    """Finds every claim supported, and says this of the answer."""

    def reply(body: Body, _number: int) -> Reply:
        is_second = "whether an answer answers" in prompt_text(body)
        return Say(
            f'{{"answers": "{level}"}}' if is_second else '{"verdict": "supported", "reason": "It says so."}'
        )

    return Player(reply)


@pytest.mark.parametrize(
    ("said", "level"), [("yes", Level.YES), ("partly", Level.PARTLY), ("no", Level.UNSURE)]
)
def test_the_level_of_a_models_answer_is_the_verifiers(library: Library, said: str, level: Level) -> None:
    played = play(library, turns(*answering(library)), roles={Role.VERIFIER: verifier(said)})
    assert played.answer.answers and played.answer.answers.level is level


def test_a_verifier_that_does_not_tell_leaves_the_readers_level(library: Library) -> None:
    without = play(library, turns(*answering(library)))
    played = play(library, turns(*answering(library)), roles={Role.VERIFIER: verifier("perhaps")})
    assert played.answer.answers == without.answer.answers


@pytest.mark.parametrize(("said", "holds"), [("yes", True), ("partly", False), ("no", False)])
def test_an_answer_counts_as_supported_only_if_the_verifier_finds_that_it_answers(
    library: Library, said: str, holds: bool
) -> None:
    played = play(library, turns(*answering(library)), roles={Role.VERIFIER: verifier(said)})
    assert played.answer.is_supported is holds
    assert [citation.is_quoted for citation in played.answer.citations] == [True]


@pytest.mark.parametrize("reply", ["perhaps", ""])
def test_without_a_verifiers_word_sound_claims_are_enough(library: Library, reply: str) -> None:
    played = play(library, turns(*answering(library)), roles={Role.VERIFIER: verifier(reply)})
    assert played.answer.is_supported


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ('```json\n{"answers": "Partly"}\n```', Level.PARTLY),
        ("Yes.", Level.YES),
        ('{"answers": "yes"} {"answers": "no"}', None),
        ("I cannot tell", None),
    ],
)
def test_a_level_is_read_or_none(text: str, level: Level | None) -> None:
    assert parse_level(text) is level
