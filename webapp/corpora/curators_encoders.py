"""Which encoders curators may have a worker load: the operator says which folders and hubs weights come from.

What packages bring, and what this installation is set to use, is free. A refusal is the same whether there is
such a file or not.
"""

import os
from pathlib import Path

from django.conf import settings

from agents.messages import message as _
from agents.retrieval.encoders import require_known
from agents.retrieval.encoders.names import EncoderName, WeightsOrigin, weights_of
from webapp.corpora.errors import BadInput
from webapp.env import names


def require_nameable(name: str) -> None:
    """Raise UnknownEncoder for one that there is not, BadInput for weights that may not be named.

    The name alone is looked at, so that a web request may ask.
    """
    if name == settings.ENV.encoder:
        return
    parts = EncoderName.parse(name)
    require_known(name, parts)
    for origin in weights_of(parts):
        _require(origin, Path(os.path.normpath(origin.name)), [Path(root) for root in _folders()])


def require_loadable(name: str) -> None:
    """The same where links lead, for a worker: it looks at the folders. Raises what the other one raises."""
    require_nameable(name)
    if name == settings.ENV.encoder:
        return
    for origin in weights_of(EncoderName.parse(name)):
        _require(origin, Path(origin.name).resolve(), [Path(root).resolve() for root in _folders()])


def _folders() -> list[str]:
    return names(settings.ENV.encoder_folders)


def _require(origin: WeightsOrigin, path: Path, roots: list[Path]) -> None:
    if origin.place == "path" and not any(path.is_relative_to(root) for root in roots):
        raise BadInput(
            _(
                "Weights at %(path)s may not be used here. Whoever runs this server lists the folders in "
                "%(name)s.",
                path=origin.name, name="SIGHTLINE_ENCODER_FOLDERS",
            )
        )  # fmt: skip
    if origin.place == "hub" and origin.name not in names(settings.ENV.encoder_hubs):
        raise BadInput(
            _(
                "Weights of the hub “%(hub)s” may not be used here. Whoever runs this server lists the hubs "
                "in %(name)s.",
                hub=origin.name, name="SIGHTLINE_ENCODER_HUBS",
            )
        )  # fmt: skip
