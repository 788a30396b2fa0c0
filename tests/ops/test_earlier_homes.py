"""What earlier releases left behind opens in this one, with nothing lost."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.fixtures.earlier_homes import PACKED, PASSWORD, EarlierHome, unpack

pytestmark = pytest.mark.long

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


def search(home: EarlierHome, kind: str, texts: Iterable[str]) -> dict[str, Any]:
    """The result of each text, all of them by one process."""
    queries = home.path.with_name(f"{kind}.jsonl")
    queries.write_text("".join(json.dumps({"id": text, "text": text}) + "\n" for text in texts))
    found = home.ask("search", "--queries", str(queries), "--corpus", "harbour", "--kind", kind)
    return {result["id"]: result for result in found["results"]}


TEXTS = {
    "first lit on 3 May 1854": "lighthouse.md", "buoys channel": "buoys.docx", "Корабль": "more.txt",
}  # fmt: skip


def test_a_search_finds_its_texts(home: EarlierHome) -> None:
    results = search(home, "text", TEXTS)
    assert {words: result["hits"][0]["file"] for words, result in results.items()} == TEXTS


def test_a_picture_is_found_by_the_name_of_its_file_however_it_is_spelt(home: EarlierHome) -> None:
    """Which is nowhere else written, and earlier releases did not index."""
    results = search(home, "image", ["microscope", "micrsocope"])
    hit = results["microscope"]["hits"][0]
    assert (hit["file"], hit["matched"]) == ("microscope.tif", ["file"])
    misspelt = results["micrsocope"]
    assert misspelt["corrected"] == [{"typed": "micrsocope", "word": "microscope"}]
    assert misspelt["hits"][0]["file"] == "microscope.tif"


def test_an_old_run_opens_for_its_owner_alone(home: EarlierHome) -> None:
    pages = json.loads(home.python(OPEN_PAGES).splitlines()[-1])
    assert list(pages["alice"].values()) == [200, 200, 200, [True, True]]
    assert list(pages["cleo"].values()) == [200, 404, 200, 200, [False, False]]


def test_an_old_run_looked_in_corpora(home: EarlierHome) -> None:
    code = "from webapp.runs.models import Run; print({run.sources for run in Run.objects.all()})"
    assert home.python(code).splitlines()[-1] == "{'corpora'}"


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


def test_its_words_of_every_script_are_found(home: EarlierHome) -> None:
    results = search(home, "any", WRITTEN)
    found = {words: [hit["file"] for hit in result["hits"]] for words, result in results.items()}
    assert found == {words: [file] for words, file in WRITTEN.items()}
