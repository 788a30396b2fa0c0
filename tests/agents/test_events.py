import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from agents.errors import JournalError
from agents.events import (
    KINDS,
    AnswerGiven,
    CallFinished,
    CallStarted,
    ClaimsChecked,
    Event,
    Ledger,
    ModelAsked,
    ModelFailed,
    ModelReplied,
    OrderTaken,
    Outcome,
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
    from_payload,
    kind_of,
    to_payload,
)
from agents.observations import (
    ChannelScore,
    ClaimChecked,
    Curated,
    EngineAsked,
    EvidenceKept,
    FetchedPicture,
    Finish,
    Gated,
    GoalEnded,
    HitsFound,
    LineFound,
    LinesFound,
    Observation,
    PageOpened,
    PictureNoted,
    PicturesCompared,
    PictureSeen,
    PicturesSeen,
    PlanRevised,
    Reflected,
    Reviewed,
    ReviewedItem,
    SearchesDone,
    SeenFigure,
    SeenHit,
    SeenLabel,
    SeenLink,
    TextRead,
    ToolError,
    WebFound,
    WebHit,
)
from agents.orders import ChangeGoal, Order
from agents.plan import AddGoal, EditGoal, GoalStatus, ReplaceGoal
from agents.questions.types import (
    AnswerType,
    Ask,
    Dimension,
    Intent,
    Spelling,
    TermWeight,
    Understanding,
)
from agents.sources import page_ref
from agents.types import (
    Answer,
    CallWanted,
    Citation,
    Evidence,
    ImageRef,
    Importance,
    ModelReply,
    Question,
    Role,
    ToolCall,
    Usage,
)
from agents.verdicts import ClaimVerdict, DraftScore, Ruling, Verdict
from agents.web.engines.protocol import EngineState, SearchKind, WebPicture
from media_store import Box

EVIDENCE = Evidence(
    id="e1",
    kind="image",
    title="Moon",
    file="moon.png",
    importance=Importance.HIGH,
    uid="img_x",
    box=Box(0, 0, 500, 500),
)
HIT = SeenHit(
    id="image:3", kind="image", title="Moon", text="", file="moon.png", corpus="sky", score=0.5,
    confidence=0.9, channels=(ChannelScore("looks", 1, 0.9),), uid="img_x", documents=(4,),
)  # fmt: skip
SEEN = PictureSeen("img_x", 10, 20, 5, 10, (SeenLabel("crater", 0.4),), "text", ("grey",))
CHECKED = ClaimVerdict("Apollo landed [e1].", "e1", Verdict.SUPPORTED, "model", "It says so.")
REPLY = ModelReply(
    "Look.", (CallWanted("look", {"uids": ["img_x"]}), CallWanted("look", None, "{")), "Hm.", "stop",
    Usage(1, 20, 3, 5, Decimal("0.0123")), 2, 1.5,
)  # fmt: skip
READING = Understanding(
    "en",
    (
        Ask(
            "How high is …", Intent.FACT, AnswerType.NUMBER, Dimension.LENGTH, ("Moon",), True, ("in 1969",),
            ("height of …",),
        ),
    ),
    weights=(TermWeight("high", 2.0),),
    spellings=(Spelling("appolo", "apollo", is_used=False),),
)  # fmt: skip
RESULTS = [
    HitsFound("moon", (HIT,), uid="img_x", box=Box(0, 0, 10, 10)),
    SearchesDone((HitsFound("moon", ()),)),
    SEEN,
    TextRead(4, "Moon", "moon.md", 0, 5, 9, "Apoll", ("img_x",)),
    EvidenceKept(EVIDENCE),
    PicturesSeen((SEEN,), SEEN, is_pinned=True),
    PicturesCompared("img_x", "img_y", SEEN, 12, 0.5),
    LinesFound("apollo*", (LineFound(4, "Moon", "moon.md", 0, 6, "Apollo 11"),), is_cut=False),
    Reviewed((ReviewedItem("e1", "Moon", "Apollo", "img_x"),), 1, 2),
    Curated({"e1": Importance.LOW}, ("image:3",), ("img_x",)),
    PictureNoted("img_x", "A crater."),
    ClaimChecked("Apollo landed [e1].", (CHECKED,)),
    PlanRevised((AddGoal("g1", "When?"), ReplaceGoal("g1", (AddGoal("g2", "Which year?"),)))),
    GoalEnded("g1", GoalStatus.PARTIAL, "1969 [e1].", "The day is missing."),
    Reflected(False, "The day."),
    Gated(False, 0.2, "It needs the corpus.", queries=("moon",)),
    Finish("Apollo 11 [e1].", ""),
    WebFound(
        "moon",
        SearchKind.IMAGE,
        (
            WebHit(
                "result:1",
                "Moon",
                "https://a.example/",
                "Apollo",
                "1969-07-20",
                "x",
                1,
                WebPicture("https://a.example/m"),
            ),
        ),
        (EngineAsked("x", EngineState.FOUND, "It answered.", 1, 60.5, Decimal("0.01")),),
        "a.example",
        "day",
        "en",
    ),
    PageOpened(
        page_ref(3),
        "Moon",
        "https://a.example/",
        "https://a.example/m",
        "2026-12-01T10:00:00",
        9,
        (TextRead(None, "Moon", "https://a.example/m", 0, 5, 9, "Apoll", source=page_ref(3)),),
        "When?",
        links=(SeenLink("link:3.1", "https://a.example/n", "next"),),
        link_count=1,
        figures=(SeenFigure("figure:3.0", "https://a.example/m.png", "Moon", "img_x"),),
        figure_count=1,
    ),
    PicturesSeen(
        (SEEN,), fetched=(FetchedPicture("result:1", "img_x", "https://a.example/m", licence="CC0"),)
    ),
]
EVENTS: list[Event] = [
    RunStarted(Question("what?", (ImageRef("img_x", 10, 20),)), "quick", "scripted", ("sky",)),
    QuestionUnderstood(READING),
    StepDecided(1, "look", (ToolCall("c1", "look", {"uids": ["img_x"]}),), "g1", "Only one."),
    StepSetAside(1, "It found nothing new."),
    ModelAsked(
        "k1", Role.SEARCHER, "openai:x", "g1", Ledger({"system": 9}, 9, 99, ("img_x",), 12, 1), 50, "next"
    ),
    ModelReplied("k1", Role.SEARCHER, REPLY),
    ModelFailed("k2", Role.VERIFIER, "It did not answer."),
    RulesTookOver("The model's replies could not be followed."),
    OrderTaken(Order(7, ChangeGoal(EditGoal("g1", "When was it lit?"))), "The plan has no goal 'g1'."),
    ClaimsChecked(3, (CHECKED,), DraftScore(1, 1, 1, 1, 0.5, 1, 0.9), Ruling.PUBLISH),
    CallStarted(1, "c1"),
    *(CallFinished(1, Observation("c1", data=data, new_ids=("img_x",), seconds=0.1)) for data in RESULTS),
    CallFinished(1, Observation("c1", error=ToolError("unknown_picture", "No.", "Try."))),
    AnswerGiven(Answer("Apollo 11 [1].", (Citation(1, EVIDENCE, Verdict.SUPPORTED, "It says so."),))),
    RunEnded(Outcome.DECLINED, "Too weak."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_json_as_it_was(event: Event) -> None:
    stored: dict[str, Any] = json.loads(json.dumps(to_payload(event)))
    assert from_payload(kind_of(event), stored) == event


def test_readings_of_earlier_versions_still_open() -> None:
    stored = to_payload(QuestionUnderstood(READING))
    for key in ("weights", "spellings"):
        del stored["understanding"][key]
    del stored["understanding"]["asks"][0]["rewrites"]
    asks = tuple(replace(ask, rewrites=None) for ask in READING.asks)
    assert from_payload("question_understood", stored) == QuestionUnderstood(Understanding("en", asks))


def test_every_kind_of_event_is_tried() -> None:
    assert {kind_of(event) for event in EVENTS} == set(KINDS)


def test_a_payload_holds_no_pixels() -> None:
    assert all(len(json.dumps(to_payload(event))) < 1_000 for event in EVENTS)


def test_an_unknown_kind_is_refused_with_a_reason() -> None:
    with pytest.raises(JournalError, match="unknown kind “browsed”"):
        from_payload("browsed", {"v": 1})


def test_a_version_that_is_not_known_is_refused() -> None:
    with pytest.raises(JournalError, match="format “99”"):
        from_payload("call_started", {**to_payload(CallStarted(1, "c1")), "v": 99})


def test_a_damaged_payload_is_refused() -> None:
    with pytest.raises(JournalError, match="call_started"):
        from_payload("call_started", {"v": 1, "step": "one"})
