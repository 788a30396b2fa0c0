"""What a run's page shows of the results of calls; whatever stands in them is words."""

import pytest
from django.template.loader import render_to_string

from agents.observations import (
    ClaimChecked,
    Curated,
    EngineAsked,
    FetchedPicture,
    Gated,
    GoalEnded,
    HitsFound,
    LineFound,
    LinesFound,
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
    TextRead,
    ToolResult,
    WebFound,
    WebHit,
)
from agents.plan import AddDependency, AddGoal, AnswerGoal, EditGoal, GoalStatus, ReplaceGoal, SkipGoal
from agents.sources import page_ref
from agents.types import Importance
from agents.verdicts import ClaimVerdict, Verdict
from agents.web.engines.protocol import EngineState, SearchKind, WebPicture
from media_store import Box

BAD = "<script>alert(1)</script>"
UID, OTHER, SHEET = "img_aaaaaaaaaaaaa", "img_bbbbbbbbbbbbb", "img_ccccccccccccc"
LOOK = PictureSeen(UID, 10, 20, 10, 20, (), BAD, (), parent=OTHER, box=Box(0, 0, 9, 9), note=BAD)
DRAWN = PictureSeen(SHEET, 10, 20, 10, 20, (), "", ())
SHOT = WebPicture("https://a.example/x.jpg", width=640, height=480, author=BAD, licence="CC0")
KEPT = EngineAsked("searxng", EngineState.FOUND, "SearXNG answered.", 1, 120.0)
AWAY = EngineAsked("searxng", EngineState.UNREACHABLE, "SearXNG cannot be reached.")
OPERATIONS = (
    AddGoal("g1", BAD, ("g0",)),
    EditGoal("g1", BAD),
    AddDependency("g1", "g0"),
    SkipGoal("g1", BAD),
    ReplaceGoal("g1", (AddGoal("g2", BAD),)),
    AnswerGoal("g1", GoalStatus.PARTIAL, BAD),
)

SHOWN: list[tuple[ToolResult, tuple[str, ...]]] = [
    (LOOK, (f"/pictures/{OTHER}/", "Cut from")),
    (PicturesSeen((LOOK,), is_pinned=True), (f"/pictures/{UID}/", "Kept in view")),
    (
        PicturesSeen(
            (LOOK,), fetched=(FetchedPicture("result:1", UID, BAD, "https://a.example/x", BAD, BAD, "CC0"),)
        ),
        ('href="https://a.example/x"', "a.example", "CC0"),
    ),
    (PicturesSeen((LOOK, LOOK), DRAWN), (f"/pictures/{SHEET}/", f"/pictures/{UID}/", "2 pictures")),
    (PicturesCompared(UID, OTHER, DRAWN, 12, 0.5), (f"/pictures/{SHEET}/", "12 / 64", "0.50")),
    (LinesFound(BAD, (LineFound(4, BAD, "a.md", 0, 5, BAD),), True), ("start=0&amp;end=5", "There are more")),
    (LinesFound(BAD, (), False), ("stand in no document",)),
    (
        WebFound(
            BAD,
            SearchKind.IMAGE,
            (WebHit("result:1", BAD, "https://a.example/x", BAD, BAD, picture=SHOT),),
            (KEPT,),
        ),
        ('href="https://a.example/x"', "a.example", "640 × 480", "CC0", "Kept from 2 min ago."),
    ),
    (
        WebFound(BAD, SearchKind.TEXT, (WebHit("result:1", BAD, f"javascript:{BAD}"),), (KEPT,)),
        ("&lt;script",),
    ),
    (WebFound(BAD, SearchKind.TEXT, (), (KEPT,)), ("The web has nothing for this",)),
    (WebFound(BAD, SearchKind.TEXT, (), (AWAY,)), ("No search engine answered", "problem")),
    (
        PageOpened(
            page_ref(3),
            BAD,
            "https://a.example/",
            "https://a.example/x",
            "2026-12-01T10:00:00",
            9,
            (TextRead(None, BAD, BAD, 0, 5, 9, BAD, source=page_ref(3)),),
            author=BAD,
            notes=(BAD,),
            figures=(SeenFigure("figure:3.0", BAD, BAD, UID),),
            is_kept=True,
        ),
        ("/sources/page/3/", "as it was on 2026-12-01", f"/pictures/{UID}/", "read from what was stored"),
    ),
    (Reviewed((ReviewedItem("e1", BAD, BAD, UID, 4, 0, 5),)), (f"/pictures/{UID}/", "start=0&amp;end=5")),
    (Reviewed((ReviewedItem(UID, "", BAD, UID),), 1, 3), ("Page 1 of 3",)),
    (
        Curated({"e1": Importance.HIGH}, (BAD,), (UID,), (OTHER,)),
        ("a find important", f"/pictures/{UID}/", f"/pictures/{OTHER}/"),
    ),
    (PictureNoted(UID, BAD), (f"/pictures/{UID}/",)),
    (
        ClaimChecked(BAD, (ClaimVerdict(BAD, "e1", Verdict.CONTRADICTED, "model", BAD),), is_reused=True),
        ("a find", "It says otherwise", "by the verifier", "Checked before"),
    ),
    (PlanRevised(OPERATIONS), ("after g0", "waits for g0", "left out", "another way", "partly answered")),
    (GoalEnded("g1", GoalStatus.PARTIAL, BAD, BAD), ("g1", "partly answered")),
    (Reflected(False, BAD), ("Still missing",)),
    (Gated(False, 0.25, BAD, queries=(BAD,)), ("Needs a search", "0.25")),
    (SearchesDone((HitsFound(BAD, (), repeat_of=3),)), ("Asked in step 3 already",)),
]


@pytest.mark.parametrize(("result", "shown"), SHOWN, ids=[result.type for result, _ in SHOWN])
def test_a_result_is_shown_and_its_words_are_escaped(result: ToolResult, shown: tuple[str, ...]) -> None:
    page = render_to_string(f"runs/results/{result.type}.html", {"result": result})
    assert [words for words in shown if words not in page] == []
    assert "<script" not in page
