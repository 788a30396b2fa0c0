"""How the rules hand what is asked to the reader."""

from collections.abc import Sequence

import pytest

from agents.policies.run_facts import RunFacts
from agents.questions import Ask, Intent, Understanding
from agents.reading import Candidate, Finding
from agents.replay import AgentState
from agents.types import Evidence, Question


class Noting:
    """A reader that finds everything, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        self.asked.append(ask)
        return [Finding(candidate, 0.9, 0.9) for candidate in candidates]


def understand(_question: Question) -> Understanding:
    return Understanding("en", (Ask("Which bridges are old"),))


@pytest.mark.parametrize(("intent", "read"), [(Intent.LIST, Intent.FACT), (Intent.COUNT, Intent.COUNT)])
def test_the_items_of_a_list_are_read_as_facts(intent: Intent, read: Intent) -> None:
    reader = Noting()
    piece = Evidence(
        "e1", "text", "Bridges", "bridges.md", document=1, quote="The Elm Bridge is old.", start=0, end=22
    )
    assert (
        RunFacts(AgentState(), reader, understand).best_of(Ask("Which bridges are old", intent), [piece])
        == 0.9
    )
    assert [ask.intent for ask in reader.asked] == [read]
