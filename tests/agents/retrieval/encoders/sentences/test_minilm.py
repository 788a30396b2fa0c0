"""MiniLM computes what the published model computes."""

import numpy as np
import pytest

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.sentences.minilm import MiniLM


@pytest.fixture(scope="module")
def sentences(files: MadeFiles) -> MiniLM:
    return MiniLM(files)


def test_a_vector_is_the_one_that_the_published_implementation_gives(sentences: MiniLM) -> None:
    """The numbers come from the BertModel of transformers, with the same weights and the same pooling."""
    (vector,) = sentences.embed_passages(["A red kite over the harbour"])
    expected = [0.0121018, 0.0508782, -0.0337284, 0.0330157, 0.0046684, 0.0205238]
    assert vector[:6] == pytest.approx(expected, abs=1e-6)


def test_padding_beside_a_longer_text_changes_no_vector(sentences: MiniLM) -> None:
    short, long = "A red kite", "A red kite over the harbour in the evening light, seen from the old bridge"
    together = sentences.embed_passages([short, long])
    alone = np.concatenate([sentences.embed_passages([short]), sentences.embed_passages([long])])
    assert np.abs(together - alone).max() < 1e-6
