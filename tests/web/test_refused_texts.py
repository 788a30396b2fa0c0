"""Words that are too many: no field cuts them, a sentence refuses them at it, and it still holds them all."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as in_use
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from webapp.corpora.models import Corpus, IndexJob, RegionNote
from webapp.curation.models import SavedFilter

LONG = "A pier " * 1_428 + "pier"
"""10,000 characters."""

CORNERS = {"left": "10", "top": "20", "right": "300", "bottom": "400"}
FIELDS = {
    "a note": ("/corpora/coast/pictures/{picture}/notes/", CORNERS, "text", "#note-form", 2_000),
    "a filter": ("/corpora/coast/filters/", {"query": "tag=tower"}, "name", ".save-filter", 60),
    "an encoder": (
        "/corpora/coast/jobs/index/",
        {"what": "beside", "encoder": "other"},
        "name",
        ".encoders",
        200,
    ),
}
"""Where it is posted, what is posted with it, its name, what it stands in, and how many characters it takes."""


@pytest.fixture
def places(corpus: Corpus, ada: User, settings: Settings, tmp_path: Path) -> dict[str, object]:
    """What addresses name; ada looks after the corpus."""
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    ada.groups.add(Group.objects.get(name="curator"))
    corpus.curators.add(ada)
    return {"picture": corpus.images.get().pk}


def written() -> list[object]:
    """All that such a form could have written."""
    tables = (RegionNote, SavedFilter, IndexJob)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("named", FIELDS)
def test_long_words_are_refused_and_kept(named: str, places: dict[str, object], as_ada: Client) -> None:
    path, fields, name, inside, most = FIELDS[named]
    before = written()
    response = as_ada.post(path.format(**places), {**fields, name: LONG})
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one(inside)
    assert response.status_code == 422 and form is not None
    field = form.select_one(f"[name='{name}']")
    assert field is not None and (field.get("value") or field.text) == LONG
    problems = " ".join(each.text for each in form.find_parent().select(".problem"))  # type: ignore[union-attr]
    assert f"at most {most} characters (it has 10000)" in problems
    assert [form.select_one(f"[name='{other}']")["value"] for other in CORNERS if other in fields] == [  # type: ignore[index]
        value for other, value in fields.items() if other in CORNERS
    ]
    assert written() == before


@pytest.mark.parametrize("named", FIELDS)
def test_zero_characters_write_nothing(named: str, places: dict[str, object], as_ada: Client) -> None:
    path, fields, name, *_rest = FIELDS[named]
    before = written()
    response = as_ada.post(path.format(**places), {**fields, name: "A pier\0"})
    assert response.status_code == 400
    assert "a character that cannot be stored" in response.content.decode()
    assert written() == before


def test_no_template_cuts_what_is_typed() -> None:
    cutting = {
        path.name
        for path in (Path(in_use.BASE_DIR) / "templates").rglob("*.html")
        if re.search(r"<(input|textarea)[^>]*\smaxlength", path.read_text(encoding="utf-8"))
    }
    assert cutting <= {"sign_in.html", "_label.html", "_plan.html", "_source.html", "_understanding.html"}


@pytest.mark.parametrize("page", ["pictures/{picture}/", "settings/", ""])
def test_no_field_that_a_form_draws_cuts(page: str, places: dict[str, object], as_ada: Client) -> None:
    content = as_ada.get(f"/corpora/coast/{page}".format(**places)).content.decode()
    assert "<input" in content and "maxlength" not in content
