"""torchvision beside a build of torch that it was not compiled for.

The torchvision on PyPI is compiled for CUDA. Beside a CPU build of torch its extension cannot be loaded, and
its import fails because it describes operators that nobody declared. Declaring them first is enough for timm,
open_clip and transformers, which only want the rest of torchvision. Where the extension loads, its own
operators are used and nothing is declared here.
"""

import importlib
import importlib.util
import threading
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from typing import Any

import torch

_BOXES_AND_SCORES = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_SCHEMAS = (f"nms{_BOXES_AND_SCORES}", f"qnms{_BOXES_AND_SCORES}")
_lock = threading.Lock()


def import_torch_library(name: str) -> Any:
    """The module `name` of a library that stands on torchvision: timm, open_clip, transformers or itself.

    Any: these libraries carry no types. Raises ModuleNotFoundError when it is not installed.
    """
    with _lock:
        _declare_missing_operators()
    return importlib.import_module(name)


def best_device() -> torch.device:
    """The first GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@cache
def _declare_missing_operators() -> torch.library.Library | None:
    """The declarations, which last as long as the Library that holds them; None when they are not needed."""
    extension = _extension_path()
    if extension is not None and _loads(extension):
        return None
    # FRAGMENT adds to a namespace that someone else may have opened already.
    library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
    for schema in _SCHEMAS:
        if not hasattr(torch.ops.torchvision, schema.partition("(")[0]):
            library.define(schema)  # type: ignore[no-untyped-call]
    return library


def _extension_path() -> str | None:
    """The compiled part of the installed torchvision, found without importing torchvision."""
    package = importlib.util.find_spec("torchvision")
    if package is None or not package.submodule_search_locations:
        return None
    folder = package.submodule_search_locations[0]
    found = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec("_C")
    return found.origin if found else None


def _loads(extension: str) -> bool:
    try:
        torch.ops.load_library(extension)  # type: ignore[no-untyped-call]
    except OSError:
        # A CUDA library that this machine does not have; torchvision itself tries in the same way.
        return False
    return True
