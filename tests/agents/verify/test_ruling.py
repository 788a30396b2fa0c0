import pytest

from agents.verdicts import ClaimVerdict, DraftScore, Ruling, Verdict
from agents.verify.claims import claims
from agents.verify.ruling import MAX_ANSWER_CHARACTERS, bottom_line, judge, rule

TWO = "She flew [e1]. She landed [e2]."


def verdicts(draft: str, *words: str) -> list[ClaimVerdict]:
    """One verdict for each citation of the draft, in its order."""
    cited = [(claim.text, key) for claim in claims(draft) for key in claim.evidence or ("",)]
    pairs = zip(cited, words, strict=True)
    return [ClaimVerdict(text, key, Verdict(word), "rules", "r") for (text, key), word in pairs]


def gate(draft: str, *words: str) -> DraftScore:
    return judge(draft, verdicts(draft, *words), {"e1", "e2", "e3"})


def test_a_draft_that_holds_in_every_way_scores_one() -> None:
    assert gate(TWO, "supported", "supported") == DraftScore(1, 1, 1, 1, 1, 1, score=pytest.approx(1))


def test_one_bottom_line_score_of_zero_pulls_the_whole_below_a_quarter_of_the_behaviour() -> None:
    found = gate(TWO, "unsupported", "unsupported")
    assert (found.grounding, found.quality, found.format) == (0, 1, 1)
    behaviour = (0.4 * found.robustness + 0.2 * found.richness + 0.4 * found.usability) / 1.0
    assert found.score <= (0.01 / 1.01) ** (1 / 3) * behaviour + 1e-9


def test_the_bottom_line_is_one_for_full_scores_and_never_zero() -> None:
    assert bottom_line(1, 1, 1) == pytest.approx(1)
    assert bottom_line(0, 0, 0) == pytest.approx(0.01 / 1.01)


def test_grounding_counts_claims_and_leaves_unchecked_ones_out() -> None:
    draft = "A flew [e1, e2]. B flew [e2]. C flew [e3]."
    assert gate(draft, "supported", "unsupported", "unsupported", "unchecked").grounding == 0.5


def test_nothing_but_unchecked_claims_does_not_speak_against_a_draft() -> None:
    assert gate(TWO, "unchecked", "unchecked").grounding == 1


def test_a_contradiction_and_a_repeat_each_cost_quality() -> None:
    assert gate(TWO, "supported", "contradicted").quality == 0.5
    assert gate("She flew [e1]. She flew [e2].", "supported", "supported").quality == 0.5


def test_format_counts_the_markers_that_resolve() -> None:
    assert gate("She flew [e1]. She landed [e9].", "supported", "unsupported").format == 0.5


@pytest.mark.parametrize("draft", ["", "She flew.", "She flew [e1]. " + "x" * MAX_ANSWER_CHARACTERS])
def test_an_empty_an_unmarked_and_an_endless_draft_have_no_format(draft: str) -> None:
    assert judge(draft, [], {"e1"}).format == 0


def test_robustness_is_the_share_of_citations_that_hold() -> None:
    assert gate("She flew [e1, e2].", "supported", "unsupported").robustness == 0.5


def test_richness_asks_for_as_much_evidence_as_there_are_claims() -> None:
    assert gate("A flew [e1].", "supported").richness == 1
    assert gate("A flew [e1]. B flew [e1].", "supported", "supported").richness == 0.5


@pytest.mark.parametrize(
    "opening", ["I could not find all of it, as the corpora are small. ", "It is long ago.\n"]
)
def test_an_answer_that_does_not_come_first_is_less_usable(opening: str) -> None:
    draft = f"{opening}She flew [e1]."
    found = judge(draft, verdicts("She flew [e1].", "supported"), {"e1"})
    assert found.usability == 0.5


def test_a_yes_before_the_answer_does_no_harm() -> None:
    assert gate("Yes. She flew [e1].", "supported").usability == 1


def test_a_sound_draft_is_published() -> None:
    assert rule(gate(TWO, "supported", "supported"), has_repaired=False) is Ruling.PUBLISH


def test_a_draft_with_a_claim_that_does_not_hold_is_repaired_once() -> None:
    found = gate(TWO, "supported", "unsupported")
    assert rule(found, has_repaired=False) is Ruling.REPAIR
    assert rule(found, has_repaired=True) is Ruling.UNSUPPORTED


def test_a_draft_without_claims_is_not_published() -> None:
    assert rule(judge("## Nothing", [], {"e1"}), has_repaired=True) is Ruling.UNSUPPORTED
