"""Whatever an archive holds: no file outside of its folder, a reason for what is not taken, no ended job."""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support.archives import archive
from tests.support.hostile_archives import CASES, NO_ARCHIVE
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.curation import jobs
from webapp.curation.imports import services, staging
from webapp.curation.imports.unpacking import Unpacker, UnpackLimits
from webapp.curation.models import CurationJob, Import

LIMITS = UnpackLimits(entries=1_000, file_bytes=1024**2)


def sizes_below(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.lstat().st_size
        for file in folder.rglob("*")
        if not file.is_dir()
    }


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_archive_is_taken_apart_in_its_folder(name: str, tmp_path: Path) -> None:
    case, file, folder = CASES[name], tmp_path / "a.zip", tmp_path / "deep" / "deeper" / "out"
    file.write_bytes(case.data)
    if case.refused:
        with pytest.raises(BadInput, match=case.refused):
            list(Unpacker(folder, LIMITS).unpack(file))
        found = []
    else:
        found = [each.reason for each in Unpacker(folder, LIMITS).unpack(file) if each]
    assert sizes_below(folder) == case.files
    assert len(found) == len(case.reasons)
    assert all(re.search(wanted, reason) for wanted, reason in zip(case.reasons, found, strict=True)), found
    assert set(sizes_below(tmp_path)) == {"a.zip", *(f"deep/deeper/out/{path}" for path in case.files)}
    assert not Path("/tmp/sightline-evil.txt").exists()


def test_there_are_enough_hostile_archives() -> None:
    assert len({case.data for case in CASES.values()}) >= 52


@pytest.mark.long
def test_hostile_archives_are_listed_and_end_no_job(
    curated: Corpus, settings: Settings, tmp_path: Path
) -> None:
    """All of them in one import, with a good one at the end: it comes in, and every refusal is a line."""
    settings.HOME = tmp_path / "home"
    settings.ENV = settings.ENV.model_copy(update={"max_upload_mb": 1})
    found = Import.objects.create(corpus=curated, kind="zip")
    staging.folder_of(found).mkdir(parents=True)
    for number, case in enumerate(CASES.values()):
        (staging.folder_of(found) / f"{number:03}.zip").write_bytes(case.data)
    (staging.folder_of(found) / "last.zip").write_bytes(archive({"sound/good.md": b"# Good"}))
    services.look_through(found)
    [job] = CurationJob.objects.all()
    jobs.execute(job.pk)
    job.refresh_from_db()
    found.refresh_from_db()
    assert (job.status, found.state) == ("finished", "checked")
    listed = [path for path, _reason in found.report["problems"]]
    unreadable = {
        f"{number:03}.zip" for number, case in enumerate(CASES.values()) if NO_ARCHIVE in case.refused
    }
    assert unreadable <= set(listed)
    assert len(listed) >= sum(len(case.reasons) for case in CASES.values())
    assert (staging.home_of(found) / "unpacked" / "sound" / "good.md").exists()
