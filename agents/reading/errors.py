"""What can go wrong when a reader is chosen.

SightlineError
└── ConfigurationError
    ├── UnknownReader        no reader has this name
    └── ReaderUnavailable    the reader exists, but its weights cannot be had
"""

from agents.errors import ConfigurationError


class UnknownReader(ConfigurationError):
    """A name that no reader has; the sentence lists those that there are."""


class ReaderUnavailable(ConfigurationError):
    """Its weights cannot be had: no network, no such file, or not of this kind of model."""
