"""Sentence encoders from a folder."""

from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from agents.retrieval.encoders.sentences import EncoderUnavailable, UnknownEncoder, load_sentence_encoder
from agents.retrieval.torch_compat import import_torch_library

pytestmark = pytest.mark.long

TEXTS = ["rain on a tin roof", "a red ball"]


def test_prefixes_beside_the_weights_are_used(tiny_sentences: Path, tmp_path: Path) -> None:
    library = import_torch_library("sentence_transformers")
    prompts = {"query": "query: ", "document": "passage: "}
    library.SentenceTransformer(str(tiny_sentences), prompts=prompts).save(str(tmp_path / "prefixed"))
    plain, prefixed = (
        load_sentence_encoder(f"transformers:{each}") for each in (tiny_sentences, tmp_path / "prefixed")
    )
    written = plain.embed_queries([f"query: {text}" for text in TEXTS])
    assert np.allclose(prefixed.embed_queries(TEXTS), written, atol=1e-5)
    assert not np.allclose(prefixed.embed_queries(TEXTS), prefixed.embed_passages(TEXTS), atol=1e-5)
    assert prefixed.version != plain.version


def test_models_named_e5_get_the_prefixes_of_their_family(tiny_sentences: Path, tmp_path: Path) -> None:
    named = load_sentence_encoder(f"transformers:{copytree(tiny_sentences, tmp_path / 'e5-tiny')}")
    plain = load_sentence_encoder(f"transformers:{tiny_sentences}")
    assert np.allclose(
        named.embed_passages(TEXTS), plain.embed_passages([f"passage: {text}" for text in TEXTS]), atol=1e-5
    )


def test_a_folder_without_a_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="cannot be loaded.*Give a folder with"):
        load_sentence_encoder(f"transformers:{tmp_path}")


def test_a_source_must_be_named() -> None:
    with pytest.raises(UnknownEncoder, match="folder or name"):
        load_sentence_encoder("transformers")
