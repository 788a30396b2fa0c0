"""A tiny sentence encoder with random weights, saved to disk, and every sentence encoder by name."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.sentences import (
    SentenceEncoder,
    load_sentence_encoder,
    sentence_encoder_names,
)
from agents.retrieval.torch_compat import import_torch_library

CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:?!"


@pytest.fixture(scope="session")
def tiny_sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model as transformers saves it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    library = import_torch_library("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CHARACTERS, *(f"##{each}" for each in CHARACTERS)]
    tokenizer = Tokenizer(WordPiece({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(
        ("[SEP]", words.index("[SEP]")), ("[CLS]", words.index("[CLS]"))
    )
    library.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=64,
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(11)
    config = library.BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=64,
    )  # fmt: skip
    library.BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def files(networks: Path) -> MadeFiles:
    return MadeFiles(networks)


@pytest.fixture(params=sentence_encoder_names(), scope="session")
def sentences(request: pytest.FixtureRequest, tiny_sentences: Path, files: MadeFiles) -> SentenceEncoder:
    """Every sentence encoder in turn."""
    name = f"transformers:{tiny_sentences}" if request.param == "transformers" else str(request.param)
    return load_sentence_encoder(name, files)
