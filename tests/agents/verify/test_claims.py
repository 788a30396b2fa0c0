import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.verify.claims import claims, repeats


def found(draft: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(claim.words, claim.evidence) for claim in claims(draft)]


def test_a_marker_belongs_to_the_sentence_it_stands_in() -> None:
    assert found("She flew [e1]. She landed [e2].") == [("She flew.", ("e1",)), ("She landed.", ("e2",))]


@pytest.mark.parametrize("draft", ["She flew. [e1] She landed. [e2]", "She flew.[e1] She landed.[e2]"])
def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before_it(draft: str) -> None:
    assert found(draft) == [("She flew.", ("e1",)), ("She landed.", ("e2",))]


@pytest.mark.parametrize("markers", ["[e1, e3]", "[e1][e3]", "[e1] [e3]", "[e1; e3]", "[e1 e3]"])
def test_a_sentence_may_cite_several_pieces(markers: str) -> None:
    assert found(f"She flew {markers}.") == [("She flew.", ("e1", "e3"))]


def test_a_claim_knows_its_place_in_the_draft() -> None:
    draft = "Yes. **She flew.** [e1] She landed."
    assert [draft[claim.start : claim.end] for claim in claims(draft)] == [
        "**She flew.** [e1]",
        "She landed.",
    ]


def test_a_marker_covers_the_unmarked_sentences_before_it_on_its_line() -> None:
    assert found("She flew. She landed [e1]. She slept.\nShe ate.") == [
        ("She flew.", ("e1",)),
        ("She landed.", ("e1",)),
        ("She slept.", ()),
        ("She ate.", ()),
    ]


def test_a_marker_in_a_heading_belongs_to_no_sentence() -> None:
    assert found("She flew.\n## Landing [e1]\nShe landed [e2].") == [
        ("She flew.", ()),
        ("She landed.", ("e2",)),
    ]


def test_a_bold_line_with_a_marker_is_a_claim() -> None:
    assert found("**She flew [e1].**") == [("She flew.", ("e1",))]


def test_items_of_a_list_are_claims_of_their_own() -> None:
    draft = "Her missions:\n\n- STS-63 in 1995 [e1]\n* STS-84 in 1997. [e2]\n3. STS-93 [e3]"
    assert found(draft) == [("STS-63 in 1995", ("e1",)), ("STS-84 in 1997.", ("e2",)), ("STS-93", ("e3",))]


def test_rows_of_a_table_are_claims_and_its_head_is_none() -> None:
    draft = "| Mission | Year |\n|---|---|\n| STS-93 | 1999 [e1] |"
    assert found(draft) == [("| STS-93 | 1999 |", ("e1",))]


@pytest.mark.parametrize(
    "draft",
    [
        "Dr. J. B. Cooper of St. Louis worked there c. 1900 [e1].",
        "It weighs 3.5 t [e1].",
        "Its width is 0.107 micrometres [e1].",
    ],
)
def test_abbreviations_initials_and_decimals_end_no_sentence(draft: str) -> None:
    assert [claim.text for claim in claims(draft)] == [draft]


def test_chinese_sentences_end_at_their_own_full_stop() -> None:
    assert found("她走了。[e3]他来了 [e1]。") == [("她走了。", ("e3",)), ("他来了。", ("e1",))]


@pytest.mark.parametrize(
    "sentence",
    [
        "## Missions of 1999",
        "**Missions of 1999**",
        "Did she fly?",
        "These are her missions:",
        "Yes.",
        "---",
        "I could not find the year.",
        "On “who flew” the corpora hold no clear answer.",
        "The documents do not say when.",
        "There is no evidence of a second flight.",
    ],
)
def test_what_is_plainly_no_claim_is_left_out(sentence: str) -> None:
    assert claims(sentence) == ()


def test_a_sentence_that_denies_and_then_claims_is_a_claim() -> None:
    assert len(claims("I could not find the year, but she flew with Mir in sight.")) == 1


def test_a_claim_that_says_the_same_again_is_a_repeat() -> None:
    first, _, third = claims("She flew [e1]. She landed [e1]. She flew [e2].")
    assert repeats((first,)) == ()
    assert repeats(claims("She flew [e1]. She landed [e1]. She flew [e2].")) == (third,)


@given(st.text(alphabet="ab A.?:[]e1,;*_-|#\n。", max_size=80))
def test_claims_stand_in_order_at_their_places(draft: str) -> None:
    end = 0
    for claim in claims(draft):
        assert draft[claim.start : claim.end] == claim.text
        assert end <= claim.start < claim.end
        end = claim.end
