"""Events of a run as lines for a terminal: those that a run by rules never has, and their plural forms."""

from collections.abc import Sequence

import pytest
from django.utils.translation import override

from agents.events import (
    ClaimsChecked,
    Event,
    Ledger,
    ModelAsked,
    ModelFailed,
    RulesTookOver,
    StepDecided,
    StepSetAside,
)
from agents.messages import message
from agents.types import Role
from agents.verdicts import ClaimVerdict, Ruling, Verdict
from agents.verify.ruling import judge
from webapp.management.event_lines import event_lines

FAILED = message("The model %(model)s failed: %(words)s", model="m", words="x")
SILENT = ClaimVerdict("It is red.", "e1", Verdict.UNSUPPORTED, "rules", message("No reason was given."))
SOUND = ClaimVerdict("It was lit in 1854.", "e2", Verdict.QUOTED, "rules", "")


def checked(*verdicts: ClaimVerdict, ruling: Ruling) -> ClaimsChecked:
    return ClaimsChecked(3, verdicts, judge("", verdicts, ()), ruling)


def lines(event: Event, language: str) -> Sequence[str]:
    with override(language):
        return [line.strip() for line in event_lines(event)]


@pytest.mark.parametrize(
    ("event", "english", "german"),
    [
        (
            ModelAsked("k", Role.SEARCHER, "m", "", Ledger({}, 12_480, 16_000), 0),
            ["m is deciding the next step · 12,480 tokens"],
            ["m entscheidet über den nächsten Schritt · 12.480 Tokens"],
        ),
        (ModelFailed("k", Role.VERIFIER, FAILED), ["✗ The model m failed: x"],
         ["✗ Das Modell m ist gescheitert: x"]),
        (
            RulesTookOver(FAILED),
            ["The built-in rules go on from here. The model m failed: x"],
            ["Von hier an arbeiten die eingebauten Regeln weiter. Das Modell m ist gescheitert: x"],
        ),
        (
            StepDecided(2, message("Search for what is asked"), (), "g1"),
            ["2. [g1] Search for what is asked"],
            ["2. [g1] Nach dem Gefragten suchen"],
        ),
        (StepSetAside(2, "weak"), ["Step 2 is set aside. weak"], ["Schritt 2 ist beiseitegelegt. weak"]),
        (
            checked(SOUND, ruling=Ruling.PUBLISH),
            ["1 claim checked · not supported: 0 · the answer is shown"],
            ["1 Aussage geprüft · nicht gestützt: 0 · die Antwort wird gezeigt"],
        ),
        (
            checked(SOUND, SILENT, ruling=Ruling.REPAIR),
            [
                "2 claims checked · not supported: 1 · the answer is written once more",
                "✗ It is red. No reason was given.",
            ],
            [
                "2 Aussagen geprüft · nicht gestützt: 1 · die Antwort wird noch einmal geschrieben",
                "✗ It is red. Es wurde kein Grund angegeben.",
            ],
        ),
    ],
    ids=["asked", "failed", "took over", "decided", "set aside", "one claim", "two claims"],
)  # fmt: skip
def test_an_event_is_told(event: Event, english: list[str], german: list[str]) -> None:
    assert lines(event, "en") == english
    assert lines(event, "de") == german
