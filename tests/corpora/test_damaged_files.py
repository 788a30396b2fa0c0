"""Whatever is wrong with a file, an import goes on: it becomes rows, or a reason that is listed."""

import pytest

from tests.corpora.folders import Folder
from tests.support.damage import damaged
from tests.support.office import every_format

pytestmark = pytest.mark.fuzz

SEEDS = range(12)


def test_a_damaged_file_becomes_rows_or_a_reason(folder: Folder) -> None:
    for name, data in every_format().items():
        for seed in SEEDS:
            folder.write(f"{seed}/{name}", damaged(data, seed))
    folder.load()
    known = set(folder.corpus.documents.values_list("path", flat=True)) | set(folder.reasons)
    assert known >= {f"{seed}/{name}" for name in every_format() for seed in SEEDS}
    assert all(reason.endswith(".") for reason in folder.reasons.values())
