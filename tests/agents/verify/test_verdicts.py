import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from agents.verdicts import MAX_REASON_CHARACTERS, ClaimVerdict, Verdict, parse_verdict


@pytest.mark.parametrize("word", ["supported", "contradicted", "unsupported"])
def test_a_verdict_is_read_with_its_reason(word: str) -> None:
    assert parse_verdict(f'{{"verdict": "{word}", "reason": "It says so."}}') == (word, "It says so.")


@pytest.mark.parametrize(
    "reply",
    [
        '```json\n{"verdict": "Supported", "reason": "r"}\n```',
        'The quote {sic} says so.\n{"verdict": " SUPPORTED ", "reason": "r"} Done.',
        '{"thoughts": 1} {"verdict": "supported", "reason": "r"}',
        '{"verdict": "supported", "reason": "x"} {"verdict": "supported", "reason": "r"}',
    ],
)
def test_words_and_fences_around_the_verdict_do_no_harm(reply: str) -> None:
    assert parse_verdict(reply) == (Verdict.SUPPORTED, "r")


@pytest.mark.parametrize("reply", ["Unsupported.", "**unsupported**", " unsupported\n"])
def test_the_bare_word_is_enough(reply: str) -> None:
    assert parse_verdict(reply)[0] is Verdict.UNSUPPORTED


@pytest.mark.long
@pytest.mark.parametrize(
    "reply",
    [
        "",
        "I think it is not supported.",
        '{"verdict": "maybe", "reason": "r"}',
        '{"verdict": ["supported"]}',
        '{"verdict": "supported", "reason": "cut of',
        '{"verdict": "supported"} {"verdict": "contradicted"}',
        "[" * 5_000 + '{"a":' * 5_000,
    ],
)
def test_rubbish_leaves_the_claim_unchecked(reply: str) -> None:
    assert parse_verdict(reply)[0] is Verdict.UNCHECKED


def test_a_long_reason_is_cut_and_a_missing_one_is_named() -> None:
    assert (
        len(parse_verdict(f'{{"verdict": "supported", "reason": "{"a" * 999}"}}')[1]) == MAX_REASON_CHARACTERS
    )
    assert parse_verdict('{"verdict": "supported", "reason": 3}')[1] == "No reason was given."


@given(st.text(alphabet='{}[]":, \\verdictsuppo', max_size=60))
def test_every_reply_has_a_verdict(reply: str) -> None:
    assert parse_verdict(reply)[0] in Verdict


def test_a_claims_verdict_goes_through_json() -> None:
    verdict = ClaimVerdict("She flew [e1].", "e1", Verdict.SUPPORTED, "model", "It says so.")
    adapter = TypeAdapter(ClaimVerdict)
    assert adapter.validate_json(adapter.dump_json(verdict)) == verdict
