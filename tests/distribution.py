"""Which tests run in the same process: those of a file, and of files that share what is slow to start.

What a module or a session makes once is made once then, and not by each of the processes. (The mark
`xdist_group` says the same test by test; pytest 9.2 no longer tells pytest-xdist 3.8 of it.)
"""

from pathlib import PurePath

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "accessibility": ("tests/browser/test_accessibility.py",),
    "browser": ("tests/browser",),
    "postgres": (
        "tests/corpora/fulltext", "tests/corpora/test_grep.py", "tests/corpora/test_postgres.py",
        "tests/curation/test_interrupted_jobs.py", "tests/ops/test_doctor.py", "tests/runs/test_journal.py",
        "tests/snapshots/test_postgres.py", "tests/web/test_hostile_requests.py",
    ),
    "transformers serve": (
        "tests/agents/models/test_transformers_serve.py", "tests/agents/policies/test_random_models.py",
    ),
    "vector server": (
        "tests/agents/retrieval/test_chroma.py", "tests/corpora/test_vector_ownership.py",
        "tests/runs/test_kill.py", "tests/runs/test_killed_model_runs.py",
    ),
}  # fmt: skip
"""Folders and files of each group; a file may have a group other than its folder's."""

STARTED_ONCE = {
    "chroma_server": ("vector server",), "postgres_url": ("postgres",), "site": ("browser", "accessibility"),
    "transformers_server": ("transformers serve",),
}  # fmt: skip
"""The groups of whoever uses one of these fixtures. To look at every page takes as long as all that is done
on pages, so there are two sites.
"""

_GROUPS = {PurePath(path): group for group, paths in TOGETHER.items() for path in paths}


class FilesTogether(LoadScopeScheduling):
    """Hands out tests file by file, or group by group, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The group of a test, or else its file."""
    file = nodeid.partition("::")[0]
    path = PurePath(file)
    return next((_GROUPS[each] for each in (path, *path.parents) if each in _GROUPS), file)


def require_groups(items: list[pytest.Item]) -> None:
    """Raises pytest.UsageError if two processes might start what some of these tests share."""
    lost = {
        f"{item.path} uses {fixture}: put it under {' or '.join(map(repr, groups))} in tests/distribution.py."
        for item in items
        for fixture, groups in STARTED_ONCE.items()
        if fixture in getattr(item, "fixturenames", ()) and group_of(item.nodeid) not in groups
    }
    if lost:
        raise pytest.UsageError("\n".join(sorted(lost)))
