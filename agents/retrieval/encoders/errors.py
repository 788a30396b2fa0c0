"""What can go wrong when an encoder is chosen.

SightlineError
└── ConfigurationError
    ├── UnknownEncoder        the setting names no encoder
    └── EncoderUnavailable    the encoder exists, but its weights cannot be had
"""

from agents.errors import ConfigurationError


class UnknownEncoder(ConfigurationError):
    """SIGHTLINE_ENCODER names an encoder that does not exist; the sentence lists those that do."""


class EncoderUnavailable(ConfigurationError):
    """The encoder's weights cannot be loaded; an index built earlier stays as it is."""
