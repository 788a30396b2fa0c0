"""From a model's draft to what people read: checked claim by claim, mended once, published for what it is."""

import pytest

from agents.events import ClaimsChecked, Outcome
from agents.verdicts import Ruling
from media_store import Box, Rendition
from tests.agents.policies.playing import Played, Run
from tests.agents.policies.replies import REFLECT, SEARCH, TOWER, finish, note_lit, note_tower
from tests.agents.policies.scripts import UNSUPPORTED, act, phase_of, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Empty, Reply, Say, Script, inline_pictures, prompt_text

pytestmark = pytest.mark.long

SOUND = f"{LIT} [e1]"
UNSOUND = f"{SOUND} Its keeper was paid 90 pounds a year [e1]."
OF_THE_PICTURE = f"{SOUND} The tower has a green spiral [e2]."


def drafting(library: Library, *drafts: str, verifier: Reply = UNSUPPORTED) -> Script:
    """Keeps the date and the tower, then hands in one draft after the other."""
    kept = act(REFLECT, note_lit(library), note_tower(library))
    return turns(act(SEARCH), kept, *(act(finish(draft)) for draft in drafts), verifier=verifier)


def rulings(played: Played) -> list[Ruling]:
    return [check.ruling for check in played.of(ClaimsChecked)]


def asked(played: Played, phase: str) -> list[Body]:
    return [body for body in played.requests if phase_of(body) == phase]


def test_a_draft_with_an_unsupported_sentence_is_sent_back_and_mended(run: Run, library: Library) -> None:
    played = run(drafting(library, UNSOUND, SOUND))
    assert rulings(played) == [Ruling.REPAIR, Ruling.PUBLISH]
    assert played.answer.text == f"{LIT} [1]"
    assert played.answer.is_supported


def test_the_model_is_told_which_sentence_did_not_hold_and_why(run: Run, library: Library) -> None:
    played = run(drafting(library, UNSOUND, SOUND))
    told = prompt_text(asked(played, "search")[-1])
    assert "# Your draft of step 3 was sent back" in told
    assert "Its keeper was paid 90 pounds a year" in told
    assert "The evidence does not give 90" in told


def test_a_draft_that_is_not_mended_is_published_without_what_does_not_hold(
    run: Run, library: Library
) -> None:
    played = run(drafting(library, UNSOUND))
    assert rulings(played) == [Ruling.REPAIR, Ruling.UNSUPPORTED]
    assert played.answer.text == f"{LIT} [1]"
    assert not played.answer.is_supported


@pytest.mark.parametrize(
    "draft, reason",
    [("It was lit in 1850.", "cites nothing of the evidence that was kept"), ("1850 [1]", "cites nothing"),
     ("It was lit in 1850 [e7].", "cites a source that the run does not hold"),
     ("It was lit in 1850 【e7】. Ann Lee built it (e8).", "does not hold")],
)  # fmt: skip
def test_a_draft_that_cites_nothing_is_declined_with_the_reason(
    run: Run, library: Library, draft: str, reason: str
) -> None:
    played = run(drafting(library, draft))
    assert played.ended.outcome is Outcome.DECLINED
    assert reason in played.ended.message
    assert "corpora" not in played.ended.message


def test_no_evidence_is_blamed_on_the_corpora_when_none_was_kept(run: Run) -> None:
    played = run(turns(act(SEARCH), act(REFLECT), act(finish("It was lit in 1850."))))
    assert played.ended.message.startswith("The corpora that were searched hold no evidence")


def test_a_sentence_that_loses_its_only_source_is_left_out(run: Run, library: Library) -> None:
    played = run(drafting(library, f"{SOUND} Ann Lee was its keeper [e7]."))
    assert played.answer.text == f"{LIT} [1]"
    assert not played.answer.is_supported


def test_a_direct_answer_loses_what_rests_on_invented_sources(run: Run) -> None:
    played = run(turns(act(finish("It is a lighthouse.\nIt was lit in 1850 [e1]."))))
    assert played.answer.text == "It is a lighthouse."
    assert played.answer.is_from_model


def test_a_direct_answer_out_of_invented_sources_is_declined(run: Run) -> None:
    played = run(turns(act(finish("It was lit in 1850 [e1]."))))
    assert played.ended.outcome is Outcome.DECLINED
    assert "does not hold" in played.ended.message


@pytest.mark.parametrize(
    "spelled", ["【e1】", "(e1)", "[source: e1]", "<sup>e1</sup>", "[^e1]", "【e1†L1-L3】"]
)
def test_a_marker_in_another_spelling_is_checked_and_numbered(
    run: Run, library: Library, spelled: str
) -> None:
    played = run(drafting(library, f"{LIT} {spelled}"))
    assert rulings(played) == [Ruling.PUBLISH]
    assert played.answer.text == f"{LIT} [1]"


def test_a_citation_has_a_verdict_with_its_reason(run: Run, library: Library) -> None:
    shown = Say('{"verdict": "supported", "reason": "The tower is banded."}')
    played = run(drafting(library, OF_THE_PICTURE, verifier=shown))
    by_rules, by_model = played.answer.citations
    assert (by_rules.verdict, by_rules.reason) == ("supported", "The words stand in the quote.")
    assert (by_model.verdict, by_model.reason) == ("supported", "The tower is banded.")


def test_a_claim_that_the_verifier_does_not_see_in_the_picture_is_left_out(
    run: Run, library: Library
) -> None:
    played = run(drafting(library, OF_THE_PICTURE))
    assert played.answer.text == f"{LIT} [1]"
    assert not played.answer.is_supported


@pytest.mark.parametrize(
    "rubbish",
    [Say("banana"), Empty(), Say('{"verdict": "perhaps"}'), Say('{"verdict": ["supported"]}'),
     Say('{"verdict": "supported"} {"verdict": "contradicted"}'), Say("{" * 9_000),
     Say("", [("finish", {"answer": "Ha."})])],
    ids=["word", "empty", "unknown", "list", "both", "deep", "call"],
)  # fmt: skip
def test_rubbish_of_the_verifier_leaves_what_the_rules_say(
    run: Run, library: Library, rubbish: Reply
) -> None:
    played = run(drafting(library, OF_THE_PICTURE, verifier=rubbish))
    verdicts = {v.evidence_id: (v.verdict, v.by) for v in played.of(ClaimsChecked)[0].verdicts}
    assert verdicts == {"e1": ("supported", "rules"), "e2": ("unchecked", "rules")}
    assert played.answer.citations[1].reason == "The rules cannot see the picture."


def test_the_verifier_is_shown_the_cited_region_of_a_picture(run: Run, library: Library) -> None:
    played = run(drafting(library, OF_THE_PICTURE))
    region = library.store.crop(library.uid("lighthouse.png"), Box(**TOWER))
    shown = library.store.rendition_facts(region.uid, Rendition.VIEW)
    [request, _whether_it_answers] = asked(played, "verifier")
    assert inline_pictures(request) == [(shown.width, shown.height)]
    assert "The tower has a green spiral" in prompt_text(request)


def test_a_claim_that_was_checked_before_is_not_paid_for_again(run: Run, library: Library) -> None:
    """The claim of the second draft is that of the first; only its neighbour has changed."""
    played = run(drafting(library, f"{OF_THE_PICTURE} It is 90 feet high [e1].", OF_THE_PICTURE))
    [_claim, whether_it_answers] = asked(played, "verifier")
    assert "whether an answer answers" in prompt_text(whether_it_answers)
