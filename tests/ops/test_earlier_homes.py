"""What earlier releases left behind opens in this one, with nothing lost."""

import json
from pathlib import Path

import pytest

from tests.fixtures.earlier_homes import PACKED, PASSWORD, EarlierHome, unpack

OPEN_PAGES = f"""
import json
from django.contrib.auth.models import User
from django.test import Client
from webapp.runs.models import Run
answers = {{}}
for name in ("alice", "cleo"):
    client = Client(headers={{"host": "localhost"}})
    assert client.login(username=name, password={PASSWORD!r}), name
    run = Run.objects.filter(owner__username="alice").order_by("pk").first()
    pages = ["/", f"/runs/{{run.pk}}/", f"/media/{{run.images[0]}}/view/"]
    pages += ["/corpora/harbour/"] if name == "cleo" else []
    answers[name] = {{page: client.get(page).status_code for page in pages}}
    text = client.get(pages[1]).content.decode()
    answers[name]["shows"] = ["1854" in text, "Edith" in text]
print(json.dumps(answers))
"""


@pytest.fixture(scope="module", params=PACKED, ids=lambda packed: packed.name)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> EarlierHome:
    """Unpacked and migrated."""
    unpacked = unpack(request.param, tmp_path_factory.mktemp("home") / "home")
    migrated = unpacked.run("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return unpacked


def test_doctor_finds_it_well(home: EarlierHome) -> None:
    assert home.ask("doctor")["ok"]


def test_its_corpora_are_whole(home: EarlierHome) -> None:
    status = home.ask("corpus", "status", "harbour")
    assert (status["documents"], status["indexed_passages"]) == (12, status["passages"])
    assert status["indexed_images"] == status["images"] == 9
    assert [problem["path"] for problem in status["problems"]] == ["broken.png"]


@pytest.mark.parametrize(
    ("words", "file"),
    [("first lit on 3 May 1854", "lighthouse.md"), ("buoys channel", "buoys.docx"), ("Корабль", "more.txt")],
)
def test_a_search_finds_its_texts(home: EarlierHome, words: str, file: str) -> None:
    hits = home.ask("search", words, "--corpus", "harbour", "--kind", "text")["results"][0]["hits"]
    assert hits[0]["file"] == file


def test_a_picture_is_found_by_the_name_of_its_file(home: EarlierHome) -> None:
    """Which is nowhere else written, and earlier releases did not index."""
    hits = home.ask("search", "microscope", "--corpus", "harbour", "--kind", "image")["results"][0]["hits"]
    assert (hits[0]["file"], hits[0]["matched"]) == ("microscope.tif", ["file"])


def test_spelling_is_forgiven_in_it(home: EarlierHome) -> None:
    result = home.ask("search", "micrsocope", "--corpus", "harbour", "--kind", "image")["results"][0]
    assert result["corrected"] == [{"typed": "micrsocope", "word": "microscope"}]
    assert result["hits"][0]["file"] == "microscope.tif"


def test_an_old_run_opens_for_its_owner_alone(home: EarlierHome) -> None:
    pages = json.loads(home.python(OPEN_PAGES).splitlines()[-1])
    assert list(pages["alice"].values()) == [200, 200, 200, [True, True]]
    assert list(pages["cleo"].values()) == [200, 404, 200, 200, [False, False]]


def test_the_old_question_is_answered_anew(home: EarlierHome) -> None:
    answer = home.ask("ask", home.question, "--corpus", "harbour")["results"][0]["answer"]
    assert "1854" in answer["text"]
    assert [citation["file"] for citation in answer["citations"]][:1] == ["lighthouse.md"]


WRITTEN = {
    '"第3回会議"': "sitzung.txt", '"2026年11月29日"': "sitzung.txt", '"包"': "baozi.txt",
    '"اجتمع المديرون في القاهرة عام 1952"': "qahira.txt", '"الكتاب"': "qahira.txt",
    '"בראשית ברא אלהים"': "bereshit.txt", '"15 अगस्त"': "azadi.txt",
    '"کتابهای من در سال 1402"': "ketab.txt", '"เจ้าพระยา"': "river.txt",
}  # fmt: skip


def test_its_words_of_every_script_are_found(home: EarlierHome, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text("".join(json.dumps({"id": words, "text": words}) + "\n" for words in WRITTEN))
    results = home.ask("search", "--queries", str(queries), "--corpus", "harbour")["results"]
    found = {result["id"]: [hit["file"] for hit in result["hits"]] for result in results}
    assert found == {words: [file] for words, file in WRITTEN.items()}
