"""The table of words in docs/architecture.md is complete, and names what there is."""

import re

from django.apps import apps

from tests.ops.conftest import PROJECT

TABLE = (PROJECT / "docs/architecture.md").read_text().split("## Words")[1].split("## Adding things")[0]
NAMES = {model.__name__ for model in apps.get_models() if model.__module__.startswith("webapp.")}


def test_every_table_of_the_database_is_in_the_word_table() -> None:
    assert {name for name in NAMES if f"`{name}`" not in TABLE} == set()


def test_a_word_is_explained_once() -> None:
    rows = re.findall(r"^\| (.+?)(?: \(.*?\))? \| .+ \|$", TABLE, re.MULTILINE)
    words = [word for row in rows for word in re.split(r", | and ", row.lower())]
    assert len(words) > 60
    assert sorted({word for word in words if words.count(word) > 1}) == []
