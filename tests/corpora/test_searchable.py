"""The words of pictures are read the same, one by one and many at once."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.corpora.folders import Folder
from webapp.corpora.models import CorpusImage, RegionNote
from webapp.corpora.searchable import picture_writings, searchable_text


@pytest.fixture
def written(folder: Folder) -> set[int]:
    """The ids of three pictures with words of every kind, and of one without."""
    for number, name in enumerate(("ferry", "heron", "pier", "bare")):
        folder.draw(f"{name}.png", number)
    folder.write("harbour.md", "# Harbour\n\n![the last ferry](ferry.png) and ![a wading bird](heron.png).")
    folder.load()
    pictures = {image.path: image for image in folder.corpus.images.all()}
    CorpusImage.objects.filter(path="ferry.png").update(
        title="Ferry", caption="She leaves at noon.", tags=["ship", "blue"], labels=[["liner", 0.8]]
    )
    CorpusImage.objects.filter(path="pier.png").update(ocr_text="PIER 4", alt="a pier", language="de")
    for text in ("the funnel", "a gull"):
        RegionNote.objects.create(
            image=pictures["ferry.png"], left=0, top=0, right=500, bottom=500, text=text
        )
    return {image.pk for image in pictures.values()}


def test_many_are_read_as_one(written: set[int]) -> None:
    found = dict(picture_writings(written))
    assert {pk: "\n".join(each.text for each in parts) for pk, parts in found.items()} == {
        image.pk: searchable_text(image) for image in CorpusImage.objects.all()
    }
    assert {each.language for each in found[CorpusImage.objects.get(path="pier.png").pk]} == {"de"}


def test_many_take_three_queries(
    written: set[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        assert {pk for pk, _ in picture_writings(written)} == written
