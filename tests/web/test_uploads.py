"""Pictures that are added before a question is asked: whose they are, what is refused, and their order."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.support.web_server import WebServer, page
from tests.web.drawn import lighthouse_png
from webapp.corpora.models import Corpus, MediaUse
from webapp.runs.asking import uploads
from webapp.runs.models import Run


def add(client: Client, data: bytes, name: str = "tower.png") -> tuple[int, str]:
    """The status, and the UID or the sentence."""
    response = client.post("/uploads/", {"picture": SimpleUploadedFile(name, data)})
    text = response.content.decode()
    return response.status_code, text.partition('name="uid" value="')[2].partition('"')[0] or text


def test_a_picture_that_was_added_is_its_uploaders_alone(as_ada: Client, as_bob: Client) -> None:
    status, uid = add(as_ada, lighthouse_png())
    assert status == 201
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 200
    assert as_bob.get(f"/media/{uid}/thumb/").status_code == 404


def test_the_run_has_its_pictures_in_the_order_of_the_form(as_ada: Client, corpus: Corpus) -> None:
    uids = [add(as_ada, lighthouse_png(hue))[1] for hue in (1, 80, 160)]
    file = SimpleUploadedFile("last.png", lighthouse_png(240))
    form = {"profile": "standard", "question": "Which?", "uid": [uids[2], uids[0], uids[1]], "pictures": file}
    assert as_ada.post("/runs/", form).status_code == 302
    run = Run.objects.get()
    assert run.images[:3] == [uids[2], uids[0], uids[1]]
    assert len(run.images) == 4


def test_somebody_elses_picture_cannot_be_asked_with(as_ada: Client, as_bob: Client, corpus: Corpus) -> None:
    _, uid = add(as_ada, lighthouse_png(200))
    response = as_bob.post("/runs/", {"profile": "standard", "question": "Whose?", "uid": [uid]})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "not here any more" in shown
    assert "Whose?" in shown
    assert uid not in shown
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"dear diary", "me.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
        (lighthouse_png()[:900], "half.png"),
    ],
)
def test_a_refused_file_says_why_and_is_not_kept(as_ada: Client, data: bytes, name: str) -> None:
    status, said = add(as_ada, data, name)
    assert status == 422
    assert said.endswith(".")
    assert len(said) > 20
    assert not MediaUse.objects.exists()


def test_a_file_above_the_limit_is_refused_with_both_sizes(as_ada: Client, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_upload_mb": 1})
    status, said = add(as_ada, b"x" * (1024 * 1024 + 1))
    assert (status, said) == (422, "This file has 1.0\xa0MB; a picture may have 1.0\xa0MB.")


def test_a_form_that_is_refused_keeps_its_pictures(as_ada: Client, corpus: Corpus) -> None:
    _, uid = add(as_ada, lighthouse_png())
    response = as_ada.post("/runs/", {"profile": "nonsense", "question": "Who?", "uid": [uid]})
    assert response.status_code == 422
    assert f'name="uid" value="{uid}"' in response.content.decode()


def test_nine_pictures_are_one_too_many(as_ada: Client, corpus: Corpus) -> None:
    uids = [add(as_ada, lighthouse_png(hue * 20))[1] for hue in range(9)]
    response = as_ada.post("/runs/", {"profile": "standard", "uid": uids})
    assert response.status_code == 422
    assert "Add at most 8 pictures; these are 9." in response.content.decode()


def test_of_many_that_wait_the_oldest_are_let_go(
    as_ada: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_WAITING", 2)
    uids = [add(as_ada, lighthouse_png(hue))[1] for hue in (0, 100, 200)]
    waiting = MediaUse.objects.filter(uploader=ada).order_by("pk").values_list("uid", flat=True)
    assert list(waiting) == uids[1:]


def test_a_picture_is_fetched_from_its_address(as_ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with WebServer() as server:
        server.pages["/tower.png"] = page(lighthouse_png())
        fetcher = Fetcher(FetchLimits(max_bytes=10**6), allowed_private_hosts=frozenset({server.host}))
        monkeypatch.setattr(uploads, "fetcher", lambda: fetcher)
        found = as_ada.post("/uploads/", {"url": f"http://{server.host}/tower.png"})
        assert found.status_code == 201
        server.pages["/tower.txt"] = page(b"a tower, in words")
        words = as_ada.post("/uploads/", {"url": f"http://{server.host}/tower.txt"})
    assert words.status_code == 422


def test_an_address_inside_is_refused_with_a_sentence(as_ada: Client) -> None:
    response = as_ada.post("/uploads/", {"url": "http://127.0.0.1:8000/admin/"})
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().endswith(".")


def test_an_address_fills_the_form(as_ada: Client, corpus: Corpus) -> None:
    uid = corpus.images.get().uid
    shown = as_ada.get("/", {"question": "What <is> it?", "uid": uid}).content.decode()
    assert "What &lt;is&gt; it?</textarea>" in shown
    assert f'name="uid" value="{uid}"' in shown


def test_a_picture_that_one_may_not_see_does_not_get_into_the_form(as_ada: Client, as_bob: Client) -> None:
    _, uid = add(as_ada, lighthouse_png(33))
    assert 'name="uid"' not in as_bob.get("/", {"uid": uid}).content.decode()
