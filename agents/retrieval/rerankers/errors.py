"""What can go wrong when a reranker is chosen.

SightlineError
└── ConfigurationError
    ├── UnknownReranker        no reranker has this name
    └── RerankerUnavailable    the reranker exists, but its weights cannot be had
"""

from agents.errors import ConfigurationError


class UnknownReranker(ConfigurationError):
    """A name that no reranker has; the sentence lists those that there are."""


class RerankerUnavailable(ConfigurationError):
    """Its weights cannot be had: no network, no such file, or not of this kind of model."""
