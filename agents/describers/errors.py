"""What can go wrong when a describer is chosen.

SightlineError
└── ConfigurationError
    ├── UnknownDescriber        no describer has this name
    └── DescriberUnavailable    the describer exists, but its weights cannot be had
"""

from agents.errors import ConfigurationError


class UnknownDescriber(ConfigurationError):
    """A name that no describer has; the sentence lists those that there are."""


class DescriberUnavailable(ConfigurationError):
    """Its weights cannot be had: no network, no such file, or not of this kind of model."""
