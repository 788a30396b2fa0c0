"""How long pictures wait for their question, which kinds there are, and what a refused form keeps."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pillow_heif import register_heif_opener
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.web.drawn import lighthouse_png
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs.asking import uploads
from webapp.runs.models import Run

Keep = Callable[[User, int], str]
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")


def file(data: bytes, name: str = "tower.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def grow_old(uid: str) -> None:
    long_ago = timezone.now() - uploads.KEPT_FOR - timedelta(minutes=1)
    MediaUse.objects.filter(uid=uid).update(created=long_ago)


@pytest.fixture
def keep(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Keep:
    """Keep a picture as a request does, with what follows its commit."""

    def run(owner: User, hue: int) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return uploads.keep(owner, lighthouse_png(hue)).uid

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_taken_whatever_its_name_says(as_ada: Client, kind: str) -> None:
    register_heif_opener()
    data = BytesIO()
    Image.open(BytesIO(lighthouse_png())).save(data, kind)
    response = as_ada.post("/uploads/", {"picture": file(data.getvalue(), "picture.txt")})
    assert response.status_code == 201
    uid = MediaUse.objects.get().uid
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 200


def test_a_picture_that_waited_for_a_day_is_let_go_when_somebody_adds_one(
    ada: User, bob: User, keep: Keep
) -> None:
    old, young = keep(ada, 10), keep(ada, 100)
    grow_old(old)
    keep(bob, 200)
    assert list(ada.uploads.values_list("uid", flat=True)) == [young]
    assert not open_media_store().exists(old)


def test_a_picture_that_a_run_uses_stays_when_its_upload_is_let_go(
    ada: User, as_ada: Client, corpus: Corpus, keep: Keep
) -> None:
    uid = keep(ada, 10)
    as_ada.post("/runs/", {"profile": "standard", "uid": [uid]})
    grow_old(uid)
    keep(ada, 200)
    assert not ada.uploads.filter(uid=uid).exists()
    assert as_ada.get(f"/media/{uid}/thumb/").status_code == 200


def test_a_picture_that_is_added_again_waits_anew(ada: User, keep: Keep) -> None:
    uid = keep(ada, 10)
    grow_old(uid)
    keep(ada, 10)
    keep(ada, 200)
    assert ada.uploads.filter(uid=uid).exists()


def test_a_form_without_a_script_keeps_the_good_pictures_beside_a_refused_one(
    as_ada: Client, ada: User, corpus: Corpus
) -> None:
    pictures = [file(lighthouse_png(8)), file(b"dear diary", "me.jpg"), file(lighthouse_png(120))]
    form = {"profile": "quick", "question": "Who is this?", "corpora": [corpus.pk], "pictures": pictures}
    response = as_ada.post("/runs/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Picture 2 cannot be used. This file is text" in page
    assert [f'name="uid" value="{uid}"' in page for uid in ada.uploads.values_list("uid", flat=True)] == [
        True, True,
    ]  # fmt: skip
    assert "Who is this?</textarea>" in page
    assert page.count("checked") == 2
    assert not Run.objects.exists()


def test_a_form_that_is_refused_for_its_scope_keeps_its_files(
    as_ada: Client, ada: User, corpus: Corpus
) -> None:
    form = {"profile": "standard", "corpora": [corpus.pk + 1], "pictures": [file(lighthouse_png(8))]}
    page = as_ada.post("/runs/", form).content.decode()
    assert f'name="uid" value="{ada.uploads.get().uid}"' in page


def test_a_hostile_file_name_is_escaped(as_ada: Client, corpus: Corpus, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_upload_mb": 1})
    huge = file(b"x" * (1024 * 1024 + 1), "<img src=x onerror=alert(1)>.png")
    page = as_ada.post("/runs/", {"profile": "standard", "pictures": [huge]}).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;.png has" in page
    assert "<img src=x" not in page
