import pytest

from agents.verdicts import Verdict
from agents.verify.comparison import compare

QUOTE = "She was launched on 18 June 1983 aboard the Space Shuttle Challenger, on the mission STS-7."


def verdict(words: str, quote: str = QUOTE, title: str = "Sally Ride", question: str = "") -> Verdict:
    return compare(words, quote, title, question)[0]


def test_words_of_the_quote_are_supported() -> None:
    assert (
        verdict("She was launched on 18 June 1983 aboard the Space Shuttle Challenger.") is Verdict.SUPPORTED
    )


def test_a_paraphrase_is_supported() -> None:
    assert verdict("Sally Ride was launched aboard Challenger on June 18, 1983.") is Verdict.SUPPORTED


def test_a_date_in_place_of_the_only_one_is_contradicted() -> None:
    found, reason = compare("She was launched on 19 June 1983 aboard Challenger.", QUOTE, "Sally Ride")
    assert found is Verdict.CONTRADICTED
    assert reason == "The claim says 19 June 1983, the evidence 18 June 1983."


def test_a_number_that_the_evidence_lacks_is_unsupported() -> None:
    assert verdict("She was launched in 1983 and spent 343 hours in space.") is Verdict.UNSUPPORTED


def test_a_number_may_stand_in_the_title() -> None:
    assert verdict("Falcon 9 has two stages.", "It has two stages.", "Falcon 9") is Verdict.SUPPORTED


def test_a_number_of_the_question_alone_does_not_count() -> None:
    question = "Was she launched in 1984?"
    assert verdict("She was launched in 1984.", question=question).is_against


def test_a_name_with_a_number_may_come_from_the_question() -> None:
    quote = "It was launched from Florida in June 2010."
    question = "When was Falcon 9 launched?"
    assert verdict("Falcon 9 was launched in June 2010.", quote, "Rockets") is Verdict.UNSUPPORTED
    assert verdict("Falcon 9 was launched in June 2010.", quote, "Rockets", question) is Verdict.SUPPORTED


def test_a_name_that_occurs_nowhere_is_unsupported() -> None:
    found, reason = compare("She was launched aboard the Space Shuttle Discovery.", QUOTE, "Sally Ride")
    assert (found, reason) == (Verdict.UNSUPPORTED, "The evidence does not mention Discovery.")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The country joined the EU.", "The country joined the European Union."),
        ("The country joined the European Union.", "The country joined the EU."),
        ("It lies on the Polish border.", "It lies on the border with Poland."),
        ("Malagasy is spoken.", "The language spoken is Malagasy."),
        ("She met Hopper's crew.", "She met the crew of Hopper."),
    ],
)
def test_a_name_is_found_in_another_form(claim: str, quote: str) -> None:
    assert not verdict(claim, quote, "").is_against


def test_a_quote_about_something_else_is_unsupported() -> None:
    assert (
        verdict("The currency is divided into shields.", "Diamonds are the main export.")
        is Verdict.UNSUPPORTED
    )


def test_a_claim_that_denies_its_quote_is_contradicted() -> None:
    assert (
        verdict("The wing was not damaged by foam.", "Foam had damaged the left wing.")
        is Verdict.CONTRADICTED
    )


def test_a_negation_that_means_the_same_is_not_objected_to() -> None:
    quote = "She was the first woman in space."
    assert not verdict("No woman had been in space before her.", quote).is_against


def test_what_differs_too_much_for_the_rules_is_unchecked() -> None:
    quote = "Hot water from the ground heats nearly all houses."
    assert verdict("Nearly all houses are heated with imported oil.", quote) is Verdict.UNCHECKED
