"""torchvision imports beside any build of torch; each case needs an interpreter of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.networks


IMPORTS = """
import torch
torch.set_num_threads(1)
from agents.retrieval.torch_compat import import_torch_library
for name in ("torchvision", "timm", "open_clip", "transformers"):
    import_torch_library(name)
print(torch.get_num_threads())
"""
OPERATORS_THAT_EXIST = """
import torch
from agents.retrieval import torch_compat
if not torch_compat._loads(torch_compat._extension_path()):  # Else torchvision's own exist now.
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.impl("nms", lambda dets, scores, iou_threshold: torch.zeros(1, dtype=torch.int64), "CPU")
torch_compat.import_torch_library("torchvision")
print(torch.ops.torchvision.nms(torch.zeros(1, 4), torch.zeros(1), 0.5).tolist())
"""


def run(program: str) -> str:
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def test_libraries_import_and_leave_the_number_of_threads_alone() -> None:
    assert run(IMPORTS) == "1"


def test_operators_that_exist_already_win() -> None:
    assert run(OPERATORS_THAT_EXIST) == "[0]"
