"""A web process is small: it imports no model library, and gives memory back that pictures needed."""

import subprocess
import sys

import pytest

from tests.ops.conftest import PROJECT

pytestmark = pytest.mark.processes

HEAVY = {
    "chromadb",
    "onnxruntime",
    "open_clip",
    "rapidocr",
    "redis",
    "timm",
    "tokenizers",
    "torch",
    "transformers",
}

IMPORTS = f"""
import sys
import webapp.asgi
import webapp.urls
from django.urls import get_resolver
print(*sorted({HEAVY!r} & set(sys.modules)))
"""

FREES = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from psutil import Process
from webapp.memory import give_back_large_blocks

if {given}:
    give_back_large_blocks()
together = Barrier(8)

def use(_number):
    # Once a block was freed, glibc takes others of its size for usual, and keeps them.
    for _ in range(2):
        blocks = [b"x" * (4 << 20) for _ in range(6)]
        together.wait()
        pins.append(b"x" * 100_000)  # What lies above freed blocks keeps them from going back.
        del blocks

pins = []
with ThreadPoolExecutor(8) as pool:
    before = Process().memory_info().rss
    list(pool.map(use, range(8)))
    print((Process().memory_info().rss - before) >> 20)
"""


def run(code: str, environment: dict[str, str]) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, text=True, capture_output=True
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def test_a_web_process_imports_no_model_library(environment: dict[str, str]) -> None:
    assert run(IMPORTS, environment) == ""


def test_large_blocks_go_back(environment: dict[str, str]) -> None:
    assert int(run(FREES.format(given=True), environment)) < 40
