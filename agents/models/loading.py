"""Opening a model from its setting; the slow import of its provider happens here and not before."""

from collections.abc import Callable

from agents.models.base import Model
from agents.models.spec import ModelSpec


def open_model(spec: ModelSpec, load: Callable[[str], tuple[bytes, str]]) -> Model:
    """The model of a setting. `load` gives the bytes and the media type of a UID.

    Makes no request. Raises ConfigurationError for a setting that cannot work.
    """
    from agents.models.client import PydanticModel

    return PydanticModel(spec, load)
