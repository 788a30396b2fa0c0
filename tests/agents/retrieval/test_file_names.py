"""Which words the path of a picture has."""

import pytest

from agents.retrieval.file_names import file_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("birds/grey_heron-02.jpg", "birds grey heron 02"),
        ("boeing_747.png", "boeing 747"),
        ("ferry/HalcyonFerry.png", "ferry Halcyon Ferry"),
        ("Zürich Größe.jpg", "Zürich Größe"),
        ("港/起重機.png", "港 起重機"),
        ("holiday/DSC01234 lighthouse.jpg", "holiday lighthouse"),
        ("", ""),
    ],
)
def test_what_people_chose_is_kept(path: str, words: str) -> None:
    assert file_words(path) == words


@pytest.mark.parametrize(
    "path",
    [
        "img_0412.jpg", "DSC01234.JPG", "IMG-20240101-WA0003.jpg", "100CANON/P1010012.jpg",
        "pictures/scan (3).tif", "Screenshot 2024-05-06 at 10.11.12.png", "0a1b2c3d4e5f6071.png",
        "2024/05/20240506_101112.jpg",
        "123e4567-e89b-12d3-a456-426614174000.jpg", "Bildschirmfoto 2024-05-06.png",
        "AF1QipN3kLx0aW8rTz2bQm5c.jpg",
    ],
)  # fmt: skip
def test_what_cameras_and_programs_chose_is_not(path: str) -> None:
    assert file_words(path) == ""
