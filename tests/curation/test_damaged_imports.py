"""A damaged archive or manifest becomes rows or a reason that is listed; it ends no job."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support.damaged_imports import IMPORTS, bring, outcome
from webapp.corpora.models import Corpus

pytestmark = pytest.mark.fuzz

SEEDS = range(12)


@pytest.mark.parametrize("name", IMPORTS)
def test_a_damaged_import_brings_rows_or_a_reason(
    name: str, curated: Corpus, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "home"
    found = {seed: bring(curated, name, seed) for seed in SEEDS}
    assert {outcome(each) for each in found.values()} <= {"rows", "reason"}
    assert {each.state for each in found.values()} <= {"finished", "failed"}
    assert all("the log says which" not in str(each.report.get("failure")) for each in found.values())
