"""One run as a file: whose it is, what stands in it, and that words of others stay words."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from markdown_it import MarkdownIt

from agents.events import AnswerGiven, CallFinished, Event, Outcome, RunEnded, RunStarted, StepDecided
from agents.observations import EvidenceKept, HitsFound, Observation, SeenHit
from agents.types import Answer, Citation, Evidence, Question, ToolCall
from tests.web.drawn import BOX, QUOTE, make_answered_run, make_run, opening, write_journal
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.execution import journal
from webapp.runs.files import page
from webapp.runs.files.importing import import_run
from webapp.runs.files.record import MAX_MB, to_json
from webapp.runs.files.writing import FileFormat, write_file
from webapp.runs.models import Run, RunEvent
from webapp.runs.sources.quotes import Reach, reach_of
from webapp.runs.steering import services as steering

HOSTILE = (
    '<script src="https://evil.example/x.js">alert(1)</script><img src=x onerror=alert(1)>'
    "[click](javascript:alert(1)) ![x](https://evil.example/p.png) <https://evil.example> "
    "https://evil.example www.evil.example `` ``` # | **b** _i_ ~~s~~ </style></title>--> "
    "&lt; {{ x }} {% y %} "
    "\u202egnp.exe\u2066 \x1b[31m [^1]: [1] $$x$$"
)
FORMATS = list(FileFormat)


@pytest.fixture
def run(ada: User, corpus: Corpus) -> Run:
    return make_answered_run(ada, corpus)


def written(run: Run, form: FileFormat, reach: Reach | None = None) -> str:
    return write_file(run, form, reach or reach_of(None)).text


def html(run: Run, reach: Reach | None = None) -> BeautifulSoup:
    return BeautifulSoup(written(run, FileFormat.HTML, reach), "html.parser")


def hostile_run(owner: User, corpus: Corpus) -> Run:
    """A run whose every word is an attack."""
    image, document = corpus.images.get(), corpus.documents.get()
    text = Evidence(
        "e1", "text", HOSTILE, HOSTILE, note=HOSTILE, document=document.pk, quote=HOSTILE, start=0, end=9
    )
    region = Evidence('e 2"><b>', "image", HOSTILE, HOSTILE, note=HOSTILE, uid=image.uid, box=BOX)
    odd = Evidence("e3", "image", HOSTILE, HOSTILE, uid='x"/onerror=alert(1)')
    hit = SeenHit("image:1", "image", HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1, 1, uid=image.uid)
    call = ToolCall("c1", f"search {HOSTILE}", {HOSTILE: HOSTILE})
    events: list[Event] = [
        RunStarted(Question(HOSTILE), HOSTILE, HOSTILE, (HOSTILE,), {"searcher": HOSTILE}),
        StepDecided(
            1, HOSTILE, (call, ToolCall("c2", "note", {}), ToolCall("c3", "note", {})), problem=HOSTILE
        ),
        CallFinished(1, Observation("c1", HitsFound(HOSTILE, (hit,)))),
        CallFinished(1, Observation("c2", EvidenceKept(text))),
        CallFinished(1, Observation("c3", EvidenceKept(odd))),
        AnswerGiven(
            Answer(
                f"[1]: {HOSTILE} [1] {HOSTILE} [2]", (Citation(1, text, reason=HOSTILE), Citation(2, region))
            )
        ),
        RunEnded(Outcome.FINISHED, HOSTILE),
    ]
    run = make_run(owner, corpus, question=HOSTILE, status=Run.Status.FINISHED)
    write_journal(run, events)
    return run


# --- Downloads


@pytest.mark.parametrize(
    ("form", "ending", "media_type"),
    [
        ("json", "json", "application/json"),
        ("markdown", "md", "text/markdown"),
        ("html", "html", "text/html"),
    ],
)
def test_the_owner_downloads_a_run(run: Run, as_ada: Client, form: str, ending: str, media_type: str) -> None:
    answer = as_ada.get(f"/runs/{run.pk}/export/{form}/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(media_type)
    name = f"run-{run.pk}-when-was-this-lit.{ending}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("form", FORMATS)
def test_nobody_else_downloads_it(run: Run, as_bob: Client, client: Client, form: str) -> None:
    assert as_bob.get(f"/runs/{run.pk}/export/{form}/").status_code == 404
    assert client.get(f"/runs/{run.pk}/export/{form}/").url.startswith("/sign-in/")


def test_there_are_no_other_formats(run: Run, as_ada: Client) -> None:
    assert as_ada.get(f"/runs/{run.pk}/export/pdf/").status_code == 404


@pytest.mark.parametrize(
    "question", ['x"; filename="evil.exe', "Wer\r\nSet-Cookie: a=b", "这是什么", "", "a" * 500]
)
def test_the_name_of_a_file_is_plain_whatever_was_asked(run: Run, as_ada: Client, question: str) -> None:
    Run.objects.filter(pk=run.pk).update(question=question)
    said = as_ada.get(f"/runs/{run.pk}/export/markdown/")["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="run-\d+[a-z0-9-]{0,41}\.md"', said)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_journal_that_cannot_be_read_says_so(run: Run, as_ada: Client, form: str) -> None:
    run.events.filter(seq=1).update(kind="dreamt")
    answer = as_ada.get(f"/runs/{run.pk}/export/{form}/")
    assert answer.status_code == 500
    assert "unknown kind" in answer.content.decode()


# --- The page that opens offline


def test_a_marker_leads_to_the_quote_in_its_passage(run: Run) -> None:
    soup = html(run)
    target = soup.select_one(soup.select("a.marker")[0]["href"])
    assert target.mark.text == QUOTE
    assert "Boats reach it" not in soup.text


def test_a_marker_leads_to_the_picture_with_its_region(run: Run) -> None:
    soup = html(run)
    target = soup.select_one(soup.select("a.marker")[1]["href"])
    assert target.img["src"].startswith("data:image/")
    assert target.rect["width"] == str(BOX.x1 - BOX.x0)


def test_every_anchor_of_the_file_is_in_it(run: Run) -> None:
    soup = html(run)
    ids = {tag["id"] for tag in soup.select("[id]")}
    leads = {tag["href"] for tag in soup.select("[href]")}
    assert len(leads) > 3
    assert {lead.removeprefix("#") for lead in leads} <= ids


def test_the_file_asks_no_server_and_runs_nothing(run: Run) -> None:
    text = written(run, FileFormat.HTML)
    soup = BeautifulSoup(text, "html.parser")
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert not soup.select("script, link, iframe, object, form, base")
    assert all(img["src"].startswith("data:image/") for img in soup.select("img"))
    style = soup.style.text
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    assert "light-dark(" in style


def test_pictures_beyond_the_limit_are_named_and_the_file_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MAX_PICTURES_BYTES", 1000)
    soup = html(run)
    assert not soup.select("img")
    assert soup.select_one("article .uid").text == run.images[0]
    assert "1 picture stands here by its UID: a file holds at most" in soup.text


def test_a_picture_that_is_gone_is_named_and_the_file_says_so(run: Run) -> None:
    open_media_store().delete(run.images[0])
    soup = html(run)
    assert not soup.select("img")
    assert run.images[0] in soup.text
    assert "1 picture stands here by its UID" in soup.text


def test_the_file_holds_no_more_than_its_maker_may_see(run: Run, corpus: Corpus, bob: User) -> None:
    Corpus.objects.update(is_private=True)
    soup = html(run, reach_of(bob))
    assert not soup.select("img")
    assert soup.mark.text == QUOTE


# --- Hostile words


def test_hostile_words_are_inert_in_html(ada: User, corpus: Corpus) -> None:
    run = hostile_run(ada, corpus)
    text = written(run, FileFormat.HTML)
    soup = BeautifulSoup(text, "html.parser")
    assert "alert(1)" in soup.text
    assert not soup.select("script, iframe, link, body style, base")
    for tag in soup.find_all():
        assert not [name for name in tag.attrs if name.lower().startswith("on")], tag.name
        for name in ("href", "src"):
            assert tag.get(name, "#").startswith(("#", "data:image/")), tag
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", text)


def test_hostile_words_are_inert_in_markdown(ada: User, corpus: Corpus) -> None:
    text = written(hostile_run(ada, corpus), FileFormat.MARKDOWN)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", text)
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    soup = BeautifulSoup(renderer.render(text), "html.parser")
    assert not soup.select("script, img, a, s, table, code, pre, title, style, em em")
    assert soup.text.count("alert(1)") >= text.count("alert(1)") > 5
    assert [line for line in text.splitlines() if re.match(r"\[\^\d+\]:", line)] == re.findall(
        r"^\[\^[12]\]: \*\*.*$", text, re.MULTILINE
    )


def test_hostile_words_are_inert_in_json_and_stay_as_they_were(ada: User, corpus: Corpus) -> None:
    text = written(hostile_run(ada, corpus), FileFormat.JSON)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x7f-\x9f]", text)
    assert json.loads(text)["question"] == HOSTILE


def test_markdown_has_the_answer_its_footnotes_and_the_steps(run: Run) -> None:
    text = written(run, FileFormat.MARKDOWN)
    assert "It was lit in 1854 [^1], and it is this tower [^2]. Not \\[7\\]." in text
    assert re.search(r"^\[\^1\]: \*\*Grey Head\*\*, grey-head.md, characters \d+ to \d+: “It was", text, re.M)
    assert "region 400, 250, 600, 900 of 1000" in text
    assert "2. Read what is written about it" in text
    assert "failed. No document 99 in these corpora." in text
    assert "- Search by picture picture “Grey Head lighthouse”: 1 hit" in text
    assert "- Read: Grey Head" in text
    assert "Grey Head, “It was lit for the first time in 1854" in text


# --- Reading back


def test_a_run_that_is_read_back_has_the_same_fold(run: Run, bob: User) -> None:
    again = import_run(to_json(run), bob)
    assert journal.state(again) == journal.state(run)
    assert (again.owner, again.status, again.question) == (bob, run.status, run.question)
    assert (again.created, again.finished) == (run.created, run.finished)
    assert list(again.corpora.all()) == list(run.corpora.all())
    times = [
        list(RunEvent.objects.filter(run=each).values_list("created", flat=True)) for each in (run, again)
    ]
    assert times[0] == times[1]
    assert json.loads(to_json(again)) == json.loads(to_json(run))


def test_a_run_that_had_not_ended_is_read_back_as_cancelled_and_not_worked_on(run: Run) -> None:
    whole = json.loads(to_json(run))
    whole |= {"status": "running", "events": whole["events"][:4], "finished": None}
    again = import_run(json.dumps(whole), None)
    assert (again.status, again.message) == ("cancelled", "It had not ended when it was exported.")


def test_a_file_opens_no_picture_and_no_corpus_that_its_owner_may_not_see(run: Run, bob: User) -> None:
    text = to_json(run)
    Corpus.objects.update(is_private=True)
    again = import_run(text, bob)
    assert not again.corpora.exists()
    assert not MediaUse.objects.filter(run=again).exists()


def test_a_hostile_run_can_be_read_back_and_shown(ada: User, corpus: Corpus, as_ada: Client) -> None:
    again = import_run(to_json(hostile_run(ada, corpus)), ada)
    answer = as_ada.get(f"/runs/{again.pk}/")
    assert answer.status_code == 200
    assert not BeautifulSoup(answer.content, "html.parser").select("main script, main [onerror]")


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"version": 2}, "version 2; version 1 is understood"),
    ({"format": "chat"}, "no trajectory of Sightline. format"),
    ({"events": []}, "no trajectory of Sightline. events"),
    ({"images": ["../../etc/passwd"]}, "no UID"),
    ({"question": "a\x00b"}, "zero character"),
    ({"question": None}, "question"),
    ({"owner": 1}, "owner"),
    ({"created": "yesterday"}, "created"),
]


@pytest.mark.parametrize(("change", "sentence"), CHANGES, ids=[next(iter(change)) for change, _ in CHANGES])
def test_a_file_with_nonsense_is_refused_with_a_sentence(
    run: Run, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        import_run(json.dumps(json.loads(to_json(run)) | change), None)
    assert Run.objects.count() == 1


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "\x00", '{"a":' * 5000, "dear diary", '"\\ud800"'])
def test_what_is_no_trajectory_is_refused(db: None, text: str) -> None:
    with pytest.raises(BadInput, match=r"^The file is no trajectory of Sightline\. "):
        import_run(text, None)


def test_a_file_that_is_too_large_is_refused_unread(db: None) -> None:
    with pytest.raises(BadInput, match="larger than 64 MB"):
        import_run(" " * (MAX_MB * 1024 * 1024 + 1), None)


def events_changed(run: Run) -> list[list[dict[str, Any]]]:
    """Journals that cannot be followed: each differs from the run's in one place."""
    events = json.loads(to_json(run))["events"]
    boxed = json.loads(json.dumps(events).replace('"x0": 400', '"x0": 4000'))
    odd = json.loads(json.dumps(events))
    odd[1]["payload"]["calls"] = "none"
    number = json.loads(json.dumps(events).replace('"seconds": 0.42', '"seconds": Infinity'))
    version = [{**events[0], "payload": {**events[0]["payload"], "v": 9}}, *events[1:]]
    unknown = [{**events[0], "kind": "dreamt"}, *events[1:]]
    return [events[1:], events[::-1], [*events, events[-1]], boxed, odd, number, version, unknown]


@pytest.mark.parametrize("which", range(8))
def test_a_journal_that_cannot_be_followed_is_refused(run: Run, which: int) -> None:
    whole = json.loads(to_json(run)) | {"events": events_changed(run)[which]}
    assert whole["events"] != json.loads(to_json(run))["events"]
    with pytest.raises(BadInput, match=r"cannot be followed|not finite"):
        import_run(json.dumps(whole), None)


@pytest.mark.long
def test_any_value_replaced_by_nonsense_is_refused_or_harmless(run: Run, as_admin: Client) -> None:
    whole = json.loads(to_json(run))
    for event in range(len(whole["events"])):
        for junk in (None, -1, 10**30, "x" * 50, [], {"type": "plan"}):
            changed = json.loads(to_json(run))
            _replace_last(changed["events"][event]["payload"], junk)
            try:
                again = import_run(json.dumps(changed), None)
            except BadInput:
                continue
            assert as_admin.get(f"/runs/{again.pk}/").status_code == 200
            assert all(written(again, form) for form in FORMATS)


def _replace_last(payload: Any, junk: object) -> None:
    """Put `junk` in the place of the deepest value on the last branch."""
    while True:
        key = list(payload)[-1] if isinstance(payload, dict) else len(payload) - 1
        if not payload[key] or not isinstance(payload[key], dict | list):
            payload[key] = junk
            return
        payload = payload[key]


def test_a_cancelled_run_is_read_back_as_such_and_counted(ada: User, corpus: Corpus) -> None:
    run = make_run(ada, corpus, status=Run.Status.RUNNING)
    write_journal(run, opening(run))
    steering.cancel(run)
    again = import_run(written(run, FileFormat.JSON), ada)
    assert (again.status, again.message) == (Run.Status.CANCELLED, journal.state(run).ended.message)
    again.refresh_from_db()
    assert again.step_count == 1
