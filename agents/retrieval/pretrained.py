"""Models by transformers, from a folder or by a name on a model hub.

Only tensors and plain data are read; no code of a model is run.
"""

import hashlib
from typing import Any

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.retrieval.torch_compat import best_device, import_torch_library

LOADING_ERRORS = (RuntimeError, OSError, ValueError, LookupError, AttributeError, TypeError, ImportError)
"""What the library lets through when weights are absent, broken, or of another kind of model."""


def load_pretrained(
    source: str, auto_class: str, *, named: str, unavailable: type[ConfigurationError], beside: str
) -> tuple[Any, Any]:
    """A model for inference and what prepares its input, by `auto_class` and `beside`, such as AutoTokenizer.

    `named` is what sentences call it. Any: transformers has no types. Raises `unavailable` for weights that
    cannot be had.
    """
    library = import_torch_library("transformers")
    try:
        prepares = getattr(library, beside).from_pretrained(source, trust_remote_code=False)
        model = getattr(library, auto_class).from_pretrained(
            source, trust_remote_code=False, use_safetensors=True
        )
    except LOADING_ERRORS as error:
        raise unavailable(cannot_be_loaded(named, error)) from error
    return model.eval().to(best_device()), prepares


def cannot_be_loaded(named: str, error: Exception) -> str:
    """Why the weights of what is called `named` cannot be had, and what to do."""
    return _(
        "%(named)s cannot be loaded: %(error)s. Give a folder with its config.json, tokenizer and "
        "model.safetensors, or let this machine reach the model hub once.",
        named=named,
        error=(str(error) or type(error).__name__).splitlines()[0],
    )


def weights_checksum(model: Any) -> str:
    """Eight hexadecimal digits that all weights of a model decide."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return digest.hexdigest()[:8]
