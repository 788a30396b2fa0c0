"""Write one network as an ONNX file: `python -m agents.retrieval.encoders.components.export NAME FILE`."""

import importlib
import sys
import warnings
from pathlib import Path
from typing import Any

import torch


def main(name: str, target: Path) -> None:
    """Write the network that the module `name` of this package makes into `target`."""
    module: Any = importlib.import_module(f"{__package__}.{name}")
    network, example, outputs, facts = module.build()
    kinds: Any = torch.export.Dim
    dynamic = {
        key: tuple(kinds.DYNAMIC if each else kinds.STATIC for each in shape)
        for key, shape in module.SHAPES.items()
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The exporter warns of its own parts.
        program: Any = torch.onnx.export(
            network.eval(), kwargs=example, dynamo=True, verbose=False,
            output_names=outputs, dynamic_shapes=dynamic,
        )  # fmt: skip
    program.model.metadata_props.update(facts)
    program.save(target, external_data=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
