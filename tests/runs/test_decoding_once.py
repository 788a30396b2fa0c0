"""A picture is decoded once on its way into a run, whichever way it takes."""

from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.commands.conftest import Manage, folder, manage, write_lines
from tests.fixtures.harbour import draw_ferry, draw_lighthouse, draw_market, to_jpeg
from tests.fixtures.library import Library
from tests.support.decodings import decodings
from webapp.runs.execution import services
from webapp.runs.models import Run

pytestmark = pytest.mark.long

__all__ = ["folder", "manage"]


def fresh(number: int) -> list[bytes]:
    """Two pictures that no store has had."""
    return [to_jpeg(draw().rotate(number), (331, 200)) for draw in (draw_ferry, draw_market)]


def create(library: Library, pictures: list[bytes]) -> Run:
    return services.create(
        owner=None, question="What?", pictures=pictures, corpora=[library.harbour], enqueue=False
    )


def test_a_run_decodes_each_of_its_pictures_once(library: Library) -> None:
    with decodings() as sent:
        run = create(library, fresh(1))
        assert len(sent) == 2
        create(library, fresh(1))
        assert len(sent) == 2
    assert all(map(library.store.is_whole, run.images))


def test_a_picture_that_goes_meanwhile_is_decoded_anew(library: Library) -> None:
    [picture, _] = fresh(2)
    library.store.put(picture)
    prepared = library.store.prepare(picture)
    uid = library.store.keep(prepared).uid
    library.store.delete(uid)
    assert library.store.keep(prepared).uid == uid
    assert library.store.is_whole(uid)


def test_a_form_decodes_its_files_once(library: Library, client: Client) -> None:
    client.force_login(User.objects.create_user("ann"))
    with decodings() as sent:
        files = [BytesIO(picture) for picture in fresh(3)]
        answer = client.post("/runs/", {"question": "What?", "profile": "quick", "pictures": files})
        assert answer.status_code == 302
    assert len(sent) == 2
    assert len(Run.objects.get().images) == 2


def test_a_form_that_is_refused_decodes_them_once_too(library: Library, client: Client) -> None:
    client.force_login(User.objects.create_user("ann"))
    good, other = fresh(4)
    with decodings() as sent:
        asked = {"question": "What?", "profile": "quick"}
        files = [BytesIO(good), BytesIO(other[: len(other) // 2])]
        refused = client.post("/runs/", {**asked, "pictures": files})
        assert refused.status_code == 422
        uids = refused.context["form"].waiting()
        assert client.post("/runs/", {**asked, "uid": uids}).status_code == 302
    assert len(sent) == 2
    assert Run.objects.get().images == uids


def test_a_batch_of_the_shell_decodes_once(manage: Manage, folder: Path) -> None:  # noqa: F811
    (folder / "turned.jpg").write_bytes(to_jpeg(draw_lighthouse().rotate(5), (450, 300)))
    batch = write_lines(folder / "questions.jsonl", {"question": "What is this?", "images": ["turned.jpg"]})
    with decodings() as sent:
        assert manage("ask", "--questions", batch, "--corpus", "attic").code in (0, 3)
    assert len(sent) == 1


def test_a_refused_batch_leaves_no_picture(manage: Manage, folder: Path, library: Library) -> None:  # noqa: F811
    (folder / "turned.jpg").write_bytes(to_jpeg(draw_lighthouse().rotate(6), (450, 300)))
    lines = [{"question": "What is this?", "images": [name]} for name in ("turned.jpg", "diary.jpg")]
    before = set(library.store.uids())
    ended = manage("ask", "--questions", write_lines(folder / "questions.jsonl", *lines))
    assert ended.code == 2
    assert set(library.store.uids()) == before
