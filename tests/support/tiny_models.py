"""Tiny random models saved as transformers saves them: what is tested is how they are read."""

from pathlib import Path
from typing import Any

from agents.retrieval.torch_compat import import_torch_library

WORDS = "how tall is the tower it rises to 41 metres and was built in 1854 gulls nest there : . ?".split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SIZES = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}


def save_pair_model(folder: Path, kind: str) -> str:
    """A model of two texts: BertForSequenceClassification or BertForQuestionAnswering."""
    transformers = _seeded()
    _save_tokenizer(folder)
    labels = 2 if kind == "BertForQuestionAnswering" else 1
    config = transformers.BertConfig(vocab_size=32, num_labels=labels, **SIZES)
    getattr(transformers, kind)(config).save_pretrained(folder)
    return str(folder)


def save_captioner(folder: Path) -> str:
    """A model that writes captions: BlipForConditionalGeneration."""
    transformers = _seeded()
    _save_tokenizer(folder)
    tokens = {"bos_token_id": 2, "eos_token_id": 3, "sep_token_id": 3, "pad_token_id": 0}
    config = transformers.BlipConfig(
        text_config={"vocab_size": len(SPECIAL) + len(WORDS), "encoder_hidden_size": 16, **tokens, **SIZES},
        vision_config={"image_size": 32, "patch_size": 16, **SIZES},
        projection_dim=16, image_text_hidden_size=16,
    )  # fmt: skip
    transformers.BlipForConditionalGeneration(config).save_pretrained(folder)
    transformers.BlipImageProcessor(size={"height": 32, "width": 32}).save_pretrained(folder)
    return str(folder)


def _seeded() -> Any:
    import_torch_library("torch").manual_seed(0)
    return import_torch_library("transformers")


def _save_tokenizer(folder: Path) -> None:
    (folder / "vocab.txt").write_text("\n".join([*SPECIAL, *WORDS]))
    tokenizer = import_torch_library("transformers").BertTokenizerFast(str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
