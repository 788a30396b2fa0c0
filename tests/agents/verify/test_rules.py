from dataclasses import replace

import pytest

from agents.sources import SourceRef, document_ref
from agents.types import Evidence
from agents.verdicts import Verdict
from agents.verify.claims import claims
from agents.verify.rules import RuleSources, check
from media_store import Box

TEXT = "Chandra is a space telescope. It was released in July 1999. One round takes some 64 hours."
CAPTIONS = {"img_1": "Five horizontal bands of red, white, dark blue, white and red"}
SOURCES = RuleSources(
    text_of=lambda ref: TEXT if ref == document_ref(7) else "",
    has_region=lambda piece: piece.uid in CAPTIONS,
    words_of=lambda uid: CAPTIONS.get(uid, ""),
)


def text(key: str, quote: str, title: str = "Chandra") -> Evidence:
    start = TEXT.index(quote)
    return Evidence(
        key, "text", title, "c.md", document=7, quote=quote, start=start, end=start + len(quote)
    )  # fmt: skip


RELEASED = text("e1", "It was released in July 1999.")
ROUND = text("e2", "One round takes some 64 hours.")
FLAG = Evidence("e3", "image", "Flag of Thailand", "flag.png", uid="img_1", box=Box(0, 0, 500, 500))


def verdicts(draft: str, *pieces: Evidence, question: str = "") -> list[tuple[str, Verdict]]:
    evidence = {piece.id: piece for piece in pieces}
    found = [v for claim in claims(draft) for v in check(claim, evidence, question, SOURCES)]
    assert all(v.by == "rules" and v.reason.endswith(".") for v in found)
    return [(v.evidence_id, v.verdict) for v in found]


def test_a_claim_without_evidence_is_unsupported() -> None:
    assert verdicts("Chandra is large.", RELEASED) == [("", Verdict.UNSUPPORTED)]


def test_a_claim_is_checked_against_each_piece_that_it_cites() -> None:
    draft = "Chandra was released in July 1999 [e1, e2]."
    assert verdicts(draft, RELEASED, ROUND) == [("e1", Verdict.SUPPORTED), ("e2", Verdict.UNSUPPORTED)]


def test_a_claim_that_needs_two_pieces_is_checked_against_both_together() -> None:
    draft = "Chandra was released in July 1999, and a round takes 64 hours [e1, e2]."
    assert verdicts(draft, RELEASED, ROUND) == [("e1", Verdict.SUPPORTED), ("e2", Verdict.SUPPORTED)]


def test_evidence_that_the_run_does_not_hold_supports_nothing() -> None:
    assert verdicts("It was released in July 1999 [e9].", RELEASED) == [("e9", Verdict.UNSUPPORTED)]


@pytest.mark.parametrize(
    "change", [{"start": 0}, {"source": document_ref(8)}, {"source": SourceRef("page", "7")}, {"quote": ""}]
)
def test_a_quote_that_does_not_stand_in_the_stored_text_supports_nothing(change: dict[str, object]) -> None:
    piece = replace(RELEASED, **change)  # type: ignore[arg-type]
    assert verdicts("It was released in July 1999 [e1].", piece) == [("e1", Verdict.UNSUPPORTED)]


def test_the_note_of_a_piece_supports_nothing() -> None:
    piece = replace(RELEASED, note="It weighs 4,790 kg.")
    assert verdicts("It weighs 4,790 kg [e1].", piece) == [("e1", Verdict.UNSUPPORTED)]


def test_a_claim_that_agrees_with_the_caption_of_a_picture_is_supported() -> None:
    draft = "The picture matches “Flag of Thailand”: five horizontal bands of red, white and dark blue [e3]."
    assert verdicts(draft, FLAG) == [("e3", Verdict.SUPPORTED)]


def test_what_only_pixels_can_show_is_left_unchecked() -> None:
    assert verdicts("The flag hangs from 3 windows of a Bangkok tower [e3].", FLAG) == [
        ("e3", Verdict.UNCHECKED)
    ]


def test_a_picture_that_does_not_exist_supports_nothing() -> None:
    gone = replace(FLAG, uid="img_2")
    assert verdicts("The picture shows the flag of Thailand [e3].", gone) == [("e3", Verdict.UNSUPPORTED)]
