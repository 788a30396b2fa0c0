from agents.verdicts import ClaimVerdict, Verdict
from agents.verify.claims import claims
from agents.verify.repair import strip_unsupported


def stripped(draft: str, *words: str) -> str:
    cited = [(claim.text, key) for claim in claims(draft) for key in claim.evidence or ("",)]
    pairs = zip(cited, words, strict=True)
    found = [ClaimVerdict(text, key, Verdict(word), "rules", "r") for (text, key), word in pairs]
    return strip_unsupported(draft, found)


def test_a_sentence_goes_when_all_its_evidence_is_against_it() -> None:
    draft = "She flew [e1]. She swam [e1, e2]. She landed [e2]."
    words = ("supported", "unsupported", "contradicted", "supported")
    assert stripped(draft, *words) == "She flew [e1]. She landed [e2]."


def test_a_sentence_stays_when_one_piece_supports_it_or_was_not_checked() -> None:
    draft = "She flew [e1, e2]. She landed [e3]."
    assert stripped(draft, "supported", "unsupported", "unchecked") == draft


def test_a_sentence_without_evidence_goes() -> None:
    assert stripped("She flew [e1].\nShe swam.", "supported", "unsupported") == "She flew [e1]."


def test_an_item_of_a_list_goes_with_its_bullet() -> None:
    draft = "## Missions\n\n- STS-63 [e1]\n- STS-1 [e2]\n- STS-93 [e3]"
    expected = "## Missions\n\n- STS-63 [e1]\n- STS-93 [e3]"
    assert stripped(draft, "supported", "unsupported", "supported") == expected


def test_a_sentence_that_a_removed_one_covered_gets_a_marker_of_its_own() -> None:
    assert stripped("She flew. She swam [e1].", "supported", "unsupported") == "She flew. [e1]"


def test_nothing_is_left_when_no_claim_is() -> None:
    assert stripped("## Missions\n\nShe swam [e1].", "unsupported") == ""
