"""Which titles are names of what they stand over."""

import pytest

from agents.answers.naming import is_name


@pytest.mark.parametrize(
    "title, expected",
    [
        ("Our garden", False), ("Unsere Gärten", False), ("Mein Balkon", False), ("Nuestra casa", False),
        ("我们的花园", False), ("Welcome to the pier", False), ("Grey Head", True), ("Ouray", True),
        ("Mystic", True), ("Misson", True), ("The old pier", True), ("Meinhard", True),
        ("Meiningen", True), ("钟楼", True),
    ],
)  # fmt: skip
def test_whose_something_is_does_not_name_it(title: str, expected: bool) -> None:
    assert is_name(title) is expected
