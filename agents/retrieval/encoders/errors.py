"""What can go wrong when an encoder is chosen.

SightlineError
└── ConfigurationError
    ├── UnknownEncoder        no encoder has this name
    └── EncoderUnavailable    the encoder exists, but its weights cannot be had
"""

from agents.errors import ConfigurationError


class UnknownEncoder(ConfigurationError):
    """A name that no encoder has; the sentence lists those that there are."""


class EncoderUnavailable(ConfigurationError):
    """The encoder's weights cannot be loaded; an index built earlier stays as it is."""
