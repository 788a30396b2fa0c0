"""Pages of documents as they look, with the quoted words marked."""

from io import BytesIO

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from tests.corpora.folders import Folder
from tests.corpora.papers import pdf
from webapp.corpora.models import Document
from webapp.corpora.services import originals
from webapp.corpora.services.originals import open_originals

pytestmark = pytest.mark.long

PAGES = [["Grey Head stands on a reef."], ["It was lit in 1854 for the first time."]]


@pytest.fixture
def shown(folder: Folder, client: Client, django_user_model) -> Document:
    folder.write("grey-head.pdf", pdf(PAGES))
    folder.load()
    client.force_login(django_user_model.objects.create_superuser("ada"))
    return folder.corpus.documents.get()


def picture(client: Client, document: Document, page: int, query: str = "") -> Image.Image:
    response = client.get(f"/documents/{document.pk}/pages/{page}/{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    return Image.open(BytesIO(response.content)).convert("RGB")


def yellow(found: Image.Image) -> int:
    red, _green, blue = (np.asarray(found)[:, :, channel] for channel in range(3))
    return int(((blue < 170) & (red > 200)).sum())


def test_a_page_is_shown_as_it_looks(shown: Document, client: Client) -> None:
    found = picture(client, shown, 2)
    assert max(found.size) in (1600, 1601)
    assert yellow(found) == 0


def test_the_quoted_words_are_marked_on_their_page_alone(shown: Document, client: Client) -> None:
    start = shown.text.index("lit in 1854")
    query = f"?start={start}&end={start + 11}"
    assert yellow(picture(client, shown, 2, query)) > 1_000
    assert yellow(picture(client, shown, 1, query)) == 0


def test_a_page_is_drawn_once(shown: Document, client: Client, monkeypatch) -> None:
    picture(client, shown, 1)
    monkeypatch.setattr("webapp.runs.sources.page_images.shared_readers", None)
    picture(client, shown, 1)


@pytest.mark.parametrize("page", [3, 99999])
def test_a_page_that_is_not_there_is_not_found(page: int, shown: Document, client: Client) -> None:
    assert client.get(f"/documents/{shown.pk}/pages/{page}/").status_code == 404


def test_a_file_that_is_damaged_by_now_is_not_found(shown: Document, client: Client) -> None:
    open_originals().write(shown.sha256, "file", b"%PDF-1.4 nothing")
    assert client.get(f"/documents/{shown.pk}/pages/1/").status_code == 404


def test_the_page_stands_beside_the_quote(shown: Document, client: Client) -> None:
    start = shown.text.index("lit in 1854")
    response = client.get(f"/documents/{shown.pk}/?start={start}&end={start + 11}")
    assert (
        f'src="/documents/{shown.pk}/pages/2/?start={start}&amp;end={start + 11}"'
        in response.content.decode()
    )


def test_without_its_file_a_document_shows_its_text_alone(shown: Document, client: Client) -> None:
    open_originals().remove(shown.sha256)
    assert "/pages/" not in client.get(f"/documents/{shown.pk}/?start=0&end=4").content.decode()
    assert client.get(f"/documents/{shown.pk}/pages/1/").status_code == 404


def test_files_of_documents_that_are_gone_are_removed(shown: Document) -> None:
    originals.remove_unused()
    assert open_originals().has(shown.sha256)
    shown.delete()
    originals.remove_unused()
    assert not open_originals().has(shown.sha256)
