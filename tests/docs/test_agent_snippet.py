"""The program of docs/agent.md runs as it is printed, and nothing of the web application is loaded."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
NOT_LOADED = """
import sys
print(sorted({"django", "celery", "channels", "chromadb", "torch", "webapp"} & set(sys.modules)))
"""


def test_the_printed_program_answers() -> None:
    [program] = re.findall(r"```python\n(.*?)```", (ROOT / "docs/agent.md").read_text("utf-8"), re.DOTALL)
    assert len([line for line in program.splitlines() if line.strip()]) == 10
    run = subprocess.run(
        [sys.executable, "-c", program + NOT_LOADED], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    answer, loaded = run.stdout.splitlines()
    assert "Edith Marlowe" in answer
    assert "['Edith Marlowe designed it.']" in answer
    assert loaded == "[]"
