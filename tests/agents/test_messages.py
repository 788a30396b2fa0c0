"""Messages: an English sentence everywhere, its template and values in the journal."""

import pickle

import pytest

from agents.events import Outcome, RunEnded, StepDecided, from_payload, to_payload
from agents.messages import Message, message, read_message
from agents.types import ToolCall


def test_a_message_is_its_english_sentence() -> None:
    said = message("The limit of %(count)s tokens is reached.", count=12_000)
    assert said == "The limit of 12,000 tokens is reached."
    assert pickle.loads(pickle.dumps(said)).values == {"count": 12_000}


def test_a_sentence_without_values_may_hold_a_percent_sign() -> None:
    assert message("100% of it") == "100% of it"


def test_the_journal_keeps_template_and_values() -> None:
    reason = message("The limit of %(count)s steps is reached.", count=30)
    ended = RunEnded(Outcome.DECLINED, message("%(reason)s There was no answer by then.", reason=reason))
    payload = to_payload(ended)
    assert payload["message"] == {
        "message": "%(reason)s There was no answer by then.",
        "values": {
            "reason": {"message": "The limit of %(count)s steps is reached.", "values": {"count": 30}}
        },
    }
    back = from_payload("run_ended", payload)
    assert back == ended
    assert isinstance(back, RunEnded)
    assert isinstance(back.message, Message)
    assert back.message.values["reason"] == "The limit of 30 steps is reached."


def test_a_text_of_a_model_stays_a_text() -> None:
    step = StepDecided(1, "I look for 100% of it", (ToolCall("c1.1", "look", {}),))
    payload = to_payload(step)
    assert payload["intent"] == "I look for 100% of it"
    assert from_payload("step_decided", payload) == step


@pytest.mark.parametrize(
    "stored",
    [
        7,
        None,
        {},
        {"message": 3},
        {"message": "%(n)d", "values": {"n": "x"}},
    ],
)
def test_what_is_no_message_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match="message"):
        read_message(stored)
