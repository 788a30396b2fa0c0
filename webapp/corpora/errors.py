"""What a person can get wrong about a corpus, and what can go wrong with one.

SightlineError
├── BadInput               what was given cannot be used; the person mends it
│   ├── UnknownCorpus      no corpus has this slug
│   ├── CorpusExists       the slug is taken
│   ├── MissingPath        a path to import is not there
│   └── BadManifest        a manifest cannot be read as CSV or JSONL with a `file` column
└── IndexingFailed         an index job ended without bringing the index up to date
"""

from agents.errors import SightlineError


class BadInput(SightlineError):
    """What was given cannot be used; the command line answers it with exit code 2."""


class UnknownCorpus(BadInput):
    """No corpus has this slug."""


class CorpusExists(BadInput):
    """The slug is taken."""


class MissingPath(BadInput):
    """A path to import is not there."""


class BadManifest(BadInput):
    """A manifest cannot be read as CSV or JSONL with a `file` column."""


class IndexingFailed(SightlineError):
    """An index job ended without bringing the index up to date."""
